"""Spans that name something, and their bounds: what of a model's span is the name.

A model's span may hold more than the name: an article ("the White House"), a possessive ("Trump's"), a title
("President Donald Trump"), quotation marks, the next line of a table. `trim` cuts these off and drops what
is no name at all: numbers, single letters, words in lower case, the abbreviations of tables.

The policy for a leading article: it is never part of a mention ("White House", "New York Times"), but for
the few names in `_WITH_ARTICLE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from transforms._entity_words import (
    CALENDAR,
    COMPANY_FORMS,
    EDGE_WORDS,
    HEADINGS,
    LONG_TITLES,
    POSSESSIVE_NAMES,
    TABLE_WORDS,
    TITLES,
)

__all__ = ["CACHED", "Span", "reading_order", "trim"]

CACHED: Final = 16_384
"""Names analysed once a process and kept: the same few thousand make up most of a day's wire."""


class Span(NamedTuple):
    """Part of a field's text that names something; `type` is an entity type of the record."""

    field: str
    start: int
    end: int
    text: str
    type: str

    def retyped(self, kind: str) -> Span:
        """The same span with this type."""
        return Span(self.field, self.start, self.end, self.text, kind)


def reading_order(span: Span) -> tuple[bool, int]:
    """To sort spans by: the headline first, then by place."""
    return span.field != "headline", span.start


_WITH_ARTICLE: Final = frozenset(("the hague", "the gambia", "the bahamas"))

_ENDS: Final = r"[ \t]*[\r\n]\s*|[ \t]{3,}|\t+|[<>]| --? | [–—] | \d+[-/.:]\d+(?= |$)"
"""A name ends where a line or a column of a table ends, at a dash, and before a score."""

_NUMBER: Final = r",? \d[\d.,/-]*(?= |$)"

_SEPARATOR: Final = re.compile(_ENDS)
_ROW_SEPARATOR: Final = re.compile(f"{_ENDS}|{_NUMBER}")
"""In what has two numbers and more, a row of a table, each ends a name: 'Haitai 2 Samsung 0'."""

_PERSON_SEPARATOR: Final = re.compile(rf"{_ENDS}|{_NUMBER}|,(?! ?(?:jr|sr|ii))\s?", re.IGNORECASE)
"""A person's name ends at any number ('P. Johnson 84') and at a comma too."""

_ABBREVIATION: Final = re.compile(r"(?s)(.*\w\.?) ?\(([A-Z][A-Za-z.&]{1,9})\)?")
"""A long form and its abbreviation, taken for one name: 'International Monetary Fund (IMF'."""

_CLOSING: Final = frozenset(")>")
_RIC: Final = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,2}")
_ARTICLE: Final = re.compile(r"(?:[Tt]he|THE|a|an)\s+")
_POSSESSIVE: Final = re.compile(r"['’]s?$", re.IGNORECASE)
_OUTER: Final = frozenset(" \t\r\n\xa0\"'`“”‘’«»„‚()[]{}<>*_=^~|\\/,;:!?…–—-+#@")
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]{2}|[A-GI-PR-Z]-?\d|[^\W\d_]\.")
"""A name has two letters together, or is a code (G20, F-16) but no half or quarter of a year (H1, Q3)."""


def trim(texts: Mapping[str, str], spans: Iterable[Span]) -> list[Span]:
    """The names in these spans, in order of field as given and of place; none overlaps another."""
    found: list[Span] = []
    field, text, last = "", "", 0
    for span in spans:
        if span.field != field:
            field, text, last = span.field, texts[span.field], 0
        _, offset, _, given, kind = span
        for first, stop in _names_in(given, kind == "person"):
            start, end = offset + first, offset + stop
            if start >= last and not (text[end : end + 1] in _CLOSING and _is_ticker(text, start, end)):
                whole = stop - first == len(given)
                found.append(span if whole else Span(field, start, end, given[first:stop], kind))
                last = end
    return found


