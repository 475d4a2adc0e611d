"""Whole processes, timed in turn: A B A B ..., so that a machine that slows down slows both.

A figure is worth quoting as a ratio of medians within one run, with the spread of the pairs beside it.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

__all__ = ["Comparison", "Contender", "compare", "keep", "report"]

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A command to time.

    Attributes:
      name: in the table.
      command: argv; '{output}' becomes a fresh folder for each round.
      environment: added to this process's.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came of one comparison: seconds of each round, and the ratio of each pair to the last contender.

    Attributes:
      title: of the benchmark.
      seconds: contender -> wall seconds, a round each.
      memory_mb: contender -> peak resident set of its largest process, the most of all rounds.
      ratios: contender -> its seconds over the last contender's, a round each.
      target: the most (or the least, with a leading '>') that the first ratio may be, for the reader.
    """

    title: str
    seconds: dict[str, list[float]]
    memory_mb: dict[str, float]
    ratios: dict[str, list[float]]
    target: str


def compare(
    title: str, contenders: Sequence[Contender], *, rounds: int, scratch: Path, target: str
) -> Comparison:
    """Runs the contenders in turn, after one uncounted round each.

    Raises:
      subprocess.CalledProcessError: a command failed; a time of a failure is worth nothing.
    """
    seconds: dict[str, list[float]] = {c.name: [] for c in contenders}
    memory = dict.fromkeys(seconds, 0.0)
    for number in range(rounds + 1):
        for contender in contenders:
            took, peak = _timed(contender, scratch)
            if number:
                seconds[contender.name].append(took)
                memory[contender.name] = max(memory[contender.name], peak)
    base = seconds[contenders[-1].name]
    ratios = {
        name: [own / other for own, other in zip(values, base, strict=True)]
        for name, values in seconds.items()
        if values is not base
    }
    return Comparison(title=title, seconds=seconds, memory_mb=memory, ratios=ratios, target=target)


def report(comparison: Comparison, name: str) -> None:
    """Prints the table and writes it as JSON under `benchmarks/results/`."""
    table = Table(title=f"{comparison.title} (target: {comparison.target})", title_justify="left")
    for heading in ("", "median s", "min - max", "ratio", "spread", "peak MB"):
        table.add_column(heading, justify="right" if heading else "left")
    for contender, values in comparison.seconds.items():
        ratios = comparison.ratios.get(contender, [])
        table.add_row(
            contender,
            f"{statistics.median(values):.2f}",
            f"{min(values):.2f} - {max(values):.2f}",
            f"{statistics.median(ratios):.3f}" if ratios else "1",
            f"{min(ratios):.3f} - {max(ratios):.3f}" if ratios else "",
            f"{comparison.memory_mb[contender]:.0f}",
        )
    Console().print(table)
    keep(name, **asdict(comparison))


def keep(name: str, **figures: object) -> None:
    """Writes a benchmark's figures, and the machine they were measured on, as JSON under `results/`."""
    text = json.dumps({"machine": _machine()} | figures, indent=1)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {"python": platform.python_version(), "cores": os.cpu_count(), "machine": platform.machine()}


def _timed(contender: Contender, scratch: Path) -> tuple[float, float]:
    output = scratch / "output"
    shutil.rmtree(output, ignore_errors=True)
    command = [part.format(output=output) for part in contender.command]
    log = scratch / "log"
    with log.open("wb") as sink:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=sink, stderr=subprocess.STDOUT, env=os.environ | dict(contender.environment)
        )
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.stderr.write(log.read_text(errors="replace")[-2000:])
        raise subprocess.CalledProcessError(process.returncode, command)
    return took, _peak_mb(usage)


def _peak_mb(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024
