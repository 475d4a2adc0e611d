"""Batch on a real Flink cluster: what the local runner gives, to the last field and the last file's name."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from deploy.flink.cluster import Cluster
from pipeline.cli import DONE, USAGE, WRONG_DATA, main
from pipeline.records import read_records
from schemas.records import DeadLetter, Duplicate, Story
from tests.flink.workers import kill_one
from transforms.manifest import Manifest, read_manifests

ROOT = Path(__file__).parents[2]
REUTERS = ROOT.parent / "shared/corpora/reuters21578"


def on_flink(cluster: Cluster, *arguments: object) -> int:
    flink = ["--runner", "flink", "--flink-master", cluster.rest, f"--environment_config={cluster.pool}"]
    return main(["run", *flink, *map(str, arguments)])


def states(cluster: Cluster) -> list[str]:
    """Of the cluster's jobs, the newest first."""
    jobs = cluster.ask("/jobs/overview")["jobs"]
    return [job["state"] for job in sorted(jobs, key=lambda job: -job["start-time"])]


def failures(cluster: Cluster) -> list[str]:
    """Why the newest job was started again, the first reason first."""
    jobs = cluster.ask("/jobs/overview")["jobs"]
    newest = max(jobs, key=lambda job: job["start-time"])["jid"]
    entries = cluster.ask(f"/jobs/{newest}/exceptions")["exceptionHistory"]["entries"]
    return [entry["stacktrace"] for entry in sorted(entries, key=lambda entry: entry["timestamp"])]


def manifest_of(output: Path) -> Manifest:
    (manifest,) = read_manifests(output)
    return manifest


def records(output: Path) -> dict[str, list[str]]:
    """All fields of all records; a batch stamps none of them with the run."""
    kinds = (Story, Duplicate, DeadLetter)
    return {kind.__name__: sorted(map(repr, read_records(output, kind))) for kind in kinds}


def assert_equal(flink: Path, local: Path) -> None:
    assert records(flink) == records(local)
    assert manifest_of(flink).files == manifest_of(local).files
    assert manifest_of(flink).counts == manifest_of(local).counts
    assert main(["validate", str(flink)]) == DONE


def test_the_samples_with_annotation(cluster: Cluster, tmp_path: Path) -> None:
    samples = ROOT / "samples"
    assert on_flink(cluster, samples, "--output", tmp_path / "flink") == DONE
    assert states(cluster)[0] == "FINISHED"
    assert main(["run", str(samples), "--output", str(tmp_path / "local")]) == DONE
    assert any(story.entities for story in read_records(tmp_path / "flink", Story))
    assert_equal(tmp_path / "flink", tmp_path / "local")


def test_three_files_of_reuters(cluster: Cluster, tmp_path: Path) -> None:
    files = sorted(REUTERS.glob("*.sgm"))[:3]
    if len(files) < 3:
        pytest.skip("no Reuters-21578 beside the repository (../shared/corpora/reuters21578)")
    assert on_flink(cluster, *files, "--no-annotate", "--output", tmp_path / "flink") == DONE
    assert states(cluster)[0] == "FINISHED"
    assert main(["run", *map(str, files), "--no-annotate", "--output", str(tmp_path / "local")]) == DONE
    assert manifest_of(tmp_path / "flink").counts.messages == 3_000
    assert_equal(tmp_path / "flink", tmp_path / "local")


def test_workers_that_are_killed_cost_nothing(cluster: Cluster, tmp_path: Path, many_stories: Path) -> None:
    """One as it starts, one while files are written: what no receipt names is not left in the output."""
    killed: list[int] = []
    output = tmp_path / "flink"

    def kill() -> None:
        killed.append(kill_one(cluster))  # within a moment, while it imports
        while not list((output / "_tmp").iterdir()):
            time.sleep(0.02)
        killed.append(kill_one(cluster))

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    assert on_flink(cluster, many_stories, "--output", output) == DONE
    assert len(killed) == 2
    assert "ended before it was connected: signal 9" in (cluster.folder / "log/pool.log").read_text()
    assert failures(cluster)
    assert not any("ended before it was connected" in failure for failure in failures(cluster))
    assert main(["run", str(many_stories), "--output", str(tmp_path / "local")]) == DONE
    assert_equal(output, tmp_path / "local")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_ends_its_job(
    cluster: Cluster, tmp_path: Path, many_stories: Path, number: signal.Signals
) -> None:
    command = [sys.executable, "-m", "pipeline", "run", str(many_stories), "--output", str(tmp_path / "out")]
    flink = ["--runner=flink", f"--flink-master={cluster.rest}", f"--environment_config={cluster.pool}"]
    before = len(states(cluster))
    process = subprocess.Popen([*command, *flink], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while len(states(cluster)) == before and time.monotonic() < end:
        time.sleep(0.1)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == WRONG_DATA
    assert "newswire: stopped, and the job on Flink with it" in said
    while states(cluster)[0] != "CANCELED" and time.monotonic() < end:
        time.sleep(0.1)
    assert states(cluster)[0] == "CANCELED"


def test_bad_input_is_a_dead_letter_there_too(cluster: Cluster, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "cut.xml").write_bytes(b'<?xml version="1.0"?><newsItem guid="urn:x" version="1"><itemMeta>')
    assert on_flink(cluster, folder, "--no-annotate", "--output", tmp_path / "flink") == DONE
    assert manifest_of(tmp_path / "flink").counts.dead_letters == {"empty": 1, "truncated": 1}


def test_wrong_options_are_named(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    samples, output = ROOT / "samples", tmp_path / "out"
    assert on_flink(cluster, samples, "--output", output, "--no_such_option=1") == USAGE
    assert "--no_such_option" in capsys.readouterr().err
    assert on_flink(cluster, samples, "--output", output, "--environment_config=localhost:1") == USAGE
    assert "no Python workers at localhost:1" in capsys.readouterr().err
