"""Values of a row to the values of a story's fields: texts, lists of names, terms, times."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from schemas.records import Link, Term
from transforms.formats._contract import Hints
from transforms.formats._dates import Moment, parse_date
from transforms.formats._mail_dates import read_date

__all__ = ["as_json", "is_empty", "links_of", "names_of", "terms_of", "text_in", "time_of"]

# How tools write that there is no value: pandas, Python, SQL, MySQL's dumps.
_NOTHING: Final = frozenset(["", "nan", "NaN", "None", "null", "NULL", "\\N"])
# Where an object that stands for a text has it: NYT (main, original), WordPress (rendered), JSON-LD (@value).
_INNER: Final = (
    "name",
    "main",
    "original",
    "rendered",
    "value",
    "@value",
    "text",
    "title",
    "label",
    "term",
    "url",
)
_CODES: Final = ("code", "qcode", "id", "uri")
_APART: Final = re.compile(r"\s*[;|]\s*")
_COMMA: Final = re.compile(r"\s*,\s*")
_LIST_LITERAL: Final = 10_000
# Since 1970, by size: seconds to 5138, then milli-, micro- and nanoseconds.
_EPOCH_UNITS: Final = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9))
_FIRST_EPOCH: Final = 10**8  # March 1973; smaller numbers are years or days: 20260312
_EPOCH_TEXT: Final = re.compile(r"\d{9,19}(?:\.\d{1,9})?")
_START: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LAST_YEAR: Final = 2099


def is_empty(value: Any) -> bool:
    """Whether a value says nothing."""
    if isinstance(value, str):
        return value.strip() in _NOTHING
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or (isinstance(value, (list, tuple, Mapping, bytes)) and not value)


def text_in(value: Any, apart: str = "\n\n") -> str:
    """The text of a value: of an object its telling part, of a list its parts."""
    if is_empty(value):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return next((text for key in _INNER if (text := text_in(value.get(key), apart))), "")
    if isinstance(value, (list, tuple)):
        return apart.join(text for part in value if (text := text_in(part, apart)))
    return as_json(value)


def names_of(value: Any, *, commas: bool = True) -> Iterator[str]:
    """The names of a list, of a text that lists them, or of a list written as text ("['a', 'b']")."""
    for part in _parts(value):
        text = text_in(part)
        pieces = _APART.split(text) if isinstance(part, str) else [text]
        for piece in pieces:
            yield from _COMMA.split(piece) if commas and isinstance(value, str) else [piece]


def terms_of(value: Any) -> Iterator[Term]:
    """Terms: of an object its code, scheme and name, of a text its name."""
    for part in _parts(value):
        if isinstance(part, Mapping):
            code = next((text for key in _CODES if (text := text_in(part.get(key)))), "")
            term = Term(
                code=code or None, scheme=text_in(part.get("scheme")) or None, name=text_in(part) or None
            )
            if term != Term():
                yield term
        else:
            yield from (Term(name=name) for name in names_of(part, commas=False) if name)


def links_of(value: Any, rel: str, kind: str | None) -> Iterator[Link]:
    """Links: of an object its parts, of a text its address."""
    for part in _parts(value):
        if isinstance(part, Mapping):
            given = {key: text_in(part.get(key)) or None for key in ("rel", "uri", "type", "title")}
            given["uri"] = given["uri"] or text_in(part.get("url")) or text_in(part.get("href")) or None
            yield Link(**(given | {"rel": given["rel"] or rel, "type": given["type"] or kind}))
        elif text := text_in(part).strip():
            yield Link(rel=rel, uri=text, type=kind)


def _parts(value: Any) -> list[Any]:
    if is_empty(value):
        return []
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        value = _list_literal(value)
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _list_literal(text: str) -> Any:
    """A list that a tool wrote into one column, as JSON or as Python."""
    import ast  # late: other formats do without it

    if len(text) > _LIST_LITERAL:
        return text
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
            as_json(value).encode()  # half of a surrogate pair, which an escape can bring in, is a ValueError
            return value
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return text


def time_of(value: Any, hints: Hints, language: str | None) -> Moment | None:
    """A time: a date as text, seconds or parts of them since 1970, or a time of the file's own."""
    while isinstance(value, Mapping):  # MongoDB's exports
        value = value.get("$date", value.get("$numberLong"))
    if isinstance(value, dt.datetime):
        return _checked(value, hints)
    if isinstance(value, dt.date):
        value = value.isoformat()
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _epoch(value) or parse_date(str(value), timezone=hints.timezone)
    text = text_in(value).strip()
    if _EPOCH_TEXT.fullmatch(text):
        return _epoch(float(text) if "." in text else int(text))
    return read_date(text, hints, language)


def _checked(time: dt.datetime, hints: Hints) -> Moment | None:
    if time.tzinfo is None:
        return parse_date(time.isoformat(), timezone=hints.timezone)
    return Moment(time.astimezone(dt.UTC)) if 1800 <= time.year <= _LAST_YEAR else None


def _epoch(number: float) -> Moment | None:
    unit = next((unit for end, unit in _EPOCH_UNITS if _FIRST_EPOCH <= number < end), None)
    if unit is None:
        return None
    micros = number * 10**6 // unit if isinstance(number, int) else round(number / unit * 10**6)
    time = _START + dt.timedelta(microseconds=micros)
    return Moment(time) if time.year <= _LAST_YEAR else None


def as_json(value: Any) -> str:
    """A value as text for `extra`: text as it is, else JSON; times as ISO 8601, bytes as UTF-8."""
    if isinstance(value, str):
        return value
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
