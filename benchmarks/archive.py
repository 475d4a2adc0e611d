"""One large JSON Lines archive in one `.gz`: read as a stream, by all workers, in memory that the heads take.

The archive has 5 GB of stories of some 2.7 KB, an invented wire's paragraphs in random order. It is
read without annotation, which alone would take hours; a smaller one of the same kind is annotated beside it.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.harness import RESULTS, machine
from benchmarks.memory import pss_mb, tree
from tests.wire_days.prose import Tale
from transforms.manifest import read_manifests
from transforms.storage import location

RUNS: Final = ((5_000_000_000, ("--no-annotate",)), (150_000_000, ()))
"""Bytes of an archive, unpacked, and the options that it is run with."""

_TICKS: Final = os.sysconf("SC_CLK_TCK")


def benchmark(_: list[str], __: int) -> None:
    """Makes and reads each archive once; prints and keeps the table."""
    rows = []
    for size, options in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            archive, output = Path(folder, "archive.jsonl.gz"), Path(folder, "out")
            written = write_archive(archive, size)
            run = [sys.executable, "-m", "pipeline", "run", str(archive), "--direct_num_workers=2", *options]
            seconds, peak, shares = _watched([*run, "--output", str(output)])
            counts = next(read_manifests(location(str(output)))).counts
            if counts.messages != written:
                raise SystemExit(f"{written:,} lines were written, {counts.messages:,} messages were read")
            rows.append(
                {
                    "gigabytes": size / 1e9,
                    "packed_gigabytes": round(archive.stat().st_size / 1e9, 2),
                    "options": " ".join(options),
                    "messages": written,
                    "seconds": round(seconds, 1),
                    "peak_pss_mb": round(peak),
                    "busy": [round(share, 3) for share in shares],
                }
            )
    _report(rows)


def write_archive(path: Path, size: int) -> int:
    """Writes stories until there are so many bytes of them, unpacked; gives their number."""
    written = stories = 0
    with gzip.open(path, "wb", compresslevel=1) as packed:
        for line in _lines():
            packed.write(line)
            written, stories = written + len(line), stories + 1
            if written >= size:
                return stories
    raise AssertionError("there is always another story")


def _lines() -> Iterator[bytes]:
    chance = Random(20260312)
    tales = [Tale.tell(chance) for _ in range(2_000)]
    paragraphs = [paragraph for tale in tales for paragraph in tale.paragraphs]
    number = 0
    while True:
        number += 1
        story = {
            "uri": f"urn:example:{number}",
            "headline": f"{chance.choice(tales).headline} ({number})",
            "body_text": "\n\n".join(chance.choices(paragraphs, k=12)),
            "versioncreated": f"{2015 + number // 200_000}-03-{1 + number % 28:02d}T09:{number % 60:02d}:00Z",
            "language": "en",
        }
        yield json.dumps(story).encode() + b"\n"


def _watched(command: list[str]) -> tuple[float, float, list[float]]:
    """Wall seconds, peak PSS in MB, and how busy each of two workers was: processor time over wall time."""
    started = time.perf_counter()
    peak, used = 0.0, dict[int, float]()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            running = tree(process.pid)
            peak = max(peak, sum(map(pss_mb, running)))
            used |= {pid: seconds for pid in running if (seconds := _processor_seconds(pid))}
            time.sleep(0.5)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    took = time.perf_counter() - started
    return took, peak, [seconds / took for seconds in sorted(used.values())[-2:]]


def _processor_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0  # it has ended; what it had used by the last look stands
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _report(rows: list[dict[str, object]]) -> None:
    table = Table(title="one JSON Lines archive in one .gz, 2 workers", title_justify="left")
    for heading in ("GB", "packed", "options", "messages", "seconds", "peak PSS, MB", "workers busy"):
        table.add_column(heading, justify="left" if heading == "options" else "right")
    for row in rows:
        table.add_row(*(f"{value:,}" if isinstance(value, int) else str(value) for value in row.values()))
    Console().print(table)
    text = json.dumps({"machine": machine(), "rows": rows}, indent=1)
    (RESULTS / "archive.json").write_text(text + "\n", encoding="utf-8")
