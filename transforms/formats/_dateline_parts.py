"""The parts of a dateline: places, date, credit; and the dashes that may end one."""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

from transforms.formats._agencies import is_agency
from transforms.formats._months import WEEKDAYS, fold, month_number
from transforms.formats._places import ARTICLE_WORDS, ARTICLES, CITIES, NO_PLACES, ONE_PLACE, QUALIFIERS

__all__ = ["CREDIT", "DASH", "Parts", "is_abbreviation", "is_city", "is_listed", "parts_of", "places_of"]

# What ends a dateline: a dash or AP's ' _ ' between blanks, a long dash, any dash, colon or point after the
# credit, a dash that has lost one of its blanks.
DASH: Final = re.compile(
    r"\s+(?:--?|[—–_])(?=\s|$)\s*"
    r"|\s*(?:—|--)\s*"
    r"|(?<=[)/])\s*\.?\s*[-–—_:]+\s*"
    r"|(?<=[)/])\.\s+"
    r"|\s+[–-](?=[A-ZÀ-Ý\"“])"
    r"|(?<=\d)\s?--?(?:\s+|$)"
)
CREDIT: Final = r"(?:\(([^()\n]{2,40})\)|/([^/\n]{2,30})/)"
_END_CREDIT: Final = re.compile(rf"\s*-{{0,2}}{CREDIT}$")
_CREDIT_REACH: Final = 60

_YEAR: Final = r"(?:,?\s+(?:de\s+)?(?:19|20)\d\d)?"
# 'Feb 26', 'Aug 29, 2014', 'MARCH 2O', 'Dec. 9'; '10 juil 2024', '1 LUG', '12. März'; a weekday before it.
_DATE: Final = re.compile(
    r"(?:(?<=[\s,./])|^)(?P<date>(?:(?P<weekday>[^\W\d_]{3,10}(?:-feira)?)\.?(?:,\s*|\s+)(?:den\s+|le\s+)?)?"
    r"(?P<rest>(?P<month>[^\W\d_]{3,10})\.?\s*(?P<day>[\dOol]{1,3})(?:st|nd|rd|th)?"
    r"|\d{1,2}(?:er|[.ºª°])?\s*(?:de\s+)?(?P<month2>[^\W\d_]{3,10})\.?)"
    rf"{_YEAR})$"
)
_LAST_WORD: Final = re.compile(r"(?:(?<=[\s,])|^)[^\W\d_]{4,10}$")

# A place name: capitalised words; small words only between them.
_SMALL: Final = (
    "de|la|las|los|le|les|del|der|den|am|an|im|in|bei|di|da|do|dos|du|des|el|al|und|and|of|on|upon|sur|sous|aux"
    "|the|y"
)
_PLACE: Final = re.compile(
    rf"[^\W\d_a-zà-ÿ][\w.'’-]*(?:[ -](?:(?:{_SMALL})(?:[ -](?:la|las|los|der|the|le))?[ -])?"
    r"[^\W_a-zà-ÿ][\w.'’-]*){0,5}"
)
_WORDS: Final = re.compile(r"[^\W\d_][^\d:;!?()\"]*")
_MOST_WORDS: Final = 6
_MOST_PLACES: Final = 4
_COMPANY: Final = re.compile(
    r"\b(?:inc|corp|co|ltd|llc|plc|sa|ag|nv|gmbh|spa|bank|group|holdings?)\.?$", re.IGNORECASE
)


class Parts(NamedTuple):
    """What stands before the dash. `places` keeps the comma or point that ends it."""

    places: str
    date: str | None = None
    credit: str | None = None

    @property
    def has_day(self) -> bool:
        """Whether the date is more than a weekday or month."""
        return self.date is not None and any(map(str.isdigit, self.date))


@functools.lru_cache(maxsize=1024)
def parts_of(text: str, *, lenient: bool = False) -> Parts:
    """Places, date and credit of the text before the dash.

    Args:
      lenient: for a dateline element, which is known to be one: a month alone is a date, too.
    """
    text = text.strip().rstrip(",;:")
    credit = None
    if match := _END_CREDIT.search(text[-_CREDIT_REACH:]):
        credit = (match[1] or match[2]).strip()
        text = text[: len(text) - len(match[0])].rstrip(" -")
    date, rest = _split_date(text, lenient=lenient)
    if date is None and credit is None:
        name, before = _bare_credit(text)
        if name and (found := _split_date(before, lenient=lenient))[0]:
            credit, (date, rest) = name, found
    return Parts(rest.strip(), date, credit)


