"""Memory that Python and the C library keep after use, and how often they look for it."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress
from typing import Final

__all__ = ["collect_seldom", "give_back_memory", "return_large_blocks", "share_one_arena"]

_NEW_OBJECTS: Final = 20_000

_LARGE_BLOCK: Final = 1 << 20

_M_MMAP_THRESHOLD: Final = -3  # mallopt(3)
_M_ARENA_MAX: Final = -8


def collect_seldom() -> None:
    """Has Python look for cycles after 20,000 new objects, not 700, and never at what stands now.

    Stories, heads and entities hold no cycles; looking for some takes a twentieth of the time of parsers, and
    a tenth of that of consolidation.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def give_back_memory() -> None:
    """Has the C library return what it has free to the system, where it can.

    By itself it returns only what lies above everything that is in use.
    """
    with suppress(OSError, AttributeError):  # not glibc
        ctypes.CDLL(None).malloc_trim(0)


def share_one_arena() -> None:
    """Has all threads take memory from one place, where the C library can (glibc) and is not told otherwise.

    By itself it keeps what is freed for the thread that freed it, and Beam has many: some 150 MB of a run of
    50,000 stories. Call it before there are threads.
    """
    _tune("MALLOC_ARENA_MAX", _M_ARENA_MAX, 1)


def return_large_blocks() -> None:
    """Has the C library give every block of a megabyte and more back to the system when it is freed.

    By itself it does so until such a block is freed, and from then on keeps the next ones. It is for a
    process that passes data on; one that computes would wait for its memory again and again.
    """
    _tune("MALLOC_MMAP_THRESHOLD_", _M_MMAP_THRESHOLD, _LARGE_BLOCK)


def _tune(variable: str, parameter: int, value: int) -> None:
    if variable not in os.environ:
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(parameter, value)
