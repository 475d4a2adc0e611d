"""Entities and topics, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import apache_beam as beam

from schemas.records import Story
from transforms.annotate import Annotator
from transforms.steps.keep import Batch

__all__ = ["AnnotateStories", "Annotating"]


class AnnotateStories(beam.PTransform):
    """Batches of stories to the same batches, annotated; duplicates pass through.

    Args:
      make_annotator: called in the worker, once a process.
    """

    def __init__(self, make_annotator: Callable[[], Annotator]) -> None:
        super().__init__()
        self._make_annotator = make_annotator

    def expand(self, batches: beam.PCollection[Batch]) -> Any:
        """Annotates in the worker that read the batch."""
        return batches | "Annotate" >> beam.ParDo(_Annotate(self._make_annotator))


class Annotating(beam.DoFn):
    """A DoFn with an annotator: the models are loaded where it runs, once, and never pickled.

    Args:
      make_annotator: called in the worker, once a process.
    """

    def __init__(self, make_annotator: Callable[[], Annotator]) -> None:
        self._make_annotator = make_annotator

    def setup(self) -> None:
        """Loads the models."""
        self._annotator = self._make_annotator()


class _Annotate(Annotating):
    def process(self, batch: Batch) -> Iterator[Batch]:
        shard, stories = batch
        annotated = iter(self._annotator.annotate([s for s in stories if isinstance(s, Story)]))
        yield shard, [next(annotated) if isinstance(s, Story) else s for s in stories]
