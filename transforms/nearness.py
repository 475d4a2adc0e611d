"""Near duplicates across uris and providers: MinHash signatures, found by locality-sensitive hashing.

Candidates are stories that share a band of their MinHash. In a bucket each story is held against the
bucket's first story and the one before it, never against all: a bucket of 100,000 costs 200,000 comparisons.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from transforms.heads import Place
from transforms.shingles import BAND_BYTES, BANDS, bands, similarity

__all__ = ["LEAST_SIMILARITY", "Near", "Text", "best", "candidates", "pack_bands", "unpack_bands"]

LEAST_SIMILARITY: Final = 0.65
"""Jaccard similarity of four-word shingles: more than nine words in ten are the same, in the same order."""

Member: TypeAlias = tuple[bytes, int, bytes]
"""(band key, created, record)"""

_MEMBER: Final = struct.Struct(f">{BAND_BYTES}sq16s")


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


def pack_bands(texts: Sequence[Text]) -> list[bytes]:
    """For each band, the texts' (band key, created, record) in one string of bytes: 28 for each text."""
    keys = [bands(text.signature) for text in texts]
    return [
        b"".join(
            _MEMBER.pack(own[band], text.created, text.record) for own, text in zip(keys, texts, strict=True)
        )
        for band in range(BANDS)
    ]


def unpack_bands(packed: bytes) -> Iterator[Any]:
    """The members of one band, as `pack_bands` packed them."""
    return _MEMBER.iter_unpack(packed)


def candidates(members: Iterable[Member]) -> Iterator[tuple[bytes, bytes]]:
    """(earlier record, later record) pairs worth comparing, of the members of one band."""
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
        (other.created, other.record, score)
        for other in set(earlier)
        if other.uri != text.uri
        and (score := similarity(text.signature, other.signature)) >= LEAST_SIMILARITY
    ]
    if not found:
        return None
    _, record, score = min(found)
    return Near(text.place, record, round(score, 3))
