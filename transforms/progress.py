"""How far the workers of a local run are: small files, read by the command line.

Beam's own counters reach the caller only when a bundle ends, and a bundle here is half of the run.
"""

from __future__ import annotations

import os
import struct
import uuid
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["Done", "Progress", "read_progress"]


class Done(NamedTuple):
    """What the workers have said so far.

    Attributes:
      stories: written.
      characters: of their bodies.
      found: stories that the first reading has found, duplicates too.
      dead: dead letters of the first reading.
      passed: stories that the second reading is through with, duplicates too.
    """

    stories: int = 0
    characters: int = 0
    found: int = 0
    dead: int = 0
    passed: int = 0

    def plus(self, more: Done) -> Done:
        """The sums."""
        return Done(*map(sum, zip(self, more, strict=True)))


_COUNTS: Final = struct.Struct("<5q")


class Progress:
    """The counts of one step of one worker, in a file of its own. Does nothing where `folder` is None."""

    def __init__(self, folder: str | None) -> None:
        self._file = (Path(folder) / uuid.uuid4().hex).open("wb", buffering=0) if folder else None
        self._done = Done()

    def add(self, more: Done) -> None:
        """Adds to the counts. A reader sees those of before or of after, as the file is 40 bytes."""
        if self._file is None:
            return
        self._done = self._done.plus(more)
        os.pwrite(self._file.fileno(), _COUNTS.pack(*self._done), 0)  # to open it each time costs a hundredth


def read_progress(folder: str) -> Done:
    """What all workers have said."""
    done = Done()
    for path in Path(folder).iterdir():
        data = path.read_bytes()
        if len(data) == _COUNTS.size:  # else it is being written
            done = done.plus(Done(*_COUNTS.unpack(data)))
    return done
