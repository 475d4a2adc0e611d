"""Bylines, author lines with roles, and trailers."""
from __future__ import annotations
from schemas.records import Author

def parse_byline(text: str) -> tuple[Author, ...]:
    """'By Steve Holland and Alexander Winning' -> two authors with role 'writer'."""
    raise NotImplementedError

def split_trailer(body: str) -> tuple[str, tuple[str, ...], tuple[Author, ...]]:
    """(body without its trailer, trailer lines as sent, authors with roles)."""
    raise NotImplementedError
