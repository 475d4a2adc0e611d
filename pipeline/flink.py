"""`--runner flink`: the job goes to a Flink cluster that runs already, through Beam's job server."""

from __future__ import annotations

import logging
import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.client import HTTPException
from typing import Any, Final

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions, PortableOptions
from apache_beam.runners.portability.portable_runner import PortableRunner
from apache_beam.runners.runner import PipelineState

from pipeline.flink_job_server import START_SECONDS, answers, job_server, server_options
from pipeline.flink_rest import ABSENT_SECONDS, ENDED, FlinkCluster, Submitted, flink_cluster
from pipeline.graph import build_batch
from pipeline.options import JobError, RunSettings, UsageError
from pipeline.runners import check_beam_args
from pipeline.signals import handled
from transforms.storage import location
from transforms.storage.writing import make_folder

__all__ = ["on_cluster", "run_batch_on_flink", "submitted", "wait_for", "whole_path"]

_LOG = logging.getLogger(__name__)

DEFAULT_WORKERS: Final = "localhost:50000"
"""Where each TaskManager finds its pool of Python workers, if nothing else is said."""


POLL_SECONDS: Final = 0.25


BATCH_TRIES: Final = 8
"""A batch that fails so often fails for good; a stream is tried for ever, as the cluster is configured."""


def run_batch_on_flink(settings: RunSettings, prepare: Callable[[], object]) -> None:
    """Runs the batch graph to its end; SIGTERM and Ctrl-C cancel the job.

    Args:
      settings: of the run.
      prepare: called when the job can be handed in, and not before.

    Raises:
      UsageError: it cannot be handed in.
      JobError: it failed, or was cancelled from here.
    """
    cluster = flink_cluster(settings.beam_args)
    settings = on_cluster(settings)
    # A local run ends at once; here, what was begun elsewhere has to be ended too.
    interrupts = dict.fromkeys((signal.SIGTERM, signal.SIGINT), signal.default_int_handler)

    def build(root: Any) -> None:
        prepare()
        make_folder(location(settings.output))
        build_batch(root, settings)

    try:
        with (
            handled(interrupts),
            submitted(cluster, settings.beam_args, f"newswire-{uuid.uuid4().hex}", build) as job,
        ):
            _LOG.info("Flink job %s at http://%s", job.flink_id, cluster.master)
            wait_for(job)
    except KeyboardInterrupt:
        raise JobError("stopped, and the job on Flink with it; it begins anew with --overwrite") from None


def on_cluster(settings: RunSettings) -> RunSettings:
    """The settings as workers elsewhere need them: whole paths, and no folder of this process."""
    return replace(
        settings,
        inputs=tuple(map(whole_path, settings.inputs)),
        output=whole_path(settings.output),
        progress=None,
    )


@contextmanager
def submitted(
    cluster: FlinkCluster, beam_args: Sequence[str], name: str, build: Callable[[Any], Any]
) -> Iterator[Submitted]:
    """Hands a job in; a job server of our own runs for the time of the block.

    Args:
      cluster: to run it on.
      beam_args: Beam's own options, as given.
      name: of the job, that no other job of the cluster has.
      build: makes the graph at a pipeline's root.

    Raises:
      UsageError: it cannot be handed in.
      JobError: the cluster did not take it.
    """
    options = PipelineOptions([*_defaults(cluster, beam_args), *beam_args, f"--job_name={name}"])
    _check_workers(cluster, options)
    handed_in = False
    try:
        with job_server(cluster, options) as endpoint:
            check_beam_args(beam_args, also=server_options(endpoint))
            options.view_as(PortableOptions).job_endpoint = endpoint
            root = beam.Pipeline(runner=PortableRunner(), options=options)
            build(root)
            result = root.run()
            job = Submitted(cluster, _flink_id(cluster, name, result))
            handed_in = True
            yield job
    except BaseException:
        if not handed_in:  # cut short while the job server was at work: it may have come to the cluster
            _cancel_named(cluster, name)
        raise


