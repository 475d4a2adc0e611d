"""Every form of date that wires carry, to UTC.

Contract: `parse_date` gives a `Moment` or None, and no exception, whatever the text.

- A time without a zone is read in the zone that the caller names, and the note says so.
- `day_first` given is obeyed: a date that is impossible in that order is None, never turned round. Not
  given, the language decides (English: month first, others: day first), and the note says so where both
  orders were possible.
- Two-digit years: the century nearest to `reference`; without one 69 to 99 are 19xx, 00 to 68 are 20xx
  (POSIX `strptime`).
- Years before 1800 and after 2099 are mistakes of the feed: None.
- A date without a time is midnight, with a note.

Forms, each by its standard or its agency: ISO 8601 extended and basic (`_ISO`), RFC 822/2822/5322 and
asctime, IPTC 7901 5.9 'DDHHMM [zone] Mon YY', ANPA 1312 'MM-DD-YY', 'HH:MM-DD-MM-YY' and AP's
'MM-DD-YY HHMMzone', VMS '26-FEB-1987 15:01:01.79', the dates of prose in eight languages, Unix seconds.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from transforms.formats._months import FILLERS, MONTHS, REGIONS, WEEKDAYS, ZONES, fold

__all__ = ["Moment", "parse_date"]

_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2099
_PIVOT: Final = 69
_LONGEST: Final = 80

# ISO 8601 4.3.2 complete representations, extended and basic, and kin: a blank or '_' for the T, points or
# slashes in the date, any number of decimals, the zone after a blank, as an abbreviation, or with Java's
# '[Europe/Paris]' behind it.
_ISO: Final = re.compile(
    r"(\d{4})(?:([-/.])(\d\d?)\2(\d\d?)|(\d\d)(\d\d))"
    r"(?:(?:[Tt_,]? *)(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?"
    r" ?([A-Za-z]{1,5}|[+-]\d\d(?::?\d\d)?)?(?:\[[A-Za-z_/+-]+\])?)?"
)
# VAX/VMS: '26-FEB-1987 15:01:01.79', as Reuters-21578 has it.
_VMS: Final = re.compile(r"(\d\d?)-([A-Z]{3})-(\d{4}) +(\d\d):(\d\d):(\d\d)(?:\.(\d+))?")
# IPTC 7901: day, hour and minute in six digits, zone, month, year.
_IPTC7901: Final = re.compile(
    r"(\d\d)(\d\d)(\d\d) ?([A-Za-z]{1,5})?[ -]+([^\W\d_]{3,10})\.?,?[ -]*(\d{4}|\d\d)"
)
# ANPA 1312 trailers: 'MM-DD-YY'; 'HH:MM-DD-MM-YY'; AP's 'AP-NY-MM-DD-YY HHMMEDT'.
_ANPA: Final = re.compile(
    r"(?:[A-Z]{2,4}-[A-Z]{2,4}-)?(\d\d)-(\d\d)-(\d\d)(?: +(\d\d):?(\d\d) ?([A-Za-z]{1,5})?)?"
)
_ANPA_TIMED: Final = re.compile(r"(\d\d):(\d\d)-(\d\d)-(\d\d)-(\d\d)(?: ?([A-Za-z]{1,5}))?")
_EPOCH: Final = re.compile(r"(\d{9,10})(?:\.(\d{1,6}))?|(\d{12,13})")

# The dates of prose, word by word: a time, an offset, a number with its separator, a word.
_TOKEN: Final = re.compile(
    r"(?P<time>\d{1,2}(?:[:h.]\d\d(?::\d\d(?:[.,]\d{1,9})?)?|h)(?![\d./-]))(?:(?: ?(?P<half>[aApP])\.?[mM]\b\.?)|h)?"
    r"|(?P<hour>\d{1,2}) ?(?P<half2>[aApP])\.?[mM]\b\.?"
    r"|(?:(?<![^\W\d_]-)(?<![^\W\d_]))(?P<offset>[+-]\d\d:?\d\d)(?!\d)"
    r"|(?P<zone>(?:GMT|UTC|gmt|utc)[+-]\d\d?(?::?\d\d)?)(?!\d)"
    r"|(?P<numeric>\d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|\d\d)(?!\d))"
    r"|(?P<number>\d{1,4})(?:st|nd|rd|th|er|re|[.ºª°]+)?(?![\d])"
    r"|(?P<region>[A-Z][A-Za-z]+/[A-Za-z_]+)"
    r"|(?P<word>[^\W\d_]+(?:-feira)?)\.?"
    r"|(?P<space>[\s,;()|'’-]+)"
)


class Moment(NamedTuple):
    """A time in UTC, and what had to be assumed, such as 'no zone given; read as UTC'."""

    time: dt.datetime
    note: str | None = None


class _Context(NamedTuple):
    """What the caller knows, and the text does not say."""

    timezone: str
    day_first: bool | None
    language: str | None
    reference: dt.datetime | None


class _Parts(NamedTuple):
    """A date as it is written, and the time of day where there is one."""

    year: int
    month: int
    day: int
    clock: tuple[int, int, int, int] | None = None  # hour, minute, second, microsecond
    zone: str | None = None
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
    if match := _ISO.fullmatch(text):
        parts = _iso(match)
        return _moment(parts, timezone) if parts else _epoch(text)
    if (match := _VMS.fullmatch(text)) and (parts := _vms(match)):
        return _moment(parts, timezone)
    text = " ".join(text.split()) if len(text) <= 4 * _LONGEST else text
    if not text or len(text) > _LONGEST:
        return None
    context = _Context(timezone, day_first, language, reference)
    for read in (_iso_again, _iptc7901, _anpa, _prose):
        if (read_parts := read(text, context)) is not None:
            return _moment(read_parts, timezone)
    return _epoch(text)


def _iso(match: re.Match[str]) -> _Parts | None:
    year, _, month, day, month2, day2, hour, minute, second, fraction, zone = match.groups()
    if zone and not _known_zone(zone):
        return None
    clock = None
    if hour:
        clock = (int(hour), int(minute), int(second or 0), _micro(fraction))
    return _Parts(int(year), int(month or month2), int(day or day2), clock, zone)


def _iso_again(text: str, context: _Context) -> _Parts | None:
    """With the blanks around it gone."""
    match = _ISO.fullmatch(text)
    return _iso(match) if match else None


def _vms(match: re.Match[str]) -> _Parts | None:
    day, month, year, hour, minute, second, fraction = match.groups()
    if month.lower() not in MONTHS:
        return None
    clock = (int(hour), int(minute), int(second), _micro(fraction))
    return _Parts(int(year), MONTHS[month.lower()], int(day), clock)


def _micro(fraction: str | None) -> int:
    return int(fraction[:6].ljust(6, "0")) if fraction else 0


def _iptc7901(text: str, context: _Context) -> _Parts | None:
    match = _IPTC7901.fullmatch(text)
    if not match:
        return None
    day, hour, minute, zone, month, year = match.groups()
    if fold(month) not in MONTHS or (zone and not _known_zone(zone)):
        return None
    clock = (int(hour), int(minute), 0, 0)
    return _Parts(_year(year, context), MONTHS[fold(month)], int(day), clock, zone)


def _anpa(text: str, context: _Context) -> _Parts | None:
    if match := _ANPA_TIMED.fullmatch(text):
        hour, minute, day, month, year, zone = match.groups()
        return _Parts(_year(year, context), int(month), int(day), (int(hour), int(minute), 0, 0), zone)
    match = _ANPA.fullmatch(text)
    if not match:
        return None
    first, second, year, hour, minute, zone = match.groups()
    clock = (int(hour), int(minute), 0, 0) if hour else None
    month, day = (second, first) if context.day_first else (first, second)
    return _Parts(_year(year, context), int(month), int(day), clock, zone)


def _epoch(text: str) -> Moment | None:
    """Seconds or milliseconds since 1970, as JSON feeds carry them."""
    match = _EPOCH.fullmatch(text.strip())
    if not match:
        return None
    seconds, fraction, millis = match.groups()
    micros = int(seconds) * 10**6 + _micro(fraction) if seconds else int(millis) * 1000
    return Moment(dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=micros))


def _year(digits: str, context: _Context) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    if context.reference is not None:
        century = round((context.reference.year - year) / 100) * 100
        return century + year
    return year + (1900 if year >= _PIVOT else 2000)


class _Words:
    """What the words of a date in prose have said so far."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.month: int | None = None
        self.month_word = ""
        self.numeric: tuple[str, str, str] | None = None
        self.clock: tuple[int, int, int, int] | None = None
        self.zone: str | None = None

    def take(self, match: re.Match[str]) -> bool:
        """Takes one token; False where it is no part of a date."""
        kind = match.lastgroup
        if kind in ("half", "time"):
            return self._time(match["time"], match["half"])
        if kind == "half2":
            return self._time(match["hour"] + ":00", match["half2"])
        if kind == "number":
            self.numbers.append(match["number"])
            return len(self.numbers) <= 3
        if kind == "word":
            return self._word(match["word"])
        if kind in ("offset", "zone", "region"):
            self.zone, known = match[0], self.zone is None
            return known
        if kind in ("numeric", "sep"):
            first, second, year = re.split(r"[./-]", match["numeric"])
            self.numeric, known = (first, second, year), self.numeric is None
            return known
        return True

    def _time(self, text: str, half: str | None) -> bool:
        if self.clock is not None:
            return False
        numbers = re.split(r"[:h.,]", text.rstrip("h"))
        hour, minute, second = (int(n) for n in (*numbers[:3], "0", "0")[:3])
        if half:
            if not 1 <= hour <= 12:
                return False
            hour = hour % 12 + (12 if half in "pP" else 0)
        self.clock = (hour, minute, second, _micro(numbers[3]) if len(numbers) > 3 else 0)
        return True

    def _word(self, word: str) -> bool:
        folded = fold(word)
        if folded in MONTHS and (self.month is None or self.month_word == "mar"):
            self.month, self.month_word = MONTHS[folded], folded  # 'mar 10 mars': Tuesday in French
            return True
        if folded in WEEKDAYS or folded in FILLERS:
            return True
        if (folded in ZONES or folded in REGIONS) and self.zone is None:
            self.zone = word
            return self._time_before_zone()
        return False

    def _time_before_zone(self) -> bool:
        """'0001 GMT': four digits before a zone are a time, unless they can only be the year."""
        last = self.numbers[-1] if self.numbers else ""
        is_time = self.clock is None and len(last) == 4 and int(last) < _FIRST_YEAR
        if is_time or (self.clock is None and len(last) == 4 and self.month is None):
            self.numbers.pop()
            self.clock = (int(last[:2]), int(last[2:]), 0, 0)
        return True


