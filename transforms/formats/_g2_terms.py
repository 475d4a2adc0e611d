"""What all parts of a NewsML-G2 item have in common: who reads it, terms with names, and what is left over.

Spec: NewsML-G2, "Concept attributes" (qcode, uri, literal), "Flexible properties" (type, name, broader, sameAs
and kin), `assert` (what is said of a concept once for the whole item).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from lxml import etree

from schemas.records import Term
from transforms.formats._draft import Draft
from transforms.formats._g2_catalog import IPTC, Catalog, Concept
from transforms.formats._nodes import JsonValue
from transforms.formats._text import one_line
from transforms.formats._xml import local

__all__ = ["XML_LANG", "Item", "Reader", "as_json", "best_name", "code_of", "keep", "lines_of", "read_parts"]

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMA_LOCATION: Final = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_NAMESPACES: Final = ("", "http://iptc.org/std/nar/2006-10-01/")


class Item:
    """An item while it is read: the draft of its story, and what its parts need to know of each other."""

    def __init__(self, draft: Draft, language: str = "") -> None:
        self.draft = draft
        self.language = language.lower()  # of the content, to choose among names and headlines
        self.catalog: Catalog = IPTC
        self.namespaces: frozenset[str] = frozenset(_NAMESPACES)
        self.asserted: dict[str, etree._Element] = {}
        self.headlines: list[Labelled] = []
        self.descriptions: list[Labelled] = []
        self.created: str = ""  # contentCreated
        self.creators: list[etree._Element] = []
        self.known: list[str] = []  # texts that a body may begin with once more

    def concept(self, element: etree._Element, name: str = "") -> Concept:
        """What @qcode, @uri and @literal say, or with a name @<name> and @<name>uri (type, rel, role, ...)."""
        if name:
            return self.catalog.resolve(element.get(name), element.get(name + "uri"))
        return self.catalog.resolve(element.get("qcode"), element.get("uri"), element.get("literal"))

    def term(self, element: etree._Element) -> Term:
        """The concept of an element, with the name that it or an `assert` gives."""
        concept = self.concept(element)
        name = best_name(element, self.language)
        if not name and self.asserted and (said := self.asserted.get(str(concept))) is not None:
            name = best_name(said, self.language)
        return Term(code=concept.code or None, scheme=concept.scheme or None, name=name or None)


Reader = Callable[[etree._Element, Item], None]


class Labelled(NamedTuple):
    """A headline or description, with what chooses among several."""

    text: str
    role: str
    language: str
    element: etree._Element


def read_parts(parts: Iterable[etree._Element], readers: dict[str, Reader], item: Item) -> None:
    """Gives each element to the reader beside its name; what has none is kept whole.

    So is an element of another namespace, whatever its name: it is an extension of the provider's.
    """
    for part in parts:
        reader = readers.get(local(part))
        if reader is None or not _is_ours(part, item):
            keep(part, item)
        else:
            reader(part, item)


def _is_ours(element: etree._Element, item: Item) -> bool:
    tag = element.tag
    return (tag[1 : tag.find("}")] if tag.startswith("{") else "") in item.namespaces


def keep(element: etree._Element, item: Item, name: str = "") -> None:
    """Keeps an element whole in `extra`, under its own name."""
    item.draft.keep(name or local(element), as_json(element))


def as_json(element: etree._Element) -> JsonValue:
    """An element whole: its text alone, or an object of its attributes, its children by name, and its text."""
    value: dict[str, JsonValue] = {}
    for name, text in element.attrib.items():
        if name != _SCHEMA_LOCATION and (text := text.strip()):
            value[name[name.find("}") + 1 :]] = text
    if not len(element):
        text = one_line(element.text) if element.text else ""
        return {**value, "text": text} if value and text else value or text
    if (element.text and element.text.strip()) or any(child.tail and child.tail.strip() for child in element):
        value["text"] = lines_of(element)
    lists: dict[str, list[JsonValue]] = {}
    for child in element:
        if part := as_json(child):
            lists.setdefault(local(child), []).append(part)
    for name, parts in lists.items():
        name = name if name not in value else f"{name}[]"
        value[name] = parts[0] if len(parts) == 1 else parts
    return value


def lines_of(element: etree._Element) -> str:
    """All text of an element on one line; '' where it has none."""
    if not len(element):
        return one_line(element.text) if element.text else ""
    return one_line(" ".join(_pieces(element)) if _has_break(element) else "".join(element.itertext()))


def _has_break(element: etree._Element) -> bool:
    return any(local(child) in ("br", "p", "line") for child in element)


def _pieces(element: etree._Element) -> Iterable[str]:
    yield element.text or ""
    for child in element:
        yield "".join(child.itertext())
        yield child.tail or ""


def best_name(element: etree._Element, language: str) -> str:
    """Of the names of a concept: that in the story's language, else that of no language, English, or the first."""
    names = [child for child in element if local(child) == "name"]
    if len(names) == 1:
        return lines_of(names[0])
    return lines_of(min(names, key=lambda name: distance(name, language))) if names else ""


def distance(element: etree._Element, language: str) -> int:
    """How far the language of an element is from the one that is wanted."""
    own = (element.get(XML_LANG) or "").lower()
    if own == language:
        return 0
    if own and own.partition("-")[0] == language.partition("-")[0]:
        return 1
    return 2 if not own else 3 if own.startswith("en") else 4


def code_of(text: str) -> str:
    """The last part of a code, QCode or URI, in lower case: 'ninat:text' -> 'text'."""
    return text.strip().rstrip("/").replace("#", ":").replace("/", ":").rpartition(":")[2].lower()
