"""The wire formats: one module each, and one table of them.

A new format is a new module with a `Format` row, named in `FORMATS` below. The order is the order in which
the sniffers are asked: strictest first, plain text last.
"""

from __future__ import annotations

from transforms.formats import (
    anpa,
    datasets,
    feeds,
    iptc7901,
    mail,
    newsml1,
    newsml_g2,
    ninjs,
    nitf,
    plain_text,
    reuters_sgml,
)
from transforms.formats._contract import (
    DEFAULT_HINTS,
    Format,
    Hints,
    Parsed,
    ParseError,
    Piece,
    Reason,
    Skipped,
)

__all__ = [
    "DEFAULT_HINTS",
    "FORMATS",
    "SNIFF_BYTES",
    "Format",
    "Hints",
    "ParseError",
    "Parsed",
    "Piece",
    "Reason",
    "Skipped",
    "detect",
    "format_named",
]

SNIFF_BYTES = 4096

FORMATS: tuple[Format, ...] = (
    datasets.PARQUET,
    reuters_sgml.FORMAT,
    newsml_g2.FORMAT,
    newsml1.FORMAT,
    nitf.FORMAT,
    feeds.RSS,
    feeds.ATOM,
    ninjs.FORMAT,
    datasets.JSONL,
    iptc7901.FORMAT,
    anpa.FORMAT,
    mail.MBOX,
    mail.EML,
    datasets.CSV,
    plain_text.FORMAT,
)

_BY_NAME = {row.name: row for row in FORMATS}


def format_named(name: str) -> Format:
    """The row of that name; KeyError where there is none."""
    return _BY_NAME[name]


def detect(head: bytes) -> Format | None:
    """The first format whose sniffer claims these first bytes of a file; None where none does."""
    head = head[:SNIFF_BYTES]
    return next((row for row in FORMATS if row.sniff(head)), None)
