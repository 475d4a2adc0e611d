"""First-line notes to editors: '(Adds quotes)', '(In Jan. 3 story, corrects ...)', 'Eds: ...'.

Contract: `split_note` never fails, and takes nothing that is not a note by its words.

Sources: the Reuters Handbook of Journalism ("Corrections, refiles, kills, repeats and embargoes"), the AP
Stylebook ("editor's notes"), and what Reuters' other services, dpa, AFP and EFE put in the same place.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["split_note"]

# The first word of a note, and its signal. Reuters Handbook: "Adds", "Recasts", "Corrects", "Refiles",
# "Repeats"; AP: "Eds: UPDATES with ...", "This version CORRECTS ..."; then French, German, Spanish, Italian.
_NOTE_VERBS: Final = (
    (
        "update",
        "adds|adding|updates|updating|recasts|releads|rewrites|writes through|writethru|expands|ajoute|actualise"
        "|actualisation|précise|reprend|aktualisiert|ergänzt|ergänzung|neu|mehr details|añade|agrega|actualiza"
        "|amplía|aggiunge|aggiorna|acrescenta|atualiza|voegt toe",
    ),
    (
        "correction",
        "corrects|corrected|correcting|correction|clarifies|clarification|fixes|removes|removing|deletes|drops"
        "|corrige|rectifie|rectificatif|korrigiert|berichtigt|berichtigung|korrektur|corregge|corregido|retira"
        "|corrigeert",
    ),
    ("refile", "refiles|refiled|refiling|refile"),
    ("repeat", "repeats|repeated|repeating|repeat|répétition|répète|wiederholt|wiederholung|repite|ripete"),
    ("embargo", "embargo|embargoed|embargoes|sperrfrist|hold for release|sous embargo"),
)
_NOTE_SIGNALS: Final = tuple(
    (signal, re.compile(rf"(?<!\w)(?:{verbs})(?!\w)", re.IGNORECASE)) for signal, verbs in _NOTE_VERBS
)
_ANY_VERB: Final = "|".join(verbs for _, verbs in _NOTE_VERBS)
_NOTE_START: Final = re.compile(
    rf"(?:(?:{_ANY_VERB})(?!\w)"
    r"|(?:in|this|the|a)\b[^;:]{0,80}?(?:,|story|version|item|report)\s[^;:]{0,40}?"
    rf"(?:{_ANY_VERB})(?!\w)"
    r"|eds\b|editors?['’]?s?\b|attn\b|attention\b|note to editors|editor['’]s note|subs\b|achtung\b"
    r"|nota a los editores|note aux rédactions|in (?:the )?story of\b|with\b[^.]{0,60}\b(?:photo|graphic|video)s?\b)",
    re.IGNORECASE,
)
_BARE_NOTE: Final = re.compile(
    r"(?:eds|editors?['’]?s?['’]? note|editors|note to editors|attention editors|attn|this (?:version|story|item)"
    r" (?:corrects|updates|clarifies|deletes|removes|restores|was refiled)|correction|corrects|refiles|achtung)\b(?=[ :,])",
    re.IGNORECASE,
)
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_LONGEST_NOTE: Final = 1000


def split_note(body: str) -> tuple[str | None, tuple[str, ...], str]:
    """(note, signals, rest) for first-line notes such as '(Adds quotes)', '(In Jan. 3 story, corrects ...)'."""
    notes: list[str] = []
    rest = body
    while (found := _one_note(rest)) is not None:
        note, rest = found
        notes.append(note)
    if not notes:
        return None, (), body
    text = "\n".join(notes)
    return text, tuple(signal for signal, verbs in _NOTE_SIGNALS if verbs.search(text)), rest


def _one_note(body: str) -> tuple[str, str] | None:
    body = body.lstrip()
    if body.startswith("("):
        end = _closing(body)
        inside = body[1 : end - 1].strip("( ")
        if not end or not _NOTE_START.match(inside) or _is_trailer(inside):
            return None
        return " ".join(body[:end].split()), body[end:].lstrip()
    if not _BARE_NOTE.match(body):
        return None
    first = _BLANK_LINE.split(body, maxsplit=1)
    if len(first[0]) > _LONGEST_NOTE or len(first) == 1:
        return None
    return " ".join(first[0].split()), first[1].lstrip()


def _is_trailer(inside: str) -> bool:
    return " by " in inside[:40] and inside.lower().startswith(("edit", "report"))


def _closing(text: str) -> int:
    """The end of the parenthesis that a text begins with; 0 where it is not closed soon."""
    depth = 0
    for at, char in enumerate(text[:_LONGEST_NOTE]):
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return at + 1
    return 0
