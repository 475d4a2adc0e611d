"""`newswire compact`: the current view of an output folder, at a time."""

from __future__ import annotations

import datetime as dt
import sys

from pipeline.options import UsageError, default_workers
from pipeline.process import prepare_process
from pipeline.records import avro_files
from pipeline.worker_pool import start_worker_pool
from schemas.records import Story
from transforms.heads import micros
from transforms.manifest import read_manifests
from transforms.storage import location
from transforms.storage.writing import make_folder

__all__ = ["compact"]


def compact(output: str, to: str, as_of: str | None, codec: str, workers: int | None) -> int:
    """Writes the view and says how much of the log is in it; gives the exit code.

    Raises:
      UsageError: nothing to read, a folder that holds a run already, or no time.
    """
    moment = _moment(as_of)
    files = [str(path) for path in avro_files(location(output), Story)]
    if not files:
        raise UsageError(f"{output}: no stories here; name an output folder of newswire run")
    if (location(to) / "manifests").is_dir():
        raise UsageError(f"{to}: holds an earlier run; name another folder")
    make_folder(location(to))
    prepare_process()
    workers = workers or default_workers(tuple(files))
    if workers > 1:
        start_worker_pool()
    from pipeline.runners import run_compact

    run_compact(files, to, micros(moment), codec, workers)
    counts = next(read_manifests(location(to))).counts
    sys.stdout.write(f"{counts.stories:,} of {counts.messages:,} records are current at {moment:%F %T %Z}\n")
    return 0


def _moment(text: str | None) -> dt.datetime:
    if text is None:
        return dt.datetime.now(dt.UTC)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text}: expected a time such as 2026-03-12T09:30:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
