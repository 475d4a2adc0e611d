"""Which objects of a bucket are there to be read: those that are new, or that were replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from transforms.storage import GcsPath
from transforms.storage.finding import objects_below

__all__ = ["BUCKET_SECONDS", "BucketWatcher", "Found"]

BUCKET_SECONDS: Final = 1.0
"""Between two looks: each is a list request for every thousand objects, and those are charged."""


class Found(NamedTuple):
    """A file that is whole: its path, bytes, and time of its last change in nanoseconds since 1970."""

    path: str
    size: int
    modified: int


class BucketWatcher:
    """Lists a folder or a pattern again and again. An object is whole when it appears. For one thread.

    Args:
      pattern: gs:// of a folder or a glob; names with a part that begins with a dot are passed over.
    """

    def __init__(self, pattern: str) -> None:
        self._path = GcsPath.parse(pattern)
        self._given: dict[str, int] = {}

    def look(self) -> Iterator[Found]:
        """The objects whose generation was not given before."""
        present: dict[str, int] = {}
        for path in objects_below(self._path):
            facts = path.stat()
            present[path.key] = facts.generation
            if self._given.get(path.key) != facts.generation:
                self._given[path.key] = facts.generation
                yield Found(str(path), facts.st_size, facts.st_mtime_ns)
        self._given = present
