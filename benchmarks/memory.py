"""Peak memory of a whole run, all processes together, as the number of stories grows.

Memory is the proportional set size (PSS) of the run's process tree: pages that processes share count once.
Annotation is off: what grows must be identity and files, if anything grows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.harness import keep
from benchmarks.processes import measured

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
    keep("memory", target=target, rows=rows)
