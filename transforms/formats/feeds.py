"""RSS 2.0 (and 0.9x), RSS 1.0 and Atom 1.0 (and 0.3): each entry a story.

Specs: RSS 2.0 (RSS Advisory Board), RDF Site Summary 1.0, RFC 4287 (Atom), RFC 6721 (Atom deleted entries),
Dublin Core, Media RSS 1.5.1, the RSS 1.0 content module.

feedparser reads the entries, but three things are kept from it (`_feed_tree`): elements of other
namespaces, whose local names it takes for RSS's (a picture's `media:description` becomes the story's text);
elements that it keeps one of, or loses the text of (categories with a scheme, every unknown element with
attributes); and documents that are not safe. A feed that is no XML even after mending goes to its tag-soup
reader as it is (`_feed_soup`), and each story says so in a note.

Known faults of feeds that are read and noted: dates after 2099, no full text, bare ampersands, HTML's
entities, a wrong declared character set, text after the end of the document, a last entry that is cut (a
TRUNCATED error for it alone).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Reason
from transforms.formats._feed_entry import stories
from transforms.formats._feed_soup import read_soup
from transforms.formats._feed_tree import read_tree
from transforms.formats._xml import parse_xml

_ROOT: Final = re.compile(rb"<(?![?!])([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_PROLOG: Final = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\][^>]*)?>", re.DOTALL)
_RSS_1: Final = (b"http://purl.org/rss/1.0/", b"http://my.netscape.com/rdf/simple/0.9/")
_ATOM_SPACES: Final = (b"http://www.w3.org/2005/Atom", b"http://purl.org/atom/ns#")
_MENDABLE: Final = frozenset({Reason.MALFORMED, Reason.TRUNCATED})


def sniff_rss(head: bytes) -> bool:
    """Whether the root is `rss`, or an `rdf:RDF` of RSS 1.0 or 0.90."""
    head = _narrow(head)
    name = _root(head)
    return name == b"rss" or (name == b"RDF" and any(space in head for space in _RSS_1))


def sniff_atom(head: bytes) -> bool:
    """Whether the root is the `feed` or `entry` of Atom 1.0 or 0.3."""
    head = _narrow(head)
    return _root(head) in (b"feed", b"entry") and any(space in head for space in _ATOM_SPACES)


def parse_rss(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """Stories of an RSS feed."""
    return _parse(data, hints, "rss")


def parse_atom(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """Stories of an Atom feed; its deleted entries are kills."""
    return _parse(data, hints, "atom")


def _parse(data: bytes, hints: Hints, name: str) -> Iterator[Parsed]:
    try:
        root, encoding, notes = parse_xml(data, hints)
    except ParseError as error:
        if error.reason not in _MENDABLE:
            raise
        feed = read_soup(data, hints, error)
    else:
        feed = read_tree(root, encoding, notes)
    yield from stories(feed, name, hints)


def _narrow(head: bytes) -> bytes:
    """UTF-16 to something that shows its ASCII."""
    return head.replace(b"\0", b"") if b"\0" in head[:4] else head


def _root(head: bytes) -> bytes:
    """Local name of the root element; b'' where none stands first."""
    at = head.find(b"<")
    if at < 0 or head[:at].strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        return b""
    while prolog := _PROLOG.match(head, at):
        at = prolog.end()
    root = _ROOT.match(head, at)
    return root[2] if root else b""


RSS = Format(
    name="rss",
    title="RSS 2.0, 1.0",
    sniff=sniff_rss,
    parse=parse_rss,
    gives="uri, provider, language, headline, abstract, byline, dateline, body (content:encoded, else the "
    "description), subjects, keywords, links (media:, enclosures), times, rights, extra",
    limits="one file is one message; full text only where the feed carries it; nothing is fetched",
)
ATOM = Format(
    name="atom",
    title="Atom 1.0",
    sniff=sniff_atom,
    parse=parse_atom,
    gives="as RSS, with authors, contributors, links by relation; deleted entries (RFC 6721) as kills",
    limits="one file is one message; content by reference (src) is a link, never fetched",
)
