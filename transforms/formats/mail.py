"""mail."""
from __future__ import annotations
from collections.abc import Iterator
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed

def sniff(head: bytes) -> bool:
    return False

def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    raise NotImplementedError

EML = Format(name="eml", title="eml", sniff=sniff, parse=parse)
MBOX = Format(name="mbox", title="mbox", sniff=sniff, parse=parse)
