"""What all parts of a NewsML-G2 item share: who reads them, terms with names, and what is left over.

Spec: NewsML-G2, "Concept attributes" (qcode, uri, literal), "Flexible properties" (type, name, broader,
sameAs and kin), `assert` (what is said of a concept once for the whole item).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from schemas.records import Term
from transforms.formats._draft import Draft
from transforms.formats._g2_catalog import IPTC, Catalog, Concept
from transforms.formats._nodes import JsonValue
from transforms.formats._text import one_line
from transforms.formats._xml import local

__all__ = [
    "XML_LANG",
    "Item",
    "Labelled",
    "Reader",
    "as_json",
    "attributes",
    "best_name",
    "code_of",
    "distance",
    "keep",
    "lines_of",
    "read_parts",
]

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMA_LOCATION: Final = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_NAMESPACES: Final = ("", "http://iptc.org/std/nar/2006-10-01/")
_BREAKS: Final = frozenset({"br", "p", "line"})


class Item:
    """An item while it is read: the draft of its story, and what its parts need to know of each other."""

    def __init__(self, draft: Draft, language: str = "") -> None:
        self.draft = draft
        self.parts: list[tuple[str, etree._Element]] = []  # what it consists of, by name
        self.language = language  # of the content, to choose among names and headlines
        self.catalog: Catalog = IPTC
        self.namespaces: frozenset[str] = frozenset(_NAMESPACES)
        self.asserted: dict[str, etree._Element] = {}
        self.headlines: list[Labelled] = []
        self.descriptions: list[Labelled] = []
        self.created: str = ""  # contentCreated
        self.creators: list[etree._Element] = []
        self.data: list[str] = []  # what the content is that is no text: events, sports-content, image/jpeg
        self.known: list[str] = []  # texts that a body may begin with once more

    def concept(self, element: etree._Element, name: str = "") -> Concept:
        """What @qcode, @uri and @literal say; with a name, @<name> and @<name>uri (type, rel, role)."""
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
        namespace, name = _split(part.tag)
        reader = readers.get(name)
        if reader is None or namespace not in item.namespaces:
            keep(part, item)
        else:
            reader(part, item)


@lru_cache(maxsize=2048)
def _split(tag: str) -> tuple[str, str]:
    """Namespace and local name."""
    namespace, _, name = tag.rpartition("}")
    return namespace[1:], name.rpartition(":")[2]


def keep(element: etree._Element, item: Item, name: str = "") -> None:
    """Keeps an element whole in `extra`, under its own name."""
    item.draft.keep(name or local(element), as_json(element))


def as_json(element: etree._Element) -> JsonValue:
    """An element whole: its text alone, or an object of its attributes, children by name, and text."""
    value: dict[str, JsonValue] = {}
    value.update(attributes(element))
    if not len(element):
        text = _line(element.text)
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


def attributes(element: etree._Element) -> dict[str, str]:
    """Attributes by local name, without empty ones and the place of the schema."""
    found = {}
    for name, value in element.items():
        if name != _SCHEMA_LOCATION and (text := str(value).strip()):
            found[str(name)[str(name).find("}") + 1 :]] = text
    return found


def lines_of(element: etree._Element) -> str:
    """All text of an element on one line; '' where it has none."""
    if not len(element):
        return _line(element.text)
    return _line("".join(_pieces(element)))


def _line(text: str | None) -> str:
    """`one_line`, quicker for the many texts that have nothing to clean."""
    if not text:
        return ""
    line = " ".join(text.split())
    return line if line.isascii() and line.isprintable() else one_line(text)


def _pieces(element: etree._Element) -> Iterable[str]:
    """Its texts; a br or p parts words that an inline element does not."""
    yield element.text or ""
    for child in element:
        gap = " " if local(child) in _BREAKS else ""
        yield gap
        yield from map(str, child.itertext())
        yield gap
        yield child.tail or ""


def best_name(element: etree._Element, language: str) -> str:
    """The name in the story's language, else that of no language, in English, or the first."""
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


@lru_cache(maxsize=4096)
def code_of(text: str) -> str:
    """The last part of a code, QCode or URI, in lower case: 'ninat:text' -> 'text'."""
    return text.strip().rstrip("/").replace("#", ":").replace("/", ":").rpartition(":")[2].lower()
