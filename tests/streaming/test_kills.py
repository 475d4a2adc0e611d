"""SIGKILL at random moments: nothing lost, nothing twice, nothing half-written taken for output.

`NEWSWIRE_KILLS`, `NEWSWIRE_KILL_STORIES` and `NEWSWIRE_KILL_SEED` change how many, of how much, and when;
`make soak` for long.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from pipeline.pubsub import LEASE_SECONDS
from tests.emulators.pubsub_fake import PubSub, need_pubsub, running_pubsub
from tests.streaming.jobs import Feeder, Job, check_output, drop, messages, need_prism

KILLS: Final = int(os.environ.get("NEWSWIRE_KILLS", "30"))
STORIES: Final = int(os.environ.get("NEWSWIRE_KILL_STORIES", "5000"))
SEED: Final = int(os.environ.get("NEWSWIRE_KILL_SEED", "20260312"))


@pytest.fixture(autouse=True)
def _prism() -> None:
    need_prism()


def start_seconds(tmp_path: Path) -> float:
    """How long a job takes here and now from its start to its first commit."""
    folder, output = tmp_path / "first-in", tmp_path / "first-out"
    folder.mkdir()
    drop(folder, "a.txt", b"Ship comes\n\nIt came.\n")
    began = time.monotonic()
    job = Job(["--watch", folder, "--output", output, "--window", "0.5"], tmp_path / "first-log")
    job.wait_for(lambda: messages(output) == 1)
    seconds = time.monotonic() - began
    job.kill_python()
    return seconds


def kill_again_and_again(start: Callable[[], Job], feeder: Feeder, life: float) -> None:
    """Lives of random length, from before the first look to after many commits; a third begin with Prism."""
    chance = random.Random(SEED)
    for number in range(KILLS):
        job = start()
        feeder.stop.wait(chance.uniform(0.3, 2.0) * life)
        if number % 3 != 1 or not job.kill_prism():
            job.kill_python()


def last_life(start: Callable[[], Job], feeder: Feeder, output: Path) -> None:
    """Until all is there. A job that ends because Prism stands still is started again, as by a supervisor."""
    feeder.join(timeout=3_600)
    assert not feeder.is_alive()
    expected = sum(feeder.expected.values())
    job = start()
    job.wait_for(lambda: job.process.poll() == 1 or messages(output) >= expected)
    if messages(output) < expected:
        assert "Prism stands still" in job.log()
        job = start()
    job.wait_for(lambda: job.prism() is not None)  # before that a SIGTERM ends it as it ends any process
    job.wait_for(lambda: messages(output) >= expected)
    job.drain()


def test_a_folder_is_read_exactly_once_through_kills(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()

    def start() -> Job:
        arguments = ["--watch", folder, "--output", output, "--window", "0.5", "--settle", "0"]
        return Job(arguments, tmp_path / "log")

    life = start_seconds(tmp_path)
    feeder = Feeder(lambda name, data: drop(folder, name, data), STORIES, KILLS * life, SEED)
    feeder.start()
    try:
        kill_again_and_again(start, feeder, life)
        last_life(start, feeder, output)
    finally:
        feeder.stop.set()
    check_output(output, feeder.expected)


@pytest.fixture
def pubsub() -> Iterator[PubSub]:
    need_pubsub()
    with running_pubsub() as fake:
        yield fake


def test_a_subscription_is_read_exactly_once_through_kills(pubsub: PubSub, tmp_path: Path) -> None:
    output = tmp_path / "out"

    def start() -> Job:
        arguments = ["--subscription", pubsub.subscription, "--output", output, "--window", "0.5"]
        return Job(arguments, tmp_path / "log")

    life = start_seconds(tmp_path)
    feeder = Feeder(lambda _, data: pubsub.publish(data), STORIES, KILLS * life, SEED)
    feeder.start()
    try:
        kill_again_and_again(start, feeder, life)
        last_life(start, feeder, output)
    finally:
        feeder.stop.set()
    assert pubsub.left(LEASE_SECONDS + 3.0) == []
    check_output(output, feeder.expected)
