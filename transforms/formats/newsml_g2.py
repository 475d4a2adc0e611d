"""NewsML-G2: news items alone or in a news message, 2.9 to 2.34.

Contract: `parse` takes the bytes of one document and yields an item for each item in it, in order; it raises
only `ParseError`. Spec: IPTC, NewsML-G2 Specification and Implementation Guide. Any prefix or none, the
namespace or none.

An item is told apart by its element and, a newsItem, by its itemClass: only text is a story. A newsItem whose
itemClass is composite or none of the IPTC's is a story if it carries text.

Known faults of feeds that are read: see `_g2_meta` and `_g2_body`; version or guid missing; `Header` for
`header`; a contentSet alone, without its item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lxml import etree

from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Reason, Skipped
from transforms.formats._draft import Draft, finish
from transforms.formats._g2_body import clean_body
from transforms.formats._g2_catalog import Catalog
from transforms.formats._g2_content import DATA, read_content
from transforms.formats._g2_content_meta import read_content_meta, settle
from transforms.formats._g2_item import Item, Reader, read_parts
from transforms.formats._g2_item_meta import read_item_meta, read_rights
from transforms.formats._g2_nodes import XML_LANG, as_json, code_of, lines_of
from transforms.formats._nodes import root_name
from transforms.formats._xml import local, parse_xml

__all__ = ["FORMAT", "parse", "sniff"]

# Elements that are items, and what they are skipped as.
_ITEMS: Final = {
    "newsItem": "",
    "packageItem": "package",
    "conceptItem": "concept",
    "knowledgeItem": "knowledge",
    "planningItem": "planning",
    "catalogItem": "catalog",
    "groupSet": "package",  # without its item
}
_FRAGMENTS: Final = frozenset({"contentSet", "contentMeta"})
_ROOTS: Final = frozenset({"newsMessage", *_ITEMS, *_FRAGMENTS})

# itemClass (IPTC ninature, and words that agencies use in its place) -> what an item is skipped as.
_CLASSES: Final = {
    "picture": "picture", "photo": "picture", "photograph": "picture", "image": "picture",
    "graphic": "graphic", "infographic": "graphic", "animated": "graphic", "animation": "graphic",
    "video": "video", "audio": "audio",
}  # fmt: skip
_SENT_ANYWAY: Final = ("canceled", "withheld")
_LONGEST_HEADER: Final = 8192  # kept with each item of its message
_NO_WORD: Final = re.compile(r"[^a-z0-9_-]+")


def sniff(head: bytes) -> bool:
    """Whether the root element is NewsML-G2's. NewsML 1.x has `NewsML`, and a capital in `NewsItem`."""
    return root_name(head) in _ROOTS


