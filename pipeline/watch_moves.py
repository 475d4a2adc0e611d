"""Which files were renamed into a folder: told by Linux's inotify(7), and by nothing elsewhere."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["Moves"]

_IN_MOVED_TO: Final = 0x80
_IN_NONBLOCK: Final = 0o4000
_EVENT: Final = struct.Struct("iIII")  # wd, mask, cookie, length of the name that follows
_READ_BYTES: Final = 1 << 16


class Moves:
    """Collects renames into folders. Where it cannot (another system, no watches left), it tells of none.

    A file that was renamed in is whole: its writer wrote it elsewhere. Any other file must be seen to
    stand still.
    """

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
        self._descriptor = self._libc.inotify_init1(_IN_NONBLOCK) if self._libc else -1
        self._folders: dict[int, Path] = {}
        self._watched: set[Path] = set()
        self._moved: set[str] = set()

    def watch(self, folder: Path) -> None:
        """From now on, renames into this folder are told; those below it are not."""
        if self._descriptor < 0 or folder in self._watched:
            return
        assert self._libc
        self._watched.add(folder)
        number = self._libc.inotify_add_watch(self._descriptor, os.fsencode(folder), _IN_MOVED_TO)
        if number >= 0:
            self._folders[number] = folder

    def take(self, path: str) -> bool:
        """Whether the file was renamed in since it was last asked for."""
        if path in self._moved:
            self._moved.remove(path)
            return True
        return False

    def read(self) -> None:
        """Takes what the kernel has to tell, without waiting."""
        if self._descriptor < 0:
            return
        while True:
            try:
                events = os.read(self._descriptor, _READ_BYTES)
            except BlockingIOError:
                return
            self._moved.update(self._names(events))

    def close(self) -> None:
        """Ends the watching."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _names(self, events: bytes) -> Iterator[str]:
        at = 0
        while at < len(events):
            number, _, _, length = _EVENT.unpack_from(events, at)
            at += _EVENT.size
            name = events[at : at + length].rstrip(b"\0")
            at += length
            if number in self._folders and name:
                yield str(self._folders[number] / os.fsdecode(name))
