"""Grouping many small values: shuffled by the bucketful, grouped within each bucket.

A runner spends tens of microseconds and hundreds of bytes on each element of a shuffle, whatever its size.
Heads are a few hundred bytes; so they travel by the hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from zlib import crc32

import apache_beam as beam
import msgspec
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from transforms.memory import give_back_memory

__all__ = ["Gather", "Group", "GroupInBuckets", "unpacked"]

Group = tuple[bytes, list[bytes]]
"""A key, and all values that have it, in no order."""

_BUCKETS: Final = 256
_MOST_BYTES: Final = 2 << 20
"""What a worker gathers before it sends its buckets on."""

_Packed = tuple[int, bytes]


class GroupInBuckets(beam.PTransform):
    """(key, value), both bytes, to `Group`. For batch: what is gathered is sent on at the end of a bundle.

    A key's values are held in memory together, and a bucket's as bytes beside them.
    """

    def expand(self, pairs: beam.PCollection[tuple[bytes, bytes]]) -> Any:
        """Gathers, groups the buckets, and groups in each."""
        return (
            pairs
            | "Gather" >> Gather()
            | "Group buckets" >> beam.GroupByKey()
            | "Group in bucket" >> beam.FlatMapTuple(_groups).with_output_types(tuple[bytes, list[bytes]])
        )


class Gather(beam.PTransform):
    """(key, value), both bytes, to (bucket, many of them packed); `unpacked` reads them back.

    Args:
      bucket_of: a key's bucket.
    """

    def __init__(self, bucket_of: Callable[[bytes], int] | None = None) -> None:
        super().__init__()
        self._bucket_of = bucket_of or _bucket_of

    def expand(self, pairs: beam.PCollection[tuple[bytes, bytes]]) -> Any:
        """Gathers as much as a worker may hold."""
        return pairs | beam.ParDo(_Gather(self._bucket_of)).with_output_types(_Packed)


def unpacked(packed: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The keys and values of one bucket."""
    for blob in packed:
        yield from _DECODER.decode(blob)


class _Gather(beam.DoFn):
    def __init__(self, bucket_of: Callable[[bytes], int]) -> None:
        self._bucket_of = bucket_of

    def start_bundle(self) -> None:
        self._clear()

    def process(self, pair: tuple[bytes, bytes]) -> Iterator[_Packed]:
        key, value = pair
        self._buckets.setdefault(self._bucket_of(key), []).append(pair)
        self._bytes += len(key) + len(value)
        if self._bytes > _MOST_BYTES:
            yield from self._packed()
            self._clear()

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for packed in self._packed():
            yield WindowedValue(packed, GlobalWindow().max_timestamp(), (GlobalWindow(),))
        self._clear()
        give_back_memory()  # of the stage that the gathering ends

    def _clear(self) -> None:
        self._buckets: dict[int, list[tuple[bytes, bytes]]] = {}
        self._bytes = 0

    def _packed(self) -> Iterator[_Packed]:
        for bucket, pairs in self._buckets.items():
            yield bucket, _ENCODER.encode(pairs)


def _bucket_of(key: bytes) -> int:
    return crc32(key) % _BUCKETS


def _groups(_: int, packed: Iterable[bytes]) -> Iterator[Group]:
    groups: dict[bytes, list[bytes]] = {}
    for key, value in unpacked(packed):
        groups.setdefault(key, []).append(value)
    yield from groups.items()


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(list[tuple[bytes, bytes]])
