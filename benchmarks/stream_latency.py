"""Seconds from a file's arrival to its commit: `python -m benchmarks.stream_latency --rate 20 --seconds 60`.

With `--seconds 1800` it shows whether memory stands still: PSS of the job and of its Prism, and their slope
over the last two thirds of the time.

Arrival is the rename into the watched folder; commit is when the manifest that lists the file stands. Bodies
are of 450 words, annotated by the default model unless --no-annotate is given.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.processes import pss_mb, tree


class Memory(NamedTuple):
    """MB (PSS) of the job and of its Prism, a while after the first story."""

    second: float
    job: float
    prism: float


WORDS = (
    "the harbour office said on Thursday that Captain Lena Okafor of the Coast Guard had counted ships from "
    "Nairobi and Brussels while the central bank of Veldania under governor Tomas Rehn raised its key rate "
    "and markets in Karvos fell as the International Monetary Fund warned of slower growth in Kenya"
).split()


def main() -> None:
    """Runs one measurement and prints a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20.0, help="stories a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--window", type=float, default=1.0)
    parser.add_argument("--state-days", type=float, default=3.0, help="as of the run")
    parser.add_argument("--no-annotate", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newswire-latency-") as folder:
        print(json.dumps(measure(Path(folder), options)))


def measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Feeds a stream at a rate; the first five seconds after its first commit are a warm-up."""
    watched, output = folder / "in", folder / "out"
    watched.mkdir()
    command = [sys.executable, "-m", "pipeline", "run", "--streaming", "--watch", str(watched)]
    command += ["--output", str(output), "--window", str(options.window)]
    command += ["--state-days", str(options.state_days)]
    command += ["--no-annotate"] if options.no_annotate else []
    with (folder / "log").open("wb") as log:
        job = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        drop(watched, 0)
        while not committed(output):
            time.sleep(0.2)
        before = cpu_seconds(job.pid)
        dropped, memory = feed(watched, options, job.pid)
        end = time.monotonic() + 120
        while len(committed(output)) < len(dropped) + 1 and time.monotonic() < end:
            time.sleep(0.2)
        spent = [after - start for after, start in zip(cpu_seconds(job.pid), before, strict=True)]
    finally:
        job.send_signal(signal.SIGTERM)
        job.wait(timeout=60)
    stood = committed(output)
    late = sorted(stood[path] - at for path, at in dropped.items() if at > min(dropped.values()) + 5)
    return {
        "rate": options.rate,
        "window": options.window,
        "state_days": options.state_days,
        "annotated": not options.no_annotate,
        "stories": len(dropped),
        "committed": len(stood) - 1,
        "p50": round(late[len(late) // 2], 2),
        "p95": round(late[len(late) * 95 // 100], 2),
        "p99": round(late[len(late) * 99 // 100], 2),
        "cpu_ms_a_story": [round(1000 * seconds / len(dropped), 1) for seconds in spent],
        "job_mb": [round(each.job) for each in memory[:: max(1, len(memory) // 10)]],
        "prism_mb": [round(each.prism) for each in memory[:: max(1, len(memory) // 10)]],
        "mb_an_hour": [round(slope(memory, lambda m: m.job)), round(slope(memory, lambda m: m.prism))],
        "load": os.getloadavg()[0],
        "cores": len(os.sched_getaffinity(0)),
    }


def feed(watched: Path, options: argparse.Namespace, pid: int) -> tuple[dict[str, float], list[Memory]]:
    """Drops stories at the rate; gives when each came, and the memory in use at sixty moments."""
    dropped: dict[str, float] = {}
    memory: list[Memory] = []
    count = round(options.rate * options.seconds)
    began = time.time()
    for number in range(1, count + 1):
        time.sleep(max(0.0, began + number / options.rate - time.time()))
        path = drop(watched, number)
        dropped[str(path)] = time.time()
        if number % max(1, count // 60) == 0:
            job, *others = map(pss_mb, tree(pid))
            memory.append(Memory(time.time() - began, job, sum(others)))
    return dropped, memory


def drop(watched: Path, number: int) -> Path:
    """One story, renamed in."""
    chance = random.Random(number)
    body = "\n\n".join(" ".join(chance.choices(WORDS, k=75)).capitalize() + "." for _ in range(6))
    head = f"Ship {number} counted\n\nNorthstar News\n\nBy Mara Quill\n\nPORT ELLERY, March 12 (NNA) - "
    hidden = watched / f".{number}"
    hidden.write_text(head + body + "\n")
    return hidden.rename(watched / f"{number:06d}.txt")


def committed(output: Path) -> dict[str, float]:
    """Each committed source and when its manifest stood."""
    found: dict[str, float] = {}
    for path in (output / "manifests").glob("manifest-*.json"):
        if path not in _READ:
            _READ[path] = [entry["uri"] for entry in json.loads(path.read_bytes())["sources"]]
        found |= dict.fromkeys(_READ[path], path.stat().st_mtime)
    return found


_READ: dict[Path, list[str]] = {}


def slope(memory: list[Memory], of: Callable[[Memory], float]) -> float:
    """MB an hour, by least squares over the last two thirds."""
    settled = memory[len(memory) // 3 :]
    if len(settled) < 2:
        return 0.0
    return statistics.linear_regression([m.second for m in settled], list(map(of, settled))).slope * 3600


def cpu_seconds(pid: int) -> tuple[float, float]:
    """What a job has used, and its Prism."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ticks = [
        sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13]))
        for one in (pid, *children[:1])
    ]
    return ticks[0] / os.sysconf("SC_CLK_TCK"), ticks[-1] / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
