"""News data sets: JSON Lines, CSV and Parquet, a story for each object or row.

Which column is which field of the record the user says (`--map headline=title,body=article.text`); else the
columns' names say it (`_columns.NAMES`). Columns that no field takes are kept in `extra`.

JSON Lines (jsonlines.org): an object a line; also one JSON document that is an object, a list of objects, or
an object with such a list ('articles', 'items', ...). CSV (RFC 4180): parted by comma, tab, semicolon or bar,
with quoted line ends. Parquet: any columns, read a batch of rows at a time.

A row that cannot be read is an error of its own, and the rest goes on. Known faults that are read: lists
written as text ("['a', 'b']"), 'nan' and 'None' for nothing, dates as seconds or milliseconds since 1970,
HTML in texts, tab-separated files whose quotes are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from transforms.formats import _csv_rows, _parquet_rows
from transforms.formats._columns import known_names
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Reason
from transforms.formats._json import loads, read_json, split_json
from transforms.formats._rows import Origin, story_of
from transforms.formats._text import decode, unmarked_utf16

_BOM: Final = b"\xef\xbb\xbf"
# Where an object holds the list of its stories: NewsAPI, NYT, The Guardian, JSON Feed, Elasticsearch.
_LISTS: Final = (
    "articles",
    "items",
    "docs",
    "results",
    "stories",
    "data",
    "hits",
    "news",
    "response",
    "entries",
)
_DEEPEST_LIST: Final = 3
_NAME: Final = re.compile(rb'"([A-Za-z_][\w .-]{0,39})"\s{0,9}:')
_MOST_COLUMNS: Final = 500


def sniff_jsonl(head: bytes) -> bool:
    """Whether it begins with a JSON object of stories' names, or with JSON objects a line."""
    wide = unmarked_utf16(head)
    head = head.decode(wide, "ignore").encode("utf-8", "ignore") if wide else head
    head = head.removeprefix(_BOM).lstrip(b" \t\r\n[")
    if not head.startswith(b"{"):
        return False
    line, ended, rest = head.partition(b"\n")
    if ended and rest.lstrip().startswith(b"{") and _is_object(line):
        return True
    return known_names([name.decode() for name in _NAME.findall(head)]) > 0


def sniff_csv(head: bytes) -> bool:
    """Whether its first line names two known columns, one of them for headline or text."""
    text = decode(head).text
    line = text.partition("\n")[0].rstrip("\r")
    names = _csv_rows.header_names(line)
    return 2 <= len(names) <= _MOST_COLUMNS and known_names(names) >= 2


def sniff_parquet(head: bytes) -> bool:
    """Whether it has the magic bytes of Parquet."""
    return head.startswith(_parquet_rows.MAGIC)


def parse_jsonl(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The story of a line; the stories of a document."""
    value, encoding = read_json(data, hints.encoding)
    objects = _objects(value)
    if not objects:
        raise ParseError(Reason.MALFORMED, f"a JSON {type(value).__name__}, where objects are expected")
    for number, row in enumerate(objects, 1):
        if isinstance(row, dict):
            yield story_of(row, hints, Origin("jsonl", f"object {number}", encoding))
        else:
            yield ParseError(Reason.MALFORMED, f"item {number}: no JSON object")


def parse_csv(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The stories of a file, or of a block of its rows."""
    text, encoding, notes = decode(data, hints.encoding)
    if not text.strip():
        raise ParseError(Reason.EMPTY, "no rows")
    for number, row in _csv_rows.rows(text, hints):
        if isinstance(row, ParseError):
            yield row
        else:
            yield story_of(row, hints, Origin("csv", f"line {number}", encoding, notes))


def parse_parquet(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The stories of a file."""
    for number, row in enumerate(_parquet_rows.rows(data), 1):
        yield row if isinstance(row, ParseError) else story_of(row, hints, Origin("parquet", f"row {number}"))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(loads(line), dict)
    except ParseError:
        return False


def _objects(value: Any, depth: int = 0) -> list[Any]:
    """The objects that are stories: the value, the list that it is, or a list within it."""
    if isinstance(value, list):
        return value if any(isinstance(item, dict) for item in value) else []
    if not isinstance(value, dict):
        return []
    if depth < _DEEPEST_LIST and not known_names(list(value)):
        for name in _LISTS:
            if isinstance(value.get(name), (list, dict)) and (found := _objects(value[name], depth + 1)):
                return found
    return [value]


_GIVES: Final = "any field of the record, by the user's map or the columns' names; the other columns in extra"

JSONL = Format(
    name="jsonl",
    title="JSON Lines data set",
    sniff=sniff_jsonl,
    parse=parse_jsonl,
    split=split_json,
    gives=_GIVES,
    limits="one document of many objects (no JSON Lines) is one message; numbers alone are no uri",
)
CSV = Format(
    name="csv",
    title="CSV data set",
    sniff=sniff_csv,
    parse=parse_csv,
    split=_csv_rows.split_csv,
    gives=_GIVES,
    limits="the whole file is one message, up to the limit; with columns mapped by number "
    "(headline=2,body=5) it is read in blocks, whatever its size",
)
PARQUET = Format(
    name="parquet",
    title="Parquet data set",
    sniff=sniff_parquet,
    parse=parse_parquet,
    gives=_GIVES,
    limits="the whole file is one message, up to the limit; a row group unpacks to 1 GiB at most",
)
