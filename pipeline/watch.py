"""Which files of a folder are there to be read: whole ones that are new, or that changed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.sources import expand_input

__all__ = ["Found", "Watcher"]


class Found(NamedTuple):
    """A file that is whole: its path, bytes, and time of its last change in nanoseconds since 1970."""

    path: str
    size: int
    modified: int


@dataclass(slots=True)
class _Looked:
    """A file as it was when it was last looked at; `since` when it was first seen so."""

    size: int
    modified: int
    since: float
    taken: bool = False


class Watcher:
    """Looks at a folder or a glob again and again. Not shared between threads.

    A file is whole when its size and time have stood still for `settle` seconds. It need not be watched for
    so long: what was last written longer ago than that is whole at once, so that a file renamed in is taken
    as soon as it is seen, if its writer closed it before that.

    Args:
      pattern: folder or glob; hidden files are passed over.
      settle: seconds; 0 takes every file at once.
    """

    def __init__(self, pattern: str, settle: float) -> None:
        self._pattern, self._settle = pattern, settle
        self._files: dict[str, _Looked] = {}

    def look(self, now: float | None = None) -> Iterator[Found]:
        """The files that are whole now and were not given before in this state."""
        now = time.time() if now is None else now
        present = set()
        for path, status in self._statuses():
            present.add(path)
            found = self._one(path, status, now)
            if found:
                yield found
        for gone in self._files.keys() - present:
            del self._files[gone]

    def _one(self, path: str, status: os.stat_result, now: float) -> Found | None:
        known = self._files.get(path)
        if known is None or (known.size, known.modified) != (status.st_size, status.st_mtime_ns):
            known = self._files[path] = _Looked(status.st_size, status.st_mtime_ns, now)
        if known.taken or not self._whole(known, now):
            return None
        known.taken = True
        return Found(path, known.size, known.modified)

    def _whole(self, file: _Looked, now: float) -> bool:
        still_since = min(file.since, file.modified / 1e9)
        return now - still_since >= self._settle

    def _statuses(self) -> Iterator[tuple[str, os.stat_result]]:
        for path in expand_input(self._pattern):
            try:
                yield path, Path(path).stat()
            except FileNotFoundError:
                continue  # gone between the listing and the look
