"""Waiting for a batch on Flink: one answer that does not come is not the end of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.flink import wait_for
from pipeline.flink_rest import FlinkCluster, Submitted
from pipeline.options import JobError


@contextmanager
def job_manager(*states: str | None) -> Iterator[Submitted]:
    """A job whose cluster answers with these states in turn, the last one again and again; None hangs up."""
    left = list(states)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state = left.pop(0) if len(left) > 1 else left[0]
            if state is None:
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"state": state, "root-exception": "Error: no memory"}).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Submitted(
            FlinkCluster(master=f"localhost:{server.server_port}", slots=1, taskmanagers=1), "0123"
        )
    finally:
        server.shutdown()
        server.server_close()


def test_a_cluster_that_is_away_for_a_moment_is_waited_for() -> None:
    with job_manager("RUNNING", None, None, "RUNNING", "FINISHED") as job:
        wait_for(job)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (("RUNNING", None), "does not answer"),
        (("RUNNING", "FAILED"), "Flink job 0123 FAILED: Error: no memory"),
    ],
)
def test_a_job_that_comes_to_no_good_end_is_an_error(states: tuple[str | None, ...], said: str) -> None:
    with job_manager(*states) as job, pytest.raises(JobError, match=said):
        wait_for(job, absent_seconds=1.0)
