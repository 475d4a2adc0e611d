"""Near duplicates across uris and providers: MinHash signatures, found by locality-sensitive hashing.

Candidates are stories that share a band of their MinHash. In a bucket each story is held against the
bucket's first story and the one before it, never against all: a bucket of 100,000 costs 200,000 comparisons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from transforms.heads import Place
from transforms.shingles import BAND_BYTES, BANDS, similarity

__all__ = ["LEAST_SIMILARITY", "Near", "Text", "best", "candidates", "pack_bands"]

LEAST_SIMILARITY: Final = 0.65
"""Jaccard similarity of four-word shingles: more than nine words in ten are the same, in the same order."""

_MEMBER: Final = np.dtype(
    [("band", "u1"), ("key", ">u4"), ("created", ">i8"), ("record", ">u8"), ("record_low", ">u8")]
)
"""A text in a band. Record ids are two numbers: NumPy's own strings of bytes lose trailing zeros."""

_RECORD_BYTES: Final = 16

_BUCKETS_A_BAND: Final = 8
"""More than one, so that a bucket of ten million texts still fits in memory."""


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


def pack_bands(texts: Sequence[Text]) -> list[tuple[int, bytes]]:
    """(bucket, the members of the texts' bands that fall into it): 29 bytes for each text and band.

    Texts that share a band key share a bucket.
    """
    if not texts:
        return []
    keys = np.frombuffer(b"".join(text.signature for text in texts), f">u{BAND_BYTES}")
    records = np.frombuffer(b"".join(text.record for text in texts), ">u8").reshape(-1, 2)
    members = np.empty(len(keys), _MEMBER)
    members["band"] = np.tile(np.arange(BANDS), len(texts))
    members["key"] = keys
    members["created"] = np.repeat([text.created for text in texts], BANDS)
    members["record"], members["record_low"] = np.repeat(records, BANDS, axis=0).T
    buckets = members["band"] * _BUCKETS_A_BAND + keys % _BUCKETS_A_BAND
    order = np.argsort(buckets, kind="stable")
    found, starts = np.unique(buckets[order], return_index=True)
    parts = np.split(members[order], starts[1:])
    return [(int(bucket), part.tobytes()) for bucket, part in zip(found, parts, strict=True)]


def candidates(packed: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """(earlier record, later record) pairs worth comparing, of what `pack_bands` packed for one bucket."""
    members = np.frombuffer(b"".join(packed), _MEMBER)
    members = members[np.lexsort([members[name] for name in reversed(_MEMBER.names or ())])]
    size, raw = _MEMBER.itemsize, members.tobytes()
    records = [raw[end - _RECORD_BYTES : end] for end in range(size, len(raw) + 1, size)]
    shares = (members["band"][1:] == members["band"][:-1]) & (members["key"][1:] == members["key"][:-1])
    first = previous = -1
    for earlier in np.flatnonzero(shares).tolist():
        if earlier != previous:
            first = earlier
        previous = later = earlier + 1
        yield records[first], records[later]
        if first != earlier:
            yield records[earlier], records[later]


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
