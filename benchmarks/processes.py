"""What a command and all that it starts take: time, memory and processor, from `/proc`.

Memory is the proportional set size (PSS): pages that processes share count once.
"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["Measured", "measured", "pss_mb", "tree"]

_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Measured(NamedTuple):
    """What a command took, with all that it started.

    Attributes:
      seconds: by the wall clock.
      peak_mb: proportional set size of all processes together, at its most.
      processor: seconds of each process, by its id, as of the last look at it.
    """

    seconds: float
    peak_mb: float
    processor: dict[int, float]


def measured(command: list[str]) -> Measured:
    """Runs a command and looks at its processes twice a second."""
    started = time.perf_counter()
    peak, processor = 0.0, dict[int, float]()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            running = tree(process.pid)
            peak = max(peak, sum(map(pss_mb, running)))
            processor |= {pid: seconds for pid in running if (seconds := _processor_seconds(pid))}
            time.sleep(0.5)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Measured(time.perf_counter() - started, peak, processor)


def tree(root: int) -> list[int]:
    """A process and all that it started, by their ids."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if fields := _stat(int(folder.name)):
            parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def pss_mb(pid: int) -> float:
    """Proportional set size of a process, in MB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _processor_seconds(pid: int) -> float:
    """What a process has used, its own time and the system's; 0 where it has ended."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """What /proc says of a process behind its name; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
