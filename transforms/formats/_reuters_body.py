"""Bodies of Reuters-21578: paragraphs begin at four blanks; tables keep their lines; the sign-off goes."""

from __future__ import annotations

import re
from typing import Final

from transforms.formats._tables import aligned, has_gap
from transforms.formats._text import join_lines

__all__ = ["clean_body"]

# ' Reuter', 'REUTER...', 'REUTER^M', and how it was misspelt; 'MORE' where another take follows.
_REUTER: Final = r"(?:REUTERS?|REUTE|RUTER|REUITER|REUETER)(?:\.{3})?(?:\^M)?"
_SIGN_OFF: Final = re.compile(rf"{_REUTER}(?: [A-Z\d])?|\^M|\.", re.IGNORECASE)
_INLINE: Final = re.compile(r"(?<=[.\d\w)]) {1,8}(?:REUTER(?:\d\d:\d\d/[A-Z]{2})?|MORE)$")
_MORE: Final = re.compile(r"more(?:\.{3})?(?:\^M)?", re.IGNORECASE)
_MOST_ENDINGS: Final = 4
_LONGEST_ENDING: Final = 16  # characters that _MORE and _SIGN_OFF may match, and two more


def clean_body(raw: str) -> tuple[str, str | None]:
    """(paragraphs apart by one blank line, 'More' where the wire announces another take)."""
    text, ending = _without_sign_off(raw)
    body = _even_paragraphs(text)
    if body is None:
        body = "\n\n".join(_blocks([line.rstrip() for line in text.split("\n")]))
    return body, ending


def _without_sign_off(text: str) -> tuple[str, str | None]:
    """(text without the lines that end it, 'More' where it is one of them)."""
    ending = None
    for _ in range(_MOST_ENDINGS):
        text = text.rstrip()
        before, newline, line = text.rpartition("\n")
        last = line.strip()
        if len(last) <= _LONGEST_ENDING and _MORE.fullmatch(last):
            ending = last
        elif len(last) > _LONGEST_ENDING or not _SIGN_OFF.fullmatch(last):
            inline = "REUTER" in last or "MORE" in last
            return (before + newline + _INLINE.sub("", line) if inline else text), ending
        text = before
    return text, ending


def _even_paragraphs(text: str) -> str | None:
    """The paragraphs of most bodies, cut at their indents; None where each line must be looked at.

    Which is for columns, blank lines and other indents, all of them two blanks in a row once line breaks are
    blanks; for tabs and rows of dots; and for words broken at a hyphen.
    """
    text = text.lstrip(" ") if text.startswith("    ") else text
    if "-\n" in text or "...." in text or "\t" in text or text.startswith((" ", "\n")):
        return None
    blocks = [block.replace("\n", " ") for block in text.rstrip().split("\n    ")]
    return None if "  " in " ".join(blocks) else "\n\n".join(blocks)


def _blocks(lines: list[str]) -> list[str]:
    """Paragraphs and tables in order.

    A line of a table has columns, or begins with one to three blanks. It is one of a table where it has both,
    or a neighbour is such a line, too.
    """
    tabular = _tabular(lines)
    blocks: list[str] = []
    current: list[str] = []
    in_table = False
    for line, table in zip(lines, tabular, strict=True):
        if current and (not line or table != in_table or (not table and line.startswith("    "))):
            blocks.append(aligned(current) if in_table else join_lines(current))
            current = []
        in_table = table
        if line:
            current.append(line)
    if current:
        blocks.append(aligned(current) if in_table else join_lines(current))
    return blocks


def _tabular(lines: list[str]) -> list[bool]:
    """Whether each line is one of a table."""
    marks = [_mark(line) for line in lines]
    if not any(marks):
        return [False] * len(lines)
    last = len(marks) - 1
    kept = [
        mark == 2 or (mark == 1 and ((n > 0 and marks[n - 1] > 0) or (n < last and marks[n + 1] > 0)))
        for n, mark in enumerate(marks)
    ]
    # A line between two of a table is the table's: a heading, or a row without columns.
    return [mark or (0 < n < last and kept[n - 1] and kept[n + 1]) for n, mark in enumerate(kept)]


def _mark(line: str) -> int:
    """How many of the two signs of a table a line has."""
    if not line:
        return 0
    return (line[0] == " " and not line.startswith("    ")) + has_gap(line)
