"""Streams on Prism, whole: the same as batch, late data, restarts, drains."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from msgspec.structs import replace

from pipeline.cli import DONE, USAGE, main
from pipeline.records import read_records
from pipeline.validate import problems
from schemas.records import Chain, Duplicate, Story
from tests.streaming.jobs import LONG, ROOT, Job, drop, ids, manifests, messages, need_prism, story_bytes
from transforms.steps._stream_process import Under

SAMPLES = ROOT / "samples"


@pytest.fixture(autouse=True)
def _prism() -> None:
    need_prism()


def comparable(output: Path) -> dict[str, Story]:
    """Stories by id, without what a stream adds and without the links that later arrivals decide."""
    return {
        s.record_id: replace(
            s,
            received=None,
            chain=None,
            near_duplicate_of=None,
            near_duplicate_score=None,
            source=replace(s.source, uri=Path(s.source.uri).name),
        )
        for s in read_records(output, Story)
    }


def links(output: Path) -> dict[str, tuple[Chain | None, str | None]]:
    """What `compact` says of each current story's place among the others."""
    return {s.record_id: (s.chain, s.near_duplicate_of) for s in read_records(output, Story)}


def page(job: Job, path: str) -> str:
    """A page of the port that the job says in its log; '' while there is none."""
    found = re.findall(r"metrics on port (\d+)", job.log())
    if not found:
        return ""
    with urlopen(f"http://localhost:{found[-1]}{path}", timeout=30) as answer:
        text: str = answer.read().decode()
        return text


def metric(job: Job, name: str) -> float:
    values = re.findall(rf"^{name} (\S+)$", page(job, "/metrics"), re.MULTILINE)
    return float(values[0]) if values else -1.0


def healthy(job: Job) -> bool:
    return page(job, "/healthz") == "ok\n"


ORDERS: dict[str, Callable[[list[Path]], list[Path]]] = {
    "by name": sorted,
    "last first": lambda files: sorted(files, reverse=True),
    "shuffled": lambda files: random.Random(7).sample(sorted(files), len(files)),
}


def arrived_as(path: Path) -> str:
    """The name under which a sample is dropped: no two folders of samples share it."""
    return f"{path.parent.name}-{path.name}"


def start_day(place: Path, files: list[Path]) -> Job:
    """A job that is given the files in this order, a few before it starts and the others while it runs."""
    folder = place / "in"
    folder.mkdir(parents=True)
    for path in files[:5]:
        drop(folder, arrived_as(path), path.read_bytes())
    arguments = ["--watch", folder, "--output", place / "out", "--window", "1", "--embargo", "pass"]
    job = Job(arguments, place / "log")
    for path in files[5:]:
        drop(folder, arrived_as(path), path.read_bytes())
    return job


def test_the_sample_day_in_any_order_gives_the_records_of_batch(tmp_path: Path) -> None:
    batch = tmp_path / "batch"
    assert main(["run", str(SAMPLES), "--output", str(batch), "--no-annotate"]) == DONE
    files = [path for path in SAMPLES.rglob("*") if path.is_file()]
    jobs = {name: start_day(tmp_path / name, order(files)) for name, order in ORDERS.items()}
    wanted = sum(m.counts.messages for m in manifests(batch))
    view = compacted(batch, tmp_path / "batch-view")
    for name, job in jobs.items():
        output = tmp_path / name / "out"
        job.wait_for(lambda output=output: messages(output) >= wanted)
        assert job.drain() < 30.0
        assert main(["validate", str(output)]) == DONE
        check_same_day(batch, output, {arrived_as(path): path.name for path in files})
        assert compacted(output, tmp_path / name / "view") == view
    assert len(view) < len(comparable(batch))


def check_same_day(batch: Path, output: Path, renamed: dict[str, str]) -> None:
    """The same record ids, and but for what order decides the same fields."""
    stream = {
        key: replace(s, source=replace(s.source, uri=renamed.get(s.source.uri, s.source.uri)))
        for key, s in comparable(output).items()
    }
    expected = comparable(batch)
    assert stream.keys() == expected.keys()
    # Of a story that came twice, batch keeps the first by its own time, a stream the first to arrive.
    twice = {d.repeats for log in (batch, output) for d in read_records(log, Duplicate)}
    assert len(twice) < len(stream) / 5
    assert {key: s for key, s in stream.items() if key not in twice} == {
        key: s for key, s in expected.items() if key not in twice
    }


def compacted(log: Path, to: Path) -> dict[str, tuple[Chain | None, str | None]]:
    assert main(["compact", str(log), "--to", str(to), "--as-of", "2026-03-14T00:00Z"]) == DONE
    return links(to)


