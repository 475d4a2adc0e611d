"""Datelines: where and when a story was filed, and who credits it."""
from __future__ import annotations
from schemas.records import Dateline

def split_dateline(paragraph: str) -> tuple[Dateline | None, str]:
    """The dateline at the start of a body's first paragraph, and the rest; (None, paragraph) where there is none."""
    raise NotImplementedError

def parse_dateline(text: str) -> Dateline:
    """The text of a dateline element of a feed. Never fails: at worst only `text` is set."""
    raise NotImplementedError