def _prose(text: str, context: _Context) -> _Parts | None:
    words, at = _Words(), 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match or not words.take(match):
            return None
        at = match.end()
    if words.numeric is not None:
        return _numeric(words, context)
    return _named(words, context)


def _named(words: _Words, context: _Context) -> _Parts | None:
    """'May 02, 2017', '10 juil 2024', '26 FEB 87', 'Feb 26'."""
    numbers = words.numbers
    if words.month is None or not numbers:
        return None
    if len(numbers) == 3:  # 'Tue May 2 15:23:00 2017' has two, so the third is no part of a date
        return None
    if len(numbers) == 2:
        day, year = numbers if len(numbers[0]) <= 2 else numbers[::-1]
        return _Parts(_year(year, context), words.month, int(day), words.clock, words.zone)
    if context.reference is None or len(numbers[0]) > 2:
        return None
    day_number = int(numbers[0])
    return _Parts(
        _nearest_year(words.month, context.reference), words.month, day_number, words.clock, words.zone
    )


def _nearest_year(month: int, reference: dt.datetime) -> int:
    """Of a date without one: at most six months from the reference."""
    apart = month - reference.month
    return reference.year + (1 if apart < -6 else -1 if apart > 6 else 0)


def _numeric(words: _Words, context: _Context) -> _Parts | None:
    if words.numbers or words.month is not None or words.numeric is None:
        return None
    first, second, year = words.numeric
    day_first, note = _day_order(int(first), int(second), context)
    day, month = (first, second) if day_first else (second, first)
    return _Parts(_year(year, context), int(month), int(day), words.clock, words.zone, note)


