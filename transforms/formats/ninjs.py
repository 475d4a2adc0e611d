"""ninjs."""
from __future__ import annotations
from collections.abc import Iterator
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed

def sniff(head: bytes) -> bool:
    return False

def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    raise NotImplementedError

FORMAT = Format(name="ninjs", title="ninjs", sniff=sniff, parse=parse)
