"""datasets."""
from __future__ import annotations
from collections.abc import Iterator
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed

def sniff(head: bytes) -> bool:
    return False

def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    raise NotImplementedError

JSONL = Format(name="jsonl", title="jsonl", sniff=sniff, parse=parse)
CSV = Format(name="csv", title="csv", sniff=sniff, parse=parse)
PARQUET = Format(name="parquet", title="parquet", sniff=sniff, parse=parse)
