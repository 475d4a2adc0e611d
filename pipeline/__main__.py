"""`python -m pipeline` is the same as `newswire`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from pipeline.cli import main
from pipeline.worker_pool import stop_worker_pool

__all__ = ["command"]


def command() -> None:
    """The command as a process, which ends when the command has.

    Threads of Beam and gRPC have nothing left to do then, but may hold the process, and Python's own way out
    dies (SIGABRT) where one of them is writing to standard error.
    """
    code = main()
    stop_worker_pool()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # its reader went away
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    command()
