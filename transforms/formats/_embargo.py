"""Embargoes in words: 'EMBARGOED UNTIL 0001 GMT, FRIDAY 13 MARCH 2026', 'Sperrfrist: 13.3.2026, 00:01'."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from schemas.records import FOREVER
from transforms.formats._dates import parse_date

__all__ = ["Embargo", "embargo_time", "is_embargo_line"]

_WORD: Final = (
    r"embargo(?:ed|é|ado|ada)?|sperrfrist|gesperrt|hold for release"
    r"|not (?:for|to be) (?:publication|publish(?:ed)?|released?|used?)"
)
_NOTICE: Final = re.compile(rf"(?<!\w)(?:{_WORD})(?!\w)(?P<when>[^\n]{{0,120}})", re.IGNORECASE)
# By itself a line is a notice where it begins with the word and says a time.
_LINE: Final = re.compile(rf"\W*(?:strictly |under |note: )?(?:{_WORD})(?!\w)[^\n]*\d[^\n]*", re.IGNORECASE)
_LIFTED: Final = re.compile(r"\b(?:lifted|expired|over|aufgehoben|levé|levantado)\b", re.IGNORECASE)
_MOST_WORDS: Final = 16
_MOST_SKIPPED: Final = 6


class Embargo(NamedTuple):
    """When an embargo ends, `FOREVER` where the notice says no readable time; and what had to be assumed."""

    until: dt.datetime
    note: str | None = None


def is_embargo_line(line: str) -> bool:
    """Whether a line by itself is an embargo notice, and not a sentence about an embargo."""
    return len(line) <= 160 and _LINE.fullmatch(line) is not None and not line.rstrip().endswith("said.")


def embargo_time(
    text: str,
    *,
    timezone: str = "UTC",
    day_first: bool | None = None,
    language: str | None = None,
    reference: dt.datetime | None = None,
) -> Embargo | None:
    """The end of the embargo that a notice states; None where it states none, or says that it is lifted."""
    match = _NOTICE.search(text)
    if not match or _LIFTED.search(match["when"]):
        return None
    words = match["when"].strip(" :()[]*.-").split()[:_MOST_WORDS]
    for start in range(min(_MOST_SKIPPED, len(words))):
        for end in range(len(words), start, -1):
            moment = parse_date(
                " ".join(words[start:end]).strip(" ,.:()*"),
                timezone=timezone,
                day_first=day_first,
                language=language,
                reference=reference,
            )
            if moment is not None:
                return Embargo(moment.time, moment.note)
    return Embargo(FOREVER, "embargo without a readable time; kept without end")
