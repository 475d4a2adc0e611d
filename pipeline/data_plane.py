"""Beam's connection between runner and workers of one machine, with less on its way at a time.

By itself each end holds up to 100 MB of what came and twice that of what is to be sent, in pieces of 10 MB:
room that a network needs. Here both ends are one machine, and so much more is memory that a run grows by.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from apache_beam.runners.worker import data_plane

__all__ = ["keep_queues_short"]

_QUEUE_BYTES: Final = 2 << 20
_PIECE_BYTES: Final = 1 << 19


def keep_queues_short() -> None:
    """Has this process's connections from now on hold 2 MB a queue, in pieces of half a MB."""
    data_plane._DEFAULT_SEND_QUEUE_MAX_BYTES = _QUEUE_BYTES
    stream = data_plane.SizeBasedBufferingClosableOutputStream
    if not isinstance(stream, partial):
        data_plane.SizeBasedBufferingClosableOutputStream = partial(stream, size_flush_threshold=_PIECE_BYTES)
