"""Every form of date that wires carry, to UTC.

Contract: `parse_date` gives a `Moment` or None, and no exception, whatever the text.

- A time without a zone is read in the zone that the caller names, and the note says so.
- `day_first` given is obeyed: a date that is impossible in that order is None, never turned round. Not
  given, the language decides (American English: month first; others: day first), and the note says so
  where both orders were possible.
- Two-digit years: the century nearest to `reference`; without one 69 to 99 are 19xx, 00 to 68 are 20xx
  (POSIX `strptime`).
- Years before 1800 and after 2099 are mistakes of the feed: None.
- A date without a time is midnight, with a note.

Forms, each by its standard or its agency: ISO 8601 extended and basic (`_ISO`), RFC 822/2822/5322 and
asctime, IPTC 7901 'DDHHMM [zone] Mon YY', ANPA 1312 'MM-DD-YY', 'HH:MM-DD-MM-YY' and AP's 'MM-DD-YY
HHMMzone', VMS '26-FEB-1987 15:01:01.79', the dates of prose in ten languages, seconds since 1970.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from transforms.formats._date_words import Clock, Context, Parts, micro, read_words, year_of
from transforms.formats._months import MONTHS, fold
from transforms.formats._zones import is_zone, zone_of

__all__ = ["Moment", "parse_date"]

_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2099
_LONGEST: Final = 80
_EPOCH_START: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

# ISO 8601 4.3.2 complete representations, extended and basic, and kin: a blank or '_' for the T, points or
# slashes in the date, any number of decimals, the zone after a blank, as an abbreviation, or with Java's
# '[Europe/Paris]' behind it.
_ISO: Final = re.compile(
    r"(\d{4})(?:([-/.])(\d\d?)\2(\d\d?)|(\d\d)(\d\d))"
    r"(?:(?:[Tt_,]? *)(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?"
    r" ?([A-Za-z]{1,5}|[A-Z][a-z]+/[A-Za-z_/]+|[+-]\d\d(?::?\d\d)?)?(?:\[[A-Za-z_/+-]+\])?)?"
)
# VAX/VMS: '26-FEB-1987 15:01:01.79', as Reuters-21578 has it.
# RFC 5322 3.3, with an offset and perhaps the zone's name as a comment: '12 Mar 2026 12:00:00 -0500 (EST)'
_RFC5322: Final = re.compile(
    r"(?:[A-Za-z]{3},? )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-]\d{4})"
    r"(?: \([\w :+-]{1,20}\))?"
)
_VMS: Final = re.compile(r"(\d\d?)-([A-Z]{3})-(\d{4}) +(\d\d):(\d\d):(\d\d)(?:\.(\d+))?")
# IPTC 7901 section 5: day, hour and minute in six digits, zone, month, year.
_IPTC7901: Final = re.compile(
    r"(\d\d)(\d\d)(\d\d) ?([A-Za-z]{1,5})?[ -]+([^\W\d_]{3,10})\.?,?[ -]*(\d{4}|\d\d)"
)
# ANPA 1312 trailers: 'MM-DD-YY'; 'HH:MM-DD-MM-YY'; AP's 'AP-NY-MM-DD-YY HHMMEDT'.
_ANPA: Final = re.compile(
    r"(?:[A-Z]{2,4}-[A-Z]{2,4}-)?(\d\d)-(\d\d)-(\d\d)(?: +(\d\d):?(\d\d) ?([A-Za-z]{1,5})?)?"
)
_ANPA_TIMED: Final = re.compile(r"(\d\d):(\d\d)-(\d\d)-(\d\d)-(\d\d)(?: ?([A-Za-z]{1,5}))?")
_EPOCH: Final = re.compile(r"(\d{9,10})(?:\.(\d{1,6}))?|(\d{12,13})")


class Moment(NamedTuple):
    """A time in UTC, and what had to be assumed, such as 'no zone given; read as UTC'."""

    time: dt.datetime
    note: str | None = None


def parse_date(
    text: str,
    *,
    timezone: str = "UTC",
    day_first: bool | None = None,
    language: str | None = None,
    reference: dt.datetime | None = None,
) -> Moment | None:
    """A date in any form to UTC, or None where it is none. `reference` supplies a missing year."""
    parts = _fixed_form(text)
    if parts is None:
        if len(text) > 4 * _LONGEST:
            return None
        text = " ".join(text.split())
        if not 0 < len(text) <= _LONGEST:
            return None
        context = Context(day_first, language, reference)
        parts = (
            _fixed_form(text) or _iptc7901(text, context) or _anpa(text, context) or read_words(text, context)
        )
    if parts is not None and (moment := _moment(parts, timezone)) is not None:
        return moment
    return _epoch(text)


def _fixed_form(text: str) -> Parts | None:
    """The three forms that need nothing but themselves, and are by far the most frequent."""
    if match := _ISO.fullmatch(text):
        return _iso(match)
    if match := _VMS.fullmatch(text):
        return _vms(match)
    match = _RFC5322.fullmatch(text)
    return _rfc5322(match) if match else None


def _iso(match: re.Match[str]) -> Parts | None:
    year, _, month, day, month2, day2, hour, minute, second, fraction, zone = match.groups()
    if zone and not is_zone(zone):
        return None
    clock = Clock(int(hour), int(minute), int(second or 0), micro(fraction)) if hour else None
    return Parts(int(year), int(month or month2), int(day or day2), clock, zone)


def _rfc5322(match: re.Match[str]) -> Parts | None:
    day, month, year, hour, minute, second, zone = match.groups()
    number = MONTHS.get(month.lower())
    if number is None or not is_zone(zone):
        return None
    return Parts(int(year), number, int(day), Clock(int(hour), int(minute), int(second or 0)), zone)


def _vms(match: re.Match[str]) -> Parts | None:
    day, month, year, hour, minute, second, fraction = match.groups()
    number = MONTHS.get(month.lower())
    clock = Clock(int(hour), int(minute), int(second), micro(fraction))
    return Parts(int(year), number, int(day), clock) if number else None


def _iptc7901(text: str, context: Context) -> Parts | None:
    match = _IPTC7901.fullmatch(text)
    if not match:
        return None
    day, hour, minute, zone, month, year = match.groups()
    number = MONTHS.get(fold(month))
    if number is None or (zone and not is_zone(zone)):
        return None
    return Parts(year_of(year, context), number, int(day), Clock(int(hour), int(minute)), zone)


def _anpa(text: str, context: Context) -> Parts | None:
    if match := _ANPA_TIMED.fullmatch(text):
        hour, minute, day, month, year, zone = match.groups()
        return Parts(year_of(year, context), int(month), int(day), Clock(int(hour), int(minute)), zone)
    match = _ANPA.fullmatch(text)
    if not match:
        return None
    first, second, year, hour, minute, zone = match.groups()
    clock = Clock(int(hour), int(minute)) if hour else None
    month, day = (second, first) if context.day_first else (first, second)
    return Parts(year_of(year, context), int(month), int(day), clock, zone)


def _epoch(text: str) -> Moment | None:
    """Seconds or milliseconds since 1970, as JSON feeds carry them."""
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    seconds, fraction, millis = match.groups()
    micros = int(seconds) * 10**6 + micro(fraction) if seconds else int(millis) * 1000
    time = _EPOCH_START + dt.timedelta(microseconds=micros)
    return Moment(time) if time.year <= _LAST_YEAR else None


def _moment(parts: Parts, timezone: str) -> Moment | None:
    notes = [parts.note] if parts.note else []
    zone = zone_of(parts.zone) if parts.zone else None
    if parts.zone and zone is None:
        return None
    if zone is None:
        zone = zone_of(timezone)
        notes.append(
            f"no zone given; read as {timezone}" if zone else f"unknown zone {timezone}; read as UTC"
        )
    if parts.clock is None:
        notes.append("no time given; read as 00:00")
    time = _utc(parts, zone or dt.UTC)
    return Moment(time, "; ".join(notes) or None) if time else None


def _utc(parts: Parts, zone: dt.tzinfo) -> dt.datetime | None:
    if not _FIRST_YEAR <= parts.year <= _LAST_YEAR:
        return None
    hour, minute, second, micros = parts.clock or Clock()
    days = 0
    if (hour, minute, second) == (24, 0, 0):  # ISO 8601 4.2.3: the end of the day
        hour, days = 0, 1
    if second == 60:  # a leap second
        second = 59
    try:
        local = dt.datetime(parts.year, parts.month, parts.day, hour, minute, second, micros, zone)
    except ValueError:
        return None
    return (local + dt.timedelta(days=days) if days else local).astimezone(dt.UTC)
