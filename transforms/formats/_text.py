"""Characters, lines and paragraphs."""
from __future__ import annotations
from typing import NamedTuple

class Decoded(NamedTuple):
    """Text, the character set that it was decoded from, and what had to be assumed or mended."""
    text: str
    encoding: str
    notes: tuple[str, ...] = ()

def decode(data: bytes, declared: str | None = None) -> Decoded:
    """BOM first, then `declared`, then UTF-8, then cp1252; a wrong declaration is repaired with a note."""
    raise NotImplementedError

def paragraphs(text: str) -> str:
    """Wire text to paragraphs apart by one blank line; a paragraph's own line breaks are joined, tables kept."""
    raise NotImplementedError
