"""CSV (RFC 4180) and its kin: which character parts the fields, where the rows are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, Final, Literal, NamedTuple

from transforms.formats._columns import is_positional, known_names
from transforms.formats._contract import DEFAULT_HINTS, Hints, ParseError, Piece, Reason, whole_file

__all__ = ["header_names", "rows", "split_csv"]

DELIMITERS: Final = (",", "\t", ";", "|")
_BLOCK: Final = 1 << 18
_STRAY_QUOTE: Final = 4 * _BLOCK
_SAMPLE: Final = 5


class _Dialect(NamedTuple):
    delimiter: str
    quoting: Literal[0, 3]  # QUOTE_MINIMAL, QUOTE_NONE
    escape: str | None


def header_names(line: str) -> list[str]:
    """The fields of a first line, parted as most of them are known; [] where none part it."""
    best: list[str] = []
    for delimiter in DELIMITERS:
        if delimiter in line:
            names = _fields(line, delimiter)
            if known_names(names) > known_names(best) or (not best and len(names) > 1):
                best = names
    return best


def rows(text: str, hints: Hints) -> Iterator[tuple[int, dict[str, str] | ParseError]]:
    """(line number, row by column names) of each row; of one that is damaged a `ParseError`.

    Raises:
      ParseError: EMPTY where there is no row at all.
    """
    positional = is_positional(hints.field_map)
    dialect = _dialect(text, positional)
    lines = _Lines(text)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # of the process; no field is longer
    reader = csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quoting=dialect.quoting,
        escapechar=dialect.escape,
    )
    columns: list[str] | None = None
    while True:
        lines.row.clear()
        try:
            fields = next(reader, None)
        except csv.Error as error:
            yield reader.line_num, ParseError(Reason.MALFORMED, f"line {reader.line_num}: {error}")
            continue
        if fields is None:
            break
        if not any(field.strip() for field in fields):
            continue
        if columns is None:
            columns = _columns(fields, positional)
            if not positional or known_names(fields) > 1:
                continue
        yield reader.line_num, _row(fields, columns, lines, reader.line_num)
    if columns is None:
        raise ParseError(Reason.EMPTY, "no rows")


def split_csv(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """Blocks of whole rows where the user's map names columns by number; else the whole file.

    A header says what the columns are, and stands in the first block alone: without numbers the file cannot
    be cut.
    """
    if not is_positional(hints.field_map):
        yield from whole_file(stream, hints)
        return
    limit = hints.limits.message_bytes
    block, start, offset, open_quote = bytearray(), 0, 0, False
    while line := stream.readline(_BLOCK):
        if len(block) <= limit:
            block += line[: limit + 1 - len(block)]
        offset += len(line)
        open_quote ^= line.count(b'"') % 2 == 1
        size = offset - start
        is_stray = open_quote and size >= _STRAY_QUOTE  # no field is so long: the quote is a mark of inches
        if line.endswith(b"\n") and size >= min(_BLOCK, limit) and (is_stray or not open_quote):
            yield Piece(start, bytes(block))
            block, start, open_quote = bytearray(), offset, False
    if block.strip():
        yield Piece(start, bytes(block))


class _Lines:
    """The lines of a text for the csv reader, and those of the row at hand."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.row: list[str] = []
        self.ends = text.endswith(("\n", "\r"))
        self.unbalanced = text.count('"') % 2 == 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._lines.readline()
        if not line:
            raise StopIteration
        self.row.append(line)
        return line

    def is_cut(self, fields: int, columns: int) -> bool:
        """Whether the row at hand is the last of the text, and its end is missing."""
        position = self._lines.tell()
        is_last = not self._lines.readline()
        self._lines.seek(position)
        if not is_last:
            return False
        odd = self.unbalanced and sum(line.count('"') for line in self.row) % 2 == 1
        return odd or (not self.ends and fields < columns)


def _row(fields: list[str], columns: list[str], lines: _Lines, number: int) -> dict[str, str] | ParseError:
    if (lines.unbalanced or not lines.ends) and lines.is_cut(len(fields), len(columns)):
        return ParseError(Reason.TRUNCATED, f"line {number}: the file ends within a row")
    extra = fields[len(columns) :]
    if any(field.strip() for field in extra):
        found = f"line {number}: {len(fields)} fields, the header has {len(columns)}"
        return ParseError(Reason.MALFORMED, found)
    return dict(zip(columns, fields, strict=False))


def _columns(fields: list[str], positional: bool) -> list[str]:
    """Names of the columns; a second of one name, and one without, are named by number."""
    if positional:
        return [str(number) for number in range(1, len(fields) + 1)]
    names: dict[str, None] = {}
    for number, field in enumerate(fields, 1):
        name = field.strip()
        while not name or name in names:
            name = f"{name or 'column'}_{number}"
        names[name] = None
    return list(names)


def _dialect(text: str, positional: bool) -> _Dialect:
    delimiter = _delimiter(text[:_BLOCK].lstrip("\r\n"), positional)
    if delimiter == "\t" and _is_bare(text):
        return _Dialect(delimiter, csv.QUOTE_NONE, None)
    escape = "\\" if '\\"' in text and '""' not in text else None
    return _Dialect(delimiter, csv.QUOTE_MINIMAL, escape)


def _delimiter(sample: str, positional: bool) -> str:
    """The delimiter by which the first line's names are known; without a header, the same in most rows."""
    if not positional:
        first = sample.partition("\n")[0]
        return max(DELIMITERS, key=lambda mark: (known_names(_fields(first, mark)), first.count(mark)))
    counts = {mark: _counts(sample, mark) or [0] for mark in DELIMITERS}
    return max(
        DELIMITERS, key=lambda mark: (min(counts[mark]) > 1, -len(set(counts[mark])), min(counts[mark]))
    )


def _counts(sample: str, delimiter: str) -> list[int]:
    """How many fields the first rows have."""
    try:
        return [
            len(fields) for fields in islice(csv.reader(io.StringIO(sample), delimiter=delimiter), _SAMPLE)
        ]
    except csv.Error:
        return []


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []


def _is_bare(text: str) -> bool:
    """Whether a tab-separated text has the same number of tabs in each line: then its quotes are text."""
    lines = text.split("\n")
    return (
        '"' in text and len({line.count("\t") for line in lines if line.strip()}) == 1 and not _quotes(lines)
    )


def _quotes(lines: list[str]) -> bool:
    """Whether fields are quoted after all: most that begin with a quote end with one."""
    fields = [field for line in lines for field in line.rstrip("\r").split("\t") if field.startswith('"')]
    return 2 * sum(len(field) > 1 and field.endswith('"') for field in fields) > len(fields)
