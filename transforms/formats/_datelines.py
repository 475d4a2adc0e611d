"""Datelines: where and when a story was filed, and who credits it.

Contract: nothing here fails. `split_dateline` takes a dateline only where something proves it: a date, an
agency's credit, or a city in capitals that stands alone by the AP's list. Prose with a dash in it stays prose.

A place keeps the state or country that is written with it ('RICHMOND, Va.'). A slash parts two places, unless
the name is one of `ONE_PLACE`.

Sources: the datelines of AP, Reuters, AFP, dpa, ANSA, Kyodo, Xinhua, TASS, EFE and PTI; Reuters-21578 for
what goes wrong in them ('MARCH 2O', 'NEW YORK , APri 7').
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from schemas.records import Dateline
from transforms.formats._agencies import is_agency
from transforms.formats._months import WEEKDAYS, fold, month_number
from transforms.formats._places import ARTICLE_WORDS, ARTICLES, CITIES, NO_PLACES, ONE_PLACE, QUALIFIERS

__all__ = ["parse_dateline", "split_dateline", "split_dateline_element"]

_LONGEST: Final = 160
_TRIED_DASHES: Final = 3

# What ends a dateline: a dash or AP's ' _ ' between blanks, a long dash, any dash or colon after the credit,
# a dash that has lost one of its blanks.
_DASH: Final = re.compile(
    r"\s+(?:--?|[—–_])(?=\s|$)\s*"
    r"|\s*(?:—|--)\s*"
    r"|(?<=[)/])\s*\.?\s*[-–—_:]+\s*"
    r"|(?<=[)/])\.\s+"
    r"|\s+[–-](?=[A-ZÀ-Ý\"“])"
    r"|(?<=\d)\s?--?(?:\s+|$)"
)
_TRAILING_DASH: Final = re.compile(r"[\s–—_,:-]*$")
_CREDIT: Final = r"(?:\(([^()\n]{2,40})\)|/([^/\n]{2,30})/)"
_LEADING_CREDIT: Final = re.compile(rf"\s*{_CREDIT}\s*[-–—_:]*\s*")
_END_CREDIT: Final = re.compile(rf"\s*-{{0,2}}{_CREDIT}$")
_BEFORE_CREDIT: Final = re.compile(rf"(?:^|[^()\n]{{0,120}}?){_CREDIT}[:.]?\s+(?=\S)")

_YEAR: Final = r"(?:,?\s+(?:de\s+)?(?:19|20)\d\d)?"
# 'Feb 26', 'Aug 29, 2014', 'MARCH 2O', 'Dec. 9'; '10 juil 2024', '1 LUG', '12. März'; a weekday before it.
_DATE: Final = re.compile(
    r"(?:(?<=[\s,./])|^)(?P<date>(?:(?P<weekday>[^\W\d_]{3,10}(?:-feira)?)\.?(?:,\s*|\s+)(?:den\s+|le\s+)?)?"
    r"(?P<rest>(?P<month>[^\W\d_]{3,10})\.?\s*(?P<day>[\dOol]{1,3})(?:st|nd|rd|th)?"
    r"|\d{1,2}(?:er|[.ºª°])?\s*(?:de\s+)?(?P<month2>[^\W\d_]{3,10})\.?)"
    rf"{_YEAR})$"
)
_LAST_WORD: Final = re.compile(r"(?:(?<=[\s,])|^)[^\W\d_]{3,10}$")

# A place name: capitalised words; small words only between them.
_SMALL: Final = "de|la|las|los|le|les|del|der|den|am|an|im|in|bei|di|da|do|dos|du|des|el|al|und|and|of|on|upon|sur|sous|aux|the|y"
_PLACE: Final = re.compile(
    rf"[^\W\d_a-zà-ÿ][\w.'’-]*(?:[ -](?:(?:{_SMALL})(?:[ -](?:la|las|los|der|the|le))?[ -])?"
    r"[^\W_a-zà-ÿ][\w.'’-]*){0,5}"
)
_WORDS: Final = re.compile(r"[^\W\d_][^\d:;!?()\"]*")
_MOST_WORDS: Final = 6
_COMPANY: Final = re.compile(
    r"\b(?:inc|corp|co|ltd|llc|plc|sa|ag|nv|gmbh|spa|bank|group|holdings?)\.?$", re.IGNORECASE
)
_NOISE: Final = re.compile(r"^\s*(?:[*/+#]+|[a-z]\s{2,})\s*")


class _Head(NamedTuple):
    """The parts of what stands before the dash."""

    places: str
    date: str | None = None
    credit: str | None = None

    @property
    def dated(self) -> bool:
        """Whether the date has a day: more than a weekday's name."""
        return self.date is not None and any(char.isdigit() for char in self.date)


