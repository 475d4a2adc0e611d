"""Dates in words and numbers, token by token: 'May 02, 2017 3:23 PM', 'le 10 juillet 2024 à 15h30'.

Every token must have a place in a date, else the text is none: prose is never taken for a date.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from transforms.formats._months import FILLERS, MONTHS, WEEKDAYS, fold
from transforms.formats._zones import REGIONS, ZONES

__all__ = ["Clock", "Context", "Parts", "micro", "read_words", "year_of"]

_PIVOT: Final = 69
_EARLIEST_YEAR: Final = 1800
_DAY_FIRST_ENGLISH: Final = frozenset({"en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za"})

_TOKEN: Final = re.compile(
    # a time of day: 15:23, 15.23, 15h30, 15h, 3:23 PM, 3 p.m.
    r"(?P<time>\d{1,2}(?:[:h.]\d\d(?::\d\d(?:[.,]\d{1,9})?)?|h)(?![\d./-]))"
    r"(?: ?(?P<half>[aApP])\.?[mM]\b\.?|h)?"
    r"|(?P<hour>\d{1,2}) ?(?P<half2>[aApP])\.?[mM]\b\.?"
    # an offset, alone ('-0500', but not the year of 'FEB-1987') or after GMT
    r"|(?<![^\W\d_]-)(?<![^\W\d_])(?P<offset>[+-]\d\d:?\d\d)(?!\d)"
    r"|(?P<zone>(?:GMT|UTC|gmt|utc)[+-]\d\d?(?::?\d\d)?)(?!\d)"
    # 02/05/2017, 2.5.17
    r"|(?P<numeric>\d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|\d\d)(?!\d))"
    r"|(?P<number>\d{1,4})(?:st|nd|rd|th|er|re|[.ºª°]+)?(?!\d)"
    r"|(?P<region>[A-Z][A-Za-z]+/[A-Za-z_]+)"
    r"|(?P<word>[^\W\d_]+(?:-feira)?)\.?"
    r"|(?P<space>[\s,;()|'’-]+)"
)


class Context(NamedTuple):
    """What the caller knows, and the text does not say."""

    day_first: bool | None = None
    language: str | None = None
    reference: dt.datetime | None = None


class Clock(NamedTuple):
    """A time of day."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    micro: int = 0


class Parts(NamedTuple):
    """A date as it is written, not yet checked."""

    year: int
    month: int
    day: int
    clock: Clock | None = None
    zone: str | None = None
    note: str | None = None


def micro(fraction: str | None) -> int:
    """Microseconds of the decimals of a second."""
    return int(fraction[:6].ljust(6, "0")) if fraction else 0


def year_of(digits: str, context: Context) -> int:
    """A year of two or four digits."""
    year = int(digits)
    if len(digits) > 2:
        return year
    if context.reference is not None:
        return round((context.reference.year - year) / 100) * 100 + year
    return year + (1900 if year >= _PIVOT else 2000)


def read_words(text: str, context: Context) -> Parts | None:
    """The date that all of a text says, None where any of it says something else."""
    words, at = _Words(), 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match or not words.take(match):
            return None
        at = match.end()
    return _numeric(words, context) if words.numeric else _named(words, context)


class _Words:
    """What the tokens of a date have said so far."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.month = ""
        self.numeric: tuple[str, str, str, str] | None = None
        self.clock: Clock | None = None
        self.zone: str | None = None

    def take(self, match: re.Match[str]) -> bool:
        """Takes one token; False where it is no part of a date, or says again what is already said."""
        if match["time"]:
            return self._time(match["time"], match["half"])
        if match["hour"]:
            return self._time(match["hour"] + ":00", match["half2"])
        if match["number"]:
            self.numbers.append(match["number"])
            return len(self.numbers) <= 3
        if match["word"]:
            return self._word(match["word"])
        if match["numeric"]:
            first, second, year = match["numeric"].split(match["sep"])
            known, self.numeric = self.numeric is None, (first, second, year, match["sep"])
            return known
        if not match["space"]:
            known, self.zone = self.zone is None, match[0]
            return known
        return True

    def _time(self, text: str, half: str | None) -> bool:
        if self.clock is not None:
            return False
        hour, minute, second, fraction = ([*re.split(r"[:h.,]", text.rstrip("h")), "0", "0", ""])[:4]
        hours = int(hour)
        if half:
            if not 1 <= hours <= 12:
                return False
            hours = hours % 12 + (12 if half in "pP" else 0)
        self.clock = Clock(hours, int(minute), int(second), micro(fraction))
        return True

    def _word(self, word: str) -> bool:
        folded = fold(word)
        if folded in MONTHS and self.month in ("", "mar"):  # 'mar 10 mars': Tuesday in French
            self.month = folded
            return True
        if folded in WEEKDAYS or folded in FILLERS:
            return True
        if (folded in ZONES or folded in REGIONS) and self.zone is None:
            self.zone = word
            self._time_before_zone()
            return True
        return False

    def _time_before_zone(self) -> None:
        """'0001 GMT': four digits before a zone are a time, unless they can only be the year."""
        last = self.numbers[-1] if self.numbers else ""
        if self.clock is None and len(last) == 4 and (not self.month or int(last) < _EARLIEST_YEAR):
            self.numbers.pop()
            self.clock = Clock(int(last[:2]), int(last[2:]))


def _named(words: _Words, context: Context) -> Parts | None:
    """'May 02, 2017', '10 juil 2024', '26 FEB 87', 'Feb 26'."""
    month, numbers = MONTHS.get(words.month), words.numbers
    if month is None or not 1 <= len(numbers) <= 2:
        return None
    if len(numbers) == 2:
        day, year = numbers if len(numbers[0]) <= 2 else numbers[::-1]
        return Parts(year_of(year, context), month, int(day), words.clock, words.zone)
    if context.reference is None or len(numbers[0]) > 2:
        return None
    return Parts(_nearest_year(month, context.reference), month, int(numbers[0]), words.clock, words.zone)


def _nearest_year(month: int, reference: dt.datetime) -> int:
    """Of a date without one: at most six months from the reference."""
    apart = month - reference.month
    return reference.year + (1 if apart < -6 else -1 if apart > 6 else 0)


def _numeric(words: _Words, context: Context) -> Parts | None:
    """'03/04/2020': day or month first; '3.4.2020' has the day first everywhere."""
    if words.numbers or words.month or words.numeric is None:
        return None
    first, second, year, separator = words.numeric
    if separator == "." and context.day_first is None:
        context = context._replace(day_first=True)
    day_first, note = _day_order(int(first), int(second), context)
    day, month = (first, second) if day_first else (second, first)
    return Parts(year_of(year, context), int(month), int(day), words.clock, words.zone, note)


def _day_order(first: int, second: int, context: Context) -> tuple[bool, str | None]:
    """(whether the day is first, a note where that was assumed)."""
    if context.day_first is not None:
        return context.day_first, None
    if first > 12 or second > 12 or first == second:
        return first > 12, None
    language = (context.language or "en").lower()
    day_first = not language.startswith("en") or language in _DAY_FIRST_ENGLISH
    return day_first, f"day order not given; read as {'day' if day_first else 'month'} first"
