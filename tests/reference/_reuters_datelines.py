"""Reads DATELINE elements of Reuters-21578: tokens, states, and the lists of `_reuters_places`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tests.reference._reuters_places import CITIES, MONTHS, REGIONS, WEEKDAYS

__all__ = ["Dateline", "read_dateline"]

COMMA = ","
DASHES = ("-", "--")


@dataclass(frozen=True)
class Dateline:
    """A dateline, as sent; `rest` is text of the story that stands behind it in the same element."""

    places: tuple[str, ...]
    date: str | None
    rest: str = ""
    disputable: bool = False


class Token(NamedTuple):
    """A word, a comma or a free-standing dash, and where it ends in the element."""

    text: str
    end: int


def read_dateline(raw: str, day: str = "") -> Dateline | None:
    """What a DATELINE element says; None where what stands in it is no dateline.

    Args:
      raw: the element's text.
      day: day of the month of the document's header, "7": a date alone is a dateline only on its own day.
    """
    tokens = _without_marks(list(_tokens(raw)))
    place, date, after = _read_place(tokens)
    if date:
        after = _skip_credit(after)
    if not after or after[0].text not in DASHES:
        return None
    rest = " ".join(raw[after[0].end :].split())
    if place:
        places = _places(place)
        return Dateline(places, date, rest, disputable=len(places) > 1) if places else None
    if date and date.split()[-1].lstrip("0") == day:
        return Dateline((), date, rest, disputable=True)
    return None


def _tokens(raw: str) -> Iterator[Token]:
    """Cuts at blanks and commas; a hyphen inside a word belongs to it, one behind a number does not."""
    word = ""
    for at, letter in enumerate(raw + " "):
        if letter not in " \n,*":
            word += letter
            continue
        if word:
            yield from _cut_dashes(word, at)
        word = ""
        if letter == COMMA:
            yield Token(COMMA, at + 1)


def _cut_dashes(word: str, end: int) -> Iterator[Token]:
    """A word, cut from two dashes before it or from the dash behind a number: "--LUDWIGSHAFEN", "26-"."""
    if word.startswith("--") and word.strip("-"):
        yield Token("--", end - len(word) + 2)
        word = word[2:]
    if word.endswith("-") and word[:-1].isdigit():
        yield Token(word[:-1], end - 1)
        word = "-"
    yield Token(word, end)


def _without_marks(tokens: list[Token]) -> list[Token]:
    """Without a repeat's mark or a stray letter before the place."""
    marks = [token.text for token in tokens[:2]]
    return tokens[2:] if marks == ["RPT", "--"] else tokens[1:] if marks[:1] == ["c"] else tokens


def _read_place(tokens: list[Token]) -> tuple[list[str], str | None, list[Token]]:
    """Words of the place, the date, and the tokens from the dash on."""
    words = [token.text for token in tokens]
    for at, word in enumerate(words):
        if word in DASHES and not _begins_date(words[at + 1 :]):
            return words[:at], None, tokens[at:]
        if length := _date_length(words[at:]):
            return words[:at], _join(words[at : at + length]), tokens[at + length :]
    return words, None, []


def _begins_date(words: list[str]) -> bool:
    """Whether a date follows: "CHEVY CHASE, Md., - March 3 -" has a dash too many."""
    while words[:1] == [COMMA]:
        words = words[1:]
    return _date_length(words) > 0


def _date_length(words: list[str]) -> int:
    """How many words of a date stand first: "Feb 26", "2 March", "TUE, APR 07", "April"."""
    if words and words[0].casefold() in WEEKDAYS and words[1:2] == [COMMA]:
        return 2 + length if (length := _date_length(words[2:])) else 0
    if len(words) > 1 and words[0].isdigit() and _is_month(words[1]):
        return 2
    if not words or not _is_month(words[0]):
        return 0
    return 2 if len(words) > 1 and _is_day(words[1]) else 1


def _is_month(word: str) -> bool:
    return word.rstrip(".").casefold() in MONTHS


def _is_day(word: str) -> bool:
    """A day of the month; its misprints 2O, l, l7 and 187 too."""
    return 1 <= len(word) <= 3 and all(letter in "0123456789Ol" for letter in word)


def _skip_credit(tokens: list[Token]) -> list[Token]:
    """The tokens behind the date without commas and the agency's name."""
    while tokens and tokens[0].text in (COMMA, "Reuter"):
        tokens = tokens[1:]
    return tokens


def _join(words: list[str]) -> str:
    return " ".join(words).replace(" ,", COMMA)


def _places(words: list[str]) -> tuple[str, ...]:
    """The places that the words name; none where a part of them is neither a town nor a region.

    A town opens a place, the regions behind it belong to it. A town that is in no list is one by its region.
    """
    text = " ".join(word for word in words if word not in DASHES)
    segments = [segment.strip() for segment in text.split(COMMA) if segment.strip(" .")]
    places: list[list[str]] = []
    for at, segment in enumerate(segments):
        if at and _is_region(segment):
            places[-1].append(segment)
        elif _is_town(segment) or (at + 1 < len(segments) and _is_region(segments[at + 1])):
            places.append([segment])
        else:
            return ()
    return tuple(", ".join(place) for place in places)


def _is_region(name: str) -> bool:
    name = name.casefold()
    return name in REGIONS or f"{name}." in REGIONS or name.rstrip(".") in REGIONS


def _is_town(name: str) -> bool:
    """A town that stands alone, or with its state and no comma: "FARMINGTON Conn."."""
    words = name.split()
    return name.casefold() in CITIES or (len(words) > 1 and _is_region(words[-1]))
