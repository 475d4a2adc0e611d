"""Notices that kill, withdraw or hold a story, and the publishing status that follows.

Contract: nothing here fails. A story that merely talks about a killing is no kill: a notice stands in
capitals at the beginning of a headline or line, the word doubled, or alone, or before a dash, a colon or
NOTICE.

Sources: the Reuters Handbook of Journalism ("Kills", "Withdrawals", "Holds"), the AP Stylebook ("kill"), and
the notices of AFP ('ANNULATION'), dpa ('RÜCKZIEHUNG'), EFE ('ANULACIÓN') and ANSA ('ANNULLARE').
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["status_of", "text_signals"]

_PARTED: Final = r"[\s,.!/*-]+"
_END: Final = r"(?=\s*(?:[-:–—)\]]|$))"
_KILL: Final = (
    rf"KILL(?:{_PARTED}KILL)+\b",
    r"(?:MANDATORY|BULLETIN|URGENT)[ -]+KILL\b",
    rf"KILL(?: (?:NOTICE|ADVISORY))?{_END}",
    r"(?:STORY|ITEM)[ -]+KILLED\b",
    r"(?:PLEASE )?KILL (?:THE |THIS |OUR )?(?:STORY|ITEM|ALERT)\b",
    r"ANNULATION\b|ANULACI[OÓ]N\b|ANULADA?\b|ANNULLA(?:RE|TA|MENTO)\b|ELIMINAR ELIMINAR\b",
)
_WITHDRAWAL: Final = (
    r"(?:STORY|ITEM|REPORT|ALERT)(?:[ -]+(?:IS|HAS BEEN))?[ -]+(?:WITHDRAWN|REMOVED)\b",
    rf"WITHDRAW(?:N|AL)?(?:{_PARTED}WITHDRAW(?:N|AL)?)+\b",
    rf"WITHDRAWN{_END}|WITHDRAW(?:N|AL) (?:NOTICE|ADVISORY)\b|PLEASE WITHDRAW\b",
    r"R[UÜ]CKZ(?:UG|IEHUNG)\b|ZUR[UÜ]CKGEZOGEN\b",
)
_HOLD: Final = (
    rf"HOLD(?:{_PARTED}HOLD)+\b",
    r"MANDATORY HOLD\b",
    r"PLEASE HOLD (?:THE |THIS |OUR )?(?:STORY|ITEM)\b",
)
_PREFIX: Final = r"^[^\w\n]{0,12}(?:(?:ADVISORY|URGENT|ATTENTION|EDITORS|EDS)\b[ :,-]+)?[^\w\n]{0,12}"
_NOTICES: Final = tuple(
    (signal, re.compile(rf"{_PREFIX}(?:{'|'.join(forms)})", re.MULTILINE))
    for signal, forms in (("kill", _KILL), ("withdrawal", _WITHDRAWAL), ("hold", _HOLD))
)
# The same in small letters, where it is all that a line says.
_SMALL: Final = re.compile(
    r"^(?:advisory\W+)?(?:this |the )?(?:story|item|report)(?: has been| is)? (withdrawn|removed|killed)\W*$"
    r"|^advisory\W+(withdrawn|killed)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
# Any of these words must be there: quick tests before the slow ones.
_HINTS: Final = ("KILL", "WITHDR", "HOLD", "REMOVED", "ANUL", "ANNUL", "ELIMINAR", "CKZ", "CKGEZ")
_SMALL_HINTS: Final = ("withdrawn", "removed", "killed")
_ANY_HINTS: Final = tuple(hint.lower() for hint in _HINTS)  # small hints have one of these in them


def text_signals(text: str) -> tuple[str, ...]:
    """Signals of kill, withdrawal and hold notices in a headline, note or body."""
    if not _may_be_notice(text):
        return ()
    found = {signal: None for signal, notice in _NOTICES if notice.search(text)}
    if small := _SMALL.search(text):
        found["kill" if "killed" in small[0].lower() else "withdrawal"] = None
    return tuple(found)


def _may_be_notice(text: str) -> bool:
    lowered = text.lower()
    for hint in _ANY_HINTS:  # a loop, which is half as fast again as `any`: most texts have none of them
        if hint in lowered:
            return any(map(text.__contains__, _HINTS)) or any(map(lowered.__contains__, _SMALL_HINTS))
    return False


def status_of(signals: Iterable[str]) -> str:
    """The publishing status that signals imply: canceled for kills and withdrawals, withheld for holds."""
    found = set(signals)
    if found & {"kill", "withdrawal"}:
        return "canceled"
    return "withheld" if "hold" in found else "usable"
