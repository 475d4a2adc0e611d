"""People of a feed: Atom's person constructs, RSS's addresses, Dublin Core's names.

feedparser is not asked for them: it takes an address's last four letters of `.example` or `.press` for the
name, gives one author's address to the next, and looks for addresses in quadratic time.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lxml import etree

from transforms.formats._feed_value import text_of_element
from transforms.formats._xml import local

__all__ = ["Person", "person", "person_of_text"]

# RSS 2.0, author: 'lawyer@boyer.net (Lawyer Boyer)'; as mail has it: 'Lawyer Boyer <lawyer@boyer.net>'.
_ADDRESS: Final = r"[^\s@()<>,;]{1,64}@[^\s@()<>,;]{1,255}"
_ADDRESS_NAME: Final = re.compile(rf"(?:mailto:)?({_ADDRESS})\s*(?:\(\s*(.*?)\s*\))?", re.DOTALL)
_NAME_ADDRESS: Final = re.compile(rf"([^<(]+?)\s*[<(]\s*({_ADDRESS})\s*[>)]", re.DOTALL)
_LONGEST: Final = 500


class Person(NamedTuple):
    """A person of a feed; what is not given is ''."""

    name: str
    email: str = ""
    uri: str = ""


def person(element: etree._Element) -> Person:
    """RFC 4287 section 3.2: name, email, uri; elsewhere text."""
    parts = {local(part).lower(): text_of_element(part) for part in element}
    if not parts:
        return person_of_text(text_of_element(element))
    uri = parts.get("uri") or parts.get("url") or parts.get("homepage") or ""
    return Person(parts.get("name", ""), parts.get("email", ""), uri)


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