def _cancel_named(cluster: FlinkCluster, name: str) -> None:
    with suppress(OSError, HTTPException):
        for job in cluster.ask("/jobs/overview")["jobs"]:
            if job["name"] == name and job["state"] not in ENDED:
                cluster.ask(f"/jobs/{job['jid']}?mode=cancel", method="PATCH")


def wait_for(job: Submitted, absent_seconds: float = ABSENT_SECONDS) -> None:
    """Waits for the end of a job. Where that is cut short, the job is cancelled: it would run on without us.

    Args:
      job: to wait for.
      absent_seconds: for so long the cluster may give no answer.

    Raises:
      JobError: it failed, or the cluster is gone.
    """
    answered = time.monotonic()
    try:
        while True:
            try:
                if _is_finished(job):
                    return
                answered = time.monotonic()
            except (OSError, HTTPException) as error:
                if time.monotonic() - answered > absent_seconds:
                    raise JobError(f"Flink at {job.cluster.master} does not answer ({error})") from None
            time.sleep(POLL_SECONDS)
    except JobError:
        raise
    except BaseException:
        job.cancel()
        raise


def _is_finished(job: Submitted) -> bool:
    state = job.state()
    if state in ENDED and state != "FINISHED":
        raise JobError(f"Flink job {job.flink_id} {state}: {job.root_cause()}")
    if state == "RESTARTING" and job.failures() >= BATCH_TRIES:
        job.cancel()
        raise JobError(f"Flink job {job.flink_id} failed {BATCH_TRIES} times: {job.root_cause()}")
    return state == "FINISHED"


def _defaults(cluster: FlinkCluster, beam_args: Sequence[str]) -> list[str]:
    """As many workers as slots, in the pools beside the TaskManagers; whatever is given goes before."""
    defaults = {
        "environment_type": "EXTERNAL",
        "environment_config": DEFAULT_WORKERS,
        "parallelism": str(cluster.slots),
        "sdk_worker_parallelism": str(-(-cluster.slots // cluster.taskmanagers)),
    }
    if "--streaming" not in beam_args:
        # Workers, and with them their models, stay for a moment between the stages of a batch. In a stream
        # that would slow the recovery of a lost one.
        defaults["environment_cache_millis"] = "3000"
    given = {argument.lstrip("-").partition("=")[0].replace("-", "_") for argument in beam_args}
    if {"environment_type", "environment_option", "environment_options"} & given:
        given |= {"environment_type", "environment_config"}
    return [f"--{name}={value}" for name, value in defaults.items() if name not in given]


def _check_workers(cluster: FlinkCluster, options: PipelineOptions) -> None:
    """On one machine a missing pool can be seen before the job waits for it in vain."""
    portable = options.view_as(PortableOptions)
    host, _, port = str(portable.environment_config).partition(":")
    local = {"localhost", "127.0.0.1"}
    if portable.environment_type != "EXTERNAL" or {host, cluster.master.partition(":")[0]} - local:
        return
    if not answers(host, int(port)):
        raise UsageError(
            f"no Python workers at {host}:{port}: `make flink-up` starts some, "
            "--environment_config names them"
        )


def _flink_id(cluster: FlinkCluster, name: str, result: Any) -> str:
    """The job's id on the cluster, when it stands there.

    Raises:
      JobError: it never came there.
    """
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        for job in cluster.ask("/jobs/overview")["jobs"]:
            if job["name"] == name:
                return str(job["jid"])
        if result.state in (PipelineState.FAILED, PipelineState.CANCELLED):
            raise JobError("the job server could not hand the job in")
        time.sleep(POLL_SECONDS)
    raise JobError(f"the job did not start within {START_SECONDS:.0f} s")


def whole_path(name: str) -> str:
    """A worker has another working directory; what is an address stays as it is."""
    return name if "://" in name else os.path.abspath(name)  # noqa: PTH100 - a glob is no Path
