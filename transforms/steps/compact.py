"""The current view as a Beam job: records read twice, like wires, so that no body is shuffled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import apache_beam as beam

from schemas.avro import read_avro
from schemas.records import Duplicate, Story
from transforms.decide import Verdict
from transforms.heads import Place, head_of
from transforms.keep import decided
from transforms.shingles import minhash
from transforms.steps._packed import pack, unpack
from transforms.steps.decide import DecideStories, verdicts_by
from transforms.steps.keep import BATCH_STORIES, Batch
from transforms.storage import location
from transforms.view import view_verdicts

__all__ = ["CompactStories"]


class CompactStories(beam.PTransform):
    """Paths of files of stories to two collections.

    - `batches`: (number of the file, stories that are shown)
    - `tallies`: dict of counts, with what was left out and why

    Args:
      as_of: the view's time, microseconds since 1970.
    """

    def __init__(self, as_of: int) -> None:
        super().__init__()
        self._judge = partial(view_verdicts, as_of=as_of)

    def expand(self, paths: beam.PCollection[str]) -> Any:
        """Decides on heads, then reads each file again with what was decided of its stories."""
        spread = paths | "Spread files" >> beam.Reshuffle()
        heads = spread | "Heads" >> beam.FlatMap(_heads).with_output_types(bytes)
        verdicts = heads | DecideStories(self._judge)
        return (
            {
                "files": spread | "Key files" >> beam.Map(lambda path: (path, 0)),
                "verdicts": verdicts | "Key verdicts" >> beam.FlatMap(_by_path),
            }
            | "Verdicts to files" >> beam.CoGroupByKey()
            | "View" >> beam.FlatMapTuple(_view).with_outputs("batches", "tallies")
        )


def _heads(path: str) -> Iterator[bytes]:
    for ordinal, story in enumerate(read_avro(location(path), Story)):
        yield pack(head_of(story, Place(path, 0, ordinal, 0), minhash(story.body)))


def _by_path(packed: bytes) -> Iterator[tuple[str, bytes]]:
    return verdicts_by(packed, lambda verdict: verdict.place.path)


def _view(path: str, found: dict[str, Iterable[Any]]) -> Iterator[beam.pvalue.TaggedOutput]:
    verdicts: dict[int, list[Verdict]] = {}
    for packed in found["verdicts"]:
        for verdict in unpack(packed, list[Verdict]):
            verdicts.setdefault(verdict.place.ordinal, []).append(verdict)
    tally: Counter[str] = Counter()
    batch: list[Story | Duplicate] = []
    number = shard_number(path)
    for ordinal, story in enumerate(read_avro(location(path), Story)):
        tally["messages"] += 1
        decisions = verdicts.get(ordinal, [])
        if any(verdict.hidden for verdict in decisions):
            tally["skipped.not_current"] += 1
            continue
        batch.append(decided(story, decisions))
        if len(batch) == BATCH_STORIES:
            yield _tagged(number, batch)
            batch = []
    if batch:
        yield _tagged(number, batch)
    yield beam.pvalue.TaggedOutput("tallies", dict(tally))


def _tagged(number: int, batch: list[Story | Duplicate]) -> beam.pvalue.TaggedOutput:
    value: Batch = (number, batch)
    return beam.pvalue.TaggedOutput("batches", value)


def shard_number(path: str) -> int:
    """The number in the name of a file of stories, 'stories-00007-<digest>.avro'; 0 where it has none."""
    parts = Path(path).stem.split("-")
    return int(parts[1]) if len(parts) > 2 and parts[1].isdigit() else 0
