"""Memory that Python and the C library keep after use, and how often they look for it."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Final

__all__ = ["collect_seldom", "give_back_memory"]

_NEW_OBJECTS: Final = 20_000


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
