"""`python -m pipeline` is the same as `newswire`."""

from __future__ import annotations

import sys

from pipeline.cli import WRONG_DATA, main

__all__ = ["command"]


def command() -> int:
    """The command as a process: it ends when it has failed, even where threads of a runner do not."""
    code = main()
    if code == WRONG_DATA:
        from pipeline.ending import do_not_linger

        do_not_linger()
    return code


if __name__ == "__main__":
    sys.exit(command())
