"""What a kill note kills, where it says so in words.

A mandatory kill or a withdrawal is often a message of its own, with its own number, that names the story:
"The story slugged BC-FERRY-AGROUND, number 0042, is withdrawn", "KILL KILL KILL ... FERRY-AGROUND, A0042".
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from schemas.records import Story
from transforms.formats._headlines import text_signals
from transforms.slugs import slug_key

__all__ = ["Target", "named_target"]

_ENDING: Final = frozenset({"kill", "withdrawal", "hold"})

_SLUG: Final = re.compile(
    r"""\b(?:slugged|slug|headed|tagged|catchlined|keyword(?:ed)?)\b\s*(?:is|as|line)?\s*[:,]?\s*
        ["'“‘]?\s*([A-Z0-9][\w&+]*(?:[-/.][\w&+]+)*(?:\ [A-Z0-9&+]{2,}(?:[-/][A-Z0-9&+]+)*(?!\w))*)""",
    re.VERBOSE,
)
"""One word with its hyphens ('BC-Ferry-Aground'), or more in capitals; not the point that ends a sentence."""

_NUMBER: Final = re.compile(
    r"\b(?:number|no\.?|nr\.?|num\.?|item|message)\s*:?\s*([a-z]{0,3}\d{2,5})\b", re.IGNORECASE
)
_LOOKED_AT: Final = 1500


class Target(NamedTuple):
    """What a note kills: key of the slug, number on the wire, uri; '' where it does not say."""

    slug: str = ""
    number: str = ""
    uri: str = ""


def named_target(story: Story) -> Target:
    """What a kill, withdrawal or hold note names in its text; its own slug where it names none.

    A story that is none of these has no target, whatever its text speaks of. A feed that kills by the
    story's own uri (canceled, withheld) needs no target either, and where such a note names one it counts.
    """
    if not _ENDING.intersection(story.signals) and story.pub_status == "usable":
        return Target()
    if story.pub_status != "usable" and not _is_note(story):
        return Target()  # a feed that ends a uri by its status names no other
    note = "\n".join((story.editorial_note or "", story.headline, story.body))[:_LOOKED_AT]
    slug, number = _SLUG.search(note), _NUMBER.search(note)
    named = slug_key(slug[1]) if slug else slug_key(story.slugline)
    linked = next((link.uri for link in story.links if link.rel == "irel:evolvedFrom" and link.uri), "")
    return Target(named, number[1].lower().lstrip("0") if number else "", linked or "")


def _is_note(story: Story) -> bool:
    """Whether what ends something is a note of its own: an old wire's, or a first version in words."""
    if not story.uri or story.uri.startswith("urn:x-newswire:"):
        return True
    words = "\n".join((story.editorial_note or "", story.headline, story.body[:400]))
    return (story.version or "1") == "1" and bool(text_signals(words))
