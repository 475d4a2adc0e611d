"""Second reading: units and verdicts to the stories that are kept, in shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import apache_beam as beam

from schemas.records import Duplicate, Story
from transforms.decide import Verdict
from transforms.formats import Hints, format_named
from transforms.keep import keep
from transforms.memory import give_back_memory
from transforms.reading import Opener, SpanReader
from transforms.scan import Unit
from transforms.shards import ShardPlan, plan_shards, shard_of
from transforms.standing import Standing
from transforms.steps._packed import unpack
from transforms.steps.decide import verdicts_by

__all__ = ["Batch", "KeepStories"]

Batch: TypeAlias = tuple[int, list[Story | Duplicate]]
"""A shard's number, and some of its stories in order."""

BATCH_STORIES = 32
BATCH_CHARACTERS = 100_000


class KeepStories(beam.PTransform):
    """(packed Units, packed lists of Verdicts) to three collections.

    - `batches`: Batch, kept stories with duplicates among them
    - `receipts`, `tallies`: of shards that an unfinished run has written, as of `WriteStories`

    Only units and verdicts are shuffled; the messages are read again where their shard is worked on.

    Args:
      opener: opens a path for reading.
      hints: what the user knows of the input.
      forced: name of the format to read it as; None to sniff.
      standing: what an unfinished run has written; None for nothing.
    """

    def __init__(
        self, opener: Opener, hints: Hints, forced: str | None, standing: Standing | None = None
    ) -> None:
        super().__init__()
        self._keep = _Keep(opener, hints, forced, standing)

    def expand(self, collections: tuple[Any, Any]) -> Any:
        """Plans the shards, brings units and verdicts together, and reads."""
        units, verdicts = collections
        plan = beam.pvalue.AsSingleton(
            units
            | "All units" >> beam.combiners.ToList()
            | "Plan shards" >> beam.Map(lambda packed: plan_shards(unpack(u, Unit) for u in packed))
        )
        return (
            (
                units | "Units to shards" >> beam.Map(_unit_to_shard, plan).with_output_types(_Sharded),
                verdicts
                | "Verdicts to shards" >> beam.FlatMap(_verdicts_to_shards, plan).with_output_types(_Sharded),
            )
            | beam.Flatten()
            | "Group by shard" >> beam.GroupByKey()
            | "Keep" >> beam.ParDo(self._keep).with_outputs("receipts", "tallies", main="batches")
        )


_Sharded = tuple[int, tuple[bool, bytes]]


def _unit_to_shard(packed: bytes, plan: ShardPlan) -> tuple[int, tuple[bool, bytes]]:
    span = unpack(packed, Unit).span
    return shard_of((span.path, span.first), plan), (True, packed)


def _verdicts_to_shards(packed: bytes, plan: ShardPlan) -> Iterator[tuple[int, tuple[bool, bytes]]]:
    def shard(verdict: Verdict) -> int:
        return shard_of((verdict.place.path, verdict.place.unit), plan)

    for number, verdicts in verdicts_by(packed, shard):
        yield number, (False, verdicts)


_Verdicts = dict[str, dict[tuple[int, int], list[Verdict]]]
"""Input -> (ordinal, item) -> the verdicts on the story there."""


class _Keep(beam.DoFn):
    def __init__(self, opener: Opener, hints: Hints, forced: str | None, standing: Standing | None) -> None:
        self._opener, self._hints, self._forced = opener, hints, forced
        self._standing = standing

    def setup(self) -> None:
        forced = format_named(self._forced) if self._forced else None
        self._reader = SpanReader(self._opener, self._hints, forced)

    def process(self, shard: tuple[int, Iterable[tuple[bool, bytes]]]) -> Iterator[Any]:
        number, packed = shard
        units: list[Unit] = []
        verdicts: _Verdicts = {}
        for is_unit, value in packed:
            if is_unit:
                units.append(unpack(value, Unit))
            else:
                for verdict in unpack(value, list[Verdict]):
                    of_input = verdicts.setdefault(verdict.place.path, {})
                    of_input.setdefault((verdict.place.ordinal, verdict.place.item), []).append(verdict)
        units.sort()
        done = self._standing and self._standing.finished(number, lambda: self._stories(units, verdicts))
        if done:
            for receipt in done.receipts:
                yield beam.pvalue.TaggedOutput("receipts", tuple(receipt))
            yield beam.pvalue.TaggedOutput("tallies", dict(done.tally))
            return
        for batch in _batches(self._stories(units, verdicts)):
            yield number, batch
        give_back_memory()

    def _stories(self, units: list[Unit], verdicts: _Verdicts) -> Iterator[Story | Duplicate]:
        for span, _, cut in units:
            messages = self._reader.read(span)
            yield from keep(messages, verdicts.get(span.path, {}), self._hints, dict(cut))


def _batches(stories: Iterable[Story | Duplicate]) -> Iterator[list[Story | Duplicate]]:
    batch: list[Story | Duplicate] = []
    characters = 0
    for story in stories:
        batch.append(story)
        characters += len(story.body) if isinstance(story, Story) else 0
        if len(batch) >= BATCH_STORIES or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
