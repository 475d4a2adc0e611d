"""JSON Lines, or one JSON document a file: which it is, and where each document begins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from transforms.formats._contract import DEFAULT_HINTS, Hints, Piece

_BOM = b"\xef\xbb\xbf"
_LOOK_AHEAD = 16
_SKIP = 1 << 16
# For the shape of a line alone: no number is made, so none can fail.
_SHAPE = json.JSONDecoder(parse_int=str, parse_float=str)


def split_json(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """One document a line (JSON Lines), else the whole file as one document.

    It is JSON Lines where its first line is a whole value; where that line is damaged, where one of the next
    is a whole value and the one after it opens an object, which no single document allows. Blank lines are
    no messages. A line longer than `hints.limits.message_bytes` is cut one byte after it and its rest is
    passed over. UTF-16 and UTF-32 files are one document.
    """
    limit = hints.limits.message_bytes
    lines = _lines(stream, limit)
    first = next((line for line in lines if line.data.strip()), Piece(0, b""))
    if _is_wide(first.data):
        yield Piece(first.offset, first.data + stream.read(max(0, limit + 1 - len(first.data))))
        return
    head = [first]
    if _is_value(first.data) or _look_ahead(lines, head, limit):
        yield from (Piece(line.offset, line.data.rstrip(b"\r\n")) for line in head if line.data.strip())
        yield from (Piece(line.offset, line.data.rstrip(b"\r\n")) for line in lines if line.data.strip())
        return
    data = b"".join(line.data for line in head)[: limit + 1]
    yield Piece(first.offset, data + stream.read(limit + 1 - len(data)))


def _lines(stream: BinaryIO, limit: int) -> Iterator[Piece]:
    """Lines with their ends. One over the limit is cut; its rest is passed over when the next is asked."""
    offset = 0
    while line := stream.readline(limit + 1):
        yield Piece(offset, line)
        offset += len(line)
        while not line.endswith(b"\n") and (line := stream.readline(_SKIP)):
            offset += len(line)


def _look_ahead(lines: Iterator[Piece], head: list[Piece], limit: int) -> bool:
    """Whether the lines after a first one that is no value show JSON Lines. `head` takes what is read."""
    before, size = False, 0
    for line in islice(lines, _LOOK_AHEAD):
        head.append(line)
        size += len(line.data)
        if size > limit:
            return False
        if before and line.data.startswith(b"{"):
            return True
        before = _is_value(line.data) if line.data.strip() else before
    # At the end of the file, a whole value on a line of its own still shows it: no document that began
    # above it can be closed by it.
    return before and len(head) <= _LOOK_AHEAD


def _is_value(line: bytes) -> bool:
    try:
        # JSON's own characters are ASCII: Latin-1 shows them, whatever the bytes between the quotes are.
        _SHAPE.decode(line.removeprefix(_BOM).decode("latin-1"))
    except (ValueError, RecursionError):
        return False
    return True


def _is_wide(line: bytes) -> bool:
    return json.detect_encoding(line).startswith(("utf-16", "utf-32"))
