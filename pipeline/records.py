"""Reading records back from an output folder or from one Avro file."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import TypeVar, cast

import fastavro
import msgspec

from schemas.avro import parsed_schema
from transforms.output import KINDS

__all__ = ["avro_files", "read_file", "read_records"]

T = TypeVar("T")


def avro_files(output: Path, record: type) -> list[Path]:
    """The files of one kind of record, in their order; a path to a file stands for itself."""
    if output.is_file():
        return [output]
    return sorted((output / KINDS[record]).glob("*.avro"))


def read_records(output: Path, record: type[T]) -> Iterator[T]:
    """All records of one kind.

    Raises:
      ValueError, OSError: a file is no Avro file of these records.
    """
    for path in avro_files(output, record):
        yield from read_file(path, record)


def read_file(path: Path, record: type[T]) -> Iterator[T]:
    """The records of one file, read with the present schema (Avro's resolution rules)."""
    with path.open("rb") as stream:
        schema = parsed_schema(cast("Hashable", record))
        for row in fastavro.reader(stream, reader_schema=schema):
            yield msgspec.convert(row, record)
