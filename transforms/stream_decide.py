"""Repeats, versions and chains of a stream: a little state a key, and the pure functions of the batch.

A stream knows only what has come. What it decides of a story is what batch would decide of the same story,
had the input ended with it; `compact` completes the links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from transforms.chains import WINDOW, chains_of
from transforms.decide import Verdict, chain_of
from transforms.heads import NEVER, Head
from transforms.stream_items import Asked
from transforms.versions import ENDING, Line, line_of, version_order

__all__ = ["Seen", "embargo_of", "ended_by", "in_chain", "in_line", "last_embargo", "repeats_of"]

MOST_VERSIONS: Final = 64
MOST_LINES: Final = 48

ENDLESS: Final = 250_000_000_000_000_000
"""Microseconds since 1970 of the year 9892: an embargo without end is said as the year 9999."""


class Seen(NamedTuple):
    """Who was the first with a `repeat_key`: its record, and which story of which piece it was."""

    record: bytes
    piece: bytes
    number: int


def repeats_of(seen: Seen | None, asked: Asked) -> tuple[Seen, bytes]:
    """The state after a story, and the record that it repeats; b'' where it is the first.

    The same story of the same piece is no repeat of itself: a source that delivers twice gets the same
    answer twice, and what is written of it is decided where pieces are committed.
    """
    if seen is None:
        return Seen(asked.head.record, asked.key, asked.number), b""
    own = seen.piece == asked.key and seen.number == asked.number
    return seen, b"" if own else seen.record


def in_line(heads: Sequence[Head], head: Head) -> tuple[list[Head], Line]:
    """The heads of a uri after one more, the newest of them, and that one's line."""
    known = [other for other in heads if other.record != head.record]
    ordered = sorted([*known, head], key=version_order)
    (line,) = [line for line in line_of(ordered) if line.head.record == head.record]
    return ordered[-MOST_VERSIONS:], line


def embargo_of(line: Line) -> int:
    """Until when a story is to be held; 0 for the end of a story, which is told at once."""
    return 0 if line.head.relation in ENDING else line.embargo


def last_embargo(heads: Iterable[Head]) -> int:
    """When the last of the embargoes ends that have an end; 0 for none."""
    return max((head.embargo for head in heads if head.embargo < ENDLESS), default=0)


def ended_by(line: Line, versions: Sequence[Head], lines: Sequence[Line]) -> bool:
    """Whether a story was killed since it came: by a version of its uri, or by a note that ends its chain."""
    newest = max(versions, key=version_order)
    if newest.relation in ENDING and newest.record != line.head.record:
        return True
    links = list(chains_of(lines))
    (own,) = [link for link in links if link.line.head.record == line.head.record]
    return any(
        link.chain == own.chain
        and link.position > own.position
        and link.line.head.relation in ENDING
        and bool(link.line.head.target)
        for link in links
    )


def in_chain(lines: Sequence[Line], line: Line) -> tuple[list[Line], Verdict | None]:
    """The lines of a slug after one more, and the verdict on it; None for a story that stands alone."""
    known = [other for other in lines if other.head.record != line.head.record]
    link = next(x for x in chains_of([*known, line]) if x.line.head.record == line.head.record)
    verdict = None if link.alone else Verdict(line.head.place, chain=chain_of(link))
    return _bounded([*known, line]), verdict


def _bounded(lines: list[Line]) -> list[Line]:
    """The last to come, without those that no later story can join."""
    newest = max((line.head.created for line in lines if line.head.created != NEVER), default=0)
    return [line for line in lines if newest - line.head.created <= WINDOW][-MOST_LINES:]
