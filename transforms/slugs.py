"""The slug of a story without what changes from version to version, and the words of its headline."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

__all__ = ["figures", "headline_words", "overlap", "slug_key"]

_CYCLE: Final = re.compile(r"^(?:AM|PM|BC|AP|XX)[-–]{1,2}\s*", re.IGNORECASE)
"""Cycle designators of North American wires, before the slug proper."""

_TAG: Final = re.compile(
    r"""^(?:
        (?:UPDATE|WRAPUP|LEAD|TAKE|ADD)\s*\d{1,2}
      | (?:CORRECTED|CORRECTION|REFILE|RPT|REPEAT|URGENT|ALERT|UPDATE|EXCLUSIVE|KILL|WITHDRAWN)
    )\s*[-:–]+\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_TAIL: Final = re.compile(
    r"""(?:
        [-,/\s]+(?:\d{1,2}(?:st|nd|rd|th)\s+)?(?:ld|lead|add|take|writethru|writethrough|sub|insert)
            [-\s]*(?:all|writethru|\d{1,2})?
      | [-,/\s]*\((?:UPDATE|CORRECTED|CORRECTION|REFILE|RPT|REPEAT|TAKE|LEAD|ADD|PIX|TV|URGENT|KILL)
            [^()]{0,20}\)
      | [-,/\s]+(?:TAKE|LEAD|UPDATE|ADD)\s*\d{1,2}
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_BLANKS: Final = re.compile(r"[\s/_–-]+")


def slug_key(slugline: str | None) -> str:
    """The slug in lower case without cycle, tag, take and lead: the same for all takes of one story.

    >>> slug_key("BC-FERRY-AGROUND, 1st Ld-Writethru"), slug_key("FERRY-AGROUND/ (UPDATE 2)")
    ('ferry aground', 'ferry aground')
    """
    slug = (slugline or "").strip()[:200]
    for _ in range(4):  # tags stack: 'RPT-UPDATE 2-'
        shorter = _TAIL.sub("", _TAG.sub("", _CYCLE.sub("", slug)))
        if shorter == slug:
            break
        slug = shorter
    return _BLANKS.sub(" ", slug).strip(" .,:;").casefold()


_WORD: Final = re.compile(r"\w{4,}")


def headline_words(headline: str) -> bytes:
    """Two bytes for each of the first twelve distinct words of four letters and more."""
    words = list(dict.fromkeys(_WORD.findall(headline.casefold())))[:12]
    return _digests(words)


_FIGURE: Final = re.compile(r"\d[\d.,/]*\d")


def figures(text: str) -> bytes:
    """Two bytes for each of the first sixteen distinct numbers of two digits and more.

    An update keeps the figures of the story before it; tomorrow's story on the same template has others.
    """
    found = list(dict.fromkeys(_FIGURE.findall(text[:2000])))[:16]
    return _digests(found)


def _digests(words: list[str]) -> bytes:
    return b"".join([blake2b(word.encode("utf-8"), digest_size=2).digest() for word in words])


def overlap(one: bytes, other: bytes) -> float:
    """Share of the shorter of two (`headline_words` or `figures`) that stands in the other, 0 to 1."""
    a, b = set(memoryview(one).cast("H")), set(memoryview(other).cast("H"))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
