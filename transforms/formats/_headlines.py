"""Headline tags, update numbers and the signals of slugs; notes and notices are re-exported here.

Contract: nothing here fails, whatever the text; what is not recognised stays in the text.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transforms.formats._headline_tags import MIXED, NUMBERED, SLASHED, TAGS
from transforms.formats._notes import split_note
from transforms.formats._notices import status_of, text_signals

__all__ = ["Headline", "slug_signals", "split_headline", "split_note", "status_of", "text_signals"]

_WORDS: Final = "|".join(sorted((re.escape(tag) for tag in TAGS), key=len, reverse=True))
# What stands before an alert or around a tag: asterisks, slashes, pluses, equals signs.
_DECORATION: Final = re.compile(r"(?:\s|\*|/|\+{2,}|=|##)+")
_ENDINGS: Final = ("**", "//", "++", "=")
# A tag, '(OFFICIAL)' of Reuters' corrections, and the number of an update.
_TAG: Final = re.compile(
    rf"(?P<open>[(\[])?(?P<tag>{_WORDS})(?!\w)(?:[ -]?\(OFFICIAL\))?"
    r"(?P<number_part>(?: |-(?=\d\d?[-:])| ?NO\.? ?)?(?P<number>\d\d?)(?=\s|[-–—:)\]]|$))?",
    re.IGNORECASE,
)
_JOINED_NUMBER: Final = re.compile(r"(UPDATE|WRAPUP)(?=\d)", re.IGNORECASE)  # 'UPDATE2-'
_DIGIT: Final = re.compile(r"\d")
_APART: Final = re.compile(r"\s*(?:--?|[–—:_|]|\+{2,}|/)\s*|\s+|$")
_ACCENTS: Final = str.maketrans("ÀÁÂÃÇÈÉÊÍÓÔÕÚéáãçóíú", "AAAACEEEIOOOUeaacoiu")
_LONGEST_TAG: Final = 60
_TAG_STARTS: Final = frozenset(tag[:3] for tag in TAGS)  # the shortest have three letters
_MOST_TAGS: Final = 8

# In a slug all words are joined by hyphens: only these are tags, where they begin it or stand apart, ...
_SLUG_WORDS: Final = {
    "URGENT": "urgent",
    "ALERT": "alert",
    "RPT": "repeat",
    "REPEAT": "repeat",
    "REFILE": "refile",
    "CORRECTED": "correction",
    "CORRECTION": "correction",
    "CORRECTING": "correction",
    "EMBARGOED": "embargo",
    "EMBARGO": "embargo",
    "WITHDRAWN": "withdrawal",
    "WITHDRAWAL": "withdrawal",
    "KILL": "kill",
    "ADVISORY": "advisory",
    "UPDATE": "update",
    "WRAPUP": "wrapup",
    "TAKE": "take",
}
_SLUG_TAG: Final = re.compile(
    rf"(?:^(?:BC-|AM-|PM-)?|[(*/ '])(?P<tag>{'|'.join(_SLUG_WORDS)})(?![A-Z])"
    r"(?:[ -]?(?P<number>\d\d?)(?!\d))?"
)
# Those that need a number or a parenthesis: 'UPDATE-ON-TALKS' is none, and slugs cut words short.
_SLUG_UNSURE: Final = frozenset({"update", "wrapup", "kill", "withdrawal", "take"})
# ... leads, adds and takes ('1STLD', '2nd Ld-Writethru', '1st Add'), and 'URGENT' at the end.
_SLUG_LEAD: Final = re.compile(r"\b\d{1,2}(?:ST|ND|RD|TH)[ -]?(?P<kind>LD|LEAD|ADD|TAKE)(?![A-Z])")
_SLUG_KINDS: Final = {"LD": "lead", "LEAD": "lead", "ADD": "add", "TAKE": "take"}
_SLUG_URGENT: Final = re.compile(r"^[AP]M-.*-URGENT$")


class Headline(NamedTuple):
    """A headline without its tag; the tag's signals ('update', 'correction', ...) and update number."""

    text: str
    signals: tuple[str, ...] = ()
    update_number: int | None = None


class _Tag(NamedTuple):
    """One tag at the start of a headline, and where it ends."""

    signal: str
    number: int | None
    end: int


def split_headline(text: str) -> Headline:
    """'UPDATE 2-Oil climbs' -> ('Oil climbs', ('update',), 2). Also for tags in a slug."""
    rest = " ".join(text.split())
    signals = {"alert": None} if rest.startswith("**") else {}
    number: int | None = None
    rest = _bare(rest)
    for _ in range(_MOST_TAGS):
        if (tag := _tag(rest)) is None:
            break
        signals[tag.signal] = None
        number = tag.number if number is None else number
        rest = _bare(rest[tag.end :])
    return Headline(rest, tuple(signals | dict.fromkeys(text_signals(text))), number)


def _bare(text: str) -> str:
    """Without the decoration around it."""
    match = _DECORATION.match(text)
    text = text[match.end() :] if match else text
    return text.rstrip("*/+= ") if text.endswith(_ENDINGS) else text


def _tag(text: str) -> _Tag | None:
    """The tag that a headline begins with; None where the word is the headline's own."""
    head = text[:_LONGEST_TAG]
    if not head.isascii():
        head = head.translate(_ACCENTS)
    elif head[:3].upper() not in _TAG_STARTS and not head.startswith(("(", "[")):
        return None
    added = 0
    if joined := _JOINED_NUMBER.search(head) if _DIGIT.search(head) else None:
        head, added = f"{head[: joined.end()]} {head[joined.end() :]}", 1
    match = _TAG.match(head)
    if not match:
        return None
    signal = TAGS[match["tag"].upper()]
    numbered = match["number"] is not None and signal in NUMBERED
    end = match.end() if numbered or match["number"] is None else match.start("number_part")
    if match["open"]:
        if head[end : end + 1] not in (")", "]"):
            return None
        end += 1
    apart = _APART.match(head, end)
    number = int(match["number"]) if numbered else None
    if not apart or not (
        match["open"] or _is_tag(match["tag"], apart[0].strip(), number, text[apart.end() - added :])
    ):
        return None
    return _Tag(signal, number, apart.end() - added)


def _is_tag(tag: str, apart: str, number: int | None, rest: str) -> bool:
    """Whether a word is a tag by what parts it from the rest: 'Exclusive:', 'BRIEF-', 'URGENT Ferry'."""
    if not tag.isupper():
        return (apart == ":" and tag.lower() in MIXED) or bool(apart and number is not None)
    if apart:
        return apart != "/" or not rest[:1].isalnum() or tag in SLASHED
    return bool(rest) and (number is not None or not rest.isupper())


def slug_signals(slug: str) -> tuple[tuple[str, ...], int | None]:
    """Signals and update number of the tags in a slug: 'OIL-PRICES/ (UPDATE 3)', 'AM-PERLE-***URGENT'."""
    slug = slug.upper()
    signals: dict[str, None] = {}
    number: int | None = None
    for match in _SLUG_TAG.finditer(slug):
        signal = _SLUG_WORDS[match["tag"]]
        if match["number"] is None and signal in _SLUG_UNSURE and slug[match.start()] != "(":
            continue
        signals[signal] = None
        if match["number"] and signal in NUMBERED and number is None:
            number = int(match["number"])
    for match in _SLUG_LEAD.finditer(slug):
        signals[_SLUG_KINDS[match["kind"]]] = None
    if _SLUG_URGENT.match(slug):
        signals["urgent"] = None
    return tuple(signals), number
