"""Pieces that wait for the answers to their questions, in the one process of a local stream.

On a busy machine a piece of several stories has been seen to wait in Prism's keyed state for ever, as if the
update of one answer were lost. What waits is not committed: a process that is killed reads it again.
"""

from __future__ import annotations

import threading

from transforms.steps._packed import unpack
from transforms.steps._stream_process import is_cluster_run, once
from transforms.stream_items import Piece

__all__ = ["Waiting", "waiting"]


class Waiting:
    """Pieces and answers by the key that they share. Shared between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: dict[bytes, tuple[bytes, int]] = {}
        self._answers: dict[bytes, list[bytes]] = {}

    def add(self, key: bytes, packed: bytes) -> tuple[bytes, list[bytes]] | None:
        """Takes a piece (b'P' and it) or an answer (b'A' and it); gives the piece when all answers are there.

        Returns:
          The packed piece and its packed answers, once; else None.
        """
        kind, value = packed[:1], packed[1:]
        with self._lock:
            if kind == b"P":
                self._pieces[key] = value, len(unpack(value, Piece).stories)
            else:
                self._answers.setdefault(key, []).append(value)
            piece, wanted = self._pieces.get(key, (b"", -1))
            if len(self._answers.get(key, ())) != wanted:
                return None
            del self._pieces[key]
            return piece, self._answers.pop(key, [])


def waiting(run: str) -> Waiting | None:
    """The one of this process and run; none on a cluster, whose state outlives a process."""
    return None if is_cluster_run(run) else once((run, "waiting"), Waiting)
