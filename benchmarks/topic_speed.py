"""Words a second of the topic model, and what topics of the text add to a whole run.

Both in processor time, user and system, of the process and its workers: what is added is so little that
whatever else the machine does would hide it from a clock on the wall. The two runs go in turn.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from benchmarks.harness import keep
from benchmarks.whole_run import stories_of
from schemas.records import Story
from transforms.topic_model import text_topics

__all__ = ["benchmark", "words_a_second"]

FEW_FILES: Final = 2
"""Of Reuters-21578, a thousand documents each."""


def benchmark(inputs: list[str], rounds: int) -> None:
    """Times the model alone, then `--topics all` against `--topics feed`; prints and keeps the figures."""
    stories = stories_of(inputs[:FEW_FILES])
    speeds = [words_a_second(stories) for _ in range(rounds)]
    seconds: dict[str, list[float]] = {"feed": [], "all": []}
    for number in range(rounds + 1):
        for mode, taken in seconds.items():
            spent = _processor_seconds(inputs[:FEW_FILES], mode)
            if number:  # the first round warms the disk's cache
                taken.append(spent)
    ratios = [b / a for a, b in zip(seconds["feed"], seconds["all"], strict=True)]
    _print(len(stories), speeds, seconds, ratios)
    keep(
        "topic_speed",
        stories=len(stories),
        words_a_second=speeds,
        processor_seconds=seconds,
        ratios=ratios,
    )


def words_a_second(stories: Sequence[Story]) -> float:
    """Words of whole stories a second of one core, the model being loaded."""
    text_topics("", "a story to load the model")
    words = sum(len(story.headline.split()) + len(story.body.split()) for story in stories)
    started = time.process_time()
    for story in stories:
        text_topics(story.headline, story.body)
    return words / (time.process_time() - started)


def _processor_seconds(inputs: Sequence[str], mode: str) -> float:
    """User and system time of a whole run.

    Raises:
      subprocess.CalledProcessError: the run failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pipeline", "run", *inputs, "--topics", mode]
        command += ["--output", str(Path(folder, "out")), "--direct_num_workers=1"]
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.stderr.write(Path(folder, "log").read_text(errors="replace")[-2000:])
            raise subprocess.CalledProcessError(process.returncode, command)
        return usage.ru_utime + usage.ru_stime


def _print(
    stories: int, speeds: Sequence[float], seconds: dict[str, list[float]], ratios: Sequence[float]
) -> None:
    print_line = Console(highlight=False, soft_wrap=True).print
    low, middle, high = min(speeds), statistics.median(speeds), max(speeds)
    print_line(f"topic model, {stories:,} stories, one core (target: >= 200,000 words/s)")
    print_line(f"  {middle:,.0f} words/s (median; {low:,.0f} to {high:,.0f})")
    print_line("whole run, one worker, processor time (target: all <= 1.05 of feed)")
    for mode, taken in seconds.items():
        print_line(f"  --topics {mode}: {statistics.median(taken):.2f} s")
    print_line(f"  ratio {statistics.median(ratios):.3f} (median; {min(ratios):.3f} to {max(ratios):.3f})")
