"""Time of a whole run as the work grows: the same files again and again under other names, two workers.

Documents come again as other stories: each round's headlines begin with a word of its own, so that they are
no repeats (but near duplicates, all of them: the most that this stage can have to do).
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.harness import RESULTS, machine
from benchmarks.memory import measured

SIZES = (5_000, 20_000, 80_000, 200_000)
_TITLE = re.compile(rb"<TITLE>")


def benchmark(inputs: list[str], _: int) -> None:
    """Runs each size once, annotation and all; prints and keeps the table."""
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            wire = Path(folder, "wire")
            wire.mkdir()
            for number in range(size // 1_000):
                round_, place = divmod(number, len(inputs))
                _again(Path(inputs[place]), round_, wire / f"{number:04d}.sgm")
            run = [sys.executable, "-m", "pipeline", "run", str(wire), "--direct_num_workers=2"]
            seconds, peak, _ = measured([*run, "--output", f"{folder}/out"])
            rows.append({"documents": size, "seconds": round(seconds, 1), "peak_pss_mb": round(peak)})
            Console().print(f"{size:,}: {seconds:.0f} s", highlight=False)
    _report(rows)


def _again(path: Path, round_: int, to: Path) -> None:
    to.write_bytes(_TITLE.sub(b"<TITLE>ROUND%d " % round_, path.read_bytes()))


def _report(rows: list[dict[str, float]]) -> None:
    table = Table(title="whole run as the work grows, 2 workers (target: linear within 5%)")
    for heading in ("documents", "seconds", "seconds a 1,000 beyond the smallest", "peak PSS, MB"):
        table.add_column(heading, justify="right")
    first = rows[0]
    for row in rows:
        more = row["documents"] - first["documents"]
        slope = f"{1000 * (row['seconds'] - first['seconds']) / more:.2f}" if more else ""
        table.add_row(f"{row['documents']:,}", f"{row['seconds']}", slope, f"{row['peak_pss_mb']}")
    Console().print(table)
    text = json.dumps({"machine": machine(), "rows": rows}, indent=1)
    (RESULTS / "growth.json").write_text(text + "\n", encoding="utf-8")
