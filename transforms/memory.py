"""Memory that the C library keeps after use."""

from __future__ import annotations

import ctypes
from contextlib import suppress

__all__ = ["give_back_memory"]


def give_back_memory() -> None:
    """Has the C library return what it has free to the system, where it can.

    By itself it returns only what lies above everything that is in use.
    """
    with suppress(OSError, AttributeError):  # not glibc
        ctypes.CDLL(None).malloc_trim(0)
