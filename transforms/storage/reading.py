"""Many small files at once: over a network each would be waited for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Final

from transforms.storage import GcsPath, Location

__all__ = ["contents"]

_THREADS: Final = 16
_AT_ONCE: Final = 256
"""Files whose bytes are in memory together."""


def contents(files: Sequence[Location]) -> Iterator[bytes]:
    """The bytes of each file, in their order; local ones are read when they are asked for."""
    if not (files and isinstance(files[0], GcsPath)):
        yield from (file.read_bytes() for file in files)
        return
    rest = iter(files)
    with ThreadPoolExecutor(_THREADS) as pool:
        while some := list(islice(rest, _AT_ONCE)):
            yield from pool.map(lambda file: file.read_bytes(), some)
