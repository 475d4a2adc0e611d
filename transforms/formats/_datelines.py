"""Datelines: where and when a story was filed, and who credits it.

Contract: nothing here fails. `split_dateline` takes a dateline only where something proves it: a date, an
agency's credit, or a city in capitals that stands alone by the AP's list. Prose with a dash stays prose.

A place keeps the state or country that is written with it ('RICHMOND, Va.'). A slash parts two places, unless
the name is one of `ONE_PLACE`.

Sources: the datelines of AP, Reuters, AFP, dpa, ANSA, Kyodo, Xinhua, TASS, EFE and PTI; Reuters-21578 for
what goes wrong in them ('MARCH 2O', 'NEW YORK , APri 7').
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from schemas.records import Dateline
from transforms.formats._agencies import is_agency
from transforms.formats._dateline_parts import (
    CREDIT,
    DASH,
    Parts,
    is_abbreviation,
    is_city,
    is_listed,
    parts_of,
    places_of,
)

__all__ = ["parse_dateline", "split_dateline", "split_dateline_element"]

_LONGEST: Final = 160
_TRIED_DASHES: Final = 3
_TRAILING_DASH: Final = re.compile(r"[\s–—_,:-]*$")
_LEADING_CREDIT: Final = re.compile(rf"\s*{CREDIT}\s*[-–—_:]*\s*")
_BEFORE_CREDIT: Final = re.compile(rf"[^()\n]{{0,120}}?{CREDIT}[:.]?\s+(?=\S)")
# Asterisks of an alert, or a letter that was left over, before a dateline element's text.
_NOISE: Final = re.compile(r"\s*(?:[*/+#]+|[a-z]\s{2,})\s*")


def split_dateline(paragraph: str, *, provider: str = "") -> tuple[Dateline | None, str]:
    """The dateline at the start of a body's first paragraph, and the rest; (None, paragraph) where none is.

    Args:
      paragraph: the first paragraph of a body.
      provider: the feed's agency, where it is known; its name proves a dateline as a known agency's does.
    """
    head = paragraph[:_LONGEST]
    leading = _LEADING_CREDIT.match(head)
    if leading and not _is_credit(_name(leading), provider):
        leading = None
    start = leading.end() if leading else 0
    for dash in _dashes(head, start):
        if _LEADING_CREDIT.match(head, dash.end()) and not leading:
            continue  # 'NEW YORK--(BUSINESS WIRE)--': the dateline goes on
        if dateline := _proved(head[: dash.start()], start, provider, leading):
            return dateline, paragraph[dash.end() :].lstrip()
    if leading:
        return Dateline(text=_trimmed(leading[0]), credit=_name(leading)), paragraph[start:].lstrip()
    return _without_dash(paragraph, head, provider)


def _dashes(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    return islice(DASH.finditer(text, start), _TRIED_DASHES)


def _without_dash(paragraph: str, head: str, provider: str) -> tuple[Dateline | None, str]:
    """'MOSCOW, Monday (Reuters) Text': a known agency's credit ends a dateline even without a dash."""
    match = _BEFORE_CREDIT.match(head)
    if match and _is_credit(_name(match), provider):
        text = match[0].rstrip().rstrip(":.")
        if dateline := _proved(text, 0, provider, None):
            return dateline, paragraph[match.end() :]
    return None, paragraph


def _name(credit: re.Match[str]) -> str:
    return str(credit[1] or credit[2]).strip()


def _is_credit(name: str, provider: str) -> bool:
    return is_agency(name) or (bool(provider) and name.casefold() == provider.strip().casefold())


def _proved(text: str, start: int, provider: str, leading: re.Match[str] | None) -> Dateline | None:
    """The dateline that a text is, where a credit, a date or a city proves it."""
    parts = parts_of(text[start:])
    credit = parts.credit or (_name(leading) if leading else None)
    known = credit is not None and _is_credit(credit, provider)
    places = places_of(parts.places)
    if bool(parts.places) != bool(places) or not (places or (known and parts.date)):
        return None
    by_city = bool(places) and all(is_city(place, credit) for place in places)
    if not (known or by_city or _by_date(parts)):
        return None
    return Dateline(text=_trimmed(text), places=places, date=parts.date, credit=credit)


def _by_date(parts: Parts) -> bool:
    """A day proves a place in capitals, or one before a comma or point; a weekday only capitals."""
    if parts.date is None:
        return False
    city = parts.places.split(",")[0]
    return city == city.upper() or (parts.has_day and parts.places.endswith((",", ".")))


def _trimmed(text: str) -> str:
    """A dateline's text without the dash that ends it; the point of 'D.C.' stays."""
    text = _TRAILING_DASH.sub("", text.strip())
    return text.rstrip(".") if text.endswith(".") and not is_abbreviation(text.split()[-1]) else text


def parse_dateline(text: str) -> Dateline:
    """The text of a dateline element of a feed. Never fails: at worst only `text` is set."""
    noise = _NOISE.match(text)
    text = " ".join(text[noise.end() if noise else 0 :].split())
    if len(text) > _LONGEST:
        return Dateline(text=text)
    bare = _trimmed(text)
    leading = _LEADING_CREDIT.match(bare)
    if leading and leading.end() == len(bare):
        return Dateline(text=bare, credit=_name(leading))
    parts = parts_of(bare[leading.end() :] if leading else bare, lenient=True)
    places = places_of(parts.places, lenient=parts.date is not None)
    if parts.places and not places:
        return Dateline(text=bare)
    credit = parts.credit or (_name(leading) if leading else None)
    return Dateline(text=bare, places=places, date=parts.date, credit=credit)


def split_dateline_element(text: str) -> tuple[Dateline, str]:
    """(dateline, rest) of an element that may hold the beginning of the body, or no dateline at all.

    Here only a date, a credit, or a city of the list proves a dateline; else only `text` is set, and all of
    the element is rest. The rest has its white space as sent.
    """
    return _short_element(text) if len(text) <= _LONGEST else _element(text)


def _element(text: str) -> tuple[Dateline, str]:
    for dash in _dashes(text[:_LONGEST]):
        dateline = parse_dateline(text[: dash.start()])
        if dateline.date or dateline.credit:
            return dateline, text[dash.end() :]
    whole = parse_dateline(text)
    if whole.date or whole.credit or (whole.places and all(map(is_listed, whole.places))):
        return whole, ""
    return Dateline(text=whole.text), text


_short_element: Final = functools.lru_cache(maxsize=1024)(_element)
"""On one day the stories from a place have one dateline."""
