"""`newswire run`: checks, runs, and says what came of it."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace

from pipeline.options import FLINK, RunSettings, UsageError, check_run, default_workers
from pipeline.process import prepare_process
from pipeline.summary import print_summary, watching
from pipeline.worker_pool import start_worker_pool
from transforms.manifest import Manifest, read_manifests
from transforms.output import KINDS
from transforms.spacy_models import DEFAULT_MODEL, ModelError, load
from transforms.storage import Location, location, storage_failure
from transforms.storage.writing import TEMPORARY, remove_folder

__all__ = ["run"]


def run(settings: RunSettings) -> int:
    """Runs a batch to its end and prints the summary; gives the exit code.

    Raises:
      UsageError: the settings cannot be run.
    """
    check_run(settings)
    prepare_process()
    if settings.runner == "DirectRunner":
        settings = replace(settings, workers=settings.workers or default_workers(settings.inputs))
        if settings.workers != 1:
            start_worker_pool(name for _, name in settings.models)
    _check_models(settings)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newswire-") as progress, watching(progress) as stages:
        try:
            _run_beam(replace(settings, progress=progress))
        except Exception as error:
            if not (said := storage_failure(error)):
                raise
            print(f"newswire: {said}; what was not written is in no manifest", file=sys.stderr)  # noqa: T201
            return 1
    output = location(settings.output)
    remove_folder(output / TEMPORARY)
    manifest: Manifest = next(read_manifests(output))
    print_summary(output, manifest, time.monotonic() - started, stages)
    return 0


def _run_beam(settings: RunSettings) -> None:
    """Beam is imported here: it takes two seconds, and a wrong command line should not wait for it."""
    if settings.runner in FLINK:
        from pipeline.flink import run_batch_on_flink

        run_batch_on_flink(settings, lambda: _prepare(settings))
        return
    from pipeline.runners import check_beam_args, run_batch

    check_beam_args(settings.beam_args)
    _prepare(settings)
    run_batch(settings)


def _prepare(settings: RunSettings) -> None:
    """The output folder, once nothing more can be wrong with the command line."""
    if settings.overwrite:
        _clear(location(settings.output))


def _check_models(settings: RunSettings) -> None:
    """A model of the user's own is loaded once here, so that a wrong name fails at once and in one line."""
    for language, name in settings.models:
        if name == DEFAULT_MODEL:
            continue
        try:
            load(name)
        except ModelError as error:
            raise UsageError(f"--model {language}={name}: {error}") from None


def _clear(output: Location) -> None:
    """Removes an earlier run's own folders, and nothing else that may lie there."""
    for folder in [*KINDS.values(), "manifests", TEMPORARY]:
        remove_folder(output / folder)
