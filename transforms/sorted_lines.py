"""A table that is held as the text it is: its lines stand in the order of their keys, and are found by them.

A process has it as soon as its bytes are unpacked. A dict of the 77,000 lines that links need takes five
times the memory, and some tenths of a second at the start of every worker.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

__all__ = ["SortedLines", "in_order"]

_BLOCK: Final = 1024
"""Bytes that are searched through after a bisection has found where a key must be."""


class SortedLines:
    """Lines of fields with tabs between them; the first is the key, and a key may have many lines.

    Args:
      text: the lines in the order of their keys (`in_order`), each with a line feed at its end; UTF-8.
    """

    def __init__(self, text: bytes = b"") -> None:
        self._text = text = b"\n" + text
        starts = [text.rindex(b"\n", 0, at + 1) for at in range(0, len(text) - 1, _BLOCK)]
        self._keys = [text[start + 1 : text.index(b"\t", start)] for start in starts]
        self._bounds = [0, *starts, len(text) - 1]  # of blocks: the line feeds before their first lines

    @classmethod
    def of(cls, lines: Iterable[str]) -> SortedLines:
        """From lines in any order, without line feeds."""
        return cls("".join(f"{line}\n" for line in in_order(lines)).encode())

    def find(self, key: str) -> list[list[str]]:
        """The other fields of each line that has this key, in the table's order."""
        wanted = key.encode()
        begins = b"\n" + wanted + b"\t"
        block = bisect_left(self._keys, wanted)  # the first line begins this block, or is in the one before
        at = self._text.find(begins, self._bounds[block], self._bounds[block + 1] + len(begins))
        found: list[list[str]] = []
        while at >= 0:
            end = self._text.index(b"\n", at + 1)
            found.append(self._text[at + len(begins) : end].decode().split("\t"))
            at = end if self._text.startswith(begins, end) else -1
        return found


def in_order(lines: Iterable[str]) -> list[str]:
    """By their keys; lines of one key stay as they are."""
    return sorted(lines, key=lambda line: line.partition("\t")[0])
