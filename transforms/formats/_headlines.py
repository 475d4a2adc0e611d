"""Headline tags, update numbers, slug signals and first-line notes.

Contract: nothing here fails, whatever the text; what is not recognised stays in the text.

Sources: the Reuters Handbook of Journalism ("Headlines", "Corrections, refiles, kills, repeats and embargoes"),
the AP Stylebook ("filing practices", "editor's notes"), and their counterparts of AFP, dpa, EFE and ANSA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

__all__ = ["Headline", "slug_signals", "split_headline", "split_note", "status_of", "text_signals"]

# A tag as it is sent -> its signal. Reuters English tags first; then the same of other languages' services.
_TAGS: Final = {
    "ALERT": "alert",
    "SNAP": "alert",
    "NEWSALERT": "alert",
    "BULLETIN": "alert",
    "FLASH": "alert",
    "URGENT": "urgent",
    "UPDATE": "update",
    "WRAPUP": "wrapup",
    "WRAP-UP": "wrapup",
    "BRIEF": "brief",
    "ANALYSIS": "analysis",
    "INTERVIEW": "interview",
    "FACTBOX": "factbox",
    "TABLE": "table",
    "TEXT": "text",
    "DIARY": "diary",
    "EXCLUSIVE": "exclusive",
    "AP EXCLUSIVE": "exclusive",
    "ADVISORY": "advisory",
    "RPT": "repeat",
    "REPEAT": "repeat",
    "REPEATING": "repeat",
    "REFILE": "refile",
    "REFILED": "refile",
    "CORRECTED": "correction",
    "CORRECTION": "correction",
    "CORRECT": "correction",
    "CORRECTING": "correction",
    "CLARIFICATION": "correction",
    "LEAD": "lead",
    "LEADALL": "lead",
    "LEAD-ALL": "lead",
    "LEAD ALL": "lead",
    "WITHDRAWN": "withdrawal",
    "STORY WITHDRAWN": "withdrawal",
    "WITHDRAWAL": "withdrawal",
    "KILL": "kill",
    "MANDATORY KILL": "kill",
    "EMBARGO": "embargo",
    "EMBARGOED": "embargo",
    # AFP, AP French, Reuters French
    "ALERTE": "alert",
    "ACTUALISATION": "update",
    "ACTUALISE": "update",
    "MISE A JOUR": "update",
    "RECTIFICATIF": "correction",
    "CORRIGE": "correction",
    "BREF": "brief",
    "EXCLUSIF": "exclusive",
    "ENTRETIEN": "interview",
    "ENCADRE": "factbox",
    "ANALYSE": "analysis",
    "REPETITION": "repeat",
    # dpa, APA, Reuters German
    "EIL": "urgent",
    "EILMELDUNG": "urgent",
    "EILT": "urgent",
    "BLITZ": "alert",
    "KORREKTUR": "correction",
    "KORRIGIERT": "correction",
    "BERICHTIGUNG": "correction",
    "BERICHTIGT": "correction",
    "AKTUALISIERT": "update",
    "AKTUALISIERUNG": "update",
    "ZUSAMMENFASSUNG": "wrapup",
    "WIEDERHOLUNG": "repeat",
    "WDH": "repeat",
    "EXKLUSIV": "exclusive",
    "HINTERGRUND": "factbox",
    # EFE, ANSA, Lusa, Reuters Spanish, Italian and Portuguese
    "ALERTA": "alert",
    "URGENTE": "urgent",
    "ACTUALIZA": "update",
    "ACTUALIZACION": "update",
    "ATUALIZA": "update",
    "ATUALIZACAO": "update",
    "AGGIORNAMENTO": "update",
    "CORREGIDO": "correction",
    "CORRECCION": "correction",
    "CORRECAO": "correction",
    "CORREZIONE": "correction",
    "RETTIFICA": "correction",
    "EXCLUSIVA": "exclusive",
    "ESCLUSIVA": "exclusive",
    "ENTREVISTA": "interview",
    "INTERVISTA": "interview",
    "REPITE": "repeat",
    "RIPETIZIONE": "repeat",
    # ANP, Belga
    "CORRECTIE": "correction",
    "RECTIFICATIE": "correction",
    "HERHALING": "repeat",
    "EXCLUSIEF": "exclusive",
    # Reuters tags that have no IPTC counterpart: they name the kind of story
    "COLUMN": "column",
    "EXPLAINER": "explainer",
    "FEATURE": "feature",
    "GRAPHIC": "graphic",
    "HIGHLIGHTS": "highlights",
    "INSIGHT": "insight",
    "INSTANT VIEW": "instant view",
    "NEWSMAKER": "newsmaker",
    "POLL": "poll",
    "PREVIEW": "preview",
    "PROFILE": "profile",
    "SNAPSHOT": "snapshot",
    "TIMELINE": "timeline",
    "WITNESS": "witness",
}

# Tags that are also sent in lower case with a colon ('Exclusive: ...'); the others are plain words there.
_MIXED: Final = frozenset(
    "urgent update wrapup analysis interview factbox exclusive correction corrected clarification advisory"
    " explainer timeline refile repeat eilmeldung korrektur rectificatif correction urgente".split()
) | {"ap exclusive"}

# Tags that a slash may part from the headline; elsewhere 'ANALYSIS/TECHNOLOGY' is a name.
_SLASHED: Final = frozenset({"RPT", "REFILE", "CORRECTED", "CORRECTION", "UPDATE", "WRAPUP"})

_WORDS: Final = "|".join(sorted((re.escape(tag) for tag in _TAGS), key=len, reverse=True))
# What stands before an alert or around a tag: asterisks, slashes, pluses, equals signs.
_DECORATION: Final = re.compile(r"(?:\s|\*|/|\+\+|=|##)+")
_TAIL: Final = re.compile(r"(?:\s|\*\*|//|\+\+|=)+$")
# The tag, '(OFFICIAL)' of Reuters corrections, the number, and what parts it from the rest.
_TAG: Final = re.compile(
    rf"(?P<open>[(\[])?(?P<tag>{_WORDS})(?P<official>[ -]?\(OFFICIAL\))?(?:(?: |-| ?NO\.? ?)?(?P<number>\d{{1,2}}))?(?P<close>[)\]])?"
    r"(?P<apart>\s*(?:--?|[–—:_|]|\+{2,}|/)\s*|\s+|$)",
    re.IGNORECASE,
)
_ACCENTS: Final = str.maketrans("ÀÁÂÃÇÈÉÊÍÓÔÕÚéáãçóíú", "AAAACEEEIOOOUeaacoiu")

# In a slug all words are joined by hyphens: only these are tags, where they begin it or stand apart, ...
_SLUG_TAG: Final = re.compile(
    r"(?:^(?:BC-|AM-|PM-)?|[(*/ '])(?P<tag>URGENT|ALERT|RPT|REPEAT|REFILE|CORRECTED|CORRECTION|CORRECTING|EMBARGOED|EMBARGO"
    r"|KILL|WITHDRAWN|WITHDRAWAL|ADVISORY|UPDATE|WRAPUP)(?![A-Z])(?:[ -]?(?P<number>\d{1,2})(?!\d))?"
)
# ... AP's and Reuters' leads, adds and takes ('1STLD', '2nd Ld-Writethru', '1st Add'), and 'URGENT' at the end.
_SLUG_LEAD: Final = re.compile(r"\b\d{1,2}(?:ST|ND|RD|TH)[ -]?(?P<kind>LD|LEAD|ADD|TAKE)(?![A-Z])")
_SLUG_KINDS: Final = {"LD": "lead", "LEAD": "lead", "ADD": "add", "TAKE": "take"}
_SLUG_URGENT: Final = re.compile(r"^[AP]M-.*-URGENT$")


class Headline(NamedTuple):
    """A headline without its tag; the tag's signals ('update', 'correction', ...) and update number."""

    text: str
    signals: tuple[str, ...] = ()
    update_number: int | None = None


