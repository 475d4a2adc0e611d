"""A feed's XML, before feedparser sees it: what it would lose or mistake is taken out of the tree.

What is left goes to feedparser, which knows the dialects: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, and their
kinds of content.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from transforms.formats._contract import ParseError, Reason
from transforms.formats._feed_aside import own_name, reduce_entry, short_name
from transforms.formats._feed_parts import Deleted, Feed
from transforms.formats._feed_people import person
from transforms.formats._feed_value import Fields, drop, text_of_element, value_of
from transforms.formats._json import to_text
from transforms.formats._xml import local

__all__ = ["feed_of", "read_tree"]

# What feedparser is asked for of the feed itself; the rest of the feed is one field of `extra`.
_CORE: Final = ("title", "language", "rights", "copyright", "dc:publisher", "dc:language", "dc:rights")
_ROOTS: Final = ("rss", "feed", "?:rdf")
_LONGEST_ABOUT: Final = 10_000
_ATOM_FEED: Final = "{http://www.w3.org/2005/Atom}feed"


def read_tree(root: etree._Element, encoding: str, notes: tuple[str, ...]) -> Feed:
    """The feed of a well-formed document.

    Raises:
      ParseError: MALFORMED where it is no feed.
    """
    if short_name(root) == "entry":  # an Atom entry document (RFC 4287 section 2)
        feed_element = etree.Element(_ATOM_FEED)
        feed_element.append(root)
        root = feed_element
    feed = Feed(parsed=None, asides=[], encoding=encoding, notes=notes)
    about = Fields()
    for holder in _holders(root):
        for child in list(holder):
            if not _take(child, feed, about):
                drop(child)
    if not feed.asides and short_name(root) not in _ROOTS:
        raise ParseError(Reason.MALFORMED, f"no feed: its root is {root.tag}")
    _keep_rest(feed, about)
    feed.parsed = _parsed(root)
    if len(feed.parsed.entries) != len(feed.asides):
        found = f"{len(feed.asides)} entries, but feedparser sees {len(feed.parsed.entries)}"
        raise ParseError(Reason.MALFORMED, found)
    return feed


def _parsed(root: etree._Element) -> Any:
    """What feedparser makes of a tree.

    Markup goes to it in CDATA sections, which it is handed in one piece, while every sign that is escaped
    comes by itself. Its tag-soup reader does not read the two alike: what falls to that goes to it escaped.
    """
    quoted = [element for element in root.iter("*") if _quote(element)]
    parsed = feed_of(etree.tostring(root, encoding="utf-8"))
    if not parsed.bozo or not quoted:
        return parsed
    for element in quoted:
        element.text = element.text
    return feed_of(etree.tostring(root, encoding="utf-8"))


def _quote(element: etree._Element) -> bool:
    """Makes a text with markup a CDATA section, where one can hold it; whether it did."""
    text = element.text
    if not text or "<" not in text or "]]>" in text or "\r" in text:
        return False
    element.text = etree.CDATA(text)
    return True


def feed_of(data: bytes) -> Any:
    """What feedparser makes of a document in UTF-8."""
    # Imported late: it takes a tenth of a second, and other formats do without it.
    import feedparser

    # Given a stream, never a string, which it would take for an address and fetch. Its HTML becomes text
    # here, so it need not be sanitised.
    return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)


def _holders(root: etree._Element) -> Iterator[etree._Element]:
    """The elements that entries stand in: the root of Atom and RDF, the channel of RSS, both."""
    yield root
    yield from (child for child in list(root) if short_name(child) == "channel")


def _take(child: etree._Element, feed: Feed, about: Fields) -> bool:
    """Reads a child of the feed; whether feedparser is to see it too."""
    name = short_name(child)
    if name in ("item", "entry"):
        feed.asides.append(reduce_entry(child))
        return True
    if name == "at:deleted-entry":
        feed.deleted.append(_deleted(child))
    elif name == "author":
        feed.authors.append(person(child))
        about.add(own_name(child), value_of(child))
    elif name in _CORE or name == "channel":
        return True
    elif name == "items":  # RSS 1.0: the entries once more, by their addresses
        return False
    else:
        about.add(own_name(child), value_of(child))
    return False


def _keep_rest(feed: Feed, about: Fields) -> None:
    """The feed's other fields; every story carries them, so they have a limit."""
    text = to_text(about.as_values())
    if len(text) <= _LONGEST_ABOUT:
        feed.extra = text if text != "{}" else ""
    else:
        feed.notes = (
            *feed.notes,
            f"fields of the feed itself left out: longer than {_LONGEST_ABOUT} characters",
        )


def _deleted(child: etree._Element) -> Deleted:
    comment = next((text_of_element(part) for part in child if local(part) == "comment"), None)
    extra = Fields()
    for part in child:
        if local(part) != "comment":
            extra.add(own_name(part), value_of(part))
    return Deleted(child.get("ref", ""), child.get("when", ""), comment or None, extra.as_text())
