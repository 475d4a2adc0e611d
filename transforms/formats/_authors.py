"""Bylines; author lines with roles and trailers are re-exported here.

Contract: nothing here fails; a name is as it is written, and what is no author line stays in the body.
"""

from __future__ import annotations

import re
from typing import Final

from schemas.records import Author
from transforms.formats._agencies import agency_name
from transforms.formats._people import is_name, people_in
from transforms.formats._roles import author_line
from transforms.formats._trailers import split_trailer

__all__ = ["author_line", "byline_text", "is_byline", "parse_byline", "split_trailer"]

# English, German, French, Spanish and Portuguese, Dutch, Italian, Scandinavian.
_BY: Final = re.compile(
    r"\W*(?:(?:story|text|words|analysis|commentary|report|written|texte) by|by|von|par|por|door|di|de|av|af)"
    r"\s*:?\s+",
    re.IGNORECASE,
)
_LONGEST: Final = 200


def is_byline(line: str) -> bool:
    """Whether a line by itself is a byline: 'By' in some language, and nothing but names after it."""
    match = _BY.match(line) if len(line) <= _LONGEST else None
    if (
        not match
        or line.rstrip().endswith((".", ":", "?"))
        or not line[match.end() : match.end() + 1].isupper()
    ):
        return False
    names = people_in(line[match.end() :])
    if not names:
        return agency_name(line[match.end() :]) is not None
    return all(map(is_name, names)) and any(" " in name for name in names)


def byline_text(text: str) -> str:
    """A byline as sent, without 'By'."""
    text = " ".join(text.split())
    match = _BY.match(text)
    return text[match.end() :] if match else text


def parse_byline(text: str) -> tuple[Author, ...]:
    """'By Steve Holland and Alexander Winning' -> two authors with role 'writer'."""
    return tuple(Author(name=name) for name in people_in(byline_text(text)))
