"""Notices that kill, withdraw or hold a story, and the publishing status that follows.

Contract: nothing here fails. A story that merely talks about a killing is no kill.

Sources: the Reuters Handbook of Journalism ("Kills", "Withdrawals", "Holds"), the AP Stylebook ("kill"), and
the notices of AFP ('ANNULATION'), dpa ('RÜCKZIEHUNG'), EFE ('ANULACIÓN') and ANSA ('ANNULLARE').
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["status_of", "text_signals"]

# Notices, as the agencies send them: in capitals, at the beginning of a headline or line. A story about a
# killing has the word in a sentence; a notice has it alone, doubled, or before 'NOTICE', a dash or a colon.
_NOTICES: Final = (
    (
        "kill",
        r"KILL(?:[\s,.!/-]+KILL)+\b|(?:MANDATORY|BULLETIN|URGENT)[ -]+KILL\b|KILL(?:ED)?(?: (?:NOTICE|ADVISORY))?(?=\s*(?:[-:–—)\]]|$))"
        r"|STORY[ -]+KILLED\b|EDITORS:? KILL\b|(?:PLEASE )?KILL (?:THE )?(?:STORY|ITEM)\b|ANNULATION\b|ANULACI[OÓ]N\b|ANULADA?\b|ANNULLA(?:RE|TA|MENTO)\b"
        r"|ELIMINAR ELIMINAR",
    ),
    (
        "withdrawal",
        r"(?:STORY|ITEM|REPORT|ALERT)(?:[ -]+(?:IS|HAS BEEN))?[ -]+(?:WITHDRAWN|REMOVED)\b|WITHDRAW(?:N|AL)?(?:[\s,.!/-]+WITHDRAW(?:N|AL)?)+\b"
        r"|WITHDRAW(?:N|AL)(?: (?:NOTICE|ADVISORY))?(?=\s*(?:[-:–—)\]]|$))|PLEASE WITHDRAW\b|R[UÜ]CKZ(?:UG|IEHUNG)\b|ZUR[UÜ]CKGEZOGEN\b|RETRAIT(?=\s*(?:[-:–—)\]]|$))",
    ),
    ("hold", r"HOLD(?:[\s,.!/-]+HOLD)+\b|HOLD(?=\s*(?:[-:–—)\]]|$))|MANDATORY HOLD\b"),
)
_NOTICE: Final = tuple(
    (
        signal,
        re.compile(
            rf"^[^\w\n]{{0,12}}(?:(?:ADVISORY|URGENT|ATTENTION|EDITORS|EDS)[ :,-]+)?[^\w\n]{{0,12}}(?:{forms})",
            re.MULTILINE,
        ),
    )
    for signal, forms in _NOTICES
)
# The same in small letters, where it is all that the line says.
_SMALL_NOTICE: Final = re.compile(
    r"^(?:advisory\W+)?(?:(?:this )?(?:story|item|report)(?: has been| is)? (withdrawn|removed|killed)|(withdrawn|killed))\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_HINT: Final = re.compile(
    "KILL|WITHDR|HOLD|REMOVED|ANN?UL|ELIMINAR|R[UÜ]CKZ|RETRAIT|ZUR[UÜ]CK|(?i:withdrawn|removed|killed)"
)


def text_signals(text: str) -> tuple[str, ...]:
    """Signals of kill, withdrawal and hold notices in a headline, note or body: 'kill', 'withdrawal', 'hold'."""
    if not _HINT.search(text):
        return ()
    found = [signal for signal, notice in _NOTICE if notice.search(text)]
    if small := _SMALL_NOTICE.search(text):
        signal = "kill" if "killed" in small[0].lower() else "withdrawal"
        found += [signal] if signal not in found else []
    return tuple(found)


def status_of(signals: Iterable[str]) -> str:
    """The publishing status that signals imply: canceled for kills and withdrawals, withheld for holds."""
    found = set(signals)
    if found & {"kill", "withdrawal"}:
        return "canceled"
    return "withheld" if "hold" in found else "usable"
