"""`newswire run`: checks, runs, and says what came of it."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from pipeline.options import RunSettings, check_run
from pipeline.summary import print_summary, watching
from transforms.manifest import Manifest, read_manifests
from transforms.output import KINDS, TEMPORARY
from transforms.spacy_models import single_thread

__all__ = ["run"]


def run(settings: RunSettings) -> int:
    """Runs a batch to its end and prints the summary; gives the exit code.

    Raises:
      UsageError: the settings cannot be run.
    """
    check_run(settings)
    _quiet_logs()
    single_thread()  # the workers are processes; must come before anything imports numpy
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newswire-") as progress, watching(progress):
        _run_beam(replace(settings, progress=progress))
    output = Path(settings.output)
    shutil.rmtree(output / TEMPORARY, ignore_errors=True)
    manifest: Manifest = next(read_manifests(output))
    print_summary(output, manifest, time.monotonic() - started)
    return 0


def _run_beam(settings: RunSettings) -> None:
    """Beam is imported here: it takes two seconds, and a wrong command line should not wait for it."""
    from pipeline.runners import check_beam_args, run_batch

    check_beam_args(settings.beam_args)
    if settings.overwrite:
        _clear(Path(settings.output))
    run_batch(settings)


def _clear(output: Path) -> None:
    """Removes an earlier run's own folders, and nothing else that may lie there."""
    for folder in [*KINDS.values(), "manifests", TEMPORARY]:
        shutil.rmtree(output / folder, ignore_errors=True)


def _quiet_logs() -> None:
    """Beam's own chatter stays out of the summary; warnings of ours are shown."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for name in ("apache_beam", "root"):
        logging.getLogger(name).setLevel(logging.ERROR)
