"""Batch on a local Flink cluster of one and of two slots against the local runner, the same input.

`python -m benchmarks.flink [--input INPUT ...] [--rounds N] [--no-annotate]` starts the cluster, times whole
commands, and ends it. Beside the seconds: those in which Flink ran the job, and the memory of all processes.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.harness import keep
from deploy.flink.cluster import Cluster
from transforms.manifest import read_manifests

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One way to run the input.

    Attributes:
      name: of it.
      seconds: of each whole command.
      job_seconds: in which Flink ran the job; empty for the local runner.
      start_seconds: until the cluster was ready.
      peak_mb: resident in all processes together, the most of all rounds.
      stories: that came out.
    """

    name: str
    seconds: list[float]
    job_seconds: list[float]
    start_seconds: float
    peak_mb: float
    stories: int


def main() -> None:
    """Measures, prints a table, writes `results/flink.json`."""
    reuters = sorted((ROOT.parent / "shared/corpora/reuters21578").glob("*.sgm"))[:3]
    parser = argparse.ArgumentParser()
    parser.add_argument("--input", nargs="+", default=list(map(str, reuters)) or [str(ROOT / "samples")])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-annotate", action="store_true")
    options = parser.parse_args()
    arguments = [*options.input, *(["--no-annotate"] if options.no_annotate else [])]
    found = [
        *(_local(arguments, workers, options.rounds) for workers in (1, 2)),
        *(_flink(arguments, slots, options.rounds) for slots in (1, 2)),
    ]
    print("| | stories/s | seconds | of these in Flink | cluster ready after | peak memory, MB |")
    print("|---|---|---|---|---|---|")
    for each in found:
        seconds = statistics.median(each.seconds)
        job = f"{statistics.median(each.job_seconds):.1f}" if each.job_seconds else ""
        start = f"{each.start_seconds:.1f}" if each.start_seconds else ""
        cells = (
            each.name,
            f"{each.stories / seconds:.0f}",
            f"{seconds:.1f}",
            job,
            start,
            f"{each.peak_mb:.0f}",
        )
        print(f"| {' | '.join(cells)} |")
    name = "flink_plain" if options.no_annotate else "flink"
    keep(name, measured=[asdict(each) for each in found])


def _local(arguments: Sequence[str], workers: int, rounds: int) -> Measured:
    """The local runner, in so many processes."""
    seconds, peaks, stories = [], [0.0], 0
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as output:
            command = _command(arguments, output, f"--direct_num_workers={workers}")
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            began = time.monotonic()
            with _peak([process.pid], peaks):
                assert process.wait() == 0
            seconds.append(time.monotonic() - began)
            stories = _stories(output)
    return Measured(
        name=f"local, {workers}",
        seconds=seconds,
        job_seconds=[],
        start_seconds=0.0,
        peak_mb=max(peaks),
        stories=stories,
    )


def _flink(arguments: Sequence[str], slots: int, rounds: int) -> Measured:
    """Flink, with so many slots and as many Python workers."""
    seconds, jobs, peaks, stories = [], [], [0.0], 0
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder), rest_port=18_081, pool_port=15_000, slots=slots)
        try:
            ready = cluster.up()
            pids = [pid for name in ("jobmanager", "taskmanager", "pool") if (pid := cluster.pid(name))]
            for number in range(rounds):
                output = f"{folder}/out-{number}"
                flink = ["--runner=flink", f"--flink-master={cluster.rest}"]
                began = time.monotonic()
                with _peak(pids, peaks):
                    command = _command(arguments, output, *flink, f"--environment_config={cluster.pool}")
                    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                seconds.append(time.monotonic() - began)
                stories = _stories(output)
            jobs = [job["duration"] / 1000 for job in cluster.ask("/jobs/overview")["jobs"]]
        finally:
            cluster.down()
    return Measured(
        name=f"Flink, {slots}",
        seconds=seconds,
        job_seconds=jobs,
        start_seconds=ready,
        peak_mb=max(peaks),
        stories=stories,
    )


def _command(arguments: Sequence[str], output: str, *more: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", "run", *arguments, "--output", output, *more]


def _stories(output: str) -> int:
    return sum(manifest.counts.stories for manifest in read_manifests(Path(output)))


@contextmanager
def _peak(roots: Sequence[int], peaks: list[float]) -> Iterator[None]:
    """Adds the most that the processes and all below them held, looked at four times a second; Linux only."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.25):
            peaks.append(sum(map(_resident_mb, _below(roots))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _below(roots: Sequence[int]) -> list[int]:
    found, todo = [], list(roots)
    while todo:
        pid = todo.pop()
        found.append(pid)
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                todo += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _resident_mb(pid: int) -> float:
    """Its share of what it holds with others (Pss), so that forked processes are not counted twice."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
