"""Runs the command line in a process of its own, and measures the memory of all that it starts."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.processes import pss_mb, tree

__all__ = ["ROOT", "Ran", "newswire", "run_newswire"]

ROOT = Path(__file__).parent.parent.parent


class Ran(NamedTuple):
    """How it ended, what it said, and the most memory that it had, in MB."""

    code: int
    out: str
    err: str
    peak_mb: float


def newswire(*arguments: object) -> list[str]:
    """The command."""
    return [sys.executable, "-m", "pipeline", *map(str, arguments)]


def run_newswire(*arguments: object) -> Ran:
    """Runs it to its end."""
    process = subprocess.Popen(
        newswire(*arguments), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    peaks = [0.0]

    def look() -> None:
        while process.poll() is None:
            peaks.append(sum(map(pss_mb, tree(process.pid))))
            time.sleep(0.2)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    out, err = process.communicate()
    watcher.join()
    return Ran(process.returncode, out, err, max(peaks))
