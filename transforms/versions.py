"""Duplicates, and the versions of one uri in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec

from transforms.heads import Head, Place

__all__ = ["ENDING", "Line", "Repeat", "current", "line_of", "repeat_key", "repeats", "version_order"]

ENDING: Final = frozenset({"kill", "withdrawal", "hold"})
"""Relations after which a story must not be shown, until a newer version revives it."""


class Repeat(NamedTuple):
    """A story that is left out, and the record_id of the one that it repeats."""

    place: Place
    repeats: bytes


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A kept version of a uri in its line.

    Attributes:
      head: its head.
      before: record of the version before it; b'' for the first.
      embargo: in force on it: its own, or an earlier version's that it does not lift.
      slug: the line's slug: that of its first version which has one.
    """

    head: Head
    before: bytes
    embargo: int
    slug: bytes


def repeat_key(head: Head) -> bytes:
    """What two stories share when one is the other sent again.

    A feed that gives identities of its own says itself what is new: there, only the same record id is the
    same story. Where the identity was made from the envelope, a new number or date alone makes no new
    story: the provider and the content say it.
    """
    if not head.derived:
        return head.record
    # Kill notes are set phrases: two of them in the same words may end two stories.
    named = head.target + head.target_uri + head.target_number.encode()
    return head.provider + head.content + named


def repeats(heads: Iterable[Head]) -> tuple[Head, list[Repeat]]:
    """Of heads with one `repeat_key`: the one that is kept, the first by time, and the others.

    Of the same minute it is the one with the lesser record id, so that no order of input plays a part; the
    place only tells apart what is the same record.
    """
    kept, *others = sorted(heads, key=lambda head: (head.created, head.record, head.place))
    return kept, [Repeat(head.place, kept.record) for head in others]


def line_of(heads: Sequence[Head]) -> list[Line]:
    """The kept versions of one uri in order; late ones stand where they belong."""
    if len(heads) == 1:  # as most are: what follows gives the same, in more time
        (alone,) = heads
        return [Line(alone, b"", alone.embargo, alone.target or alone.slug)]
    ordered = sorted(heads, key=version_order)
    slug = next((head.slug for head in ordered if head.slug), b"")
    if all(head.target for head in ordered):  # a note, and not the end of a story with a uri
        slug = ordered[0].target
    lines = []
    embargo = 0
    for before, head in pairwise([None, *ordered]):
        assert head is not None
        embargo = head.embargo or (0 if head.lifts else embargo)
        lines.append(Line(head, before.record if before else b"", embargo, slug))
    return lines


def version_order(head: Head) -> tuple[int, int, bytes]:
    """By integer version, then by time, then by content, so that no order of arrival plays a part."""
    return head.version, head.created, head.content


def current(lines: Sequence[Line], as_of: int) -> Iterator[Head]:
    """The version of a uri that may be shown at a time: its newest, unless ended or under embargo."""
    newest = lines[-1]
    if newest.head.status == "usable" and newest.head.relation not in ENDING and newest.embargo <= as_of:
        yield newest.head