def _day_order(first: int, second: int, context: _Context) -> tuple[bool, str | None]:
    if context.day_first is not None:
        return context.day_first, None
    if first > 12 or second > 12:
        return first > 12, None
    language = (context.language or "en").lower()
    day_first = not language.startswith("en") or language in (
        "en-gb",
        "en-au",
        "en-nz",
        "en-ie",
        "en-in",
        "en-za",
    )
    order = "day" if day_first else "month"
    return day_first, None if first == second else f"day order not given; read as {order} first"


@functools.lru_cache(maxsize=256)
def _known_zone(zone: str) -> bool:
    return zone[0] in "+-" or zone.lower() in ZONES or zone.lower() in REGIONS


@functools.lru_cache(maxsize=256)
def _zone(name: str) -> dt.tzinfo | None:
    """The zone of an offset, abbreviation or IANA name; None where there is no such zone."""
    lower = name.lower()
    if lower in ZONES:
        return dt.timezone(dt.timedelta(minutes=ZONES[lower]))
    if match := re.fullmatch(r"(?:gmt|utc)?([+-])(\d\d?):?(\d\d)?", lower):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes > 15 * 60:
            return None
        return dt.timezone(dt.timedelta(minutes=-minutes if match[1] == "-" else minutes))
    try:
        return ZoneInfo(REGIONS.get(lower, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _moment(parts: _Parts, timezone: str) -> Moment | None:
    notes = [parts.note] if parts.note else []
    zone = _zone(parts.zone) if parts.zone else None
    if parts.zone and zone is None:
        return None
    if zone is None:
        zone = _zone(timezone)
        notes.append(
            f"no zone given; read as {timezone}" if zone else f"unknown zone {timezone}; read as UTC"
        )
    if parts.clock is None:
        notes.append("no time given; read as 00:00")
    time = _utc(parts, zone or dt.UTC)
    return Moment(time, "; ".join(notes) or None) if time else None


def _utc(parts: _Parts, zone: dt.tzinfo) -> dt.datetime | None:
    if not _FIRST_YEAR <= parts.year <= _LAST_YEAR:
        return None
    hour, minute, second, micro = parts.clock or (0, 0, 0, 0)
    days = 0
    if (hour, minute, second) == (24, 0, 0):  # ISO 8601 4.2.3: the end of the day
        hour, days = 0, 1
    if second == 60:  # a leap second
        second = 59
    try:
        local = dt.datetime(parts.year, parts.month, parts.day, hour, minute, second, micro, zone)
    except ValueError:
        return None
    return (local + dt.timedelta(days=days)).astimezone(dt.UTC)
