"""A Google Cloud Pub/Sub subscription as a source: pulled, leased, and acknowledged after commit."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

from google.api_core import exceptions
from google.cloud import pubsub_v1  # type: ignore[import-untyped]

from pipeline.notifications import named
from pipeline.options import UsageError
from transforms.steps._stream_process import once
from transforms.stream_items import Delivery

__all__ = ["PubSubAcknowledger", "Subscription", "check_subscription", "subscription_of"]

_LOG = logging.getLogger(__name__)

LEASE_SECONDS: Final = 30
"""For how long a message is asked for, again and again until it is committed."""

MOST_OPEN: Final = 5_000
"""Messages that may be pulled and not acknowledged: beyond it, nothing is pulled."""

_PULL: Final = 200
_PULL_SECONDS: Final = 5.0
_TRANSIENT: Final = (
    exceptions.ServiceUnavailable,
    exceptions.DeadlineExceeded,
    exceptions.TooManyRequests,
    exceptions.InternalServerError,
    exceptions.Aborted,
    exceptions.Unknown,
)


def check_subscription(name: str) -> None:
    """Asks for the subscription, so that a wrong name or a missing right is said at once.

    Raises:
      UsageError: it cannot be used.
    """
    try:
        with pubsub_v1.SubscriberClient() as client:
            client.get_subscription(request={"subscription": name}, timeout=30)
    except exceptions.NotFound:
        raise UsageError(f"--subscription {name}: no such subscription") from None
    except exceptions.PermissionDenied as error:
        raise UsageError(f"--subscription {name}: not allowed: {error.message}") from None
    except exceptions.GoogleAPICallError as error:
        raise UsageError(f"--subscription {name}: {error.message}") from None
    except Exception as error:  # no credentials: google.auth raises classes of its own
        raise UsageError(f"--subscription {name}: {error}") from None


class Subscription:
    """Pulls in a thread of its own, and keeps the lease of every message until it is acknowledged.

    A message that is never acknowledged is delivered again by the service: after a kill nothing is lost, and
    what was committed before the kill is known by its content when it comes again.

    Args:
      name: full name of the subscription.
      notified_of: where messages are object notifications, the output folder, which is not read; else None.
    """

    def __init__(self, name: str, notified_of: str | None = None) -> None:
        self._name, self._notified_of = name, notified_of
        self._client = pubsub_v1.SubscriberClient()
        self._pulled: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._leases: set[str] = set()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        for target in (self._pull, self._extend):
            threading.Thread(target=target, name=f"{target.__name__} {name}", daemon=True).start()

    def poll(self) -> Iterator[Delivery]:
        """The messages that were pulled since the last call."""
        while True:
            try:
                received = self._pulled.get_nowait()
            except queue.Empty:
                return
            yield self._delivery(received)

    def acknowledge(self, ids: Sequence[str]) -> None:
        """Acknowledges, with retries; a message whose lease is lost comes again, and is known."""
        for some in _in_parts(ids, 500):
            request = {"subscription": self._name, "ack_ids": some}
            _again(lambda r=request: self._client.acknowledge(request=r, timeout=30))
            with self._lock:
                self._leases.difference_update(some)

    def open(self) -> int:
        """Messages pulled and not acknowledged."""
        with self._lock:
            return len(self._leases)

    def close(self) -> None:
        """Ends the threads. What is not acknowledged is delivered again when its lease ends."""
        self._stop.set()

    def _delivery(self, received: Any) -> Delivery:
        message = received.message
        delivery = Delivery(
            uri=f"pubsub://{self._name}/{message.message_id}",
            size=len(message.data),
            modified=0,
            arrived=int(time.time() * 1_000_000),
            data=message.data,
            delivery=sha256(received.ack_id.encode()).hexdigest()[:16],
            acknowledge=f"{self._name}\x1f{received.ack_id}",
        )
        if self._notified_of is None:
            return delivery
        return named(delivery, message.attributes, self._notified_of)

    def _pull(self) -> None:
        while not self._stop.wait(0.5 if self.open() >= MOST_OPEN else 0.0):
            if self.open() >= MOST_OPEN:
                continue
            try:
                answer = self._client.pull(
                    request={"subscription": self._name, "max_messages": _PULL},
                    timeout=_PULL_SECONDS,
                    retry=None,
                )
            except _TRANSIENT as error:
                self._stop.wait(0.0 if isinstance(error, exceptions.DeadlineExceeded) else 1.0)
                continue
            except exceptions.GoogleAPICallError as error:
                _LOG.error("%s: %s; trying again", self._name, error.message)
                self._stop.wait(10.0)
                continue
            ids = [received.ack_id for received in answer.received_messages]
            with self._lock:
                self._leases.update(ids)
            self._lease(ids)
            for received in answer.received_messages:
                self._pulled.put(received)

    def _extend(self) -> None:
        while not self._stop.wait(LEASE_SECONDS / 3):
            with self._lock:
                leases = list(self._leases)
            self._lease(leases)

    def _lease(self, ids: Sequence[str]) -> None:
        for some in _in_parts(ids, 500):
            request = {"subscription": self._name, "ack_ids": some, "ack_deadline_seconds": LEASE_SECONDS}
            try:
                self._client.modify_ack_deadline(request=request, timeout=10)
            except exceptions.GoogleAPICallError as error:
                _LOG.warning("%s: leases not extended: %s", self._name, error.message)


def subscription_of(run: str, name: str, notified_of: str | None = None) -> Subscription:
    """The one Subscription of this process and run."""
    return once((run, "subscription", name), lambda: Subscription(name, notified_of))


class PubSubAcknowledger:
    """Acknowledges by the subscription that each token names."""

    def __init__(self, run: str) -> None:
        self._run = run

    def acknowledge(self, tokens: Sequence[str]) -> None:
        """Tokens are `Delivery.acknowledge` of what is committed."""
        ids: dict[str, list[str]] = {}
        for token in tokens:
            name, _, ack_id = token.partition("\x1f")
            ids.setdefault(name, []).append(ack_id)
        for name, some in ids.items():
            subscription_of(self._run, name).acknowledge(some)


def _in_parts(ids: Iterable[str], most: int) -> Iterator[list[str]]:
    rest = list(ids)
    for first in range(0, len(rest), most):
        yield rest[first : first + most]


def _again(call: Any) -> None:
    """Up to five times over half a minute; then the failure stops the job."""
    for seconds in (0.5, 1.0, 4.0, 12.0):
        try:
            call()
        except _TRANSIENT as error:
            _LOG.warning("%s; trying again in %.1f s", error, seconds)
            time.sleep(seconds)
        else:
            return
    call()
