"""Grouping many small values: shuffled by the bucketful, grouped within each bucket.

A runner spends tens of microseconds and hundreds of bytes on each element of a shuffle, whatever its size.
Heads are a few hundred bytes; so they travel by the hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from zlib import crc32

import apache_beam as beam
import msgspec
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

__all__ = ["Group", "GroupInBuckets"]

Group = tuple[bytes, list[bytes]]
"""A key, and all values that have it, in no order."""

_BUCKETS: Final = 256
_MOST_BYTES: Final = 8 << 20
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
            | "Gather" >> beam.ParDo(_Gather()).with_output_types(_Packed)
            | "Group buckets" >> beam.GroupByKey()
            | "Group in bucket" >> beam.FlatMapTuple(_groups).with_output_types(tuple[bytes, list[bytes]])
        )


class _Gather(beam.DoFn):
    def start_bundle(self) -> None:
        self._clear()

    def process(self, pair: tuple[bytes, bytes]) -> Iterator[_Packed]:
        key, value = pair
        self._buckets.setdefault(crc32(key) % _BUCKETS, []).append(pair)
        self._bytes += len(key) + len(value)
        if self._bytes > _MOST_BYTES:
            yield from self._packed()
            self._clear()

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for packed in self._packed():
            yield WindowedValue(packed, GlobalWindow().max_timestamp(), (GlobalWindow(),))

    def _clear(self) -> None:
        self._buckets: dict[int, list[tuple[bytes, bytes]]] = {}
        self._bytes = 0

    def _packed(self) -> Iterator[_Packed]:
        for bucket, pairs in self._buckets.items():
            yield bucket, _ENCODER.encode(pairs)


def _groups(_: int, packed: Iterable[bytes]) -> Iterator[Group]:
    groups: dict[bytes, list[bytes]] = {}
    for blob in packed:
        for key, value in _DECODER.decode(blob):
            groups.setdefault(key, []).append(value)
    yield from groups.items()


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(list[tuple[bytes, bytes]])
