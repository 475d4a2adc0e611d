"""Entities and topics, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import apache_beam as beam

from schemas.records import Story
from transforms.annotate import Annotator
from transforms.limits import DEFAULT_LIMITS, Limits
from transforms.link_table import SHIPPED
from transforms.steps.keep import Batch

__all__ = ["AnnotateStories", "Annotating"]


class AnnotateStories(beam.PTransform):
    """Batches of stories to the same batches, annotated; duplicates pass through.

    Args:
      models: language to the name or path of a spaCy model.
      version: of newswire.
      topics: none, feed or all.
      links: default, none, or a house's own table.
      limits: of text and entities.
    """

    def __init__(
        self,
        models: Mapping[str, str],
        version: str,
        topics: str,
        links: str = SHIPPED,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__()
        self._annotate = _Annotate(models, version, topics, links, limits)

    def expand(self, batches: beam.PCollection[Batch]) -> Any:
        """Annotates in the worker that read the batch: the models are loaded once a process."""
        return batches | "Annotate" >> beam.ParDo(self._annotate)


class Annotating(beam.DoFn):
    """A DoFn with an annotator: the models are loaded where it runs, once, and never pickled.

    Args: as of `AnnotateStories`.
    """

    def __init__(
        self,
        models: Mapping[str, str],
        version: str,
        topics: str,
        links: str = SHIPPED,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._models, self._version, self._topics = dict(models), version, topics
        self._links, self._limits = links, limits

    def setup(self) -> None:
        """Loads the models."""
        self._annotator = Annotator(self._models, self._version, self._topics, self._links, self._limits)


class _Annotate(Annotating):
    def process(self, batch: Batch) -> Iterator[Batch]:
        shard, stories = batch
        annotated = iter(self._annotator.annotate([s for s in stories if isinstance(s, Story)]))
        yield shard, [next(annotated) if isinstance(s, Story) else s for s in stories]
