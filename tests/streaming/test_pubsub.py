"""A subscription: acknowledged after commit and never before, redelivery absorbed, kills survived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli import USAGE, main
from tests.emulators.pubsub_fake import ACK_SECONDS, PubSub, need_pubsub, running_pubsub
from tests.streaming.jobs import Job, check_output, messages, need_prism, story_bytes


@pytest.fixture
def pubsub() -> Iterator[PubSub]:
    need_prism()
    need_pubsub()
    with running_pubsub() as fake:
        yield fake


def test_a_window_longer_than_the_ack_deadline_is_leased_until_it_is_committed(
    pubsub: PubSub, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    window = ACK_SECONDS + 6  # the first message waits up to so long
    job = Job(
        ["--subscription", pubsub.subscription, "--output", output, "--window", window], tmp_path / "log"
    )
    for number in range(30):
        pubsub.publish(story_bytes(number))
    job.wait_for(lambda: messages(output) >= 30)
    job.drain()
    assert pubsub.left(3.0) == []
    check_output(output, Counter(stories=30))


def test_the_same_text_published_twice_is_two_messages_and_one_story(pubsub: PubSub, tmp_path: Path) -> None:
    output = tmp_path / "out"
    job = Job(
        ["--subscription", pubsub.subscription, "--output", output, "--window", "0.5"], tmp_path / "log"
    )
    for number in (1, 2, 1):
        pubsub.publish(story_bytes(number))
    pubsub.publish(b"\x00\xff")
    job.wait_for(lambda: messages(output) >= 4)
    job.drain()
    assert pubsub.left(3.0) == []
    check_output(output, Counter(stories=2, duplicates=1, dead_letters=1))


def test_a_subscription_that_is_not_there_is_said_in_one_line(
    pubsub: PubSub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "projects/newsroom/subscriptions/none"
    assert main(["run", "--streaming", "--subscription", name, "--output", str(tmp_path / "out")]) == USAGE
    assert capsys.readouterr().err == f"newswire: --subscription {name}: no such subscription\n"
