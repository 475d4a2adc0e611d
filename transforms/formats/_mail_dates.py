"""Dates of mails and feeds: RFC 5322 section 3.3 by itself, every other form by `_dates`.

Nearly every date of a feed or mail is of this one form, so it is read here, at a tenth of the cost; a comment
after the zone ('+0000 (GMT)') is part of the form.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from transforms.formats._contract import Hints
from transforms.formats._dates import Moment, parse_date

__all__ = ["read_date"]

_RFC_5322: Final = re.compile(
    r"\s*(?:[A-Za-z]{3,9},?\s{1,9})?(\d{1,2})[ -]([A-Za-z]{3})[a-z]{0,6}[ -](\d{4})"
    r"\s{1,9}(\d{1,2}):(\d\d)(?::(\d\d))?\s{0,9}([+-])(\d\d)(\d\d)\s{0,9}(?:\([^()]{0,60}\)\s*)?"
)
# The same with the zone's old name, as RSS has it (RFC 822).
_GMT: Final = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})"
    r" (\d\d):(\d\d)(?::([0-5]\d))? GMT"
)
_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, 1)}
_YEARS: Final = range(1800, 2100)


def read_date(text: str, hints: Hints, language: str | None = None) -> Moment | None:
    """A date in any form to UTC, or None where it is none, or beyond the year 2099."""
    if match := _RFC_5322.fullmatch(text):
        *moment, sign, hours, minutes = match.groups()
        offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
        written = _time(moment)
        time = written and (written + offset if sign == "-" else written - offset)
    else:
        match = _GMT.fullmatch(text)
        time = _time(match.groups()) if match else None
    if time:
        return Moment(time)
    return parse_date(text, timezone=hints.timezone, day_first=hints.day_first, language=language)


def _time(parts: Sequence[str | None]) -> dt.datetime | None:
    day, name, year, hour, minute, second = (part or "0" for part in parts)
    month = _MONTHS.get(name.lower())
    if month is None or int(year) not in _YEARS:
        return None
    clock = (int(hour), int(minute), min(int(second), 59))
    try:
        return dt.datetime(int(year), month, int(day), *clock, tzinfo=dt.UTC)
    except ValueError:
        return None
