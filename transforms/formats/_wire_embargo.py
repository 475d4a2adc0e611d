"""Embargo lines of old wires, in the agencies' languages, and the time until which they hold.

An embargo whose end cannot be read holds without end: a story that is held too long is found and released,
one that is published too early cannot be called back.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from schemas.records import FOREVER
from transforms.formats._dates import parse_date
from transforms.formats._months import WEEKDAYS, fold

__all__ = ["Embargo", "embargo_text", "until"]

_LINE: Final = re.compile(
    r"[^\w\n]*(?:(?:achtung|eds|editors|attention|note|atencion|advisory|redaktionen|nota|attn)[^\w\n]+)*"
    r"(?P<word>embargo(?:ed|es|s)?|embargad[oa]|sperrfrist|sperrvermerk|gesperrt bis|sous embargo"
    r"|sotto embargo|onder embargo|bajo embargo|sob embargo|advance for|hold for release|for release)\b"
    r"(?P<when>[^\n]*)",
    re.IGNORECASE,
)
# A story about an embargo is no embargo: 'Embargo on oil exports', 'EMBARGO against Veldania widens'. What
# follows the word in an embargo line is a colon, a time, or nothing.
_WHEN: Final = re.compile(
    r"\W*(?:[:=\-–(!\d]|$|(?:until|till|til|to|bis|jusqu|hasta|fino|tot|ate|até|for|not|nicht|ne pas|no"
    r"|before|vor|am|at|le|au|time|ends|expires|lifts|release|from|ab|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|lundi|mardi|mercredi"
    r"|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b)",
    re.IGNORECASE,
)
_NONE: Final = re.compile(
    r"\W*(?:none|keine?|aucun|lifted|aufgehoben|leve|levé|removed|entf[aä]llt|ninguno|nessuno|geen|-+)\W*",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"\b([01]\d|2[0-3])([0-5]\d)(?= ?(?:gmt|utc|z|h|hrs|hours|uhr|mez|mesz|c?est|bst|[ec][sd]t)\b)",
    re.IGNORECASE,
)
_FRENCH_CLOCK: Final = re.compile(r"\b(\d{1,2})h(\d\d)\b", re.IGNORECASE)
_TIME: Final = re.compile(r"\b(\d{1,2})[:.h](\d\d)\b")
_DAY: Final = re.compile(r"[^\W\d_]+")
_MOST_TRIES: Final = 60


class Embargo(NamedTuple):
    """Until when, and what had to be assumed."""

    until: dt.datetime
    note: str | None = None


def embargo_text(line: str) -> str | None:
    """What an embargo line says after its word; None where the line is none, or lifts one."""
    match = _LINE.match(line)
    if not match:
        return None
    when = match["when"]
    return None if not _WHEN.match(when) or _NONE.fullmatch(when) else when.strip(" :=-–()\t")


def until(text: str, timezone: str, sent: dt.datetime | None) -> Embargo:
    """When an embargo ends: a date in any form, a weekday after the message's own date, or never."""
    text = _FRENCH_CLOCK.sub(r"\1:\2", _CLOCK.sub(r"\1:\2", " ".join(text.split())))
    words = text.split(" ")[:16]
    spans = [(start, end) for start in range(len(words)) for end in range(len(words), start, -1)]
    # The longest span that is a date is the date; a few words before and after it are prose.
    for start, end in sorted(spans, key=lambda span: span[0] - span[1])[:_MOST_TRIES]:
        part = " ".join(words[start:end]).strip(" ,.;()")
        moment = parse_date(part, timezone=timezone, reference=sent) if _has_day(part) else None
        if moment:
            return Embargo(moment.time, f"embargo: {moment.note}" if moment.note else None)
    return _weekday(text, timezone, sent) or Embargo(FOREVER, "embargo without an end that can be read")


def _has_day(text: str) -> bool:
    """A date has a digit, and more than a time of day."""
    return any(char.isdigit() for char in _TIME.sub("", text))


def _weekday(text: str, timezone: str, sent: dt.datetime | None) -> Embargo | None:
    """'Freitag 18.00 Uhr': the first such day that is not before the message's own."""
    day = next(
        (WEEKDAYS[word] for word in map(fold, _DAY.findall(text)) if len(word) > 2 and word in WEEKDAYS), None
    )
    clock = _TIME.search(text)
    if day is None or clock is None or sent is None:
        return None
    date = sent.date() + dt.timedelta(days=(day - sent.weekday()) % 7)
    moment = parse_date(f"{date} {int(clock[1]):02}:{clock[2]}", timezone=timezone)
    if moment is None:
        return None
    note = f"embargo: weekday read as {date}"
    return Embargo(moment.time, f"{note}; {moment.note}" if moment.note else note)
