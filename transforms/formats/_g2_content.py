"""The content of a NewsML-G2 item: which of its renditions is the text.

Spec: NewsML-G2, "Conveying Content": contentSet holds alternatives of one content, as inlineXML (NITF, XHTML,
HTML5, house types), inlineData (plain text or anything encoded) and remoteContent (a link).

Known faults of feeds, which are read: several renditions, some of them not for the public (with telephone
numbers of staff); XHTML without its namespace, with no body, or as escaped text.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lxml import etree

from schemas.records import Link
from transforms.formats._g2_body import READERS
from transforms.formats._g2_item import Item, keep
from transforms.formats._g2_nodes import XML_LANG, attributes
from transforms.formats._xml import local

__all__ = ["DATA", "read_content"]

_PRIVATE: Final = re.compile(
    r"no[nt]?[-_ ]?public|not[-_ ]?for[-_ ]?pub|internal(?![a-z])|private|confidential|staff[-_ ]?only",
    re.IGNORECASE,
)
# Root elements of inline XML that is no text -> what an item with nothing else is skipped as.
DATA: Final = {"events": "event", "event": "event", "sports-content": "sports"}
_HTML: Final = frozenset(
    "html body div p article section main header h1 h2 h3 h4 ul ol table pre blockquote span br".split()
)
_NITF: Final = frozenset({"nitf", "body.content", "block"})
_PARAGRAPHS: Final = ("{*}p", "{*}P", "{*}para", "{*}paragraph", "{*}Paragraph", "{*}body.content")


class Rendition(NamedTuple):
    """One alternative of the content."""

    element: etree._Element
    kind: str  # nitf, html, data
    rank: int


def read_content(element: etree._Element, item: Item) -> None:
    """Reads a contentSet: one rendition for the body, links to the others that are elsewhere."""
    renditions = []
    for child in element:
        name = local(child)
        if name in ("inlineXML", "inlineData"):
            renditions += _rendition(child, name, item)
        elif name == "remoteContent":
            _remote(child, item)
        else:
            keep(child, item)
    wanted = item.draft.language or item.language
    for rendition in sorted(renditions, key=lambda each: (_is_foreign(each.element, wanted), each.rank)):
        text = READERS[rendition.kind](rendition.element, item)
        if text:
            item.draft.body = text
            _note_others(renditions, rendition, item)
            return


def _rendition(element: etree._Element, name: str, item: Item) -> list[Rendition]:
    """What an inline element is, by its root rather than by its content type; none where it is no text."""
    if _is_private(element):
        item.draft.notes["a rendition that is not public left out"] = None
        return []
    item.draft.keep(name, dict(attributes(element)))
    kind = (element.get("contenttype") or "").partition(";")[0].strip().lower()
    if name == "inlineData" or not len(element):
        return _data(element, kind, item)
    root = local(element[0])
    if root in DATA:
        return _not_text(element, root, item)
    if root in _NITF:
        return [Rendition(element, "nitf", 0)]
    if root.lower() in _HTML or "html" in kind:
        return [Rendition(element, "html", 0)]
    nested = next(element.iter("{*}nitf"), None)
    if nested is not None and (parent := nested.getparent()) is not None:
        return [Rendition(parent, "nitf", 1)]
    if "sportsml" not in kind and next(element.iter(*_PARAGRAPHS), None) is not None:
        return [Rendition(element, "html", 3)]
    return _not_text(element, root, item)


def _not_text(element: etree._Element, root: str, item: Item) -> list[Rendition]:
    item.data.append(root)
    for child in element:
        keep(child, item)
    return []


def _is_private(element: etree._Element) -> bool:
    return any(
        (value := element.get(name)) and _PRIVATE.search(value)
        for name in ("rendition", "renditionuri", "role", "roleuri")
    )


def _data(element: etree._Element, kind: str, item: Item) -> list[Rendition]:
    if not (element.text and element.text.strip()):
        return []
    if kind and not kind.startswith("text/") and not any(word in kind for word in ("html", "xml", "nitf")):
        item.data.append(kind)
        item.draft.notes[f"inline {kind[:60]} left out"] = None
        return []
    return [Rendition(element, "data", 1 if "html" in kind else 2)]


def _remote(element: etree._Element, item: Item) -> None:
    """A rendition elsewhere: its `rendition` (rnd:highRes) is the relation."""
    link = Link(
        rel=str(item.concept(element, "rendition")) or None,
        uri=(element.get("href") or element.get("residref") or "").strip() or None,
        type=(element.get("contenttype") or "").strip() or None,
    )
    if link != Link():
        item.draft.links[link] = None
    keep(element, item)


def _is_foreign(element: etree._Element, wanted: str) -> bool:
    """Whether a rendition is in another language than the item says that it is in."""
    own = (element.get(XML_LANG) or "").lower().partition("-")[0]
    return bool(own and wanted) and own != wanted.lower().partition("-")[0]


def _note_others(renditions: list[Rendition], chosen: Rendition, item: Item) -> None:
    """Says what was not read. Two renditions are one content twice: they are never joined."""
    if (language := chosen.element.get(XML_LANG)) and item.draft.language is None:
        item.draft.set_language(language)
    if len(renditions) > 1:
        item.draft.notes[f"1 of {len(renditions)} renditions of the text read"] = None
