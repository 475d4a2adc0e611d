"""People of a feed: Atom's person constructs, RSS's addresses, Dublin Core's names.

feedparser is not asked for them: it takes an address's last four letters of `.example` or `.press` for the
name, gives one author's address to the next, and looks for addresses in quadratic time.
"""

from __future__ import annotations

from lxml import etree

from transforms.formats._address import Person, person_of_text
from transforms.formats._feed_value import text_of_element
from transforms.formats._xml import local

__all__ = ["Person", "person"]


def person(element: etree._Element) -> Person:
    """RFC 4287 section 3.2: name, email, uri; elsewhere text."""
    parts = {local(part).lower(): text_of_element(part) for part in element}
    if not parts:
        return person_of_text(text_of_element(element))
    uri = parts.get("uri") or parts.get("url") or parts.get("homepage") or ""
    return Person(parts.get("name", ""), parts.get("email", ""), uri)
