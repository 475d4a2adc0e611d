"""The pool answers when a worker is connected; for one that dies before there is another, or an error."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from apache_beam.portability.api import beam_fn_api_pb2, beam_fn_api_pb2_grpc
from apache_beam.utils import thread_pool_executor

from pipeline.flink_pool import TRIES, serve

SECONDS = 60.0


@pytest.fixture
def pool() -> Iterator[Any]:
    server, workers, port = serve(0)
    with grpc.insecure_channel(f"localhost:{port}") as channel:
        yield beam_fn_api_pb2_grpc.BeamFnExternalWorkerPoolStub(channel)
    server.stop(None)
    workers.close()


@pytest.fixture
def control() -> Iterator[str]:
    """The address of a control service that has no work."""

    class Control(beam_fn_api_pb2_grpc.BeamFnControlServicer):  # type: ignore[misc]
        def Control(self, responses: Iterator[Any], _: Any) -> Iterator[Any]:  # noqa: N802
            list(responses)  # ends with the worker
            yield from ()

    server = grpc.server(thread_pool_executor.shared_unbounded_instance())
    beam_fn_api_pb2_grpc.add_BeamFnControlServicer_to_server(Control(), server)
    port = server.add_insecure_port("localhost:0")
    server.start()
    yield f"localhost:{port}"
    server.stop(None)


@pytest.fixture
def nowhere() -> Iterator[str]:
    """An address that takes connections and never says a word: a worker that is not connected yet."""
    with socket.create_server(("localhost", 0)) as server:
        yield f"localhost:{server.getsockname()[1]}"


def start(address: str, name: str = "1-1") -> Any:
    request = beam_fn_api_pb2.StartWorkerRequest(worker_id=name)
    request.control_endpoint.url = address
    return request


def workers(address: str) -> list[int]:
    """The processes that were started for an address and live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"pipeline.flink_worker\0{address}\0".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def kill_one(address: str) -> int:
    """As the kernel would, when there is one; gives its process id when it has ended."""
    wait_until(lambda: workers(address))
    (pid,) = workers(address)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: pid not in workers(address))
    return pid


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_worker_that_is_connected_runs_until_it_is_stopped(pool: Any, control: str) -> None:
    assert pool.StartWorker(start(control), timeout=SECONDS).error == ""
    assert len(workers(control)) == 1
    pool.StopWorker(beam_fn_api_pb2.StopWorkerRequest(worker_id="1-1"), timeout=SECONDS)
    assert workers(control) == []


def test_a_worker_killed_before_it_is_connected_is_replaced(pool: Any, control: str) -> None:
    answer = pool.StartWorker.future(start(control), timeout=SECONDS)
    killed = kill_one(control)
    assert answer.result().error == ""
    assert len(workers(control)) == 1
    assert workers(control) != [killed]


def test_a_worker_killed_each_time_is_an_error(pool: Any, nowhere: str) -> None:
    answer = pool.StartWorker.future(start(nowhere), timeout=SECONDS)
    for _ in range(TRIES):
        kill_one(nowhere)
    assert answer.result().error == "Python worker 1-1 ended before it was connected: signal 9"


def test_a_worker_that_cannot_start_is_an_error(
    pool: Any, control: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "grpc.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    error = pool.StartWorker(start(control), timeout=SECONDS).error
    assert error.startswith("Python worker 1-1 ended before it was connected: exit code 1")


def test_a_worker_that_nobody_waits_for_any_more_ends(pool: Any, nowhere: str) -> None:
    answer = pool.StartWorker.future(start(nowhere), timeout=SECONDS)
    wait_until(lambda: workers(nowhere))
    answer.cancel()
    wait_until(lambda: not workers(nowhere))


def test_workers_end_with_the_pool(control: str) -> None:
    server, pool, port = serve(0)
    with grpc.insecure_channel(f"localhost:{port}") as channel:
        stub = beam_fn_api_pb2_grpc.BeamFnExternalWorkerPoolStub(channel)
        for name in ("1-1", "1-2"):
            assert stub.StartWorker(start(control, name), timeout=SECONDS).error == ""
    assert len(workers(control)) == 2
    server.stop(None)
    pool.close()
    assert workers(control) == []
