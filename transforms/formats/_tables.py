"""Tables in plain text: lines whose words stand in columns."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["aligned", "has_gap", "table_end"]

# Two or more blanks inside a line, but not the two that typists put after a sentence.
_GAP: Final = re.compile(r"""(?<=[^.!?:;"'”)\s]) {2,}(?=\S)|(?<=\S) {4,}(?=\S)|\.{4,}""")


def has_gap(line: str) -> bool:
    """Whether a line has columns: a run of blanks or of dots inside it."""
    line = line.strip()
    return ("  " in line or "...." in line) and _GAP.search(line) is not None


def table_end(lines: list[str], start: int) -> int:
    """The line after the table that begins at `start`; `start` where none begins there.

    A table is two or more lines with columns; one blank line, or one line without columns (a heading within
    the table), may stand between two of them.
    """
    if not has_gap(lines[start]):
        return start
    end, count, number = start + 1, 1, start + 1
    while number < len(lines) and number - end <= 1:
        if has_gap(lines[number]):
            end, count = number + 1, count + 1
        number += 1
    return end if count >= 2 else start


def aligned(lines: list[str]) -> str:
    """The lines of a table without the indent that all of them have, and without blank lines."""
    filled = [line for line in lines if line]
    margin = min(len(line) - len(line.lstrip()) for line in filled)
    return "\n".join(line[margin:] for line in filled)
