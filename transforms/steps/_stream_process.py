"""What the steps of a stream share in one process: what is committed, what is under way, the counts."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from transforms.storage import StorageError, location
from transforms.stream_commit import Committed, CommittedPieces
from transforms.stream_seed import Replayed, Seed, seed_of

__all__ = [
    "Under",
    "cluster_run",
    "committed_pieces",
    "is_cluster_run",
    "loudly",
    "once",
    "replayed",
    "seed",
    "under_way",
]

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

_LOCK = threading.RLock()
_MADE: dict[tuple[str, ...], Any] = {}


_CLUSTER: Final = "cluster-"

REPLAY_SECONDS: Final = 86_400.0
"""No restart goes back further than this: a checkpoint is seconds old."""


def cluster_run(since: float) -> str:
    """A name for a run on workers of a cluster, which restarts from checkpoints and keeps its own state.

    Args:
      since: when the state of this run, or of the run that it goes on with, began (seconds since 1970). What
        the output holds from before that is known from the output; all else from the runner's state.
    """
    return f"{_CLUSTER}{since:.6f}-{uuid.uuid4().hex}"


def is_cluster_run(run: str) -> bool:
    """Whether the run is one of `cluster_run`."""
    return run.startswith(_CLUSTER)


def _since(run: str) -> float | None:
    return float(run.removeprefix(_CLUSTER).partition("-")[0]) if is_cluster_run(run) else None


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
    """What the output held when this process began to work on the run, and what it has added.

    Of a run on a cluster, what it held when the run's state began: the source gives again what was committed
    since, for the runner's state must see it.
    """
    since = _since(run)
    until = None if since is None else max(since, time.time() - REPLAY_SECONDS)
    return once((run, "committed"), lambda: CommittedPieces(location(output), until))


def seed(run: str, output: str, seconds: float) -> Seed:
    """State of keys that this run has not touched, from what the output held of the last so many seconds.

    Of a run on a cluster, from what the output held when the run's state began.
    """
    return once((run, "seed"), lambda: seed_of(location(output), time.time() - seconds, _since(run)))


def replayed(run: str, output: str) -> Replayed | None:
    """What of the output a restart may decide again; None for a run that does not go back to checkpoints."""
    since = _since(run)
    if since is None:
        return None
    return once(
        (run, "replayed"), lambda: Replayed(location(output), max(since, time.time() - REPLAY_SECONDS))
    )


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
        self._asked: dict[str, float] = {}  # source -> when it was last asked
        self._asking: set[str] = set()
        self._began = self._worked = time.monotonic()
        self._working = 0
        self._counts: Counter[str] = Counter()
        self._seconds: list[float] = []

    def begin(self, key: bytes) -> None:
        """A piece is made."""
        with self._lock:
            self._open[key] = self._worked = time.monotonic()

    def read(self, key: bytes) -> None:
        """A source has given something."""
        with self._lock:
            self._open[key] = self._worked = time.monotonic()
            self._counts["read"] += 1

    @contextmanager
    def working(self) -> Iterator[None]:
        """A step works on something for the time of the block."""
        with self._lock:
            self._working += 1
        try:
            yield
        finally:
            with self._lock:
                self._working -= 1
                self._worked = time.monotonic()

    @contextmanager
    def asking(self, source: str) -> Iterator[None]:
        """A source is asked for the time of the block, and what it gives is read."""
        with self._lock:
            self._asking.add(source)
        try:
            yield
        finally:
            with self._lock:
                self._asking.discard(source)
                self._asked[source] = time.monotonic()

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
        """Seconds since a source was asked: of several, the one that was asked longest ago."""
        with self._lock:
            return self._unasked()

    def still(self) -> float:
        """Seconds for which a source has not been asked, or no step has worked on what is under way."""
        with self._lock:
            waits = self._open and not self._working
            return max(self._unasked(), time.monotonic() - self._worked if waits else 0.0)

    def lag(self) -> float:
        """Seconds since the oldest of what is under way was given; else since a source was asked."""
        with self._lock:
            return time.monotonic() - min(self._open.values()) if self._open else self._unasked()

    def _unasked(self) -> float:
        now = time.monotonic()
        waiting = [asked for source, asked in self._asked.items() if source not in self._asking]
        return now - min(waiting, default=now if self._asking else self._began)

    def snapshot(self) -> dict[str, int]:
        """The counts so far."""
        with self._lock:
            return dict(self._counts)

    def drain_seconds(self) -> list[float]:
        """From arrival to commit, of each message since the last call."""
        with self._lock:
            seconds, self._seconds = self._seconds, []
            return seconds


class _Untold(Under):
    """Of a run whose command line is elsewhere: what nobody asks for is not kept."""

    def begin(self, key: bytes) -> None:
        """Nothing."""

    def read(self, key: bytes) -> None:
        """Nothing."""

    def add(self, committed: Committed) -> None:
        """Nothing."""


_UNTOLD: Final = _Untold()


def under_way(run: str) -> Under:
    """The one of this process and run; of a run on a cluster, one that keeps nothing."""
    return _UNTOLD if is_cluster_run(run) else once((run, "under way"), Under)
