"""JSON from outside: depth, numbers, duplicate keys and surrogates checked; every fault is a ParseError."""
from __future__ import annotations
from collections.abc import Iterator
from typing import BinaryIO
from transforms.formats._contract import DEFAULT_HINTS, Hints, Piece

def loads(data: bytes) -> object:
    """A JSON document to Python values. NaN, lone surrogates, 5,000-digit integers, deep nesting: ParseError."""
    raise NotImplementedError

def split_json(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """One document a line (JSON Lines), else the whole file as one document."""
    raise NotImplementedError
