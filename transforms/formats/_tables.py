"""Tables in plain text: lines whose words stand in columns."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["aligned", "has_gap", "table_end"]

# Two or more blanks inside a line, but not the two that typists put after a sentence.
_GAP: Final = re.compile(r"""(?<=[^.!?:;"'”)\s]) {2,}(?=\S)|(?<=\S) {4,}(?=\S)|\.{4,}""")
_RULE: Final = re.compile(r" *[-=_+| ]{4,}")


def has_gap(line: str) -> bool:
    """Whether a line has columns: a run of blanks or of dots inside it."""
    line = line.strip()
    return ("  " in line or "...." in line) and _GAP.search(line) is not None


def table_end(lines: list[str], start: int) -> int:
    """The line after the table that begins at `start`; `start` where none begins there.

    A table is two or more lines with columns, and the rules above, between and below them; one blank line, or
    one line without columns (a heading within the table), may stand between two of them.
    """
    if not has_gap(lines[start]) and not _is_upper_rule(lines, start):
        return start
    end = number = start
    count = 0
    while number < len(lines) and number - end <= 1:
        if has_gap(lines[number]):
            end, count = number + 1, count + 1
        elif number == end and _RULE.fullmatch(lines[number]):
            end = number + 1
        elif not count:
            break
        number += 1
    return end if count >= 2 else start


def _is_upper_rule(lines: list[str], number: int) -> bool:
    following = lines[number + 1 : number + 2]
    return _RULE.fullmatch(lines[number]) is not None and bool(following) and has_gap(following[0])


def aligned(lines: list[str]) -> str:
    """The lines of a table without the indent that all of them have, and without blank lines."""
    filled = [line for line in lines if line]
    margin = min(len(line) - len(line.lstrip()) for line in filled)
    return "\n".join(line[margin:] for line in filled)
