"""Which of the stories that were read are kept: from their heads alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transforms.scan import Head

__all__ = ["Verdict", "decide"]


class Verdict(NamedTuple):
    """What is decided of a story that is not simply kept.

    Attributes:
      path, unit, ordinal, item: the story's place, as in its head.
      repeats: record_id of the story that it is a duplicate of.
    """

    path: str
    unit: int
    ordinal: int
    item: int
    repeats: str


def decide(heads: Iterable[Head]) -> Iterator[Verdict]:
    """The verdicts on stories of one record_id: the first by (version_created, place) is kept.

    The order of `heads` plays no part, so that every runner keeps the same one.
    """
    kept, *repeats = sorted(heads, key=lambda head: head[1:])
    for head in repeats:
        yield Verdict(head.path, head.unit, head.ordinal, head.item, kept.record_id)
