"""From heads to verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import apache_beam as beam

from transforms.decide import decide
from transforms.scan import Head
from transforms.steps._packed import pack, unpack

__all__ = ["DecideStories"]


class DecideStories(beam.PTransform):
    """(record_id, packed Head) to packed Verdict: one for each story that is not simply kept."""

    def expand(self, heads: beam.PCollection[tuple[str, bytes]]) -> Any:
        """Groups the heads of each record_id and decides."""
        return (
            heads
            | "Type heads" >> beam.Map(_same).with_output_types(tuple[str, bytes])
            | "Group by record id" >> beam.GroupByKey()
            | "Decide" >> beam.FlatMapTuple(_verdicts).with_output_types(bytes)
        )


def _same(head: tuple[str, bytes]) -> tuple[str, bytes]:
    return head


def _verdicts(_: str, packed: Iterable[bytes]) -> Iterator[bytes]:
    heads = list(packed)
    if len(heads) > 1:
        for verdict in decide(unpack(head, Head) for head in heads):
            yield pack(verdict)
