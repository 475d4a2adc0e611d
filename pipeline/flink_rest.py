"""A Flink cluster by its REST interface: whether it answers, its jobs, their states."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from apache_beam.options.pipeline_options import FlinkRunnerOptions, PipelineOptions

from pipeline.options import UsageError

__all__ = ["ABSENT_SECONDS", "ENDED", "FlinkCluster", "Submitted", "flink_cluster"]

ENDED: Final = ("FINISHED", "FAILED", "CANCELED", "SUSPENDED")
"""States that a job does not leave."""

ANSWER_SECONDS: Final = 5.0

ABSENT_SECONDS: Final = 120.0
"""A JobManager may be away for so long: it is started again, and its jobs with it."""

_OUTPUT_WATERMARK: Final = ".currentOutputWatermark"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlinkCluster:
    """A cluster that answers.

    Attributes:
      master: HOST:PORT of its REST interface.
      slots: of all TaskManagers.
      taskmanagers: how many.
    """

    master: str
    slots: int
    taskmanagers: int

    def ask(self, path: str, *, method: str = "GET", body: object = None) -> Any:
        """What the REST interface answers.

        Raises:
          OSError, HTTPException: it does not.
        """
        return _ask(self.master, path, method, body)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A job that was handed in.

    Attributes:
      cluster: where it runs.
      flink_id: as the cluster names it.
    """

    cluster: FlinkCluster
    flink_id: str

    def state(self) -> str:
        """Of the job, as Flink names it.

        Raises:
          OSError, HTTPException: the cluster does not answer.
        """
        return str(self.cluster.ask(f"/jobs/{self.flink_id}")["state"])

    def cancel(self) -> None:
        """Ends the job where it is.

        Raises:
          OSError, HTTPException: the cluster does not answer.
        """
        self.cluster.ask(f"/jobs/{self.flink_id}?mode=cancel", method="PATCH")

    def output_watermarks(self) -> list[float]:
        """Of each step, the least of its subtasks; milliseconds since 1970.

        Raises:
          OSError, HTTPException: the cluster does not answer.
        """
        marks = []
        for vertex in self.cluster.ask(f"/jobs/{self.flink_id}")["vertices"]:
            metrics = f"/jobs/{self.flink_id}/vertices/{vertex['id']}/subtasks/metrics"
            names = [
                m["id"] for m in self.cluster.ask(metrics) if m["id"].endswith(".currentOutputWatermark")
            ]
            found = self.cluster.ask(f"{metrics}?get={','.join(map(quote, names))}")
            marks += [mark["min"] for mark in found]
        return marks

    def failures(self) -> int:
        """How often the job has failed so far, as far as the cluster keeps count."""
        history = self.cluster.ask(f"/jobs/{self.flink_id}/exceptions").get("exceptionHistory", {})
        return len(history.get("entries", ()))

    def root_cause(self) -> str:
        """The line of the cluster's own report that says most: of a Python trace, the last."""
        report = (
            self.cluster.ask(f"/jobs/{self.flink_id}/exceptions").get("root-exception") or "no reason given"
        )
        lines = [line.strip() for line in report.splitlines() if line.strip()]
        said = [line for line in lines if not line.startswith(("at ", "...", 'File "', "^"))]
        caused = [line for line in said if line.startswith("Caused by: ")]
        python = [
            line for line in said if "Error: " in line and not line.startswith(("Caused by", "java.", "org."))
        ]
        return (python or caused or said)[-1][:300]


def flink_cluster(beam_args: Sequence[str]) -> FlinkCluster:
    """The cluster that the options name, after it has answered.

    Raises:
      UsageError: it is not named, does not answer, or has nobody to work.
    """
    master = PipelineOptions(list(beam_args)).view_as(FlinkRunnerOptions).flink_master
    if master.startswith("["):
        raise UsageError(
            "--runner flink: name a cluster by --flink-master HOST:PORT; `make flink-up` starts one"
        )
    master = master.removeprefix("http://").rstrip("/")
    try:
        overview = _ask(master, "/overview")
        cluster = FlinkCluster(
            master=master, slots=overview["slots-total"], taskmanagers=overview["taskmanagers"]
        )
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"--flink-master {master}: no Flink answers there ({_reason(error)})") from None
    if not cluster.slots:
        raise UsageError(f"--flink-master {master}: the cluster has no TaskManager, so no slots to run in")
    return cluster


def _ask(master: str, path: str, method: str = "GET", body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = Request(
        f"http://{master}{path}", method=method, data=data, headers={"Content-Type": "application/json"}
    )
    with urlopen(request, timeout=ANSWER_SECONDS) as answer:
        return json.load(answer)


def _reason(error: BaseException) -> str:
    inner = error.reason if isinstance(error, URLError) else error
    return str(getattr(inner, "strerror", None) or inner or type(inner).__name__)
