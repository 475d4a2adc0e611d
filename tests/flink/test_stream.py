"""Streams on a real Flink cluster: killed, stopped at a savepoint, gone on with; every story once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from deploy.flink.cluster import Cluster
from tests.flink.workers import kill_one
from tests.streaming.jobs import Feeder, check_output, drop, messages, story_bytes

ROOT = Path(__file__).parents[2]
STORIES = int(os.environ.get("NEWSWIRE_FLINK_STORIES", "2000"))
LONG = 300.0


class FlinkStream:
    """A running `newswire run --streaming --runner flink`."""

    def __init__(self, cluster: Cluster, watch: Path, output: Path, *more: str) -> None:
        self._cluster, self._log = cluster, output.with_suffix(".log")
        command = [sys.executable, "-m", "pipeline", "run", "--streaming", "--no-annotate", "--window=2"]
        flink = ["--runner=flink", f"--flink-master={cluster.rest}", f"--environment_config={cluster.pool}"]
        where = ["--settle=0", f"--watch={watch}", f"--output={output}"]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *flink, *where, "--checkpointing_interval=2000", *more],
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def job(self) -> str:
        """Its id, when it runs."""
        self.wait_for(lambda: any(job["state"] == "RUNNING" for job in self._jobs()))
        return next(str(job["jid"]) for job in self._jobs() if job["state"] == "RUNNING")

    def checkpoints(self, job: str) -> Counter[str]:
        """How many were completed, failed, restored."""
        return Counter(self._cluster.ask(f"/jobs/{job}/checkpoints")["counts"])

    def savepoint_and_stop(self, job: str) -> str:
        """Where the savepoint is; the job has ended, and so has the command."""
        request = Request(
            f"http://{self._cluster.rest}/jobs/{job}/savepoints",
            data=json.dumps({"cancel-job": True}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request, timeout=10) as answer:
            trigger = json.load(answer)["request-id"]
        self.wait_for(lambda: self._savepoint(job, trigger)["status"]["id"] == "COMPLETED")
        self.process.wait(timeout=LONG)
        return str(self._savepoint(job, trigger)["operation"]["location"])

    def drain(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=LONG) == 0, self.log()

    def wait_for(self, condition: object) -> None:
        end = time.monotonic() + LONG
        while not condition():  # type: ignore[operator]
            assert self.process.poll() is None, f"ended with {self.process.returncode}: {self.log()}"
            assert time.monotonic() < end, f"waited {LONG:.0f} s: {self.log()}"
            time.sleep(0.2)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for job in self._jobs():
            if job["state"] not in ("FINISHED", "CANCELED", "FAILED"):
                url = f"http://{self._cluster.rest}/jobs/{job['jid']}?mode=cancel"
                urlopen(Request(url, method="PATCH"), timeout=10).close()

    def log(self) -> str:
        return self._log.read_text(errors="replace")[-3000:]

    def _jobs(self) -> list[dict[str, object]]:
        return list(self._cluster.ask("/jobs/overview")["jobs"])

    def _savepoint(self, job: str, trigger: str) -> dict[str, dict[str, object]]:
        return dict(self._cluster.ask(f"/jobs/{job}/savepoints/{trigger}"))


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "in").mkdir()
    return tmp_path / "in", tmp_path / "out"


def test_kills_and_a_savepoint_lose_nothing_and_repeat_nothing(
    cluster: Cluster, folders: tuple[Path, Path]
) -> None:
    """A worker and the TaskManager are killed while stories come; then a savepoint, and on from it."""
    watch, output = folders
    stream = FlinkStream(cluster, watch, output)
    feeder = Feeder(lambda name, data: drop(watch, name, data), STORIES, seconds=STORIES / 20, seed=7)
    try:
        job = stream.job()
        feeder.start()
        stream.wait_for(lambda: messages(output) > STORIES // 10)
        stream.wait_for(lambda: stream.checkpoints(job)["completed"] > 0)

        kill_one(cluster)
        stream.wait_for(lambda: stream.checkpoints(job)["restored"] > 0)
        at = messages(output)
        stream.wait_for(lambda: messages(output) > at + STORIES // 20)

        restored = stream.checkpoints(job)["restored"]
        taskmanager = cluster.pid("taskmanager")
        assert taskmanager
        os.kill(taskmanager, signal.SIGKILL)
        cluster.start_taskmanager()
        stream.wait_for(lambda: stream.checkpoints(job)["restored"] > restored)
        at = messages(output)
        stream.wait_for(lambda: messages(output) > at + STORIES // 20)

        savepoint = stream.savepoint_and_stop(job)
        stream = FlinkStream(cluster, watch, output, f"--savepoint_path={savepoint}")
        again = stream.job()
        assert stream.checkpoints(again)["restored"] == 1
        feeder.join(timeout=LONG)
        for number in range(50):  # new ones, and some that the state from before the savepoint must know
            drop(watch, f"new-{number}.txt", story_bytes(STORIES + number))
        for number in range(10):
            drop(watch, f"old-{number}.txt", story_bytes(number))
        feeder.expected.update(stories=50, duplicates=10)
        stream.wait_for(lambda: messages(output) == sum(feeder.expected.values()))
        stream.drain()
        check_output(output, feeder.expected)
    finally:
        feeder.stop.set()
        stream.end()
