"""Splitting and parsing, the same for both old formats: each brings its marks and a reader of one message."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeAlias

from schemas.records import Story
from transforms.formats._contract import Hints, Parsed, ParseError, Piece, Reason
from transforms.formats._wire import messages
from transforms.formats._wire_story import Wire, story, take_of
from transforms.formats._wire_takes import Take, chains, join

__all__ = ["Reader", "parse_pieces", "split_stream"]

Reader: TypeAlias = Callable[[bytes, Hints], Wire]
"""Reads one message, or raises ParseError."""


def split_stream(stream: BinaryIO, hints: Hints, marks: re.Pattern[bytes], read: Reader) -> Iterator[Piece]:
    """Messages; those from a first take to its last are one piece."""
    limit = hints.limits.message_bytes

    def describe(data: bytes) -> Take | None:
        return _take(_try(read, data, hints))

    return join(messages(stream, limit, marks), describe, limit)


def parse_pieces(
    data: bytes, hints: Hints, marks: re.Pattern[bytes], read: Reader, name: str
) -> Iterator[Parsed]:
    """The stories of a piece, each with all of its takes that are there.

    Raises:
      ParseError: where there is one message, and it is broken, or none at all.
    """
    wires = [_try(read, piece.data, hints) for piece in messages(io.BytesIO(data), max(1, len(data)), marks)]
    if not wires:
        raise ParseError(Reason.EMPTY, "no bytes")
    for chain in chains(wires, _take):
        item = _item(chain, name, hints)
        if isinstance(item, ParseError) and len(wires) == 1:
            raise item
        yield item


def _try(read: Reader, data: bytes, hints: Hints) -> Wire | ParseError:
    try:
        return read(data, hints)
    except ParseError as error:
        return error


def _take(wire: Wire | ParseError) -> Take | None:
    return take_of(wire) if isinstance(wire, Wire) else None


def _item(chain: list[Wire | ParseError], name: str, hints: Hints) -> Story | ParseError:
    """A broken message goes on with nothing, so it stands alone in its chain."""
    if isinstance(chain[0], ParseError):
        return chain[0]
    try:
        return story([wire for wire in chain if isinstance(wire, Wire)], name, hints)
    except ParseError as error:
        return error
