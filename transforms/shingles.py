"""How alike two bodies are, from small signatures: MinHash over shingles of four words (Broder, 1997).

MinHash is by rensa (Rust, MIT): eight times the speed of the same in NumPy; docs/decisions.md says more.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from rensa import RMinHash

__all__ = ["BANDS", "BAND_BYTES", "LEAST_WORDS", "bands", "minhash", "signature", "similarity"]

WORDS: Final = 4
LEAST_WORDS: Final = 40
"""Shorter texts (alerts, briefs, dividends) are alike by accident."""

MOST_FIGURES: Final = 0.35
"""A text with a larger share of numbers is a table: today's is yesterday's with other figures."""

PERMUTATIONS: Final = 128
BANDS: Final = 32
BAND_BYTES: Final = 4
_SEED: Final = 20260312
_MOST_WORDS: Final = 3000
_WORD: Final = re.compile(r"\w+")
# ASCII in small letters; a blank for what is no letter, digit or underscore.
_ASCII_WORDS: Final = bytes(byte if _WORD.match(chr(byte)) else 32 for byte in bytes(range(128)).lower()) * 2


def minhash(body: str) -> list[int]:
    """The MinHash of a body, 128 numbers of 32 bits; empty for a text too short to compare, or a table."""
    words = _words(body)[:_MOST_WORDS]
    if len(words) < LEAST_WORDS:
        return []
    numbers = [word for word in words if word[0].isdigit()]
    if len(numbers) > MOST_FIGURES * len(words):
        return []
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    sketch.update(list(map(" ".join, zip(*(words[first:] for first in range(WORDS)), strict=False))))
    return list(sketch.digest())


def _words(body: str) -> list[str]:
    """The words of a text in small letters; at a third of the price where all of it is ASCII."""
    if body.isascii():
        return body.encode("ascii").translate(_ASCII_WORDS).decode("ascii").split()
    return _WORD.findall(body.casefold())


def signature(numbers: list[int]) -> bytes:
    """The lowest byte of each number of a MinHash (b-bit minwise hashing, Li and Koenig 2010)."""
    return struct.pack(f"<{len(numbers)}I", *numbers)[::4]


def bands(signed: bytes) -> list[bytes]:
    """The bands of a signature: texts that have one in common, at its place, are worth comparing.

    With 32 bands of 4 rows, texts of similarity 0.6 share one with probability 0.988, of 0.2 with 0.05.
    """
    return [signed[i : i + BAND_BYTES] for i in range(0, len(signed), BAND_BYTES)]


def similarity(one: bytes, other: bytes) -> float:
    """The Jaccard similarity of two bodies' shingles, from their signatures; give or take 0.04."""
    if not one or not other:
        return 0.0
    differing = int.from_bytes(one) ^ int.from_bytes(other)  # bytes that are the same become zero
    return _SIMILARITY[differing.to_bytes(PERMUTATIONS).count(0)]


_SIMILARITY: Final = [
    max(0.0, (same / PERMUTATIONS - 1 / 256) / (1 - 1 / 256)) for same in range(PERMUTATIONS + 1)
]
"""By how many numbers are the same: one in 256 is by chance."""
