"""People as mail and RSS write them: a name, an address, or both (RFC 5322 section 3.4)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["Person", "person_of_text"]

# RSS 2.0, author: 'lawyer@boyer.net (Lawyer Boyer)'; as mail has it: 'Lawyer Boyer <lawyer@boyer.net>'.
_ADDRESS: Final = r"[^\s@()<>,;]{1,64}@[^\s@()<>,;]{1,255}"
_ADDRESS_NAME: Final = re.compile(rf"(?:mailto:)?({_ADDRESS})\s*(?:\(\s*(.*?)\s*\))?", re.DOTALL)
_NAME_ADDRESS: Final = re.compile(rf"([^<(]+?)\s*[<(]\s*({_ADDRESS})\s*[>)]", re.DOTALL)
_LONGEST: Final = 500


class Person(NamedTuple):
    """A person; what is not given is ''."""

    name: str
    email: str = ""
    uri: str = ""


def person_of_text(text: str) -> Person:
    """A name, an address, or both."""
    text = " ".join(text.split())
    if "@" not in text or len(text) > _LONGEST:
        return Person(text)
    if match := _ADDRESS_NAME.fullmatch(text):
        return Person(match[2] or "", match[1])
    if match := _NAME_ADDRESS.fullmatch(text):
        return Person(match[1].strip("\"' "), match[2])
    return Person(text)
