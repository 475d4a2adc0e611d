"""Beam's job server for Flink: one that runs already, or one of our own for the time of one job."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import grpc
from apache_beam.options.pipeline_options import FlinkRunnerOptions, PipelineOptions, PortableOptions
from apache_beam.portability.api import beam_job_api_pb2, beam_job_api_pb2_grpc

from pipeline.flink_jars import FlinkJarsError, job_server_command
from pipeline.flink_rest import ANSWER_SECONDS, FlinkCluster
from pipeline.options import UsageError

__all__ = ["START_SECONDS", "answers", "job_server", "server_options"]

START_SECONDS: Final = 60.0


@contextmanager
def job_server(cluster: FlinkCluster, options: PipelineOptions) -> Iterator[str]:
    """HOST:PORT of the job server that the options name, else of one that runs for the time of the block.

    Raises:
      UsageError: there is none.
    """
    given = options.view_as(PortableOptions).job_endpoint
    with _endpoint(given) if given else _job_server(cluster, options) as endpoint:
        yield endpoint


def server_options(endpoint: str) -> set[str]:
    """Names of the options that the job server knows: Flink's, which Beam's Python has no list of."""
    with grpc.insecure_channel(endpoint) as channel:
        service = beam_job_api_pb2_grpc.JobServiceStub(channel)
        answer = service.DescribePipelineOptions(
            beam_job_api_pb2.DescribePipelineOptionsRequest(), timeout=START_SECONDS, wait_for_ready=True
        )
        return {option.name for option in answer.options}


def answers(host: str, port: int) -> bool:
    """Whether anything takes connections there."""
    try:
        with socket.create_connection((host, port), timeout=ANSWER_SECONDS):
            return True
    except OSError:
        return False


@contextmanager
def _endpoint(given: str) -> Iterator[str]:
    host, _, port = given.partition(":")
    if not port.isdigit() or not answers(host, int(port)):
        raise UsageError(f"--job_endpoint {given}: no job server answers there")
    yield given


@contextmanager
def _job_server(cluster: FlinkCluster, options: PipelineOptions) -> Iterator[str]:
    """A job server for one job: it starts in two seconds, and nothing of it stays."""
    try:
        command = job_server_command(options.view_as(FlinkRunnerOptions).flink_job_server_jar)
    except FlinkJarsError as error:
        raise UsageError(str(error)) from None
    with tempfile.TemporaryDirectory(prefix="newswire-flink-") as folder:
        port, artifact_port, expansion_port = _free_ports(3)
        log = Path(folder) / "log"
        arguments = {
            "flink-master": cluster.master,
            "job-host": "localhost",
            "job-port": port,
            "artifact-port": artifact_port,
            "expansion-port": expansion_port,
            "artifacts-dir": folder,
        }
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [*command, *(f"--{name}={value}" for name, value in arguments.items())],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
            )
        try:
            _await_server(process, port, log)
            yield f"localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def _await_server(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not answers("localhost", port):
        if process.poll() is not None:
            last = (log.read_text(errors="replace").splitlines() or ["it said nothing"])[-1]
            raise UsageError(f"the job server ended with code {process.returncode}: {last}")
        if time.monotonic() > end:
            raise UsageError(f"the job server did not answer within {START_SECONDS:.0f} s")
        time.sleep(0.1)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("localhost", 0)) for _ in range(count)]
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports
