"""Near duplicates across uris and providers: MinHash signatures, found by locality-sensitive hashing.

Candidates are stories that share a band of their MinHash. In a bucket each story is held against the
bucket's first story and the one before it, never against all: a bucket of 100,000 costs 200,000 comparisons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from transforms.heads import Place
from transforms.shingles import BAND_BYTES, similarity

__all__ = ["LEAST_SIMILARITY", "Near", "Text", "best", "candidates", "pack_bands", "unpack_bands"]

LEAST_SIMILARITY: Final = 0.6
"""Jaccard similarity of four-word shingles: some nine words in ten are the same, in the same order."""

RECORD_BYTES: Final = 16


class Text(NamedTuple):
    """What nearness needs to know of a story."""

    record: bytes
    uri: bytes
    created: int
    place: Place
    signature: bytes


class Near(NamedTuple):
    """A story, and the earlier one that it nearly repeats."""

    place: Place
    near: bytes
    score: float


def candidates(members: Iterable[tuple[bytes, int, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """(earlier record, later record) pairs worth comparing, from (band key, created, record) of one band."""
    for _, bucket in groupby(sorted(members), key=itemgetter(0)):
        first = before = b""
        for _, _, record in bucket:
            if first:
                yield first, record
            if before != first:
                yield before, record
            first, before = first or record, record


def best(text: Text, earlier: Iterable[Text]) -> Near | None:
    """The earliest of the candidates that a text nearly repeats; versions of its own uri do not count."""
    found = [
        (other.created, other.place, other.record, score)
        for other in set(earlier)
        if other.uri != text.uri
        and (score := similarity(text.signature, other.signature)) >= LEAST_SIMILARITY
    ]
    if not found:
        return None
    _, _, record, score = min(found)
    return Near(text.place, record, round(score, 3))
