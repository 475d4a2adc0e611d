"""What a run is asked to do: frozen settings, checked here and nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from pipeline.sources import InputError, check_input, find_input
from transforms.formats import Hints
from transforms.storage import Location, StorageError, location
from transforms.storage.writing import check_writable

__all__ = [
    "FLINK",
    "JobError",
    "RunSettings",
    "StorySettings",
    "UsageError",
    "check_run",
    "default_workers",
]


FLINK = ("flink", "FlinkRunner")
"""Names of the runner that hands the job to a Flink cluster."""


BEGUN = "begun"
"""File beside the manifests that says which run is under way."""


class UsageError(Exception):
    """The command line asks for something that cannot be done; one line, with what to do instead."""


class JobError(Exception):
    """A job failed where it runs, or could not begin there; one line, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySettings:
    """How stories are made, whatever they come from.

    Attributes:
      format: name of the format to read all input as; None lets each file's first bytes decide.
      hints: what the user knows of the input.
      models: language to the name or path of a spaCy model.
      topics: none, feed (the feed's own codes alone) or all (the text's as well).
      links: default, none, or the path of a house's own table of names.
      codec: of the Avro files.
    """

    format: str | None = None
    hints: Hints = field(default_factory=Hints)
    models: tuple[tuple[str, str], ...] = ()
    topics: str = "all"
    links: str = "default"
    codec: str = "deflate"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings(StorySettings):
    """A batch run.

    Attributes:
      inputs: files, folders, globs.
      output: the output folder.
      runner: as Beam names it; DirectRunner means `LocalRunner`, chosen in `pipeline.runners`.
      workers: processes of a local run; None for as many as are worth starting.
      overwrite: replace what an earlier run left in the output folder.
      resume: go on with a run that did not end.
      standing: files of that run, which are not made again.
      beam_args: Beam's own options, as given.
      progress: folder in which local workers say how far they are.
    """

    inputs: tuple[str, ...]
    output: str
    runner: str = "DirectRunner"
    workers: int | None = None
    overwrite: bool = False
    resume: bool = False
    standing: tuple[str, ...] = ()
    beam_args: tuple[str, ...] = ()
    progress: str | None = None


def check_run(settings: RunSettings) -> None:
    """Checks inputs and output before anything is started.

    Raises:
      UsageError: says what is wrong and what to do.
    """
    try:
        for pattern in settings.inputs:
            check_input(pattern)
    except (InputError, StorageError) as error:
        raise UsageError(str(error)) from None
    output = location(settings.output)
    if output.is_file():
        raise UsageError(f"{output}: not a folder; --output names the folder to write into")
    if not (settings.overwrite or settings.resume):
        _check_free(output)
    check_writable(output)


def _check_free(output: Location) -> None:
    if any((output / "manifests").glob("manifest-*.json")):
        raise UsageError(
            f"{output}: holds an earlier run; name another folder, or give --overwrite to replace it"
        )
    if (output / "manifests" / BEGUN).exists():
        raise UsageError(
            f"{output}: holds a run that did not end; give --resume to go on with it, or --overwrite"
        )


SMALL_INPUT_BYTES = 400_000
"""Below this, starting a second process and loading its model takes longer than it saves."""


def default_workers(inputs: tuple[str, ...]) -> int:
    """One process for a small input, else one a core."""
    total = 0
    for pattern in inputs:
        for found in find_input(pattern):
            total += found.stat().st_size
            if total > SMALL_INPUT_BYTES:
                return len(os.sched_getaffinity(0))
    return 1
