"""An item of NewsML-G2 while it is read, and how its elements find their readers.

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
from transforms.formats._g2_nodes import XML_LANG, as_json, best_name, lines_of
from transforms.formats._xml import local

__all__ = ["NONE", "Item", "Labelled", "Reader", "keep", "line_reader", "read_parts", "says_more"]

_NAMESPACES: Final = ("", "http://iptc.org/std/nar/2006-10-01/")
# Attributes that change nothing: the language of the text, its direction, ids within the document.
_SILENT: Final = frozenset({XML_LANG, "dir", "id"})


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


NONE: Final[frozenset[str]] = frozenset()


def says_more(element: etree._Element, own: frozenset[str], children: frozenset[str] = NONE) -> bool:
    """Whether an element has attributes or children other than these."""
    if not own.issuperset(element.keys()) and not own.union(_SILENT).issuperset(element.keys()):
        return True
    return bool(len(element)) and any(local(child) not in children for child in element)


def line_reader(name: str) -> Reader:
    """The reader of an element that is one line of text, into the ordered set of that name."""

    def read(element: etree._Element, item: Item) -> None:
        if text := lines_of(element):
            getattr(item.draft, name)[text] = None
        if says_more(element, NONE):
            keep(element, item)

    return read
