"""`newswire run`: checks, runs, and says what came of it."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace

from pipeline import resume
from pipeline.ending import FAILED, leave, reason_of, say, stopped_by_signals
from pipeline.options import FLINK, JobError, RunSettings, UsageError, check_run, default_workers
from pipeline.process import importing, prepare_process
from pipeline.summary import print_summary, watching
from pipeline.worker_pool import start_worker_pool, stop_unused_worker_pool
from transforms.manifest import Manifest, read_manifests
from transforms.spacy_models import DEFAULT_MODEL, ModelError, load
from transforms.storage import location

__all__ = ["run"]


def run(settings: RunSettings) -> int:
    """Runs a batch to its end and prints the summary; gives the exit code.

    Raises:
      UsageError: the settings cannot be run.
    """
    check_run(settings)
    output, started = location(settings.output), time.monotonic()
    if settings.resume and (done := resume.ended(settings)):
        say(
            f"{output}: the run has ended: {done.counts.messages:,} messages, {done.counts.stories:,} stories"
        )
        return 0
    prepare_process()
    if settings.runner == "DirectRunner":
        settings = replace(settings, workers=settings.workers or default_workers(settings.inputs))
        if settings.workers != 1:
            start_worker_pool(name for _, name in settings.models)
        else:
            stop_unused_worker_pool()
    _check_models(settings)
    with (
        tempfile.TemporaryDirectory(prefix="newswire-") as progress,
        stopped_by_signals(output),
        watching(progress) as stages,
    ):
        try:
            _run_beam(replace(settings, progress=progress))
        except (UsageError, JobError):
            raise
        except Exception as error:  # whatever a runner makes of what a worker raised
            say(f"{reason_of(error)}; then run again with --resume")
            leave(output)
            return FAILED
    resume.end(output)
    manifest: Manifest = next(read_manifests(output))
    print_summary(output, manifest, time.monotonic() - started, stages)
    return 0


def _run_beam(settings: RunSettings) -> None:
    """Beam is imported here: it takes two seconds, and a wrong command line should not wait for it."""
    if settings.runner in FLINK:
        from pipeline.flink import run_batch_on_flink

        if settings.resume:
            raise UsageError("--resume: for local runs; a job on Flink begins anew with --overwrite")
        run_batch_on_flink(settings, lambda: _prepare(settings))
        return
    with importing():
        from pipeline.runners import check_beam_args, run_batch

    check_beam_args(settings.beam_args)
    run_batch(_prepare(settings))


def _prepare(settings: RunSettings) -> RunSettings:
    """The output folder, once nothing more can be wrong with the command line; the settings to run with."""
    if settings.overwrite:
        resume.clear(location(settings.output))
    elif settings.resume:
        settings = resume.take_up(settings)
    resume.begin(settings)
    return settings


def _check_models(settings: RunSettings) -> None:
    """A model of the user's own is loaded once here, so that a wrong name fails at once and in one line."""
    for language, name in settings.models:
        if name == DEFAULT_MODEL:
            continue
        try:
            load(name)
        except ModelError as error:
            raise UsageError(f"--model {language}={name}: {error}") from None
