"""Which runner runs the graph. It is chosen here and said, never left to DirectRunner's own switch."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Container, Sequence
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions

from pipeline.data_plane import keep_queues_short
from pipeline.forked_environment import ForkedEnvironment
from pipeline.graph import build_batch, build_compact
from pipeline.local_runner import LocalRunner
from pipeline.options import RunSettings, UsageError
from transforms.memory import return_large_blocks
from transforms.storage import location
from transforms.storage.writing import make_folder

__all__ = ["check_beam_args", "run_batch", "run_compact"]

_LOG = logging.getLogger(__name__)


def check_beam_args(arguments: Sequence[str], also: Container[str] = ()) -> None:
    """Raises UsageError for an option that neither newswire nor Beam knows (Beam would drop it silently).

    Args:
      arguments: as given.
      also: names of options that a job server knows besides.
    """
    parser = argparse.ArgumentParser(allow_abbrev=False, add_help=False, conflict_handler="resolve")
    for options in [PipelineOptions, *PipelineOptions.__subclasses__()]:
        options._add_argparse_args(parser)
    _, unknown = parser.parse_known_args(list(arguments))
    unknown = [argument for argument in unknown if argument.lstrip("-").partition("=")[0] not in also]
    if unknown:
        raise UsageError(f"{unknown[0]}: unknown option or a value too many; see newswire run --help")


def run_batch(run: RunSettings) -> None:
    """Runs the batch graph to its end.

    Raises:
      Exception: what the runner raises when a stage fails for good.
    """
    make_folder(location(run.output))
    if run.runner == "DirectRunner":
        runner, options = _local(run.workers or 1, run.beam_args)
    else:
        runner, options = None, PipelineOptions([f"--runner={run.runner}", *run.beam_args])
    with beam.Pipeline(runner=runner, options=options) as root:
        build_batch(root, run)


def run_compact(files: list[str], to: str, as_of: int, codec: str, workers: int) -> None:
    """Runs the compact graph to its end, on local processes."""
    runner, options = _local(workers, ())
    with beam.Pipeline(runner=runner, options=options) as root:
        build_compact(root, files, to, as_of, codec)


def _local(workers: int, beam_args: Sequence[str]) -> tuple[Any, PipelineOptions]:
    """LocalRunner: in this process for one worker, in forked processes for more."""
    _LOG.info("LocalRunner with %d worker(s)", workers)
    # in_memory is what Beam calls it when the runner's own environment, given here, is to be used.
    local = [f"--direct_num_workers={workers}", "--direct_running_mode=in_memory"]
    if workers < 2:
        return LocalRunner(), _ViewedOnce([*beam_args, *local])
    keep_queues_short()
    return_large_blocks()
    return LocalRunner(default_environment=ForkedEnvironment()), _ViewedOnce([*beam_args, *local])


class _ViewedOnce(PipelineOptions):  # type: ignore[misc]
    """Options that make each view of theirs once: Beam asks for six hundred while it builds and translates
    the graph, and reads the command line anew for each, a seventh of a second in all."""

    def __init__(self, flags: Sequence[str]) -> None:
        super().__init__(flags)
        object.__setattr__(self, "_views", {})

    def view_as(self, cls: type[PipelineOptions]) -> Any:
        """The view, which shares its values with these options."""
        if cls not in self._views:
            self._views[cls] = super().view_as(cls)
        return self._views[cls]
