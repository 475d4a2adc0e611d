"""Counters and samples whose memory has a limit, however much they are given."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

__all__ = ["Reservoir", "Tally", "Volume"]

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
R = TypeVar("R")


class Tally(Generic[K]):
    """Counts of keys. Past `cap` keys the rarer half is given up, so that rare keys may be counted short.

    Attributes:
      dropped: what was counted for keys that were given up; 0 says that every count is exact.
    """

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._counts: Counter[K] = Counter()
        self.dropped = 0

    def add(self, key: K, count: int = 1) -> None:
        """Counts a key."""
        self._counts[key] += count
        if len(self._counts) > self._cap:
            kept = self._counts.most_common(self._cap // 2)
            self.dropped += self._counts.total() - sum(number for _, number in kept)
            self._counts = Counter(dict(kept))

    def top(self, number: int) -> list[tuple[K, int]]:
        """The most frequent keys; among equals the one that came first."""
        return self._counts.most_common(number)

    def __len__(self) -> int:
        return len(self._counts)

    def __getitem__(self, key: K) -> int:
        return self._counts[key]


class Reservoir(Generic[T, R]):
    """A fair sample of a stream of unknown length (Vitter's algorithm R), the same for the same stream.

    Args:
      size: how many are kept.
      keep: what is kept of an item; it is called for those alone that come into the sample.
    """

    def __init__(self, size: int, keep: Callable[[T], R]) -> None:
        self._size, self._seen, self._keep = size, 0, keep
        self._random = random.Random(21578)
        self._kept: list[tuple[int, R]] = []

    def add(self, item: T) -> None:
        """Offers an item."""
        if len(self._kept) < self._size:
            self._kept.append((self._seen, self._keep(item)))
        elif (place := self._random.randrange(self._seen + 1)) < self._size:
            self._kept[place] = (self._seen, self._keep(item))
        self._seen += 1

    def in_random_order(self) -> list[tuple[int, R]]:
        """The sample with each item's place in the stream; its first n are a fair sample of n."""
        return random.Random(self._seen).sample(self._kept, len(self._kept))


_UNITS: Final = ("hour", "day", "month", "year")


class Volume:
    """Stories by time and provider: by the hour, and coarser once there are too many hours for the memory.

    Attributes:
      undated: stories that have no time.
    """

    def __init__(self, cap: int = 50_000) -> None:
        self._cap, self._unit = cap, 0
        self._counts: Counter[tuple[dt.datetime, str]] = Counter()
        self.undated = 0

    def add(self, when: dt.datetime | None, provider: str) -> None:
        """Counts a story."""
        if when is None:
            self.undated += 1
            return
        self._counts[_start(when, self._unit), provider] += 1
        while len(self._counts) > self._cap and self._unit < len(_UNITS) - 1:
            self._unit += 1
            self._counts = self._coarser(self._unit)

    def bars(self, most: int) -> tuple[str, Counter[tuple[dt.datetime, str]]]:
        """The finest unit that gives at most so many stretches of time, and the counts by it."""
        unit, counts = self._unit, self._counts
        while len({when for when, _ in counts}) > most and unit < len(_UNITS) - 1:
            unit += 1
            counts = self._coarser(unit)
        return _UNITS[unit], counts

    def _coarser(self, unit: int) -> Counter[tuple[dt.datetime, str]]:
        counts: Counter[tuple[dt.datetime, str]] = Counter()
        for (when, provider), number in self._counts.items():
            counts[_start(when, unit), provider] += number
        return counts


def _start(when: dt.datetime, unit: int) -> dt.datetime:
    """The beginning of the hour, day, month or year that a time lies in, in UTC."""
    when = when.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
    if unit >= 1:
        when = when.replace(hour=0)
    if unit >= 2:
        when = when.replace(day=1)
    return when.replace(month=1) if unit == 3 else when
