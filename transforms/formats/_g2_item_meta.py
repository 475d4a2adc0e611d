"""What a NewsML-G2 item says of itself: itemMeta, and rightsInfo.

Spec: NewsML-G2 2.9 to 2.34, "Item Management" and "Rights Information". Each element is read by the function
beside its name in a table; what is in no table is kept in `extra` whole, and so is an element that says more
than its field holds.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from schemas.records import FOREVER, Link
from transforms.formats._g2_item import NONE, Item, Reader, keep, line_reader, read_parts, says_more
from transforms.formats._g2_nodes import attributes, best_name, code_of, lines_of
from transforms.formats._status_words import signals_in
from transforms.formats._xml import local

__all__ = ["read_item_meta", "read_link", "read_rights"]

_CONCEPT: Final = frozenset({"qcode", "uri", "literal"})
_LINK: Final = frozenset({"rel", "reluri", "residref", "href", "contenttype"})


def _provider(element: etree._Element, item: Item) -> None:
    """The agency: by its name, else by its code, else by the URI that stands for it."""
    concept = item.concept(element)
    code = concept.code if concept.scheme and not concept.scheme.startswith("http") else ""
    provider = best_name(element, item.language) or code or element.get("uri", "").strip() or concept.code
    item.draft.provider = item.draft.provider or provider or lines_of(element)
    if any(value != provider for value in attributes(element).values()):
        keep(element, item)


def _version_created(element: etree._Element, item: Item) -> None:
    item.draft.version_created = item.draft.moment(lines_of(element), "versionCreated")


def _first_created(element: etree._Element, item: Item) -> None:
    item.draft.first_created = item.draft.moment(lines_of(element), "firstCreated")


def _embargoed(element: etree._Element, item: Item) -> None:
    """An empty element is an embargo without end; so is one whose date cannot be read."""
    item.draft.embargo_until = item.draft.moment(lines_of(element), "embargoed") or FOREVER


def _pub_status(element: etree._Element, item: Item) -> None:
    item.draft.set_status(code_of(item.concept(element).code or lines_of(element)))


def _signal(element: etree._Element, item: Item) -> None:
    concept = item.concept(element)
    found = signals_in(concept.code) or signals_in(best_name(element, "en"))
    item.draft.signal(found)
    if not found or says_more(element, _CONCEPT):
        keep(element, item)


def read_link(element: etree._Element, item: Item) -> None:
    """Another item: `irel` relation, identity or address, kind, title."""
    parts = {local(child): child for child in reversed(element)}
    kind = code_of(str(item.concept(parts["itemClass"]))) if "itemClass" in parts else ""
    title = next((lines_of(parts[name]) for name in ("headline", "title") if name in parts), "")
    link = Link(
        rel=str(item.concept(element, "rel")) or None,
        uri=(element.get("residref") or element.get("href") or "").strip() or None,
        type=kind or element.get("contenttype", "").strip() or None,
        title=title or None,
    )
    if link != Link():
        item.draft.links[link] = None
    both = element.get("residref") and element.get("href")
    if both or says_more(element, _LINK, frozenset({"title"})):
        keep(element, item)


def _class(element: etree._Element, item: Item) -> None:
    """Read before all else; kept where it is not the usual."""
    if item.concept(element) != ("ninat", "text"):
        keep(element, item)


_READERS: Final[dict[str, Reader]] = {
    "itemClass": _class,
    "provider": _provider,
    "versionCreated": _version_created,
    "firstCreated": _first_created,
    "embargoed": _embargoed,
    "pubStatus": _pub_status,
    "edNote": line_reader("editorial_notes"),
    "signal": _signal,
    "link": read_link,
}


def read_item_meta(element: etree._Element, item: Item) -> None:
    """Reads an itemMeta."""
    read_parts(element, _READERS, item)


def read_rights(element: etree._Element, item: Item) -> None:
    """Holder, notice and usage have fields; the rest, and who the holder is, is kept with them."""
    draft, more = item.draft, bool(element.attrib)
    for child in element:
        name = local(child)
        if name == "copyrightHolder":
            concept = item.concept(child)
            holder = best_name(child, item.language) or child.get("uri", "").strip() or concept.code
            draft.holder = draft.holder or holder or lines_of(child) or None
            more = more or any(value != holder for value in attributes(child).values())
        elif name in _RIGHTS:
            if text := lines_of(child):
                getattr(draft, _RIGHTS[name])[text] = None
            more = more or says_more(child, NONE)
        else:
            more = True
    if more:
        keep(element, item)


_RIGHTS: Final = {"copyrightNotice": "copyright_notices", "usageTerms": "usage"}
