"""Peak memory of a whole run, all processes together, as the number of stories grows.

Memory is the proportional set size (PSS) of the run's process tree: pages that processes share count once.
Annotation is off: what grows must be identity and files, if anything grows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.harness import RESULTS, machine

_TICKS: Final = os.sysconf("SC_CLK_TCK")

SIZES = (5_000, 50_000, 200_000, 500_000)


def benchmark(_: list[str], __: int) -> None:
    """Runs each size once; prints and keeps the table."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for size in SIZES:
            day = scratch / f"day-{size}"
            make = [
                sys.executable,
                "-m",
                "benchmarks.wire_days",
                "--stories",
                str(size),
                "--output",
                str(day),
            ]
            subprocess.run([*make, "--seed", "1"], check=True)
            run = [
                sys.executable,
                "-m",
                "pipeline",
                "run",
                str(day),
                "--no-annotate",
                "--direct_num_workers=2",
            ]
            seconds, peak, _ = measured([*run, "--output", str(scratch / f"out-{size}")])
            rows.append({"stories": size, "seconds": round(seconds, 1), "peak_pss_mb": round(peak)})
            subprocess.run(["rm", "-rf", str(day), str(scratch / f"out-{size}")], check=True)
    table = Table(title="whole run without annotation, 2 workers", title_justify="left")
    for heading in ("stories", "seconds", "stories/s", "peak PSS, MB", "over the smallest"):
        table.add_column(heading, justify="right")
    for row in rows:
        speed, growth = row["stories"] / row["seconds"], row["peak_pss_mb"] - rows[0]["peak_pss_mb"]
        table.add_row(
            f"{row['stories']:,}", f"{row['seconds']}", f"{speed:,.0f}", f"{row['peak_pss_mb']}", f"{growth}"
        )
    Console().print(table)
    target = "at most 300 MB more at 200,000, 2,048 at 500,000"
    text = json.dumps({"machine": machine(), "target": target, "rows": rows}, indent=1)
    (RESULTS / "memory.json").write_text(text + "\n", encoding="utf-8")


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
            processor |= {pid: seconds for pid in running if (seconds := processor_seconds(pid))}
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


def processor_seconds(pid: int) -> float:
    """What a process has used, its own time and the system's; 0 where it has ended."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """What /proc says of a process behind its name; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