def test_a_restart_reads_nothing_again_and_a_changed_file_is_a_new_message(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    arguments = ["--watch", folder, "--output", output, "--window", "0.5"]
    for number in range(20):
        drop(folder, f"{number}.txt", story_bytes(number))
    first = Job(arguments, tmp_path / "log")
    first.wait_for(lambda: messages(output) >= 20)
    first.drain()
    before = {path: path.stat().st_mtime_ns for path in output.glob("*/*")}

    drop(folder, "3.txt", story_bytes(100))
    drop(folder, "again.txt", story_bytes(4))
    second = Job(arguments, tmp_path / "log")
    second.wait_for(lambda: messages(output) >= 22)
    second.drain()
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert messages(output) == 22
    assert len(set(ids(output))) == len(ids(output)) == 21
    (duplicate,) = read_records(output, Duplicate)
    (kept,) = [s for s in read_records(output, Story) if s.record_id == duplicate.repeats]
    assert (Path(duplicate.source.uri).name, Path(kept.source.uri).name) == ("again.txt", "4.txt")
    assert list(problems(output)) == []


def test_a_drain_commits_what_was_read_before_its_window_ends(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    job = Job(["--watch", folder, "--output", output, "--window", "0.5"], tmp_path / "log")
    drop(folder, "first.txt", story_bytes(0))
    job.wait_for(lambda: messages(output) == 1)  # it runs
    job.drain()
    arguments = ["--watch", folder, "--output", output, "--window", "3600", "--metrics-port", "0"]
    job = Job(arguments, tmp_path / "log")
    for number in range(1, 50):
        drop(folder, f"{number}.txt", story_bytes(number))
    job.wait_for(lambda: metric(job, "newswire_deliveries_total") == 49.0)
    assert messages(output) == 1
    assert healthy(job)
    assert job.drain() < 30.0
    assert messages(output) == 50
    assert list(problems(output)) == []


def test_a_runner_that_stands_still_ends_the_job_and_the_next_start_reads_the_rest(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    arguments = ["--watch", folder, "--output", output, "--window", "0.5"]
    job = Job(arguments, tmp_path / "log", still_seconds=2.0)
    drop(folder, "0.txt", story_bytes(0))
    job.wait_for(lambda: messages(output) == 1)
    for number in range(1, 60):
        drop(folder, f"{number}.txt", story_bytes(number))
        time.sleep(0.02)  # some are read and not committed at any moment
    prism = job.prism()
    assert prism is not None
    os.kill(prism, signal.SIGSTOP)
    assert job.process.wait(timeout=LONG) == 1
    assert "Prism stands still; " in job.log()
    assert messages(output) < 60

    job = Job(arguments, tmp_path / "log")
    job.wait_for(lambda: messages(output) == 60)
    job.drain()
    assert len(set(ids(output))) == len(ids(output)) == 60


def test_what_is_under_way_stands_still_while_no_step_works() -> None:
    under = Under()
    under.read(b"key")
    with under.asking("folder"), under.working():
        time.sleep(0.02)
        assert under.still() == 0.0
    time.sleep(0.02)
    assert under.still() >= 0.02
    with under.asking("folder"):
        pass
    assert under.still() >= 0.02
    under.end(b"key")
    assert under.still() < 0.02


def test_each_source_is_to_be_asked() -> None:
    under = Under()
    time.sleep(0.02)
    assert under.still() >= 0.02
    with under.asking("slow"):
        assert under.still() == under.quiet() == 0.0
    time.sleep(0.02)
    with under.asking("quick"):
        pass
    assert min(under.still(), under.quiet(), under.lag()) >= 0.02
    with under.asking("slow"):
        time.sleep(0.01)
        assert under.quiet() < 0.02


def test_two_streams_do_not_write_to_one_folder(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    drop(folder, "a.txt", story_bytes(1))
    job = Job(["--watch", folder, "--output", output, "--window", "0.5"], tmp_path / "log")
    job.wait_for(lambda: messages(output) == 1)
    assert main(["run", "--streaming", "--watch", str(folder), "--output", str(output)]) == USAGE
    job.drain()


def test_a_commit_that_cannot_be_made_stops_the_job_and_nothing_is_lost(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    output.mkdir()
    (output / "stories").write_text("in the way")
    drop(folder, "a.txt", story_bytes(1))
    arguments = ["--watch", folder, "--output", output, "--window", "0.5", "--log-json"]
    job = Job(arguments, tmp_path / "log")
    assert job.process.wait(timeout=LONG) == 1, job.log()
    assert not (output / "manifests").exists()

    (output / "stories").unlink()
    drop(folder, "b.txt", story_bytes(2))
    job = Job(arguments, tmp_path / "log")
    job.wait_for(lambda: messages(output) == 2)
    job.drain()
    assert list(problems(output)) == []
    lines = [json.loads(line) for line in job.log().splitlines() if line.startswith("{")]
    assert sum("cut short" in line["message"] for line in lines) == 1
    (committed,) = [line for line in lines if line["message"] == "committed"]
    assert (committed["messages"], committed["stories"]) == (1, 1)
    assert committed["slowest_seconds"] > 0
