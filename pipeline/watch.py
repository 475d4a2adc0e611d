"""Which files of a folder are there to be read: whole ones that are new, or that changed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.sources import expand_input
from pipeline.watch_bucket import BUCKET_SECONDS, BucketWatcher, Found
from pipeline.watch_moves import Moves
from transforms.steps._stream_process import committed_pieces
from transforms.storage import is_remote, location
from transforms.stream_held import HELD, held_files, release
from transforms.stream_items import Delivery

__all__ = ["FolderPoller", "Found", "HeldPoller", "Watcher"]

_LOOKING_SHARE = 9.0
"""A look may take a tenth of the time: a folder of a million files is looked at every few seconds."""


@dataclass(slots=True)
class _Looked:
    """A file as it was when it was last looked at; `since` when it was first seen so."""

    size: int
    modified: int
    since: float
    moved_in: bool = False
    taken: bool = False


class Watcher:
    """Looks at a folder or a glob again and again. Not shared between threads.

    A file is whole when it was renamed in, or when its size and time have stood still for `settle` seconds.
    It need not be watched for so long: what was last written longer ago than that is whole at once.

    Args:
      pattern: folder or glob; hidden files are passed over.
      settle: seconds; 0 takes every file at once.
    """

    def __init__(self, pattern: str, settle: float) -> None:
        self._pattern, self._settle = pattern, settle
        self._files: dict[str, _Looked] = {}
        self._moves = Moves()
        if Path(pattern).is_dir():
            self._moves.watch(Path(pattern))

    def look(self, now: float | None = None) -> Iterator[Found]:
        """The files that are whole now and were not given before in this state."""
        now = time.time() if now is None else now
        self._moves.read()
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
            known.moved_in = self._moves.take(path)
            self._moves.watch(Path(path).parent)
        if known.taken or not self._whole(known, now):
            return None
        known.taken = True
        return Found(path, known.size, known.modified)

    def _whole(self, file: _Looked, now: float) -> bool:
        still_since = min(file.since, file.modified / 1e9)
        return file.moved_in or now - still_since >= self._settle

    def _statuses(self) -> Iterator[tuple[str, os.stat_result]]:
        if Path(self._pattern).is_dir():
            yield from _below(self._pattern)
            return
        for path in expand_input(self._pattern):
            with suppress(FileNotFoundError):  # gone between the listing and the look
                yield path, Path(path).stat()


def _below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """The files of a folder, as `expand_input` finds them: faster, for it is done all the time."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            with suppress(FileNotFoundError):
                if entry.is_dir():
                    yield from _below(entry.path)
                else:
                    yield entry.path, entry.stat()


class HeldPoller:
    """The output's held stories as a source: each is given when its embargo ends.

    Args:
      run: of this run.
      output: the output folder.
    """

    def __init__(self, run: str, output: str) -> None:
        self._output = location(output)
        self._committed = committed_pieces(run, output)
        self._given: set[str] = set()
        self._pause = BUCKET_SECONDS if is_remote(output) else 0.0
        self._next = 0.0

    def poll(self) -> Iterator[Delivery]:
        """The stories whose time has come; one that a kill of this program left behind is removed."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + self._pause
        now = int(time.time() * 1_000_000)
        for until, path in held_files(self._output):
            if until > now:
                return
            uri = f"{HELD}/{path.name}"
            if uri in self._given:
                continue
            self._given.add(uri)
            data = path.read_bytes()
            if release(uri, data, now).key() in self._committed:
                path.unlink()
            else:
                yield Delivery(uri, len(data), 0, now, data)


class FolderPoller:
    """A watched folder, here or in a bucket, as a source; what the output's manifests hold is passed over.

    Args:
      pattern: folder or glob.
      settle: seconds, as for `Watcher`; objects of a bucket are whole when they appear.
      run: of this run.
      output: the output folder.
    """

    def __init__(self, pattern: str, settle: float, run: str, output: str) -> None:
        remote = is_remote(pattern)
        self._watcher = BucketWatcher(pattern) if remote else Watcher(pattern, settle)
        self._pause = BUCKET_SECONDS if remote else 0.0
        self._committed = committed_pieces(run, output)
        self._next = 0.0

    def poll(self) -> Iterator[Delivery]:
        """Whole files that are new; a folder that takes long to look at is looked at less often."""
        began = time.monotonic()
        if began < self._next:
            return
        arrived = int(time.time() * 1_000_000)
        for found in self._watcher.look():
            if not self._committed.whole(*found):
                yield Delivery(found.path, found.size, found.modified, arrived)
        ended = time.monotonic()
        self._next = ended + max(_LOOKING_SHARE * (ended - began), self._pause)