def _bare_credit(text: str) -> tuple[str | None, str]:
    """'SAITAMA, Japan, Dec. 9 Kyodo': the agency as the last word or two."""
    words = text.split()
    for count in (1, 2):
        name = " ".join(words[-count:])
        if len(words) > count and is_agency(name):
            return name, " ".join(words[:-count]).rstrip(",")
    return None, text


def _split_date(text: str, *, lenient: bool) -> tuple[str | None, str]:
    """(the date that a text ends in, what is before it)."""
    trimmed = text.rstrip(" ,.-") if lenient else text.rstrip(" ,.")
    match = _DATE.search(trimmed)
    if match and month_number(match["month"] or match["month2"], misspelt=True):
        start = match.start("date" if _has_weekday(match) else "rest")
        before = trimmed[:start].rstrip(" -" if lenient else " ")
        if before or " " in trimmed[start:]:  # 'MAR8' alone is a row of a table
            return trimmed[start:], before
    if last := _LAST_WORD.search(trimmed):
        word = last[0]
        if fold(word) in WEEKDAYS or (lenient and last.start() and month_number(word)):
            return word, trimmed[: last.start()].rstrip()
    return None, text


def _has_weekday(date: re.Match[str]) -> bool:
    """Whether the word before the date is a weekday; in 'SANTO DOMINGO, March 3' it is not."""
    word, before = date["weekday"], date.string[: date.start("date")].rstrip()
    return word is not None and fold(word) in WEEKDAYS and before[-1:] in ("", ",", "/")


@functools.lru_cache(maxsize=1024)
def places_of(text: str, *, lenient: bool = False) -> tuple[str, ...]:
    """The places of the part before the date: apart by slashes; a state or country stays with its city."""
    text = " ".join(text.split()).rstrip(",;: ")
    if not text:
        return ()
    parts = [text] if text.partition(",")[0].lower().startswith(ONE_PLACE) else text.split("/")
    places = [_place(part, lenient=lenient) for part in parts]
    return tuple(places) if all(places) and len(places) <= _MOST_PLACES else ()


def _place(text: str, *, lenient: bool) -> str:
    """One place with its state or country, '' where it is none."""
    names = [name for name in map(str.strip, text.split(",")) if name.strip(".")]
    if not names or not all(_is_place(name, lenient=lenient) for name in names):
        return ""
    if names[-1].endswith(".") and not is_abbreviation(names[-1].split()[-1]):
        names[-1] = names[-1].rstrip(".")
    return ", ".join(names)


def _is_place(name: str, *, lenient: bool) -> bool:
    bare = name.replace("/", " ") if name.lower().startswith(ONE_PLACE) else name
    if not (_WORDS if lenient else _PLACE).fullmatch(bare) or len(bare.split()) > _MOST_WORDS:
        return False
    first = bare.split()[0].casefold()
    if first not in NO_PLACES or _is_qualifier(bare):
        return True
    in_capitals = bare == bare.upper() and first != bare.casefold()
    return bare.lower().startswith(ARTICLES) or (first in ARTICLE_WORDS and in_capitals)


def is_abbreviation(name: str) -> bool:
    """'Pa.' and 'D.C.' keep their point; 'MOSCOW.' has one that ends it."""
    return "." in name[:-1] or _is_qualifier(name) or (not name.isupper() and len(name) <= 6)


def _is_qualifier(name: str) -> bool:
    return name.rstrip(".").casefold() in QUALIFIERS


def is_listed(place: str) -> bool:
    """A city of the list, or one with its state or country."""
    city, _, qualifier = place.partition(", ")
    return city.lower() in CITIES or place.lower() in CITIES or _is_qualifier(qualifier)


def is_city(place: str, credit: str | None) -> bool:
    """Whether a place proves a dateline: listed and in capitals; beside a credit, one of both is enough."""
    capitals = (city := place.partition(", ")[0]) == city.upper()
    if credit is not None:
        return is_listed(place) or (capitals and not _COMPANY.search(place))
    return capitals and is_listed(place)
