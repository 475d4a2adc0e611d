"""Rows of Parquet files, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from transforms.formats._contract import ParseError, Reason

__all__ = ["MAGIC", "rows"]

MAGIC: Final = b"PAR1"
_BATCH: Final = 64
_SMALLEST: Final = 12  # magic, length of the footer, magic
# Of one row group, unpacked, as its footer says; and of what the footer itself may hold.
_MOST_UNPACKED: Final = 2**30
_FOOTER_STRINGS: Final = 16 * 2**20
_FOOTER_ITEMS: Final = 10**6


def rows(data: bytes) -> Iterator[dict[str, Any] | ParseError]:
    """Each row by column names; of one that cannot be read a `ParseError`.

    Raises:
      ParseError: TRUNCATED, MALFORMED or LIMIT, of the file as a whole.
    """
    if len(data) < _SMALLEST or not data.startswith(MAGIC):
        raise ParseError(Reason.MALFORMED, "no Parquet file")
    if not data.endswith(MAGIC):
        raise ParseError(Reason.TRUNCATED, "the footer of the Parquet file is missing")
    # Imported late: it takes a fifth of a second, and other formats do without it.
    import pyarrow as pa
    import pyarrow.parquet as pq

    # What pyarrow raises: its own errors, the built-in ones that it makes of them, bytes that are no UTF-8,
    # times that Python has no value for, sizes that no memory has room for.
    faults = (pa.ArrowException, OSError, ValueError, OverflowError, LookupError, TypeError, MemoryError)
    try:
        file = pq.ParquetFile(
            pa.BufferReader(data),
            thrift_string_size_limit=_FOOTER_STRINGS,
            thrift_container_size_limit=_FOOTER_ITEMS,
            pre_buffer=False,
        )
        _check(file.metadata)
        for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
            yield from _rows_of(_whole_microseconds(batch, pa), faults)
    except faults as error:
        raise ParseError(Reason.MALFORMED, f"Parquet: {error}") from None


def _check(metadata: Any) -> None:
    """Row groups by their own word; the size of a column is not asked, which aborts on damaged footers."""
    for number in range(metadata.num_row_groups):
        size = metadata.row_group(number).total_byte_size
        if size > _MOST_UNPACKED:
            raise ParseError(Reason.LIMIT, f"row group {number} unpacks to {size} bytes")


def _whole_microseconds(batch: Any, pa: Any) -> Any:
    """Python's times have no nanoseconds; pyarrow would refuse a column for one of them."""
    for at, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            kind = pa.timestamp("us", tz=field.type.tz)
            batch = batch.set_column(at, field.name, batch.column(at).cast(kind, safe=False))
    return batch


def _rows_of(batch: Any, faults: tuple[type[Exception], ...]) -> Iterator[dict[str, Any] | ParseError]:
    """The rows of a batch; where one of them has no Python value, one by one."""
    try:
        yield from batch.to_pylist()
        return
    except faults:
        pass
    for at in range(batch.num_rows):
        try:
            yield from batch.slice(at, 1).to_pylist()
        except faults as error:
            yield ParseError(Reason.BAD_VALUE, f"row {at} of its batch: {error}")
