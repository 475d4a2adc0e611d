"""What the steps of a stream share in one process: what is committed, what is under way, the counts."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from transforms.storage import StorageError, location
from transforms.stream_commit import Committed, CommittedPieces
from transforms.stream_seed import Seed, seed_of

__all__ = ["Under", "committed_pieces", "loudly", "once", "seed", "under_way"]

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

_LOCK = threading.RLock()
_MADE: dict[tuple[str, ...], Any] = {}


def once(key: tuple[str, ...], make: Callable[[], T]) -> T:
    """One object a process for each key. The first part of a key is the run: a new run starts anew."""
    with _LOCK:
        if key not in _MADE:
            for old in [known for known in _MADE if known[0] != key[0]]:
                del _MADE[old]
            _MADE[key] = make()
        found: T = _MADE[key]
        return found


def committed_pieces(run: str, output: str) -> CommittedPieces:
    """What the output held when this process began to work on the run, and what it has added."""
    return once((run, "committed"), lambda: CommittedPieces(location(output)))


def seed(run: str, output: str, seconds: float) -> Seed:
    """State of keys that this run has not touched, from what the output held of the last so many seconds."""
    return once((run, "seed"), lambda: seed_of(location(output), time.time() - seconds))


@contextmanager
def loudly() -> Iterator[None]:
    """A failure of storage in the block is logged before it ends the job: Beam's own log is not shown."""
    try:
        yield
    except StorageError as error:
        _LOG.error("%s", error)  # one line: it says all
        raise


class Under:
    """What is under way in this process, and what has come of the rest. Shared between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[bytes, float] = {}
        self._looked = time.monotonic()
        self._counts: Counter[str] = Counter()
        self._seconds: list[float] = []

    def begin(self, key: bytes) -> None:
        """A piece is made."""
        with self._lock:
            self._open[key] = time.monotonic()

    def read(self, key: bytes) -> None:
        """A source has given something."""
        with self._lock:
            self._open[key] = time.monotonic()
            self._counts["read"] += 1

    def looked(self) -> None:
        """A source was asked."""
        self._looked = time.monotonic()

    def end(self, key: bytes) -> None:
        """It is in pieces, or it is committed."""
        with self._lock:
            self._open.pop(key, None)

    def add(self, committed: Committed) -> None:
        """Counts a commit."""
        counts = committed.content.counts
        with self._lock:
            self._counts["commits"] += 1
            self._counts["messages"] += counts.messages
            self._counts["stories"] += counts.stories
            self._counts["duplicates"] += counts.duplicates
            self._counts.update({f"skipped.{k}": n for k, n in counts.skipped.items()})
            self._counts.update({f"dead_letters.{k}": n for k, n in counts.dead_letters.items()})
            self._seconds.extend(committed.seconds)

    def open(self) -> int:
        """How many are not committed."""
        with self._lock:
            return len(self._open)

    def quiet(self) -> float:
        """Seconds since a source was asked."""
        return time.monotonic() - self._looked

    def lag(self) -> float:
        """Seconds since the oldest of what is under way was given; else since a source was asked."""
        with self._lock:
            return time.monotonic() - min(self._open.values(), default=self._looked)

    def snapshot(self) -> dict[str, int]:
        """The counts so far."""
        with self._lock:
            return dict(self._counts)

    def drain_seconds(self) -> list[float]:
        """From arrival to commit, of each message since the last call."""
        with self._lock:
            seconds, self._seconds = self._seconds, []
            return seconds


def under_way(run: str) -> Under:
    """The one of this process and run."""
    return once((run, "under way"), Under)
