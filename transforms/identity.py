"""Who a story is: ids that depend on the story alone, never on the run, the runner or the order of input."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from schemas.records import Story

__all__ = ["content_id", "derived_uri", "record_id"]

_SHORT: Final = 200
_PRINTED: Final = bytes(range(0x20, 0x7F))

_ID_BYTES: Final = 16  # 128 bits: no collision to fear among 10**12 stories


def content_id(story: Story) -> str:
    """A digest of what a reader reads: text, byline, dateline, notes and status, white space folded.

    The envelope (transmission number, times, codes) has no part in it, so that a story sent again in a
    new envelope has the same content id.
    """
    dateline = story.dateline.text if story.dateline else ""
    return _digest(
        story.headline,
        story.byline or "",
        dateline,
        story.abstract or "",
        story.body,
        story.editorial_note or "",
        story.pub_status,
        *sorted(story.signals),
    )


def derived_uri(story: Story, content: str) -> str:
    """The uri of a story whose format has no identity of its own: its content is its identity."""
    return story.uri or f"urn:x-newswire:content:{content}"


def record_id(uri: str, version: str | None, content: str) -> str:
    """The id of one version of a story, from its uri, its version and its content id alone."""
    return _digest(uri, version or "", content)


def _digest(*parts: str) -> str:
    """White space folded; the parts kept apart, so that ('ab', 'c') and ('a', 'bc') differ."""
    text = "".join([f"{_folded(part)}\x1f" if part else "\x1f" for part in parts])
    return blake2b(text.encode("utf-8"), digest_size=_ID_BYTES).hexdigest()


def _folded(text: str) -> str:
    """All on one line, a single blank for any white space; at half the price where nothing is to be folded
    but line ends, as in the bodies of ASCII that parsers make."""
    if len(text) > _SHORT and text.isascii():
        line = " ".join(filter(None, text.split("\n")))
        if "  " not in line and not line.encode("ascii").translate(None, _PRINTED):
            return line.strip()
    return " ".join(text.split())
