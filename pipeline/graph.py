"""The batch graph, in the order of the README: scan, decide, keep, annotate, write, commit."""

from __future__ import annotations

from typing import Any, Final

import apache_beam as beam

from pipeline import __version__
from pipeline.annotators import annotator_maker
from pipeline.options import RunSettings
from pipeline.sources import input_parts, open_input
from schemas.records import DeadLetter
from transforms.standing import Standing
from transforms.steps import (
    AnnotateStories,
    CommitManifest,
    CompactStories,
    DecideStories,
    KeepStories,
    ScanInputs,
    WriteRecords,
    WriteStories,
)

__all__ = ["build_batch", "build_compact"]

_READERS: Final = 4
"""Of a large input on a cluster, whose number of workers is not known here."""

_Part = tuple[str, int, int]
"""A `Part` as it is spread over the workers: Beam knows how to write tuples down in few bytes."""


def build_batch(root: beam.Pipeline, run: RunSettings) -> Any:
    """Wires the stages together; gives the manifest's name.

    Inputs are read twice: for heads alone, then on the way to the model. Bodies are never shuffled.
    """
    inputs = root | "Inputs" >> beam.Create(list(run.inputs))
    readers = run.workers or _READERS
    parts = inputs | "Find parts" >> beam.FlatMap(input_parts, readers).with_output_types(_Part)
    scanned = parts | ScanInputs(open_input, run.hints, run.format, run.progress)
    verdicts = scanned.heads | DecideStories()
    standing = Standing(run.output, run.standing) if run.standing else None
    kept = (scanned.units, verdicts) | KeepStories(open_input, run.hints, run.format, standing)
    written = (
        kept.batches
        | AnnotateStories(annotator_maker(run))
        | WriteStories(run.output, run.codec, run.progress)
    )
    dead = scanned.dead_letters | "WriteDeadLetters" >> WriteRecords(run.output, DeadLetter, run.codec)
    tallies = (scanned.tallies, kept.tallies, written.tallies) | "All tallies" >> beam.Flatten()
    receipts = (kept.receipts, written.receipts, dead) | "All files" >> beam.Flatten()
    return (tallies, receipts) | CommitManifest(run.output, __version__, run.inputs)


def build_compact(root: beam.Pipeline, files: list[str], to: str, as_of: int, codec: str) -> Any:
    """The current view of files of stories, written anew with a manifest of its own."""
    viewed = root | "Files" >> beam.Create(files) | CompactStories(as_of)
    written = viewed.batches | WriteStories(to, codec)
    tallies = (viewed.tallies, written.tallies) | "All tallies" >> beam.Flatten()
    return (tallies, written.receipts) | CommitManifest(to, __version__, files)
