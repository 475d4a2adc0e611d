"""Near duplicates across uris and providers: MinHash signatures, found by locality-sensitive hashing.

Candidates are stories that share a band of their MinHash. In a bucket each story is held against the
bucket's first story and the one before it, never against all: a bucket of 100,000 costs 200,000 comparisons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from transforms.heads import Place
from transforms.shingles import BAND_BYTES, BANDS, similarity

__all__ = [
    "LEAST_SIMILARITY",
    "DistinctPairs",
    "Near",
    "Pairs",
    "Text",
    "best",
    "bucket_of",
    "near_pairs",
    "pack_bands",
    "pack_pairs",
    "second_of",
    "short_id",
    "wanted",
]

LEAST_SIMILARITY: Final = 0.65
"""Jaccard similarity of four-word shingles: more than nine words in ten are the same, in the same order."""

SHORT_ID_BYTES: Final = 4
"""Of a record id, that pairs are known by. Where two records share one, each is compared with more texts."""

_MEMBER: Final = np.dtype([("key", "<u4"), ("second", "<i4"), ("record", f"<u{SHORT_ID_BYTES}")])
"""A text in a band: the band's bytes as a number, the text's time, and its short id as a number."""

_EPOCH: Final = 946_684_800  # 2000, in seconds since 1970: 4 bytes reach from 1931 to 2068
_MOST_SECOND: Final = 2**31 - 1

_PAIR: Final = np.dtype(">u8")
"""Two short ids, one after the other: the text of the first record is to be looked at where the second is."""

Pairs: TypeAlias = npt.NDArray[np.uint64]
"""Rows of `_PAIR`."""

_NO_PAIRS: Final[Pairs] = np.empty(0, np.uint64)

_SHORT_ID_BITS: Final = np.uint64(8 * SHORT_ID_BYTES)

_BUCKETS_A_BAND: Final = 8
"""More than one, so that a bucket of ten million texts still fits in memory."""


class Text(NamedTuple):
    """What nearness needs to know of a story; `second` is its time, see `second_of`."""

    record: bytes
    uri: bytes
    second: int
    place: Place
    signature: bytes


class Near(NamedTuple):
    """A story, and the earlier one that it nearly repeats."""

    place: Place
    near: bytes
    score: float


def second_of(created: int) -> int:
    """By which texts stand in order: microseconds since 1970 as a second that four bytes hold.

    Of the same second, and of all before 1931 and from 2068 on, the record id decides.
    """
    return max(-_MOST_SECOND, min(created // 1_000_000 - _EPOCH, _MOST_SECOND))


def short_id(record: bytes) -> bytes:
    """What pairs call a record."""
    return record[:SHORT_ID_BYTES]


def bucket_of(short: bytes) -> int:
    """The bucket, of 256, that the pairs of a text fall into."""
    return short[0]


def pack_bands(texts: Sequence[Text]) -> list[tuple[int, bytes]]:
    """(bucket, the members of the texts' bands that fall into it): 12 bytes for each text and band.

    Texts that share a band and its key share a bucket, and a bucket is of one band.
    """
    if not texts:
        return []
    keys = np.frombuffer(b"".join(text.signature for text in texts), f">u{BAND_BYTES}")
    records = np.frombuffer(b"".join(short_id(text.record) for text in texts), f">u{SHORT_ID_BYTES}")
    members = np.empty(len(keys), _MEMBER)
    members["key"] = keys
    members["second"] = np.repeat([text.second for text in texts], BANDS)
    members["record"] = np.repeat(records, BANDS)
    bands = np.tile(np.arange(BANDS), len(texts))
    return _parted(bands * _BUCKETS_A_BAND + keys % _BUCKETS_A_BAND, members)


def near_pairs(packed: Iterable[bytes]) -> Pairs:
    """The pairs worth comparing of what `pack_bands` packed for one bucket.

    The text of each earlier story is to go to the later one, and the later one's own as well.
    """
    members = np.frombuffer(b"".join(packed), _MEMBER)
    members = members[np.lexsort([members[name] for name in reversed(_MEMBER.names or ())])]
    shares = np.append(False, members["key"][1:] == members["key"][:-1])
    later = np.flatnonzero(shares)
    # Where a run of equal keys begins: its first story is the earliest.
    first = np.maximum.accumulate(np.where(shares, 0, np.arange(len(members))))[later]
    records = members["record"].astype(np.uint64)
    of = np.concatenate([records[first], records[later - 1], records[later]])
    return of << _SHORT_ID_BITS | np.tile(records[later], 3)


class DistinctPairs:
    """Pairs of many bands, each once: two texts that are nearly the same share most of their bands.

    Args:
      most: pairs that are held, at 8 bytes; a third as many come beside them before they are looked through.
    """

    def __init__(self, most: int = 1 << 21) -> None:
        self._most = most
        self._known = _NO_PAIRS
        self._new: list[Pairs] = []

    def add(self, pairs: Pairs) -> Pairs:
        """Adds pairs; gives those that there is no more room for, mostly none."""
        self._new.append(pairs)
        if sum(map(len, self._new)) * 3 < self._most:
            return _NO_PAIRS
        self._look_through()
        return self._taken() if len(self._known) > self._most else _NO_PAIRS

    def take(self) -> Pairs:
        """All that are held, and forgets them."""
        self._look_through()
        return self._taken()

    def _look_through(self) -> None:
        self._known, self._new = _once([self._known, *self._new]), []

    def _taken(self) -> Pairs:
        taken, self._known = self._known, _NO_PAIRS
        return taken


def _once(pairs: Sequence[Pairs]) -> Pairs:
    """Each pair once, in order. np.unique does the same with two more copies of all."""
    together = np.concatenate(pairs)
    together.sort()
    return together[np.append(True, together[1:] != together[:-1])] if len(together) else together


def pack_pairs(pairs: Pairs) -> Iterator[tuple[int, bytes]]:
    """(bucket, the pairs that fall into it), by the text that is to go."""
    ordered = np.sort(pairs)
    bounds = np.arange(1, 256, dtype=np.uint64) << np.uint64(2 * 8 * SHORT_ID_BYTES - 8)
    for bucket, part in enumerate(np.split(ordered, np.searchsorted(ordered, bounds))):
        if len(part):
            yield bucket, part.astype(_PAIR).tobytes()


def wanted(packed: Iterable[bytes]) -> dict[bytes, set[bytes]]:
    """Short id -> those of the records its text is to go to; of what `pack_pairs` packed for a bucket."""
    found: dict[bytes, set[bytes]] = {}
    raw, size = np.unique(np.frombuffer(b"".join(packed), _PAIR)).tobytes(), _PAIR.itemsize
    for start in range(0, len(raw), size):
        middle = start + SHORT_ID_BYTES
        found.setdefault(raw[start:middle], set()).add(raw[middle : start + size])
    return found


def _parted(buckets: npt.NDArray[Any], rows: npt.NDArray[Any]) -> list[tuple[int, bytes]]:
    if not len(rows):
        return []
    order = np.argsort(buckets, kind="stable")
    found, starts = np.unique(buckets[order], return_index=True)
    parts = np.split(rows[order], starts[1:])
    return [(int(bucket), part.tobytes()) for bucket, part in zip(found, parts, strict=True)]


def best(text: Text, candidates: Iterable[Text]) -> Near | None:
    """The earliest of the candidates that a text nearly repeats; versions of its own uri do not count."""
    found = [
        (other.second, other.record, score)
        for other in set(candidates)
        if (other.second, other.record) < (text.second, text.record)
        and other.uri != text.uri
        and (score := similarity(text.signature, other.signature)) >= LEAST_SIMILARITY
    ]
    if not found:
        return None
    _, record, score = min(found)
    return Near(text.place, record, round(score, 3))
