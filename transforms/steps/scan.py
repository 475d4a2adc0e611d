"""First reading: inputs to heads, units, dead letters and tallies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import apache_beam as beam
from apache_beam.metrics import Metrics

from schemas.records import DeadLetter
from transforms.formats import Format, Hints, format_named
from transforms.heads import Head
from transforms.progress import Done, Progress
from transforms.reading import Opener, read_messages
from transforms.scan import Part, Unit, messages_of, scan
from transforms.steps._packed import pack

__all__ = ["ScanInputs"]


class ScanInputs(beam.PTransform):
    """Parts of inputs to four collections.

    - `heads`: packed Head
    - `units`: packed Unit
    - `dead_letters`: DeadLetter
    - `tallies`: dict of counts

    Args:
      opener: opens a path for reading.
      hints: what the user knows of the input.
      forced: name of the format to read it as; None to sniff.
      progress: folder in which the workers of a local run say how far they are; None for none.
    """

    def __init__(self, opener: Opener, hints: Hints, forced: str | None, progress: str | None = None) -> None:
        super().__init__()
        self._scan = _Scan(opener, hints, forced, progress)

    def expand(self, parts: beam.PCollection[Part]) -> Any:
        """Spreads the parts over the workers and scans them."""
        return (
            parts
            | "Spread inputs" >> beam.Reshuffle()
            | "Scan" >> beam.ParDo(self._scan).with_outputs("heads", "units", "dead_letters", "tallies")
        )


class _Scan(beam.DoFn):
    def __init__(self, opener: Opener, hints: Hints, forced: str | None, progress: str | None) -> None:
        self._opener, self._hints, self._forced = opener, hints, forced
        self._progress_folder = progress
        self._messages = Metrics.counter("ScanInputs", "messages_in")

    def setup(self) -> None:
        self._progress = Progress(self._progress_folder)

    def process(self, given: tuple[str, int, int]) -> Iterator[beam.pvalue.TaggedOutput]:
        part = Part(*given)
        forced: Format | None = format_named(self._forced) if self._forced else None
        messages = messages_of(part, read_messages(part.path, self._opener, self._hints, forced))
        heads = 0
        for found in scan(part.path, messages, self._hints):
            if isinstance(found, Head):
                heads += 1
                if heads == _SAY_EVERY:
                    self._progress.add(Done(found=heads))
                    heads = 0
                yield beam.pvalue.TaggedOutput("heads", pack(found))
            elif isinstance(found, Unit):
                yield beam.pvalue.TaggedOutput("units", pack(found))
            elif isinstance(found, DeadLetter):
                self._progress.add(Done(dead=1))
                yield beam.pvalue.TaggedOutput("dead_letters", found)
            else:
                self._messages.inc(found["messages"])
                yield beam.pvalue.TaggedOutput("tallies", dict(found))
        self._progress.add(Done(found=heads))


_SAY_EVERY: Final = 64
"""Heads between two words to the command line: each is a small write."""
