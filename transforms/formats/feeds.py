"""feeds."""
from __future__ import annotations
from collections.abc import Iterator
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed

def sniff(head: bytes) -> bool:
    return False

def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    raise NotImplementedError

RSS = Format(name="rss", title="rss", sniff=sniff, parse=parse)
ATOM = Format(name="atom", title="atom", sniff=sniff, parse=parse)
