"""`newswire run --streaming --runner flink`: the unbounded graph on a cluster, watched from here."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import replace
from hashlib import blake2b
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final

from pipeline import flink
from pipeline.flink_rest import ABSENT_SECONDS, ENDED, FlinkCluster, Submitted, flink_cluster
from pipeline.options import UsageError
from pipeline.stream_options import StreamSettings
from pipeline.streaming import DRAINED, FAILED, alone, build_stream, log_to_stderr, stopped_by_signals
from transforms.manifest import Counts, read_manifest
from transforms.steps._stream_process import cluster_run
from transforms.storage import is_remote
from transforms.stream_commit import sole_writer

__all__ = ["run_stream_on_flink"]

_LOG = logging.getLogger(__name__)

DEFAULTS: Final = {
    "checkpointing_interval": "5000",
    "max_bundle_time_mills": "250",  # so written in Beam
}

DRAIN_SECONDS: Final = 300.0

_LOOK_SECONDS: Final = 0.5


def run_stream_on_flink(settings: StreamSettings) -> int:
    """Hands the job in, or goes on from a savepoint; stays until the job ends. SIGTERM and SIGINT drain it.

    Raises:
      UsageError: it cannot be run so.
    """
    log_to_stderr(as_json=settings.log_json)
    _check(settings)
    cluster = flink_cluster(settings.beam_args)
    settings = replace(
        settings,
        watch=tuple(map(flink.whole_path, settings.watch)),
        output=flink.whole_path(settings.output),
    )
    output = Path(settings.output)
    output.mkdir(parents=True, exist_ok=True)
    with alone(output, lambda: None):  # a lock of a file is not lost
        prefix = f"newswire-{blake2b(settings.output.encode(), digest_size=6).hexdigest()}"
        _check_alone(cluster, prefix, settings.output)
        with sole_writer(output):
            _LOG.info("the output is whole")
        stop = output / ".stop"
        stop.unlink(missing_ok=True)
        run = cluster_run(_since(output, settings.beam_args))
        name = f"{prefix}-{uuid.uuid4().hex[:8]}"
        with (
            stopped_by_signals(stop),
            flink.submitted(
                cluster,
                _arguments(settings.beam_args),
                name,
                lambda root: build_stream(root, settings, run, str(stop), cluster.slots),
            ) as job,
        ):
            _LOG.info("Flink job %s at http://%s", job.flink_id, cluster.master)
            return _attend(job, output, stop)


def _check(settings: StreamSettings) -> None:
    if settings.subscriptions:
        raise UsageError("--subscription: on Flink a stream reads folders alone; give --watch DIR")
    for place in filter(is_remote, (settings.output, *settings.watch)):
        raise UsageError(f"{place}: on Flink a stream reads and writes folders of a shared file system")
    if settings.metrics_port is not None:
        raise UsageError("--metrics-port: on Flink the cluster has the metrics; see docs/running-on-flink.md")


def _check_alone(cluster: FlinkCluster, prefix: str, output: str) -> None:
    for job in cluster.ask("/jobs/overview")["jobs"]:
        if job["name"].startswith(prefix) and job["state"] not in ENDED:
            raise UsageError(
                f"{output}: Flink job {job['jid']} writes here; cancel it, or name another folder"
            )


def _since(output: Path, beam_args: tuple[str, ...]) -> float:
    """When the state of the job began: now, or when that of the savepoint did."""
    mark = output / ".since"
    if not any(argument.startswith("--savepoint_path=") for argument in beam_args):
        mark.touch()
    if not mark.exists():
        raise UsageError(f"--savepoint_path: {output} holds no output of a stream on Flink to go on with")
    return mark.stat().st_mtime


def _arguments(beam_args: tuple[str, ...]) -> list[str]:
    given = {argument.partition("=")[0] for argument in beam_args}
    defaults = [f"--{name}={value}" for name, value in DEFAULTS.items() if f"--{name}" not in given]
    return ["--streaming", "--finish_bundle_before_checkpointing", *defaults, *beam_args]


def _attend(job: Submitted, output: Path, stop: Path) -> int:
    """Says what is committed, until the job ends; gives the exit code."""
    asked: float | None = None
    answered = time.monotonic()
    seen = {path.name for path in (output / "manifests").glob("*.json")}
    while True:
        _say_all(output, seen)
        now = time.monotonic()
        try:
            state = job.state()
            answered = now
        except (OSError, HTTPException) as error:
            if now - answered > ABSENT_SECONDS:
                _LOG.error("the JobManager does not answer: %s", error)
                return FAILED
            state = "UNKNOWN"
        if state in ENDED:
            return _ended(job, state, asked=asked is not None)
        if asked is None and stop.exists():
            _LOG.info("asked to stop")
            asked = now
        if asked is not None and state == "RUNNING" and _is_through(job):
            _say_all(output, seen)
            job.cancel()  # the sources of a job with checkpoints stay when they have nothing more to give
            return DRAINED
        if asked is not None and now - asked > DRAIN_SECONDS:
            _LOG.error("not drained within %.0f s; the job runs on", DRAIN_SECONDS)
            return FAILED
        time.sleep(_LOOK_SECONDS)


def _is_through(job: Submitted) -> bool:
    """Whether every step is past the end of time: all windows have closed, and all is committed."""
    try:
        return all(mark >= _END_OF_TIME for mark in job.output_watermarks())
    except (OSError, HTTPException):
        return False


_END_OF_TIME: Final = 2**62
"""Milliseconds; Flink's last watermark is 2**63 - 1, and a number in JSON is a float."""


def _ended(job: Submitted, state: str, *, asked: bool) -> int:
    _LOG.info("job ended: %s", state)
    if state == "FAILED":
        _LOG.error("%s", job.root_cause())
        return FAILED
    if not asked:
        _LOG.warning("it was ended on the cluster; --savepoint_path goes on from a savepoint")
    return DRAINED


def _say_all(output: Path, seen: set[str]) -> None:
    for path in sorted((output / "manifests").glob("manifest-*.json")):
        if path.name not in seen:
            seen.add(path.name)
            _say(read_manifest(path).counts)


def _say(counts: Counts) -> None:
    said: dict[str, Any] = {
        "messages": counts.messages,
        "stories": counts.stories,
        "duplicates": counts.duplicates,
        "skipped": sum(counts.skipped.values()),
        "dead_letters": sum(counts.dead_letters.values()),
    }
    _LOG.info("committed", extra={"counts": {name: count for name, count in said.items() if count}})
