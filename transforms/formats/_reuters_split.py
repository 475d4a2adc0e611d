"""Cuts a Reuters-21578 file into its documents, with no more in memory than one of them and one read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from transforms.formats._contract import DEFAULT_HINTS, Hints, Piece

__all__ = ["split_documents"]

_CHUNK: Final = 2**20
_LONGEST_TAG: Final = 16
_CUT: Final = re.compile(rb"<REUTERS(?=[\s>])|</REUTERS>")
# What may stand between documents: a byte order mark, the document type declaration, comments, LEWIS tags.
_BETWEEN: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?:<!DOCTYPE[^>]*+>|<!--(?>.*?-->)|</?LEWIS>)\s*+)*+", re.DOTALL
)


def split_documents(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """A piece for each document; what is neither document nor prolog is a piece too, so that nothing is lost.

    A document that is longer than `hints.limits.message_bytes` is cut one byte after it; a file without any
    document is one piece.
    """
    limit = hints.limits.message_bytes
    buffer, offset, found, too_long = b"", 0, False, False
    while chunk := stream.read(_CHUNK):
        scanned = max(0, len(buffer) - _LONGEST_TAG)
        buffer += chunk
        start = 0
        for match in _CUT.finditer(buffer, scanned):
            cut = match.end() if match[0].startswith(b"</") else match.start()
            if cut > start and not too_long and _is_piece(buffer[start:cut]):
                yield Piece(offset + start, buffer[start : min(cut, start + limit + 1)])
                found = True
            start, too_long = max(cut, start), too_long and cut == start
        buffer, offset = buffer[start:], offset + start
        if len(buffer) > limit:
            if not too_long:
                yield Piece(offset, buffer[: limit + 1])
                found = too_long = True
            offset += len(buffer) - _LONGEST_TAG
            buffer = buffer[-_LONGEST_TAG:]
    if not too_long and (not found or _is_piece(buffer)):
        yield Piece(offset, buffer)


def _is_piece(data: bytes) -> bool:
    return _BETWEEN.fullmatch(data) is None
