"""One large JSON Lines archive in one `.gz`: read as a stream, by all workers, in memory that the heads take.

The archive has 5 GB of stories of some 2.7 KB, an invented wire's paragraphs in random order. It is
read without annotation, which alone would take hours; a smaller one of the same kind is annotated beside it.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.harness import keep
from benchmarks.processes import measured
from tests.wire_days.prose import Tale
from transforms.manifest import read_manifests
from transforms.storage import location

RUNS: Final = ((5_000_000_000, ("--no-annotate",)), (150_000_000, ()))
"""Bytes of an archive, unpacked, and the options that it is run with."""

WORKERS: Final = 2


def benchmark(_: list[str], __: int) -> None:
    """Makes and reads each archive once; prints and keeps the table."""
    rows = []
    for size, options in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            archive, output = Path(folder, "archive.jsonl.gz"), Path(folder, "out")
            written = write_archive(archive, size)
            run = [sys.executable, "-m", "pipeline", "run", str(archive), "--output", str(output)]
            seconds, peak, processor = measured([*run, f"--direct_num_workers={WORKERS}", *options])
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
                    "busy": [round(used / seconds, 3) for used in sorted(processor.values())[-WORKERS:]],
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


def _report(rows: list[dict[str, object]]) -> None:
    table = Table(title=f"one JSON Lines archive in one .gz, {WORKERS} workers", title_justify="left")
    for heading in ("GB", "packed", "options", "messages", "seconds", "peak PSS, MB", "workers busy"):
        table.add_column(heading, justify="left" if heading == "options" else "right")
    for row in rows:
        table.add_row(*(f"{value:,}" if isinstance(value, int) else str(value) for value in row.values()))
    Console().print(table)
    keep("archive", rows=rows)
