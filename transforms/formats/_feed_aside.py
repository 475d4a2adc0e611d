"""An entry's elements that feedparser would lose or mistake, set aside.

`_CORE` names what feedparser reads well. Of the rest, categories, people, enclosures and media: become
terms, people and links; what is left goes to `extra` by its own name. So an element of another namespace is
never taken for RSS's because of its local name.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from schemas.records import Link
from transforms.formats._feed_media import links, term
from transforms.formats._feed_parts import Aside
from transforms.formats._feed_people import person
from transforms.formats._feed_value import attributes, drop, text_of_element, value_of
from transforms.formats._markup import element_to_text
from transforms.formats._xml import local

__all__ = ["own_name", "reduce_entry", "short_name"]

# Namespaces by the names that this module gives them; '' is RSS 0.9x to 2.0, RSS 1.0 and Atom alike.
_SPACES: Final = {
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://purl.org/atompub/tombstones/1.0": "at",
}
# What feedparser reads well of an entry (namespaces/_base.py and dc.py of feedparser 6.0).
_CORE: Final = frozenset(
    [
        *("title", "link", "guid", "id", "description", "summary", "content", "content:encoded", "fullitem"),
        *("body", "xhtml:body", "dc:publisher", "rights", "copyright", "dc:rights", "dc:language"),
        "language",
        *("pubdate", "published", "issued", "updated", "modified", "created", "dc:date"),
        *("dcterms:created", "dcterms:issued", "dcterms:modified"),
    ]
)
# Content types of Atom that are text (RFC 4287 section 4.1.3.1).
_TEXT_TYPES: Final = ("text", "html", "xhtml", "application/xhtml+xml")
_LONGEST_PUBLISHER: Final = 500  # feedparser looks for an address in it in quadratic time
_IN_LINK: Final = frozenset(["url", "type", "medium"])


def short_name(element: etree._Element) -> str:
    """'prefix:local' by this module's prefixes; '?' for the prefix of a namespace that it does not know."""
    tag = str(element.tag)
    if not tag.startswith("{"):
        return tag.lower()  # a prefix that no xmlns declares stands in it as written
    space, _, name = tag[1:].partition("}")
    prefix = _SPACES.get(space.lower(), "?")
    return f"{prefix}:{name}".lower() if prefix else name.lower()


def own_name(element: etree._Element) -> str:
    """Its name as the feed writes it."""
    return f"{element.prefix}:{local(element)}" if element.prefix else str(element.tag).rpartition("}")[2]


def reduce_entry(entry: etree._Element) -> Aside:
    """Takes out of an entry what feedparser is not to see."""
    aside = Aside()
    for child in list(entry):
        name = short_name(child)
        if name == "content" and child.get("type") and not _is_text(child, aside):
            drop(child)
        elif name not in _CORE or _is_odd(name, child):
            _set_aside(name, child, aside)
            drop(child)
    return aside


def _is_odd(name: str, child: etree._Element) -> bool:
    """Whether feedparser would take too long over it."""
    return name == "dc:publisher" and sum(map(len, child.itertext())) > _LONGEST_PUBLISHER


def _set_aside(name: str, child: etree._Element, aside: Aside) -> None:
    if name in ("category", "dc:subject"):
        aside.subjects.extend(term(child))
    elif name in ("author", "dc:creator"):
        aside.authors.append(person(child))
    elif name in ("contributor", "dc:contributor"):
        aside.contributors.append(person(child))
    elif name in ("keywords", "media:keywords"):
        aside.keywords.extend(text_of_element(child).split(","))
    elif name == "enclosure" or name.startswith("media:"):
        _set_media(name, child, aside)
    elif name == "source":
        _set_source(child, aside)
    else:
        if local(child) == "license":
            aside.usage = next(iter(attributes(child).values()), text_of_element(child)) or None
        aside.extra.add(own_name(child), value_of(child))


def _set_media(name: str, child: etree._Element, aside: Aside) -> None:
    found = list(links(child, name))
    aside.links.extend(found)
    if not found or len(child) or not _IN_LINK.issuperset(child.attrib):
        aside.extra.add(own_name(child), value_of(child))


def _set_source(child: etree._Element, aside: Aside) -> None:
    """RSS 2.0: the channel that it came from; RFC 4287 section 4.2.11: the feed."""
    title = next((part for part in child if short_name(part) == "title"), None if len(child) else child)
    aside.source = text_of_element(title) if title is not None else None
    if child.get("url"):
        aside.links.append(Link(rel="source", uri=child.get("url"), title=aside.source or None))
    if len(child):
        aside.extra.add(own_name(child), value_of(child))


def _is_text(child: etree._Element, aside: Aside) -> bool:
    """Whether a content is text (RFC 4287 section 4.1.3), or was made text here; else it is kept."""
    kind = (child.get("type") or "").lower()
    if child.get("src"):
        aside.links.append(Link(rel="content", uri=child.get("src"), type=kind))
        return False
    if kind in _TEXT_TYPES or (kind.startswith("text/") and not kind.endswith("xml")):
        return True
    if not kind.endswith(("+xml", "/xml")):
        aside.extra.add("content", value_of(child))
        return False
    # Another format's XML: feedparser would take its elements for the feed's.
    text = "\n\n".join(filter(None, (element_to_text(part) for part in child))) or text_of_element(child)
    for part in child:
        part.clear()
    child[:] = []
    child.text = text
    child.set("type", "text")
    aside.notes.append(f"content of type {kind} read as text")
    return True
