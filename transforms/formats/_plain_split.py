"""Cuts a file of several plain-text stories, line by line, holding one story at a time.

With `hints.separator` only the lines that it matches part stories. Without it, decided so that no story is
cut in two:

- a form feed;
- a line of ten or more `=`, `-`, `_` or `*` after a blank line, unless what follows it is a table (the line
  is then the table's rule); under text it is an underline;
- an end mark (`###`, `-30-`, `ENDS`), where a story's first lines follow: a source line, a `Posted:` line, a
  byline or a dateline within eight lines. Else what follows is the story's boilerplate.

UTF-16 and UTF-32 files are one story. A story that is longer than `hints.limits.message_bytes` is cut one
byte after it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import BinaryIO, Final

from transforms.formats._contract import Hints, ParseError, Piece, Reason
from transforms.formats._datelines import split_dateline
from transforms.formats._decode import unmarked_utf16
from transforms.formats._plain_header import is_header_line
from transforms.formats._tables import has_gap

__all__ = ["split_stories"]

_RULE: Final = re.compile(rb"[ \t]*(=|-|_|\*)\1{9,}[ \t]*\r?\n?")
_END_MARK: Final = re.compile(rb"[ \t]*(?:#{3,}|-\s?(?:30|0)\s?-|\(?ENDS?\)?|-ENDS?-)[ \t]*\r?\n?")
_MAYBE: Final = re.compile(rb"[ \t]*[=_*#(E-]")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_WIDE_NAMES: Final = ("utf-16", "utf16", "utf-32", "utf32")
_NO_TEXT: Final = b" \t\r\n\x0c=-_*#"
_LONGEST_LINE: Final = 2**16
_START_LINES: Final = 8


class _Cutter:
    """The lines of the story that is being read, and where it may end."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.offset = 0  # of the story's first byte
        self.length = 0
        self.lines: list[bytes] = []
        self.kept = 0
        self.mark: int | None = None  # how many lines stand before and with an end mark
        self.after: list[bytes] = []  # the filled lines that follow the mark

    def add(self, line: bytes) -> None:
        self.length += len(line)
        if self.kept <= self.limit:
            self.lines.append(line)
            self.kept += len(line)
        else:
            self.mark = None  # its lines are no longer all here

    def cut(self, dropped: int = 0) -> Iterator[Piece]:
        """The story that ends here; `dropped` bytes of separator follow it."""
        data = b"".join(self.lines)[: self.limit + 1]
        if data.strip(_NO_TEXT):
            yield Piece(self.offset, data)
        self.offset += self.length + dropped
        self.length = self.kept = 0
        self.lines, self.mark, self.after = [], None, []

    def cut_at_mark(self) -> Iterator[Piece]:
        """The story up to its end mark; what was read since begins the next one."""
        mark = self.mark or 0
        rest, self.lines = self.lines[mark:], self.lines[:mark]
        self.length = self.kept = sum(map(len, self.lines))
        yield from self.cut()
        for line in rest:
            self.add(line)


def split_stories(stream: BinaryIO, hints: Hints) -> Iterator[Piece]:
    """A piece for each story; one empty piece for a file without any."""
    found = False
    for piece in _pieces(stream, hints):
        found = True
        yield piece
    if not found:
        yield Piece(0, b"")


def _pieces(stream: BinaryIO, hints: Hints) -> Iterator[Piece]:
    cutter = _Cutter(hints.limits.message_bytes)
    first = stream.readline(_LONGEST_LINE)
    named = (hints.encoding or "").lower()
    if first.startswith(_WIDE) or named.startswith(_WIDE_NAMES) or (not named and unmarked_utf16(first)):
        yield Piece(0, first + stream.read(max(0, hints.limits.message_bytes + 1 - len(first))))
        return
    separator = _separator(hints)
    lines = _lines(first, stream)
    if separator is not None:
        yield from _by_separator(cutter, lines, separator)
    else:
        yield from _by_default(cutter, lines)
    yield from cutter.cut()


def _lines(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    line = first
    while line:
        yield line
        line = stream.readline(_LONGEST_LINE)


def _separator(hints: Hints) -> re.Pattern[str] | None:
    if hints.separator is None:
        return None
    try:
        return re.compile(hints.separator)
    except re.error as error:
        raise ParseError(Reason.BAD_VALUE, f"separator {hints.separator!r}: {error}") from None


def _by_separator(cutter: _Cutter, lines: Iterator[bytes], separator: re.Pattern[str]) -> Iterator[Piece]:
    for line in lines:
        if separator.fullmatch(line.decode("utf-8", "replace").rstrip("\r\n")):
            yield from cutter.cut(len(line))
        else:
            cutter.add(line)


def _by_default(cutter: _Cutter, lines: Iterator[bytes]) -> Iterator[Piece]:
    rule, blank = b"", True  # a rule that waits for the line after it; whether the line before was blank
    for line in lines:
        if rule:
            if line.strip() and _is_table(line):
                cutter.add(rule)
            else:
                yield from cutter.cut(len(rule))
            rule, blank = b"", True
        if b"\x0c" in line:
            line = yield from _form_feeds(cutter, line)
        marked = _MAYBE.match(line)
        if marked and blank and _RULE.fullmatch(line):
            rule = line
            continue
        cutter.add(line)
        if marked or cutter.mark is not None:
            yield from _end_mark(cutter, line)
        blank = not line.strip()
    if rule:
        yield from cutter.cut(len(rule))


def _is_table(line: bytes) -> bool:
    return _RULE.fullmatch(line) is not None or has_gap(line.decode("utf-8", "replace").expandtabs())


def _form_feeds(cutter: _Cutter, line: bytes) -> Generator[Piece, None, bytes]:
    """Cuts at each form feed of a line, and returns what follows the last."""
    *parts, rest = line.split(b"\x0c")
    for part in parts:
        cutter.add(part)
        yield from cutter.cut(1)
    return rest


def _end_mark(cutter: _Cutter, line: bytes) -> Iterator[Piece]:
    if cutter.mark is None:
        if _END_MARK.fullmatch(line) and cutter.kept <= cutter.limit:
            cutter.mark, cutter.after = len(cutter.lines), []
        return
    text = line.decode("utf-8", "replace").strip()
    if not text:
        return
    cutter.after.append(line)
    if is_header_line(text) or split_dateline(text)[0] is not None:
        yield from cutter.cut_at_mark()
    elif len(cutter.after) >= _START_LINES:
        cutter.mark = None
