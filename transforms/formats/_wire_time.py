"""Time groups of IPTC 7901 and ANPA 1312: when a message was sent, and on which day of its sender's.

The day is what tells the messages with one number apart, so it is as the sender wrote it: no zone moves it.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Final, NamedTuple

from transforms.formats._datelines import split_dateline
from transforms.formats._dates import parse_date

__all__ = ["NOT_SENT", "Sent", "sent_at", "year_of"]

# The civil time that agencies mean where they name no zone: that of their seat.
_ZONES: Final = {
    "dpa": "Europe/Berlin",
    "epd": "Europe/Berlin",
    "kna": "Europe/Berlin",
    "apa": "Europe/Vienna",
    "sda": "Europe/Zurich",
    "ats": "Europe/Zurich",
    "ansa": "Europe/Rome",
    "efe": "Europe/Madrid",
    "lusa": "Europe/Lisbon",
    "anp": "Europe/Amsterdam",
    "belga": "Europe/Brussels",
    "ritzau": "Europe/Copenhagen",
    "ntb": "Europe/Oslo",
    "tt": "Europe/Stockholm",
    "stt": "Europe/Helsinki",
    "pap": "Europe/Warsaw",
    "ctk": "Europe/Prague",
    "mti": "Europe/Budapest",
    "kyodo": "Asia/Tokyo",
}

# IPTC 7901: 'DDHHMM [zone] Mon YY'. ANPA 1312: 'MM-DD-YY [HHMM[zone]]', and 'HH:MM-DD-MM-YY'. The year may be
# missing in the first.
_CLOCK: Final = r"(?P<time>[0-2]\d:?[0-5]\d)"
_CENTURY: Final = r"(?P<year>(?:19|20)\d\d|\d\d)"
_7901: Final = re.compile(
    rf"(?<!\d)(?P<day>[0-3]\d) ?{_CLOCK} ?(?P<zone>[A-Za-z]{{1,5}}(?=[ -]))?[ -]*"
    rf"(?P<month>[^\W\d_]{{3,10}})\.?(?:,?[ -]*{_CENTURY}(?!\d))?(?: (?P<after>[A-Z]{{1,5}})(?![\w-]))?"
)
_ANPA: Final = re.compile(
    rf"(?<![\d:])(?P<month>[01]?\d)-(?P<day>[0-3]?\d)-{_CENTURY}"
    rf"(?:[ ,]+{_CLOCK} ?(?P<zone>[A-Za-z]{{1,5}})?)?(?![\w-])"
)
_ANPA_TIMED: Final = re.compile(
    rf"(?<!\d){_CLOCK}(?: ?(?P<zone>[A-Z]{{1,5}}))?-(?P<day>[0-3]\d)-(?P<month>[01]\d)-{_CENTURY}(?!\d)"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FORMS: Final = (_ANPA_TIMED, _ANPA, _7901)


class Sent(NamedTuple):
    """When a message was sent (None where that cannot be read), its sender's day, what was assumed."""

    time: dt.datetime | None = None
    day: str = ""  # '2026-03-12'
    zone: str = ""  # in which its other times are to be read; '' where nothing says so
    note: str | None = None


NOT_SENT: Final = Sent()


def sent_at(text: str, agency: str, timezone: str, year: str = "") -> Sent:
    """Reads a time group. `year` is that of a group without one."""
    text = " ".join(text.split())
    for form in _FORMS:
        if (match := form.search(text)) and (found := _sent(match, agency, timezone, year)):
            return found
    return NOT_SENT


def _sent(match: re.Match[str], agency: str, timezone: str, year: str) -> Sent | None:
    parts = match.groupdict()
    year = parts["year"] or year
    if not year:
        return None
    month = parts["month"]
    date = f"{month}-{parts['day']}-{year}" if month.isdigit() else f"{parts['day']} {month} {year}"
    iso = _day(date)
    if iso is None:
        return None
    time = parts["time"]
    if not time:
        return Sent(None, iso, note="no time of day given")
    zone = parts["zone"] or parts.get("after") or ""
    civil = _ZONES.get(agency.lower(), "")
    known = civil or timezone
    moment = parse_date(f"{iso} {time[:2]}:{time[-2:]} {zone}".rstrip(), timezone=known)
    if moment is None and zone:
        moment = parse_date(f"{iso} {time[:2]}:{time[-2:]}", timezone=known)
    return Sent(moment.time, iso, civil or zone, moment.note) if moment else Sent(None, iso)


@functools.lru_cache(maxsize=128)
def _day(date: str) -> str | None:
    """A date alone as ISO 8601: most messages of a stream are of a few days."""
    moment = parse_date(date, day_first=False)
    return moment.time.date().isoformat() if moment else None


def year_of(body: str) -> str:
    """The year of a body's dateline; '' where it has none."""
    dateline = split_dateline(body.partition("\n\n")[0])[0]
    match = _YEAR.search(dateline.date) if dateline and dateline.date else None
    return match[0] if match else ""