def _is_ticker(text: str, start: int, end: int) -> bool:
    """Whether it is a share's code in brackets: <GM>, <GM.N>, (GM.N)."""
    around = text[start - 1 : start] + text[end : end + 1]
    if around == "<>":
        return end - start < 8
    return around == "()" and bool(_RIC.fullmatch(text, start, end))


@lru_cache(maxsize=CACHED)
def _names_in(text: str, person: bool) -> tuple[tuple[int, int], ...]:
    """Bounds of the names in a span's text."""
    found = (_bounds(text, *part, person) for part in _parts(text, person))
    return tuple((start, end) for start, end in found if start < end and _is_name(text[start:end], person))


def _parts(text: str, person: bool) -> Iterator[tuple[int, int]]:
    """A span's text cut where a name must end, and before an abbreviation in brackets."""
    start = 0
    for match in (*_separator(text, person).finditer(text), None):
        end = match.start() if match else len(text)
        if pair := _ABBREVIATION.fullmatch(text, start, end):
            yield from (pair.span(1),) if person else (pair.span(1), pair.span(2))
        else:
            yield start, end
        start = match.end() if match else end


def _separator(text: str, person: bool) -> re.Pattern[str]:
    if person:
        return _PERSON_SEPARATOR
    return _ROW_SEPARATOR if len(re.findall(_NUMBER, text)) > 1 else _SEPARATOR


def _bounds(text: str, start: int, end: int, person: bool) -> tuple[int, int]:
    start, end = _strip(text, start, end)
    if (article := _ARTICLE.match(text, start, end)) and text[start:end].casefold() not in _WITH_ARTICLE:
        start = article.end()
    if (tail := _POSSESSIVE.search(text, start, end)) and not _keeps_possessive(text[start:end]):
        end = tail.start()
    if person:
        start += _title_length(text[start:end])
    return _strip(text, *_without_edge_words(text, start, end))


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space and marks at the edges, and without a full stop that ends no abbreviation."""
    while start < end and (text[start] in _OUTER or text[start] == "."):
        start += 1
    while start < end and (text[end - 1] in _OUTER or _is_stop(text, start, end)):
        end -= 1
    return start, end


def _is_stop(text: str, start: int, end: int) -> bool:
    """Whether the last character is a full stop after a whole word, as in 'Washington.' but not 'Corp.'."""
    if text[end - 1] != ".":
        return False
    word = text[start : end - 1].rpartition(" ")[2]
    return len(word) > 4 and "." not in word


def _keeps_possessive(text: str) -> bool:
    return text.rpartition(" ")[2].casefold().replace("’", "'") in POSSESSIVE_NAMES


def _title_length(text: str) -> int:
    """Characters before a person's name: 22 in 'former U.S. President Jimmy Carter'."""
    words = text.split(" ")
    cut = 0
    for i, word in enumerate(words[:-1]):
        plain = word.casefold().rstrip(".")
        if plain in TITLES and (i == 0 or plain not in LONG_TITLES):
            cut = i + 1
    return sum(len(word) + 1 for word in words[:cut])


def _without_edge_words(text: str, start: int, end: int) -> tuple[int, int]:
    while (cut := text.find(" ", start, end)) > 0 and _is_edge_word(text[start:cut]):
        start = cut + 1
    while (cut := text.rfind(" ", start, end)) > 0 and _is_edge_word(text[cut + 1 : end]):
        end = cut
    return start, end


def _is_edge_word(word: str) -> bool:
    return word in EDGE_WORDS or word.casefold() in TABLE_WORDS


def _is_name(text: str, person: bool) -> bool:
    if text.islower() or not _WORD.search(text) or _ORDINAL.fullmatch(text):
        return False
    plain = text.casefold().replace(".", "")
    if plain in TITLES:
        return person and plain in LONG_TITLES
    if plain.rstrip("0123456789 ") in CALENDAR or plain in HEADINGS:  # 'Feb 9' too
        return person
    return plain not in TABLE_WORDS and not COMPANY_FORMS.issuperset(plain.split())
