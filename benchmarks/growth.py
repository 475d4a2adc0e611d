"""Time of a whole run as the work grows: the same files again and again under other names, two workers.

Documents come again as other stories: each round's headlines begin with a word of its own, so that they are
no repeats (but near duplicates, all of them: the most that this stage can have to do).
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.harness import keep
from benchmarks.processes import Measured, measured

SIZES = (5_000, 20_000, 80_000, 200_000)
_MOST_ROUNDS = 3  # of five minutes each
_TITLE = re.compile(rb"<TITLE>")


def benchmark(inputs: list[str], rounds: int) -> None:
    """Runs each size, annotation and all, the sizes in turn and three rounds at most; prints and keeps the
    table."""
    runs: dict[int, list[Measured]] = {size: [] for size in SIZES}
    for _ in range(min(rounds, _MOST_ROUNDS)):
        for size, measures in runs.items():
            measures.append(_run(inputs, size))
            Console().print(f"{size:,}: {measures[-1].seconds:.0f} s", highlight=False)
    _report(runs)


def _run(inputs: list[str], size: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        wire = Path(folder, "wire")
        wire.mkdir()
        for number in range(size // 1_000):
            round_, place = divmod(number, len(inputs))
            _again(Path(inputs[place]), round_, wire / f"{number:04d}.sgm")
        run = [sys.executable, "-m", "pipeline", "run", str(wire), "--direct_num_workers=2"]
        return measured([*run, "--output", f"{folder}/out"])


def _again(path: Path, round_: int, to: Path) -> None:
    to.write_bytes(_TITLE.sub(b"<TITLE>ROUND%d " % round_, path.read_bytes()))


def _report(runs: Mapping[int, Sequence[Measured]]) -> None:
    table = Table(title="whole run as the work grows, 2 workers (target: linear within 5%)")
    for heading in ("documents", "median s", "min - max", "a 1,000 beyond the smallest", "peak PSS, MB"):
        table.add_column(heading, justify="right")
    rows: list[dict[str, object]] = []
    first = statistics.median(one.seconds for one in runs[SIZES[0]])
    for size, measures in runs.items():
        seconds, peaks = [one.seconds for one in measures], [one.peak_mb for one in measures]
        median, more = statistics.median(seconds), size - SIZES[0]
        slope = f"{1000 * (median - first) / more:.2f}" if more else ""
        span = f"{min(seconds):.1f} - {max(seconds):.1f}"
        table.add_row(f"{size:,}", f"{median:.1f}", span, slope, f"{statistics.median(peaks):.0f}")
        rows.append(
            {
                "documents": size,
                "seconds": [round(each, 1) for each in seconds],
                "peak_pss_mb": [round(each) for each in peaks],
            }
        )
    Console().print(table)
    keep("growth", rows=rows)