def split_headline(text: str) -> Headline:
    """'UPDATE 2-Oil climbs' -> ('Oil climbs', ('update',), 2). Also for tags in a slug."""
    rest = " ".join(text.split())
    signals = {"alert": None} if rest.startswith("**") else {}
    number: int | None = None
    rest = _bare(rest)
    while rest and (match := _TAG.match(rest.translate(_ACCENTS))) and _is_tag(match, rest):
        signal = _TAGS[match["tag"].upper()]
        signals[signal] = None
        if match["number"] and signal in ("update", "wrapup") and number is None:
            number = int(match["number"])
        rest = _bare(rest[match.end() :])
    signals |= dict.fromkeys(text_signals(text))
    return Headline(rest, tuple(signals), number)


def _bare(text: str) -> str:
    """Without the decoration around it."""
    match = _DECORATION.match(text)
    return _TAIL.sub("", text[match.end() :] if match else text)


def _is_tag(match: re.Match[str], text: str) -> bool:
    """Whether the word is a tag here, and not the headline's first word."""
    tag, apart = match["tag"], match["apart"].strip()
    rest = text[match.end() :]
    if bool(match["open"]) != bool(match["close"]):
        return False
    if match["open"]:
        return True
    if not tag.isupper():
        return apart == ":" and tag.lower() in _MIXED or bool(apart and match["number"])
    if apart:
        return apart != "/" or not rest[:1].isalnum() or tag in _SLASHED
    return bool(rest) and (match["number"] is not None or not rest.isupper())


def slug_signals(slug: str) -> tuple[tuple[str, ...], int | None]:
    """Signals and update number of the tags in a slug: 'OIL-PRICES/ (UPDATE 3, PIX)', 'AM-PERLE-2NDLD-***URGENT'."""
    slug = slug.upper()
    signals: dict[str, None] = {}
    number: int | None = None
    for match in _SLUG_TAG.finditer(slug):
        signal = _TAGS[match["tag"]]
        if match["number"] is None and signal in ("update", "wrapup", "kill") and slug[match.start()] != "(":
            continue  # 'USDA-TO-UPDATE', or a longer word cut short
        signals[signal] = None
        if match["number"] and signal in ("update", "wrapup") and number is None:
            number = int(match["number"])
    signals |= {_SLUG_KINDS[match["kind"]]: None for match in _SLUG_LEAD.finditer(slug)}
    if _SLUG_URGENT.match(slug):
        signals["urgent"] = None
    return tuple(signals), number


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
