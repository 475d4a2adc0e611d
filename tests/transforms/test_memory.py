"""Memory of many threads is taken from one place, unless the user has it otherwise."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from tests.streaming.jobs import ROOT

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")

THREADS = """
import ctypes, threading
from transforms.memory import share_one_arena
share_one_arena()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
threads = [threading.Thread(target=libc.malloc, args=(5_000,)) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.malloc_stats()
"""


def arenas(**environ: str) -> int:
    environ = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"} | environ
    done = subprocess.run(
        [sys.executable, "-c", THREADS], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    return done.stderr.count("Arena ")


def test_threads_share_one_arena() -> None:
    assert arenas() == 1


def test_the_users_own_number_of_arenas_stays() -> None:
    assert arenas(MALLOC_ARENA_MAX="4") > 1