def split_dateline(paragraph: str, *, provider: str = "") -> tuple[Dateline | None, str]:
    """The dateline at the start of a body's first paragraph, and the rest; (None, paragraph) where there is none.

    Args:
      provider: the feed's agency, where it is known; its name proves a dateline as a known agency's does.
    """
    head = paragraph[:_LONGEST]
    leading = _LEADING_CREDIT.match(head)
    if leading and not _is_credit(_name(leading), provider):
        leading = None
    start = leading.end() if leading else 0
    for dash, _ in zip(_DASH.finditer(head, start), range(_TRIED_DASHES), strict=False):
        if _LEADING_CREDIT.match(head, dash.end()) and not leading:
            continue  # 'NEW YORK--(BUSINESS WIRE)--': the dateline goes on
        if dateline := _proved(head[: dash.start()], start, provider, leading):
            return dateline, paragraph[dash.end() :].lstrip()
    if leading:
        return Dateline(text=_trimmed(leading[0]), credit=_name(leading)), paragraph[start:].lstrip()
    return _without_dash(paragraph, head, provider)


def _without_dash(paragraph: str, head: str, provider: str) -> tuple[Dateline | None, str]:
    """'MOSCOW, Monday (Reuters) Text': a known agency's credit ends a dateline even without a dash."""
    match = _BEFORE_CREDIT.match(head)
    if match and _is_credit(_name(match), provider):
        text = match[0].rstrip().rstrip(":.")
        if dateline := _proved(text, 0, provider, None):
            return dateline, paragraph[match.end() :]
    return None, paragraph


def _name(credit: re.Match[str]) -> str:
    return (credit[1] or credit[2]).strip()


def _is_credit(name: str, provider: str) -> bool:
    return is_agency(name) or (bool(provider) and name.casefold() == provider.strip().casefold())


def _proved(text: str, start: int, provider: str, leading: re.Match[str] | None) -> Dateline | None:
    """The dateline that a text is, where a credit, a date or a city proves it."""
    head = _parts(text[start:])
    credit = head.credit or (_name(leading) if leading else None)
    known = credit is not None and _is_credit(credit, provider)
    places = _places(head.places)
    if bool(head.places) != bool(places) or not (places or (known and head.date)):
        return None
    if not (known or _by_date(head) or _by_city(places, credit)):
        return None
    return Dateline(text=_trimmed(text), places=places, date=head.date, credit=credit)


def _by_date(head: _Head) -> bool:
    """A day proves a place in capitals, or one that a comma or point parts from it; a weekday only capitals."""
    city = head.places.split(",")[0]
    capitals = city == city.upper()
    if head.date is None:
        return False
    return capitals or (head.dated and head.places.endswith((",", ".")))


def _by_city(places: tuple[str, ...], credit: str | None) -> bool:
    """Cities of the list, or with their state or country, in capitals; with some credit, either."""
    return bool(places) and all(_is_city(place, credit) for place in places)


def _is_city(place: str, credit: str | None) -> bool:
    city, _, qualifier = place.partition(", ")
    capitals = city.upper() == city
    listed = city.lower() in CITIES or place.lower() in CITIES
    if credit is not None:
        return listed or (capitals and not _COMPANY.search(place))
    return capitals and (listed or _is_qualifier(qualifier))


def _is_qualifier(name: str) -> bool:
    return name.rstrip(".").casefold() in QUALIFIERS


def _parts(text: str, *, lenient: bool = False) -> _Head:
    """Places, date and credit of the text before the dash. The places keep the comma or point that ends them."""
    text = text.strip().rstrip(",;:")
    credit = None
    if match := _END_CREDIT.search(text[-60:]):
        credit = _name(match)
        text = text[: len(text) - len(match[0])].rstrip(" -")
    date, rest = _split_date(text, lenient=lenient)
    if date is None and credit is None:
        name, without = _bare_credit(text)
        if name and (found := _split_date(without, lenient=lenient))[0]:
            credit, (date, rest) = name, found
    return _Head(rest.strip(), date, credit)


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
        if (len(word) > 3 and fold(word) in WEEKDAYS) or (lenient and last.start() and month_number(word)):
            return word, trimmed[: last.start()].rstrip()
    return None, text


