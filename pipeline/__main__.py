"""`python -m pipeline` is the same as `newswire`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from pipeline.worker_pool import start_worker_pool, stop_worker_pool

__all__ = ["command"]


def command() -> None:
    """The command as a process, which ends when the command has.

    Threads of Beam and gRPC have nothing left to do then, but may hold the process, and Python's own way out
    dies (SIGABRT) where one of them is writing to standard error.
    """
    if _runs_here(sys.argv[1:]):
        start_worker_pool()  # it imports Beam while this process reads its options
    from pipeline.cli import main

    code = main()
    stop_worker_pool()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # its reader went away
            stream.flush()
    os._exit(code)


def _runs_here(arguments: Sequence[str]) -> bool:
    """Whether this looks like a batch run by workers of this machine; a pool started for nothing is ended."""
    other = ("--help", "--streaming", "--runner", "--direct_num_workers=1")
    return arguments[:1] == ["run"] and not any(argument.startswith(other) for argument in arguments)


if __name__ == "__main__":
    command()
