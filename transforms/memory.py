"""Memory that Python and the C library keep after use, and how often they look for it."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress
from typing import Final

__all__ = ["collect_seldom", "give_back_memory", "share_one_arena"]

_NEW_OBJECTS: Final = 20_000

_M_ARENA_MAX: Final = -8  # mallopt(3)


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
    if "MALLOC_ARENA_MAX" not in os.environ:
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