def _has_weekday(date: re.Match[str]) -> bool:
    """Whether the word before the date is a weekday; in 'SANTO DOMINGO, March 3' and 'MO., March 3' it is not."""
    word, before = date["weekday"], date.string[: date.start("date")].rstrip()
    return word is not None and len(word) > 2 and fold(word) in WEEKDAYS and before[-1:] in ("", ",", "/")


def _places(text: str, *, lenient: bool = False) -> tuple[str, ...]:
    """The places of the part before the date: apart by slashes; a state or country stays with its city."""
    text = " ".join(text.split()).rstrip(",;: ")
    if not text:
        return ()
    whole = text.partition(",")[0].lower()
    parts = [text] if whole.startswith(ONE_PLACE) else text.split("/")
    places = [_place(part, lenient=lenient) for part in parts]
    return tuple(places) if all(places) and len(places) <= 4 else ()


def _place(text: str, *, lenient: bool) -> str:
    """One place with its state or country, '' where it is none."""
    names = [name for name in (name.strip() for name in text.split(",")) if name.strip(".")]
    if not names or not all(_is_place(name, lenient=lenient) for name in names):
        return ""
    if names[-1].endswith(".") and not _is_abbreviation(names[-1].split()[-1]):
        names[-1] = names[-1].rstrip(".")
    return ", ".join(names)


def _is_abbreviation(name: str) -> bool:
    """'Pa.' and 'D.C.' keep their point; 'MOSCOW.' has one that ends it."""
    return "." in name[:-1] or _is_qualifier(name) or (not name.isupper() and len(name) <= 6)


def _is_place(name: str, *, lenient: bool) -> bool:
    pattern = _WORDS if lenient else _PLACE
    bare = name.replace("/", " ") if name.lower().startswith(ONE_PLACE) else name
    if not pattern.fullmatch(bare) or len(bare.split()) > _MOST_WORDS:
        return False
    first = bare.split()[0].casefold()
    if first not in NO_PLACES or _is_qualifier(bare):
        return True
    return bare.lower().startswith(ARTICLES) or (
        first in ARTICLE_WORDS and bare == bare.upper() and first != bare
    )


def _trimmed(text: str) -> str:
    """A dateline's text without the dash that ends it; the point of 'D.C.' stays."""
    text = _TRAILING_DASH.sub("", text.strip())
    return text.rstrip(".") if text.endswith(".") and not _is_abbreviation(text.split()[-1]) else text


def parse_dateline(text: str) -> Dateline:
    """The text of a dateline element of a feed. Never fails: at worst only `text` is set."""
    text = " ".join(_NOISE.sub("", text).split())
    if len(text) > _LONGEST:
        return Dateline(text=text)
    bare = _trimmed(text)
    leading = _LEADING_CREDIT.match(bare)
    if leading and leading.end() == len(bare):
        return Dateline(text=bare, credit=_name(leading))
    head = _parts(bare[leading.end() :] if leading else bare, lenient=True)
    places = _places(head.places, lenient=head.date is not None) if head.places else ()
    if head.places and not places:
        return Dateline(text=bare)
    return Dateline(
        text=bare, places=places, date=head.date, credit=head.credit or (_name(leading) if leading else None)
    )


def split_dateline_element(text: str) -> tuple[Dateline, str]:
    """A dateline element that may hold the beginning of the body, or no dateline at all: (dateline, the rest).

    Here only a date, a credit, or a city of the list proves a dateline; else only `text` is set and all of the
    element is rest. The rest has its white space as sent.
    """
    dashes = [dash for dash, _ in zip(_DASH.finditer(text[:_LONGEST]), range(_TRIED_DASHES), strict=False)]
    for dash in dashes:
        dateline = parse_dateline(text[: dash.start()])
        if dateline.date or dateline.credit:
            return dateline, text[dash.end() :]
    whole = parse_dateline(text)
    if whole.date or whole.credit or (whole.places and all(map(_is_listed, whole.places))):
        return whole, ""
    return Dateline(text=whole.text), text


def _is_listed(place: str) -> bool:
    city, _, qualifier = place.partition(", ")
    return city.lower() in CITIES or place.lower() in CITIES or _is_qualifier(qualifier)
