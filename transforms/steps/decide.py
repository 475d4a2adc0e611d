"""From heads to verdicts. Only heads are shuffled: a few hundred bytes a story."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, TypeAlias, TypeVar

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from transforms.decide import Verdict, chain_verdicts, line_key, near_verdict, repeat_verdict, text_of
from transforms.heads import Head
from transforms.memory import give_back_memory
from transforms.nearness import (
    DistinctPairs,
    Text,
    best,
    bucket_of,
    near_pairs,
    pack_bands,
    pack_pairs,
    short_id,
    wanted,
)
from transforms.steps._buckets import Gather, Group, GroupInBuckets, unpacked
from transforms.steps._packed import pack, unpack
from transforms.versions import Line, line_of, repeat_key, repeats

__all__ = ["DecideStories", "verdicts_by"]

_Keyed = tuple[bytes, bytes]
_Bucket = tuple[int, bytes]

Key = TypeVar("Key", bound=Hashable)

Judge: TypeAlias = Callable[[Iterable[Line]], Iterable[Verdict]]


class DecideStories(beam.PTransform):
    """Packed Heads to packed lists of Verdicts: at most two for each story that is not simply kept.

    Repeats first; of what is kept, the versions of each uri, then the chains of each slug; beside it the
    near duplicates.

    Args:
      judge: gives the verdicts on the lines of one slug; `chain_verdicts`, or `view_verdicts` at a time.
    """

    def __init__(self, judge: Judge = chain_verdicts) -> None:
        super().__init__()
        self._judge = judge

    def expand(self, heads: beam.PCollection[bytes]) -> Any:
        """Groups the heads four times, each time by what the next decision needs."""
        known = heads | "Repeats" >> _Repeats()
        chained = known.kept | "Chains" >> _Chains(self._judge)
        near = known.kept | "Near duplicates" >> _NearDuplicates()
        repeats = known.verdicts | "Pack repeats" >> _Packed()
        return (repeats, chained, near) | "All verdicts" >> beam.Flatten()


def verdicts_by(packed: bytes, key_of: Callable[[Verdict], Key]) -> Iterator[tuple[Key, bytes]]:
    """A packed list of Verdicts as packed lists of those that have a key in common, with the key."""
    parts: dict[Key, list[Verdict]] = {}
    for verdict in unpack(packed, list[Verdict]):
        parts.setdefault(key_of(verdict), []).append(verdict)
    for key, verdicts in parts.items():
        yield key, pack(verdicts)


class _Packed(beam.PTransform):
    """Verdicts to packed lists of them: each by itself would cost a runner more than deciding it."""

    def expand(self, verdicts: beam.PCollection[Verdict]) -> Any:
        return verdicts | beam.ParDo(_PackVerdicts()).with_output_types(bytes)


class _PackVerdicts(beam.DoFn):
    _MOST = 1024

    def start_bundle(self) -> None:
        self._verdicts: list[Verdict] = []

    def process(self, verdict: Verdict) -> Iterator[bytes]:
        self._verdicts.append(verdict)
        if len(self._verdicts) == self._MOST:
            yield pack(self._verdicts)
            self._verdicts = []

    def finish_bundle(self) -> Iterator[WindowedValue]:
        if self._verdicts:
            yield WindowedValue(pack(self._verdicts), GlobalWindow().max_timestamp(), (GlobalWindow(),))
        self._verdicts = []
        give_back_memory()


class _Repeats(beam.PTransform):
    def expand(self, heads: beam.PCollection[bytes]) -> Any:
        return (
            heads
            | "Key by what repeats" >> beam.Map(_by_repeat_key).with_output_types(_Keyed)
            | "Group repeats" >> GroupInBuckets()
            | "Keep the first" >> beam.FlatMap(_first).with_outputs("kept", "verdicts")
        )


class _Chains(beam.PTransform):
    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self._judge = judge

    def expand(self, heads: beam.PCollection[bytes]) -> Any:
        return (
            heads
            | "Key by uri" >> beam.Map(_by_uri).with_output_types(_Keyed)
            | "Group versions" >> GroupInBuckets()
            | "Order versions" >> beam.FlatMap(_lines).with_output_types(_Keyed)
            | "Group by slug" >> GroupInBuckets()
            | "Find chains" >> beam.FlatMap(_judged, self._judge)
            | "Pack chains" >> _Packed()
        )


class _NearDuplicates(beam.PTransform):
    """Pairs that share a band; then both texts of each pair go to where the later one picks the best."""

    def expand(self, heads: beam.PCollection[bytes]) -> Any:
        texts = heads | "Texts" >> beam.FlatMap(_by_short_id).with_output_types(_Keyed)
        pairs = (
            texts
            | "Pack bands" >> beam.ParDo(_PackBands()).with_output_types(_Bucket)
            | "Group by band" >> beam.GroupByKey()
            | "Pair" >> beam.ParDo(_Pair()).with_output_types(_Bucket)
        )
        return (
            {"texts": texts | "Gather texts" >> Gather(bucket_of), "pairs": pairs}
            | "Meet" >> beam.CoGroupByKey()
            | "Offer" >> beam.FlatMapTuple(_offers).with_output_types(_Keyed)
            | "Meet the later" >> GroupInBuckets()
            | "Pick" >> beam.FlatMap(_pick)
            | "Pack near duplicates" >> _Packed()
        )


def _by_repeat_key(packed: bytes) -> tuple[bytes, bytes]:
    return repeat_key(unpack(packed, Head)), packed


def _first(group: Group) -> Iterator[beam.pvalue.TaggedOutput]:
    _, packed = group
    if len(packed) == 1:
        yield beam.pvalue.TaggedOutput("kept", packed[0])
        return
    kept, others = repeats(unpack(head, Head) for head in packed)
    yield beam.pvalue.TaggedOutput("kept", pack(kept))
    for repeat in others:
        yield beam.pvalue.TaggedOutput("verdicts", repeat_verdict(repeat))


def _by_uri(packed: bytes) -> tuple[bytes, bytes]:
    return unpack(packed, Head).uri, packed


def _lines(group: Group) -> Iterator[tuple[bytes, bytes]]:
    for line in line_of([unpack(head, Head) for head in group[1]]):
        yield line_key(line), pack(line)


def _judged(group: Group, judge: Judge) -> Iterable[Verdict]:
    return judge(unpack(line, Line) for line in group[1])


def _by_short_id(packed: bytes) -> Iterator[tuple[bytes, bytes]]:
    text = text_of(unpack(packed, Head))
    if text.signature:
        yield short_id(text.record), pack(text)


class _PackBands(beam.DoFn):
    """Many texts an element: an element a text and band would be 32 a story."""

    _MOST = 2048

    def start_bundle(self) -> None:
        self._texts: list[Text] = []

    def process(self, keyed: tuple[bytes, bytes]) -> Iterator[tuple[int, bytes]]:
        self._texts.append(unpack(keyed[1], Text))
        if len(self._texts) >= self._MOST:
            yield from pack_bands(self._texts)
            self._texts = []

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for packed in pack_bands(self._texts):
            yield WindowedValue(packed, GlobalWindow().max_timestamp(), (GlobalWindow(),))


class _Pair(beam.DoFn):
    """Pairs of many bands an element."""

    def start_bundle(self) -> None:
        self._pairs = DistinctPairs()

    def process(self, bucket: tuple[int, Iterable[bytes]]) -> Iterator[tuple[int, bytes]]:
        yield from pack_pairs(self._pairs.add(near_pairs(bucket[1])))

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for packed in pack_pairs(self._pairs.take()):
            yield WindowedValue(packed, GlobalWindow().max_timestamp(), (GlobalWindow(),))
        give_back_memory()


def _offers(_: int, met: dict[str, Iterable[bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Each text, to each later record of its pairs and to itself where it is one."""
    later = wanted(met["pairs"])
    for short, text in unpacked(met["texts"]):
        for to in later.get(short, ()):
            yield to, text


def _pick(group: Group) -> Iterator[Verdict]:
    short, packed = group
    texts = [unpack(text, Text) for text in packed]
    for text in texts:
        if short_id(text.record) == short and (near := best(text, texts)):
            yield near_verdict(near)
