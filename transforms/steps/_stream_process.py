"""What the steps of a stream share in one process: what is committed, what is under way, the counts."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from transforms.stream_commit import Committed, CommittedPieces
from transforms.stream_seed import Seed, seed_of

__all__ = ["Under", "committed_pieces", "once", "seed", "under_way"]

T = TypeVar("T")

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
    return once((run, "committed"), lambda: CommittedPieces(Path(output)))


def seed(run: str, output: str, seconds: float) -> Seed:
    """State of keys that this run has not touched, from what the output held of the last so many seconds."""
    return once((run, "seed"), lambda: seed_of(Path(output), time.time() - seconds))


class Under:
    """What is under way in this process, and what has come of the rest. Shared between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._deliveries: dict[tuple[str, str], float] = {}
        self.counts: Counter[str] = Counter()
        self.seconds: list[float] = []

    def begin(self, uri: str, delivery: str) -> None:
        """A source has given something."""
        with self._lock:
            self._deliveries[uri, delivery] = time.monotonic()

    def end(self, uri: str, delivery: str) -> None:
        """All of it is committed, or was before."""
        with self._lock:
            self._deliveries.pop((uri, delivery), None)

    def add(self, committed: Committed) -> None:
        """Counts a commit."""
        counts = committed.content.counts
        with self._lock:
            self.counts["commits"] += 1
            self.counts["messages"] += counts.messages
            self.counts["stories"] += counts.stories
            self.counts["duplicates"] += counts.duplicates
            self.counts.update({f"skipped.{k}": n for k, n in counts.skipped.items()})
            self.counts.update({f"dead_letters.{k}": n for k, n in counts.dead_letters.items()})
            self.seconds.extend(committed.seconds)

    def open(self) -> int:
        """How many deliveries are not committed."""
        with self._lock:
            return len(self._deliveries)

    def drain_seconds(self) -> list[float]:
        """From arrival to commit, of each message since the last call."""
        with self._lock:
            seconds, self.seconds = self.seconds, []
            return seconds


def under_way(run: str) -> Under:
    """The one of this process and run."""
    return once((run, "under way"), Under)
