"""Spans that name something, and their bounds: what of a model's span is the name.

A model's span may hold more than the name: an article ("the White House"), a possessive ("Trump's"), a title
("President Donald Trump"), quotation marks, the next line of a table. `trim` cuts these off and drops what
is no name at all: numbers, single letters, lower-case words, the abbreviations of results and earnings tables.

The policy for a leading article: it is never part of a mention ("White House", "New York Times"), but for
the few names in `_WITH_ARTICLE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = ["CACHED", "TITLES", "Span", "trim"]

CACHED: Final = 65_536
"""Names analysed once a process and kept: the same few thousand make up most of a day's wire."""


class Span(NamedTuple):
    """Part of a field's text that names something; `type` is an entity type of the record."""

    field: str
    start: int
    end: int
    text: str
    type: str


TITLES: Final = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "sen", "senator", "rep", "representative", "congressman", "congresswoman", "gov", "governor", "mayor", "president", "vice-president", "premier", "chancellor", "minister", "secretary", "ambassador", "commissioner", "chairman", "chairwoman", "chair", "ceo", "director", "spokesman", "spokeswoman", "general", "gen", "lt", "col", "colonel", "maj", "major", "capt", "captain", "cmdr", "commander", "sgt", "sergeant", "cpl", "pvt", "adm", "admiral", "judge", "justice", "rev", "reverend", "coach", "manager", "defender", "midfielder", "striker", "goalkeeper", "leader", "candidate", "pope", "ayatollah", "herr", "frau", "monsieur", "m", "mme", "senor", "señor"]
)
"""Words before a person's name that are no part of it (the dot is taken off first)."""

_RANKS_ONLY_FIRST: Final = frozenset(["pope", "major", "judge", "justice", "general", "leader", "m"])
"""Titles that are also names ("Lee Major Smith"): cut off as the first word only."""

_WITH_ARTICLE: Final = frozenset(("the hague", "the gambia", "the bahamas"))

_WITH_POSSESSIVE: Final = frozenset(
    ["mcdonald's", "lloyd's", "sotheby's", "christie's", "moody's", "macy's", "wendy's", "levi's", "sainsbury's", "kohl's", "kellogg's", "poor's", "domino's", "denny's", "hershey's", "john's", "andrew's", "james's", "bloomingdale's", "gimbel's", "carson's"]
)
"""Names whose own last letters look like a possessive."""

_TABLE_WORDS: Final = frozenset(
    ["reuter", "gmt", "est", "edt", "bst", "cet", "utc", "pct", "mln", "bln", "dlrs", "dlr", "cts", "ct", "vs", "shr", "shrs", "revs", "qtr", "qtrly", "mths", "oper", "avg", "stg", "yen", "n/a", "w", "l", "d", "gf", "ga", "pts", "pld", "gb", "att", "scorers", "halftime", "standings", "results", "tabulated"]
)
"""What stands in tables of results and earnings, in lower case: no name, whatever a model says."""

_CALENDAR: Final = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "net", "div", "note", "record", "pay", "prior", "cash", "adds", "updates", "recasts", "refiles", "corrects", "summary"]
)
"""Days, months and other single words that are no name unless the model says that it is a person's."""

_EDGE_WORDS: Final = frozenset(
    "and or of for in on at to by from with since vs mln bln million billion dlrs stg won pct news agency "
    "newspaper magazine officials government police".split()
)
"""Words in lower case that models leave hanging on a name: 'Kyodo news agency', 'Ministry of'."""

_SEPARATOR: Final = re.compile(r"[ \t]*[\r\n]\s*|[ \t]{3,}|\t+| --? | [–—] | \d+[-/.:]\d+(?= |$)")
"""A name ends where a line or a column of a table ends, at a dash, and before a score."""

_PERSON_SEPARATOR: Final = re.compile(_SEPARATOR.pattern + r"|,? \d[\d.,/-]*(?= |$)|, ?(?!jr|sr|ii)", re.IGNORECASE)
"""A person's ends at a number ('P. Johnson 84') and at a comma too."""

_NUMBER: Final = re.compile(r" \d[\d.,/-]*(?= |$)")
_ROW_SEPARATOR: Final = re.compile(_SEPARATOR.pattern + "|" + _NUMBER.pattern)
"""In what has two numbers and more, a row of a table, any number ends a name: 'Haitai 2 Samsung 0'."""

_ABBREVIATION: Final = re.compile(r"(?s)(.*\w\.?) ?\(([A-Z][A-Za-z.&]{1,9})\)?")
"""A long form and its abbreviation, taken for one name: 'International Monetary Fund (IMF'."""

_ARTICLE: Final = frozenset(("the hague", "the gambia", "the bahamas"))

_WITH_POSSESSIVE: Final = frozenset(
    ["mcdonald's", "lloyd's", "sotheby's", "christie's", "moody's", "macy's", "wendy's", "levi's", "sainsbury's", "kohl's", "kellogg's", "poor's", "domino's", "denny's", "hershey's", "john's", "andrew's", "james's", "bloomingdale's", "gimbel's", "carson's"]
)
"""Names whose own last letters look like a possessive."""

