"""Workers come from one warm process, and a worker that dies ends the run with a word of what happened."""

from __future__ import annotations

import os
import queue
import signal
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from pipeline.forked_environment import ForkedEnvironment
from pipeline.worker_pool import WorkerPool, start_worker_pool, worker_pool


def run(make: beam.PTransform) -> None:
    runner = FnApiRunner(default_environment=ForkedEnvironment())
    with beam.Pipeline(runner=runner, options=PipelineOptions(["--direct_num_workers=2"])) as root:
        root | beam.Create([1, 2, 3, 4]) | beam.Reshuffle() | make


def test_workers_run_what_the_graph_says(tmp_path: Path) -> None:
    def note(number: int) -> None:
        (tmp_path / str(number)).write_text(str(os.getpid()), encoding="ascii")

    run(beam.Map(note))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2", "3", "4"]
    assert str(os.getpid()) not in {path.read_text() for path in tmp_path.iterdir()}


# Beam's own threads that read from the killed worker say so too.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_worker_that_is_killed_ends_the_run() -> None:
    with pytest.raises(RuntimeError, match=r"a worker process died \(signal 9\)"):
        run(beam.Map(lambda _: os.kill(os.getpid(), signal.SIGKILL)))


def test_a_pool_is_used_again_until_it_ends() -> None:
    first = worker_pool()
    start_worker_pool(["no_such_model"])
    assert worker_pool() is first
    first.close()
    assert worker_pool() is not first


def test_only_a_pool_without_workers_is_unused() -> None:
    pool = WorkerPool()
    assert pool.unused
    pool.fork({"CONTROL_API_SERVICE_DESCRIPTOR": "not a descriptor"}, lambda _: None)
    assert not pool.unused
    pool.close()


def test_a_worker_that_cannot_start_is_reported() -> None:
    pool = WorkerPool()
    ended: queue.SimpleQueue[int] = queue.SimpleQueue()
    pool.fork({"CONTROL_API_SERVICE_DESCRIPTOR": "not a descriptor"}, ended.put)
    assert ended.get(timeout=60) == 1
    pool.close()


def test_workers_that_die_while_others_start_are_each_reported() -> None:
    pool = WorkerPool()
    ended: queue.SimpleQueue[int] = queue.SimpleQueue()
    for _ in range(30):
        pool.fork({"CONTROL_API_SERVICE_DESCRIPTOR": "not a descriptor"}, ended.put)
    assert [ended.get(timeout=60) for _ in range(30)] == [1] * 30
    pool.close()


def test_a_server_that_died_is_said_so() -> None:
    pool = WorkerPool()
    pool.close()
    with pytest.raises(RuntimeError, match="process that starts workers died"):
        pool.fork({}, lambda _: None)
