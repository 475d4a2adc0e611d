"""Reading records back from an output folder or from one Avro file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from schemas.avro import read_avro
from transforms.output import KINDS
from transforms.storage import Location, files_in

__all__ = ["avro_files", "read_records"]

T = TypeVar("T")


def avro_files(output: Location, record: type) -> list[Location]:
    """The files of one kind of record, in their order; a path to a file stands for itself."""
    if output.is_file():
        return [output]
    return files_in(output / KINDS[record], "*.avro")


def read_records(output: Location, record: type[T]) -> Iterator[T]:
    """All records of one kind.

    Raises:
      ValueError, OSError: a file is no Avro file of these records.
    """
    for path in avro_files(output, record):
        yield from read_avro(path, record)
