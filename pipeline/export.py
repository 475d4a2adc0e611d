"""`newswire export`: stories to Parquet, CSV, JSON Lines or ninjs, a few at a time, in bounded memory."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from pipeline.export_ninjs import ninjs
from pipeline.export_table import arrow_row, arrow_schema, columns, flat_row
from pipeline.options import UsageError
from pipeline.records import read_records
from schemas.records import Story
from transforms.storage import Location, location
from transforms.storage.writing import beside, replace

__all__ = ["TARGETS", "export"]

_BATCH: Final = 1000
"""Rows of a row group of Parquet: some 5 MB."""


def export(output: str, target: str, to: str) -> int:
    """Writes the stories of an output folder, or of one Avro file; gives the exit code.

    Args:
      output: an output folder or one Avro file.
      target: one of `TARGETS`.
      to: file to write; it stands whole under its name, or not at all.

    Raises:
      UsageError: there is nothing to read, or the file cannot be written.
    """
    if not location(output).exists():
        raise UsageError(f"{output}: no such file or folder")
    try:
        count = _write(target, read_records(location(output), Story), location(to))
    except (ValueError, msgspec.ValidationError) as error:
        print(f"newswire: {output}: not an Avro file of stories: {error}", file=sys.stderr)  # noqa: T201
        return 1
    print(f"{to}: {count:,} stories", file=sys.stderr)  # noqa: T201
    return 0


def _write(target: str, stories: Iterator[Story], path: Location) -> int:
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; -o takes the name of a file")
    temporary = beside(path)
    try:
        count = TARGETS[target](stories, temporary)
        replace(temporary, path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        temporary.unlink(missing_ok=True)
    return count


def _jsonl(stories: Iterator[Story], path: Path) -> int:
    """One object a line, with the schema's names; what `newswire show --json` prints."""
    return _lines(map(msgspec.json.Encoder().encode, stories), path)


def _ninjs(stories: Iterator[Story], path: Path) -> int:
    """One ninjs 3.0 object a line."""
    return _lines((msgspec.json.encode(ninjs(story)) for story in stories), path)


def _lines(lines: Iterable[bytes], path: Path) -> int:
    count = 0
    with path.open("wb") as file:
        for line in lines:
            file.write(line + b"\n")
            count += 1
    return count


def _csv(stories: Iterator[Story], path: Path) -> int:
    """RFC 4180, UTF-8. Text is exact: a spreadsheet may take a cell that begins with '=' for a formula."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns())
        for story in stories:
            writer.writerow(flat_row(story))
            count += 1
    return count


def _parquet(stories: Iterator[Story], path: Path) -> int:
    """The record's own nesting, a row group for every thousand stories, Zstandard."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = 0
    with pq.ParquetWriter(path, arrow_schema(), compression="zstd") as writer:
        while batch := [arrow_row(story) for story in islice(stories, _BATCH)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=arrow_schema()))
            count += len(batch)
    return count


TARGETS: Final[dict[str, Callable[[Iterator[Story], Path], int]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
    "ninjs": _ninjs,
}