_TABLE_WORDS: Final = frozenset(
    ["reuter", "gmt", "est", "edt", "bst", "cet", "utc", "pct", "mln", "bln", "dlrs", "dlr", "cts", "ct", "vs", "shr", "shrs", "revs", "qtr", "qtrly", "mths", "oper", "avg", "stg", "yen", "n/a", "w", "l", "d", "gf", "ga", "pts", "pld", "gb", "att", "scorers", "halftime", "standings", "results", "tabulated"]
)
"""What stands in tables of results and earnings, in lower case: no name, whatever a model says."""

_CALENDAR: Final = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "net", "div", "note", "record", "pay", "prior", "cash", "adds", "updates", "recasts", "refiles", "corrects", "summary"]
)
"""Days, months and other single words that are no name unless the model says that it is a person's."""

_SEPARATOR: Final = re.compile(r"[ \t]*[\r\n]\s*|[ \t]{3,}|\t+")
"""A name ends where a line ends and where a column of a table ends."""

_ABBREVIATION: Final = re.compile(r"(?s)(.*\w\.?) ?\(([A-Z][A-Za-z.&]{1,9})\)?")
"""A long form and its abbreviation, taken for one name: 'International Monetary Fund (IMF'."""

_ARTICLE: Final = re.compile(r"(?:[Tt]he|THE|a|an)\s+")
_OUTER: Final = " \t\"'`“”‘’«»„‚()[]{}<>*_=^~|\\/,;:!?…–—-+#@"
_POSSESSIVE: Final = re.compile(r"['’]s?$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]{2}|[A-GI-PR-Z]-?\d")
"""A name has two letters together, or is a code (G20, F-16) but no half or quarter of a year (H1, Q3)."""


def trim(spans: Iterable[Span]) -> list[Span]:
    """The names in these spans, in order of field as given and of place; none overlaps another."""
    found: list[Span] = []
    field, last = "", 0
    for span in spans:
        if span.field != field:
            field, last = span.field, 0
        for start, end in _names_in(span.text, span.type == "person"):
            if span.start + start < last:
                continue
            last = span.start + end
            found.append(Span(field, span.start + start, last, span.text[start:end], span.type))
    return found


@lru_cache(maxsize=CACHED)
def _names_in(text: str, person: bool) -> tuple[tuple[int, int], ...]:
    """Bounds of the names in a span's text."""
    return tuple(
        bounds
        for part in _parts(text, person)
        if (bounds := _bounds(text, *part, person)) and _is_name(text[bounds[0] : bounds[1]], person)
    )


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
    return _ROW_SEPARATOR if len(_NUMBER.findall(text)) > 1 else _SEPARATOR


def _bounds(text: str, start: int, end: int, person: bool) -> tuple[int, int] | None:
    start, end = _strip(text, start, end)
    if (article := _ARTICLE.match(text, start, end)) and text[start:end].casefold() not in _WITH_ARTICLE:
        start = article.end()
    if (tail := _POSSESSIVE.search(text, start, end)) and _last_word(text[start:end]) not in _WITH_POSSESSIVE:
        end = tail.start()
    if person:
        start += _title_length(text[start:end])
    start, end = _strip(text, *_without_edge_words(text, start, end))
    return (start, end) if start < end else None


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space and marks at the edges, and without a full stop that ends no abbreviation."""
    while start < end and (text[start] in _OUTER or text[start].isspace() or text[start] == "."):
        start += 1
    while start < end and (text[end - 1] in _OUTER or text[end - 1].isspace() or _is_stop(text, start, end)):
        end -= 1
    return start, end


def _without_edge_words(text: str, start: int, end: int) -> tuple[int, int]:
    while (cut := text.find(" ", start, end)) > 0 and text[start:cut] in _EDGE_WORDS:
        start = cut + 1
    while (cut := text.rfind(" ", start, end)) > 0 and text[cut + 1 : end] in _EDGE_WORDS:
        end = cut
    return start, end


def _is_stop(text: str, start: int, end: int) -> bool:
    """Whether the last character is a full stop after a whole word, as in 'Washington.' but not 'Corp.'."""
    if text[end - 1] != ".":
        return False
    word = _last_word(text[start : end - 1])
    return len(word) > 4 and "." not in word


def _last_word(text: str) -> str:
    return text.rpartition(" ")[2].casefold()


def _title_length(text: str) -> int:
    """Characters before a person's name: 25 in 'former U.S. President Jimmy Carter'."""
    words = text.split(" ")
    cut = 0
    for i, word in enumerate(words[:-1]):
        plain = word.casefold().rstrip(".")
        if plain in TITLES and (i == 0 or plain not in _RANKS_ONLY_FIRST):
            cut = i + 1
    return sum(len(word) + 1 for word in words[:cut])


def _is_name(text: str, person: bool) -> bool:
    plain = text.casefold().rstrip(".")
    if len(text) < 2 or plain in _TABLE_WORDS or text.islower():
        return False
    if plain in TITLES:
        return person and plain in _RANKS_ONLY_FIRST
    if plain in _CALENDAR:
        return person
    return _WORD.search(text) is not None or (text[0].isalpha() and "." in text)