def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The items of one document.

    Raises:
      ParseError: as `parse_xml`; MALFORMED where the root is none of NewsML-G2's; NO_TEXT where the one item
        of the document has neither headline nor text.
    """
    root, encoding, notes = parse_xml(data, hints)
    name = local(root)
    if name == "newsMessage":
        yield from _message(root, hints, encoding, notes)
    elif name in _ROOTS:
        yield _item(root, hints, encoding, notes)
    else:
        raise ParseError(Reason.MALFORMED, f"the root element is {name}, none of NewsML-G2's")


class _Header(NamedTuple):
    """What the header of a message says of each item in it."""

    priority: str = ""
    whole: str = ""  # as JSON

    @classmethod
    def of(cls, element: etree._Element | None) -> _Header:
        if element is None:
            return cls()
        whole = json.dumps(as_json(element), ensure_ascii=False, separators=(",", ":"))
        return cls(_text_of(element, "priority"), whole if len(whole) <= _LONGEST_HEADER else "")


def _message(root: etree._Element, hints: Hints, encoding: str, notes: tuple[str, ...]) -> Iterator[Parsed]:
    """The items of a newsMessage; what one of them lacks does no harm to the others."""
    header = next((child for child in root if local(child).lower() == "header"), None)
    said = _Header.of(header)
    items = [child for part in root if local(part) == "itemSet" for child in part]
    items += [child for child in root if local(child) in _ITEMS]
    for element in items:
        try:
            yield _item(element, hints, encoding, notes, said)
        except ParseError as error:
            yield error
    if not items:  # heartbeats and the like
        yield Skipped("message", "" if header is None else _text_of(header, "transmitId"))


def _text_of(parent: etree._Element, name: str) -> str:
    return next((lines_of(child) for child in parent if local(child) == name), "")


def _item(
    element: etree._Element,
    hints: Hints,
    encoding: str,
    notes: Iterable[str],
    header: _Header | None = None,
) -> Parsed:
    name, uri = local(element), (element.get("guid") or "").strip()
    if name not in _ITEMS and name not in _FRAGMENTS:
        return Skipped(_word(name), uri)
    if _ITEMS.get(name):
        return Skipped("event" if _is_event(element) else _ITEMS[name], uri)
    item = _begin(element, hints, notes)
    kind = _look_ahead(item)
    if kind in _CLASSES:
        return Skipped(_CLASSES[kind], uri)
    _read(item, element.get(XML_LANG) or "")
    if header is not None:
        item.draft.priority = header.priority or None
        item.draft.keep("header", header.whole)
    return _story_or_not(item, kind, encoding)


def _is_event(element: etree._Element) -> bool:
    """Whether a conceptItem says that its concept is an event."""
    parts = (part for child in element if local(child) == "concept" for part in child)
    types = (part.get("qcode") or part.get("uri") or "" for part in parts if local(part) == "type")
    return any(code_of(each) == "event" for each in types)


def _begin(element: etree._Element, hints: Hints, notes: Iterable[str]) -> Item:
    draft = Draft(hints)
    draft.notes.update(dict.fromkeys(notes))
    draft.uri = (element.get("guid") or "").strip()
    draft.version = (element.get("version") or "").strip() or None
    item = Item(draft, element.get(XML_LANG) or "")
    tag = element.tag
    item.namespaces |= {tag[1 : tag.find("}")] if tag.startswith("{") else ""}
    if local(element) in _FRAGMENTS:
        draft.notes[f"{local(element)} without its item"] = None
        item.parts = [(local(element), element)]
        return item
    if not draft.uri:
        draft.notes["no guid"] = None
    item.parts = [(local(child), child) for child in element]
    for name in ("standardversion", "conformance"):
        draft.keep(name, element.get(name, ""))
    return item


def _look_ahead(item: Item) -> str:
    """What the rest is read by: catalogs, assertions, language. The code of the itemClass comes back."""
    kind = ""
    if catalogs := [part for name, part in item.parts if name == "catalog"]:
        item.catalog = Catalog.inline(catalogs)
    item.asserted = {str(item.concept(part)): part for name, part in item.parts if name == "assert"}
    for name, part in item.parts:
        if name == "itemMeta":
            classes = [child for child in part if local(child) == "itemClass"]
            kind = code_of(item.concept(classes[0]).code) if classes else ""
        elif name == "contentMeta":
            tags = (child.get("tag") for child in part if local(child) == "language")
            item.language = next((tag.strip() for tag in tags if tag), item.language)
    item.language = item.language.lower()
    return kind


def _read(item: Item, language: str) -> None:
    """All parts of an item; its content last, since what it repeats must be known."""
    read_parts((part for name, part in item.parts if name != "contentSet"), _PARTS, item)
    settle(item)
    for name, part in item.parts:
        if name == "contentSet":
            read_content(part, item)
    item.draft.set_language(language)
    clean_body(item)


def _catalog_ref(element: etree._Element, item: Item) -> None:
    item.draft.keep("catalogRef", (element.get("href") or "").strip())


def _catalog(element: etree._Element, item: Item) -> None:
    schemes = {child.get("alias", ""): child.get("uri", "") for child in element if local(child) == "scheme"}
    item.draft.keep("catalog", dict(schemes))


_PARTS: Final[dict[str, Reader]] = {
    "itemMeta": read_item_meta,
    "contentMeta": read_content_meta,
    "rightsInfo": read_rights,
    "catalogRef": _catalog_ref,
    "catalog": _catalog,
}


def _word(text: str) -> str:
    """A class or element of no known vocabulary as a reason that can be counted under."""
    return _NO_WORD.sub("-", text.lower()).strip("-")[:40] or "unknown"


def _story_or_not(item: Item, kind: str, encoding: str) -> Parsed:
    """A story has a headline or text, or says that one with its guid must not be used."""
    draft = item.draft
    if draft.body or draft.pub_status in _SENT_ANYWAY:
        return finish(draft, FORMAT.name, encoding)
    if kind not in ("", "text"):
        return Skipped(next((DATA[name] for name in item.data if name in DATA), _word(kind)), draft.uri)
    if draft.headline:
        return finish(draft, FORMAT.name, encoding)
    if item.data:
        return Skipped(DATA.get(item.data[0], "data"), draft.uri)
    raise ParseError(Reason.NO_TEXT, f"item {draft.uri or 'without guid'} has neither headline nor text")


FORMAT = Format(
    name="newsml-g2",
    title="NewsML-G2",
    sniff=sniff,
    parse=parse,
    gives=(
        "every field of itemMeta, contentMeta and rightsInfo; QCodes and URIs by the IPTC's and inline "
        "catalogs; NITF, XHTML, HTML5 and plain-text bodies"
    ),
    limits=(
        "catalogs elsewhere are not fetched; packages, concepts, plans and media are named and skipped; "
        "of several renditions one is read"
    ),
)
