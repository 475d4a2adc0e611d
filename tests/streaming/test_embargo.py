"""Stories under embargo: in no output file while held, released on time, and never after a kill."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from pipeline.records import read_records
from pipeline.validate import problems
from schemas.records import Story
from tests.streaming.jobs import Job, drop, manifests, messages, need_prism, story_bytes

SECRET = "malaria vaccine halves cases"


@pytest.fixture(autouse=True)
def _prism() -> None:
    need_prism()


def ninjs(uri: str, version: int, embargo: dt.datetime | None, status: str = "usable") -> bytes:
    item = {
        "uri": uri,
        "type": "text",
        "version": str(version),
        "versioncreated": f"2026-03-12T09:{version:02d}:00Z",
        "pubstatus": status,
        "headline": f"Study {uri[-1]}: {SECRET}" if status == "usable" else "KILL",
        "body_text": f"A {SECRET}, said the University of Leeds of study {uri}."
        if status == "usable"
        else "Kill it.",
    }
    if embargo:
        item["embargoed"] = embargo.isoformat()
    return json.dumps(item).encode()


def held(output: Path) -> int:
    return len(list((output / "held").glob("*.story")))


def in_output(output: Path, text: str) -> bool:
    """Whether a text is in any file of the output but the held ones; `--codec null` leaves it readable."""
    return any(text.encode() in path.read_bytes() for path in output.rglob("*.avro"))


def soon(seconds: float) -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)


def test_held_until_its_time_through_a_kill_of_the_job_and_never_after_a_kill_of_the_story(
    tmp_path: Path,
) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    arguments = ["--watch", folder, "--output", output, "--window", "0.5", "--codec", "null"]
    until = soon(40.0)
    drop(folder, "a.json", ninjs("urn:x:a", 1, until))
    drop(folder, "b.json", ninjs("urn:x:b", 1, until))
    drop(folder, "c.txt", story_bytes(1))
    job = Job(arguments, tmp_path / "log")
    job.wait_for(lambda: messages(output) == 1 and held(output) == 2)
    assert not in_output(output, SECRET)
    assert list(problems(output)) == []
    job.kill_python()

    drop(folder, "b2.json", ninjs("urn:x:b", 2, None, status="canceled"))
    job = Job(arguments, tmp_path / "log")
    job.wait_for(lambda: messages(output) == 2)
    assert dt.datetime.now(dt.UTC) < until
    assert not in_output(output, SECRET)
    job.wait_for(lambda: messages(output) == 4)
    assert dt.datetime.now(dt.UTC) >= until
    job.drain()

    stories = {story.uri: story for story in read_records(output, Story) if story.version == "1"}
    assert "urn:x:a" in stories
    assert "urn:x:b" not in stories
    assert not in_output(output, "study urn:x:b")
    assert sum(m.counts.skipped.get("killed_under_embargo", 0) for m in manifests(output)) == 1
    assert held(output) == 0
    assert list(problems(output)) == []


def test_a_held_story_is_known_when_it_comes_again_after_a_restart(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    arguments = ["--watch", folder, "--output", output, "--window", "0.5"]
    drop(folder, "a.json", ninjs("urn:x:a", 1, soon(86_400)))
    job = Job(arguments, tmp_path / "log")
    job.wait_for(lambda: held(output) == 1)
    job.drain()
    drop(folder, "again.json", ninjs("urn:x:a", 1, soon(86_400)) + b"\n")
    job = Job(arguments, tmp_path / "log")
    job.wait_for(lambda: messages(output) == 1)
    job.drain()
    assert sum(m.counts.duplicates for m in manifests(output)) == 1
    assert held(output) == 1


def test_embargo_may_be_passed_on(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    drop(folder, "a.json", ninjs("urn:x:a", 1, soon(86_400)))
    arguments = ["--watch", folder, "--output", output, "--window", "0.5", "--embargo", "pass"]
    job = Job(arguments, tmp_path / "log")
    job.wait_for(lambda: messages(output) == 1)
    job.drain()
    (story,) = read_records(output, Story)
    assert story.embargo_until
    assert held(output) == 0
