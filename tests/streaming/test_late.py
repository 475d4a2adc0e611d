"""Data behind the watermark is written, in panes of its own; urgent data ahead of its window's end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.prism_runner import PrismRunner

from pipeline.prism import find_prism, running_prism
from pipeline.records import read_records
from pipeline.stream_options import StreamSettings
from pipeline.streaming import write_stream
from pipeline.validate import problems
from schemas.records import Story
from tests.streaming.jobs import Job, drop, manifests, messages, need_prism, story_bytes
from transforms.steps.stream_read import PollSource
from transforms.stream_items import Delivery

HOUR: Final = 3_600_000_000


@pytest.fixture(autouse=True)
def _prism() -> None:
    need_prism()


def delivery(number: int, ago: int = 0) -> Delivery:
    data = story_bytes(number)
    return Delivery(f"test:{number}", len(data), 0, round(time.time() * 1_000_000) - ago, data)


class Script:
    """A source that goes on when the output holds what it has given, and then asks for the end."""

    def __init__(self, output: Path, stop: Path, steps: Callable[[], Iterator[list[Delivery]]]) -> None:
        self._output, self._stop = output, stop
        self._steps = steps()
        self._given = 0

    def poll(self) -> list[Delivery]:
        if messages(self._output) < self._given:
            return []
        some = next(self._steps, None)
        if some is None:
            self._stop.touch()
            return []
        self._given += len(some)
        return some


def run_script(tmp_path: Path, steps: Callable[[], Iterator[list[Delivery]]], window: float) -> Path:
    output, stop = tmp_path / "out", tmp_path / "stop"
    output.mkdir()
    settings = replace(StreamSettings(watch=(), output=str(output)), window=window)
    with running_prism(find_prism(None), tmp_path / "prism.log") as prism:
        options = PipelineOptions(
            [f"--job_endpoint={prism.endpoint}", "--streaming", "--environment_type=LOOPBACK"]
        )
        root = beam.Pipeline(runner=PrismRunner(), options=options)
        make = partial(Script, output, stop, steps)
        deliveries = root | PollSource("script", make, str(tmp_path), 0.1, str(stop))
        write_stream(deliveries, settings, str(tmp_path))
        root.run().wait_until_finish(duration=240_000)
    return output


def on_time_then_late() -> Iterator[list[Delivery]]:
    yield [delivery(1)]
    yield [delivery(2, ago=HOUR), delivery(3, ago=HOUR)]
    yield [delivery(4, ago=HOUR)]
    yield [delivery(5)]


def test_a_story_an_hour_behind_the_watermark_is_in_the_output(tmp_path: Path) -> None:
    output = run_script(tmp_path, on_time_then_late, window=1.0)
    assert list(problems(output)) == []
    assert len(list(read_records(output, Story))) == 5
    panes = sorted(path.name.split("-")[3] for path in (output / "stories").iterdir())
    assert panes[0] == "0"
    assert sum(pane.startswith("late") for pane in panes) >= 2, sorted(output.glob("stories/*"))


def test_urgent_stories_do_not_wait_for_their_window(tmp_path: Path) -> None:
    """A window of an hour: only the alert is committed before the stream ends."""
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    drop(folder, "a.txt", story_bytes(1))
    drop(folder, "b.txt", b"ALERT-" + story_bytes(2))
    arguments = ["--watch", folder, "--output", output, "--window", "3600", "--flush-urgent"]
    job = Job(arguments, tmp_path / "log")
    job.wait_for(lambda: messages(output) == 1)
    (story,) = read_records(output, Story)
    assert "alert" in story.signals
    job.drain()
    assert messages(output) == 2
    assert list(problems(output)) == []


def test_a_file_is_cut_at_the_number_of_stories_that_is_asked_for(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(10):
        drop(folder, f"{number}.txt", story_bytes(number))
    arguments = ["--watch", folder, "--output", output, "--window", "3", "--max-file-stories", "4"]
    job = Job(arguments, tmp_path / "log")
    job.wait_for(lambda: messages(output) == 10)
    job.drain()
    files = [entry for m in manifests(output) for entry in m.files]
    assert sum(entry.records for entry in files) == 10
    assert max(entry.records for entry in files) <= 4
    assert list(problems(output)) == []
