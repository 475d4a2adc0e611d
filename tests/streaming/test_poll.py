"""A source is one loop of polls, however slow they are."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import apache_beam as beam
from apache_beam.io.restriction_trackers import OffsetRange
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.prism_runner import PrismRunner

from pipeline.prism import find_prism, running_prism
from tests.streaming.jobs import need_prism
from transforms.steps.stream_read import PollSource, _Polls
from transforms.stream_items import Delivery

ASKED: list[int] = []
AT_ONCE: list[int] = []


class Slow:
    """A poller that takes a second; workers are threads of this process."""

    def poll(self) -> Iterator[Delivery]:
        """Notes how many ask at once."""
        ASKED.append(threading.get_ident())
        AT_ONCE.append(len(ASKED))
        time.sleep(1.0)
        ASKED.pop()
        yield Delivery("urn:x", 0, 0, int(time.time() * 1e6), b"x")


def test_a_runner_gets_no_part_of_the_loop_and_the_loop_its_rest() -> None:
    tracker = _Polls().create_tracker(OffsetRange(0, 100))
    assert tracker.try_claim(0)
    assert tracker.try_split(0.5) is None
    done, rest = tracker.try_split(0)
    assert (done.stop, rest.start, rest.stop) == (1, 1, 100)


def test_slow_polls_are_asked_one_at_a_time(tmp_path: Path) -> None:
    need_prism()
    stop = tmp_path / "stop"
    with running_prism(find_prism(None), tmp_path / "log") as prism:
        options = PipelineOptions(
            [f"--job_endpoint={prism.endpoint}", "--streaming", "--environment_type=LOOPBACK"]
        )
        root = beam.Pipeline(runner=PrismRunner(), options=options)
        root | PollSource("slow", Slow, "one run", 0.1, str(stop)) | beam.Map(lambda delivery: delivery.uri)
        result = root.run()
        time.sleep(8.0)
        stop.touch()
        result.wait_until_finish()
    assert len(AT_ONCE) > 2
    assert set(AT_ONCE) == {1}
