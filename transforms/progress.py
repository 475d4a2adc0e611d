"""How far the workers of a local run are: one small file a process, read by the command line.

Beam's own counters reach the caller only when a bundle ends, and a bundle here is half of the run.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

__all__ = ["Progress", "read_progress"]

_COUNTS = struct.Struct("<qq")


class Progress:
    """This process's counts since its start. Does nothing where `folder` is None."""

    def __init__(self, folder: str | None) -> None:
        self._path = Path(folder) / str(os.getpid()) if folder else None
        self._stories = self._characters = 0

    def add(self, *, stories: int, characters: int) -> None:
        """Adds to the counts. A reader sees the counts of before or of after, as the file is 16 bytes."""
        if self._path is None:
            return
        self._stories += stories
        self._characters += characters
        self._path.write_bytes(_COUNTS.pack(self._stories, self._characters))


def read_progress(folder: str) -> tuple[int, int]:
    """Stories and characters that all workers have done."""
    stories = characters = 0
    for path in Path(folder).iterdir():
        data = path.read_bytes()
        if len(data) == _COUNTS.size:  # else it is being written
            done = _COUNTS.unpack(data)
            stories, characters = stories + done[0], characters + done[1]
    return stories, characters
