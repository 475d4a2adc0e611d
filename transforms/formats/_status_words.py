"""Words of controlled fields that say a signal or a publishing status, as NITF and NewsML 1.x have them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["STATUSES", "signals_in"]

# Words of ed-msg's msg-type, Instruction, NewsItemType, Genre and tobject.property.type -> signal. NITF 3.6
# leaves msg-type open; NewsML's are of the IPTC's topic sets and of the agencies' own.
_SIGNALS: Final = {
    "alert": "alert", "flash": "alert",
    "urgent": "urgent", "bulletin": "urgent",
    "update": "update", "updated": "update", "updates": "update", "writethru": "update",
    "correction": "correction", "corrected": "correction", "corrective": "correction",
    "erratum": "correction",
    "corrects": "correction", "correct": "correction", "rectify": "correction", "rectification": "correction",
    "refile": "refile", "repeat": "repeat", "wrapup": "wrapup", "brief": "brief", "analysis": "analysis",
    "interview": "interview", "factbox": "factbox", "table": "table", "diary": "diary",
    "exclusive": "exclusive", "advisory": "advisory", "lead": "lead", "add": "add",
    "kill": "kill", "killed": "kill", "delete": "kill", "cancellation": "kill",
    "cancel": "kill", "canceled": "kill", "cancelled": "kill",
    "withdraw": "withdrawal", "withdrawn": "withdrawal", "withdrawal": "withdrawal",
    "hold": "hold", "embargo": "embargo", "embargoed": "embargo",
}  # fmt: skip
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
STATUSES: Final = {
    "usable": "usable", "open": "usable", "embargoed": "usable",
    "withheld": "withheld", "hold": "withheld", "held": "withheld",
    "canceled": "canceled", "cancelled": "canceled", "killed": "canceled", "withdrawn": "canceled",
}  # fmt: skip


def signals_in(text: str) -> list[str]:
    """Signals that the words of a controlled field say: 'CorrectionNotice' -> ['correction']."""
    words = (word.lower() for word in _WORD.findall(text[:200]))
    return [_SIGNALS[word] for word in words if word in _SIGNALS]
