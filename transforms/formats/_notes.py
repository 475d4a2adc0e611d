"""First-line notes to editors: '(Adds quotes)', '(In Jan. 3 story, corrects ...)', 'Eds: ...'.

Contract: `split_note` never fails, and takes nothing that is not a note by its words.

Sources: the Reuters Handbook of Journalism ("Corrections, refiles, kills, repeats and embargoes"), the AP
Stylebook ("editor's notes"), and what Reuters' other services, dpa, AFP and EFE put in the same place.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["split_note"]

# Verbs of notes, English, French, German, Spanish, Italian, Portuguese, Dutch -> signal. Those of the second
# list have other uses, too: they count only as a note's first word.
_VERBS: Final = (
    (
        "update",
        "adds|adding|updates|updating|recasts|releads|writethru|ajoute|actualise|actualisation|aktualisiert|ergänzt"
        "|ergänzung|añade|agrega|actualiza|aggiunge|aggiorna|acrescenta|atualiza|voegt toe",
        "rewrites|writes through|expands|précise|reprend|neu|mehr details|amplía",
    ),
    (
        "correction",
        "corrects|corrected|correcting|correction|clarifies|clarification|corrige|rectifie|rectificatif|korrigiert"
        "|berichtigt|berichtigung|korrektur|corregge|corregido|corrigeert",
        "fixes|removes|removing|deletes|drops|restores|retira",
    ),
    ("refile", "refiles|refiled|refiling|refile", "resends"),
    (
        "repeat",
        "repeats|repeated|repeating|répétition|répète|wiederholt|wiederholung|repite|ripete",
        "repeat",
    ),
    ("embargo", "embargoed|sperrfrist|hold for release|sous embargo|bajo embargo", "embargo|not for release"),
)
_ANY_VERB: Final = "|".join(f"{sure}|{first}" for _, sure, first in _VERBS)
_STORY: Final = r"(?:(?:this|the) (?:story|version|item|report)\s+(?:was |has been |is )?)?"
_SIGNALS: Final = tuple(
    (
        signal,
        re.compile(
            rf"(?<!\w)(?:{sure})(?!\w)|^\W*(?:eds: ?)?{_STORY}(?:{first})(?!\w)", re.IGNORECASE | re.MULTILINE
        ),
    )
    for signal, sure, first in _VERBS
)

# How a note in parentheses begins.
_START: Final = re.compile(
    rf"(?:{_ANY_VERB})(?!\w)"
    rf"|(?:in|this|the|a)\b[^;:()]{{0,80}}?\b(?:story|version|item|report|headline|paragraph),?\s[^;:()]{{0,60}}?(?:{_ANY_VERB})(?!\w)"
    r"|(?:eds|editors?|attn|attention|note to editors|editor['’]s note|subs|achtung|ed ?note"
    r"|note aux rédactions|nota a los editores)\b(?=\s*[:,-])"
    r"|with\b[^.()]{0,60}\b(?:photo|graphic|video|picture|factbox|timeline)s?\b",
    re.IGNORECASE,
)
# How one without parentheses begins, a paragraph of its own.
_BARE: Final = re.compile(
    r"(?:eds|editors|attn(?: editors)?|attention editors|(?:editors?['’]?s?['’]? )?note(?: to editors)?"
    r"|ed ?note|correction|achtung|note aux rédactions|nota a los editores) ?:"
    r"|this (?:version|story|item) (?:corrects|updates|clarifies|deletes|removes|restores"
    r"|was refiled|has been corrected)\b"
    r"|(?:corrects|refiles|recasts|repeats) [^.]{0,200}"
    r"\b(?:paragraph|para|graf|headline|spelling|typo|name|figure|date|story)",
    re.IGNORECASE,
)
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_LONGEST: Final = 1000
_MOST: Final = 6


def split_note(body: str) -> tuple[str | None, tuple[str, ...], str]:
    """(note, signals, rest) for first-line notes such as '(Adds quotes)', '(In Jan. 3 story, corrects ...)'.

    Several notes in a row are one, a line each; where there is none the rest is `body` itself.
    """
    notes: list[str] = []
    rest = body
    while len(notes) < _MOST and (found := _one_note(rest)) is not None:
        note, rest = found
        notes.append(note)
    if not notes:
        return None, (), body
    text = "\n".join(notes)
    return text, tuple(signal for signal, verbs in _SIGNALS if verbs.search(text)), rest


def _one_note(body: str) -> tuple[str, str] | None:
    start = body[:_LONGEST].lstrip()
    if start.startswith("("):
        return _in_parentheses(start, body)
    if not _BARE.match(start):
        return None
    end = _BLANK_LINE.search(start)
    if not end:
        return None
    return " ".join(start[: end.start()].split()), body[body.index(start[0]) + end.end() :].lstrip()


def _in_parentheses(start: str, body: str) -> tuple[str, str] | None:
    end = _closing(start)
    inside = start[1 : end - 1].strip("( ")
    if not end or not _START.match(inside) or _is_trailer(inside):
        return None
    return " ".join(start[:end].split()), body[body.index("(") + end :].lstrip()


def _is_trailer(inside: str) -> bool:
    """'(Editing by ...)' has no verb of a note, but '(Reporting by X, updates by Y)' has."""
    return inside.lower().startswith(("edit", "report")) and " by " in inside[:40]


def _closing(text: str) -> int:
    """The end of the parenthesis that a text begins with; 0 where it is not closed soon."""
    depth = 0
    for at, char in enumerate(text):
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return at + 1
    return 0
