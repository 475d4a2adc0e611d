"""Starts the Pub/Sub fake (`tests/emulators/pubsub`, built by `make pubsub-fake`) and talks to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from google.api_core.exceptions import DeadlineExceeded
from google.cloud import pubsub_v1

BINARY = Path(sys.executable).parent / "pubsub-fake"

ACK_SECONDS = 10
"""The ack deadline of subscriptions: short, so that what a kill leaves behind comes again soon."""


def need_pubsub() -> None:
    """Skips where the fake was not built; where the whole suite must pass, that is a failure."""
    if not BINARY.is_file():
        if os.environ.get("NEWSWIRE_REQUIRE_PRISM"):
            pytest.fail("no Pub/Sub fake: `make pubsub-fake` builds it with Go")
        pytest.skip("no Pub/Sub fake beside the interpreter: `make pubsub-fake` builds it with Go")


class PubSub:
    """A running fake with one topic and one subscription.

    Attributes:
      address: host and port, for PUBSUB_EMULATOR_HOST.
      subscription: full name.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        os.environ["PUBSUB_EMULATOR_HOST"] = address
        self._publisher = pubsub_v1.PublisherClient()
        self._subscriber = pubsub_v1.SubscriberClient()
        self._topic = "projects/newsroom/topics/wire"
        self.subscription = "projects/newsroom/subscriptions/newswire"
        self._publisher.create_topic(request={"name": self._topic})
        self._subscriber.create_subscription(
            request={
                "name": self.subscription,
                "topic": self._topic,
                "ack_deadline_seconds": ACK_SECONDS,
            }
        )

    def publish(self, data: bytes, **attributes: str) -> None:
        """Publishes, and returns when the service has it."""
        self._publisher.publish(self._topic, data, **attributes).result(timeout=60)

    def left(self, seconds: float) -> list[bytes]:
        """What is delivered within a time: nothing, where all is acknowledged. Takes the leases."""
        try:
            answer = self._subscriber.pull(
                request={"subscription": self.subscription, "max_messages": 100}, timeout=seconds, retry=None
            )
        except DeadlineExceeded:  # an empty subscription does not answer
            return []
        return [received.message.data for received in answer.received_messages]


@contextmanager
def running_pubsub() -> Iterator[PubSub]:
    """A fake for the time of the block; this process and its children use it."""
    process = subprocess.Popen([str(BINARY)], stdout=subprocess.PIPE, text=True)
    before = os.environ.get("PUBSUB_EMULATOR_HOST")
    try:
        assert process.stdout
        yield PubSub(process.stdout.readline().strip())
    finally:
        process.kill()
        process.wait(timeout=30)
        if before is None:
            os.environ.pop("PUBSUB_EMULATOR_HOST", None)
        else:
            os.environ["PUBSUB_EMULATOR_HOST"] = before
