"""Prism, Beam's local runner for streams: where its binary is, and a process that dies with this one."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from pipeline.options import JobError, UsageError

__all__ = ["PRISM_VERSION", "Prism", "find_prism", "running_prism"]

_LOG = logging.getLogger(__name__)

PRISM_VERSION: Final = "v2.77.0"
START_SECONDS: Final = 60.0

_PR_SET_PDEATHSIG: Final = 1  # prctl(2)


def find_prism(location: str | None) -> Path:
    """The binary: what `--prism_location` names, else `prism` beside this interpreter, else Beam's download.

    Raises:
      UsageError: there is none.
    """
    if location and "://" not in location:
        if not Path(location).is_file():
            raise UsageError(f"--prism_location {location}: no such file; `make prism` builds one")
        return Path(location)
    beside = Path(sys.executable).parent / "prism"
    if not location and beside.is_file():
        return beside
    return _downloaded(location)


def _downloaded(location: str | None) -> Path:
    """Beam's own way: a release's binary, kept under ~/.apache_beam."""
    from apache_beam.options.pipeline_options import PipelineOptions
    from apache_beam.runners.portability.prism_runner import PrismJobServer

    server = PrismJobServer(PipelineOptions([f"--prism_location={location}"] if location else []))
    try:
        return Path(server.local_bin(server.path_to_binary()))
    except (OSError, RuntimeError, ValueError) as error:
        raise _none(error) from None


def _none(error: Exception) -> UsageError:
    reason = " ".join(str(error).split())[:100]
    return UsageError(
        f"no Prism to run a stream on: `make prism` builds one with Go, --prism_location names one ({reason})"
    )


class Prism:
    """A running Prism.

    Attributes:
      endpoint: of its job service.
      pid: of its process.
    """

    def __init__(self, binary: Path, log: IO[bytes]) -> None:
        port = _free_port()
        self.endpoint = f"localhost:{port}"
        command = [str(binary), f"-job_port={port}", "-serve_http=false", "-log_kind=text", "-log_level=warn"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=_die_with_parent
        )
        self.pid = self._process.pid
        self._await_port(port)

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.wait(timeout=10)

    def _await_port(self, port: int) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if not self.alive():
                raise JobError(f"Prism ended at once with code {self._process.returncode}")
            with socket.socket() as client:
                client.settimeout(1.0)
                if client.connect_ex(("localhost", port)) == 0:
                    return
            time.sleep(0.05)
        self.stop()
        raise JobError(f"Prism did not answer within {START_SECONDS:.0f} s")


@contextmanager
def running_prism(binary: Path, log: Path) -> Iterator[Prism]:
    """A Prism for the time of the block; its log goes to a file."""
    with log.open("ab") as file:
        prism = Prism(binary, file)
        _LOG.info("Prism %s, process %d at %s", binary, prism.pid, prism.endpoint)
        try:
            yield prism
        finally:
            prism.stop()


_LIBC: Final = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """A killed job must not leave a Prism behind. Runs in the child, before Prism; Linux only."""
    os.setpgrp()  # Ctrl-C and a terminal's hang-up are for the job alone, which drains
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as server:
        server.bind(("localhost", 0))
        port: int = server.getsockname()[1]
        return port
