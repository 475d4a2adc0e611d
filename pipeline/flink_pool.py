"""Starts Python workers for a Flink TaskManager: `python -m pipeline.flink_pool --service_port=50000`.

It answers Beam's protocol for workers that are not the runner's own (`--environment_type=EXTERNAL`), as does
Beam's `worker_pool_main`. That one answers before the worker is up; where it dies in the seconds that its
imports take (no memory, a package missing), the TaskManager waits for it for ever, and nothing is logged.
This one answers when the worker is connected, starts another in the place of one that dies before, and says
how it died if that does not help.
"""

from __future__ import annotations

import argparse
import logging
import signal
import subprocess
import sys
import threading
from typing import Any, Final

import grpc
from apache_beam.portability.api import beam_fn_api_pb2, beam_fn_api_pb2_grpc
from apache_beam.utils import thread_pool_executor

from pipeline.flink_worker import READY

__all__ = ["FlinkPool", "serve"]

_LOG = logging.getLogger(__name__)

TRIES: Final = 3
"""So often a worker is started, before the answer is an error.

An error makes Flink begin the job again, and is the last resort. Flink's BatchTask does not close a task
whose opening fails; so Beam 2.70 keeps the workers that the job has then for good, dead ones too.
"""

STOP_SECONDS: Final = 10.0
"""A worker that does not end in this time when it is asked to is killed."""


class FlinkPool:
    """Starts and stops workers; its two calls are those of Beam's `BeamFnExternalWorkerPool`."""

    def __init__(self) -> None:
        self._workers: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    def StartWorker(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802 - Beam's name
        """Starts a worker; the answer is given when it is connected, or holds the error if it never was."""
        name, error = request.worker_id, ""
        for _ in range(TRIES):
            worker = self._start(name, request.control_endpoint.url)
            if _is_connected(worker, context):
                _LOG.info("worker %s: process %d", name, worker.pid)
                return beam_fn_api_pb2.StartWorkerResponse()
            error = f"Python worker {name} ended before it was connected: {_ending(worker.wait())}"
            _LOG.error(error)
            self._stop(name)
            if not context.is_active():
                break
        return beam_fn_api_pb2.StartWorkerResponse(error=error)

    def StopWorker(self, request: Any, _: grpc.ServicerContext) -> Any:  # noqa: N802 - Beam's name
        """Ends a worker, if there is one of that name."""
        self._stop(request.worker_id)
        return beam_fn_api_pb2.StopWorkerResponse()

    def close(self) -> None:
        """Ends all workers."""
        for name in list(self._workers):
            self._stop(name)

    def _start(self, name: str, address: str) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(
            [sys.executable, "-m", "pipeline.flink_worker", address, name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        with self._lock:
            self._workers[name] = worker
        return worker

    def _stop(self, name: str) -> None:
        with self._lock:
            worker = self._workers.pop(name, None)
        if worker is None:
            return
        worker.terminate()
        try:
            worker.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        if worker.stdout is not None:
            worker.stdout.close()


def serve(port: int, host: str = "localhost") -> tuple[grpc.Server, FlinkPool, int]:
    """Serves a pool until its server is stopped.

    Args:
      port: to listen at; 0 for any that is free.
      host: whose address to listen at. Whoever reaches it can have workers run code.

    Returns:
      The server, the pool, the port.

    Raises:
      RuntimeError: the port is taken.
    """
    server = grpc.server(
        thread_pool_executor.shared_unbounded_instance(),
        # A TaskManager that waits for an answer sends pings.
        options=[("grpc.http2.max_pings_without_data", 0), ("grpc.http2.max_ping_strikes", 0)],
    )
    pool = FlinkPool()
    beam_fn_api_pb2_grpc.add_BeamFnExternalWorkerPoolServicer_to_server(pool, server)
    bound = server.add_insecure_port(f"{host}:{port}")
    server.start()
    return server, pool, bound


def _is_connected(worker: subprocess.Popen[bytes], call: grpc.ServicerContext) -> bool:
    """Waits until the worker says so, or has died; it is killed when nobody waits for the answer any more."""
    connected = threading.Event()

    def end_of_call() -> None:
        if not connected.is_set():  # the job was cancelled, and will not ask for the worker's end
            worker.kill()

    if not call.add_callback(end_of_call):
        worker.kill()
    assert worker.stdout is not None
    if worker.stdout.readline() != READY:
        return False
    connected.set()
    return True


def _ending(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit code {status}; the pool's log has its last words"


def main() -> None:
    """Serves until SIGTERM or Ctrl-C; the workers end with it."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.flink_pool", description=__doc__)
    parser.add_argument("--service_port", type=int, default=50_000, metavar="N")
    parser.add_argument("--host", default="localhost", help="address to listen at (default: %(default)s)")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server, pool, port = serve(options.service_port, options.host)
    _LOG.info("Python workers for Flink at %s:%d", options.host, port)
    try:
        server.wait_for_termination()
    except KeyboardInterrupt:
        _LOG.info("asked to end")
    finally:
        server.stop(None)
        pool.close()


if __name__ == "__main__":
    main()
