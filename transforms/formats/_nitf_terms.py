"""NITF's people, organisations, places and other identified content, in docdata and in the text itself.

Spec: NITF 3.6, `identified-content` and the enriched text (person, org, location, event, function,
object.title, virtloc, classifier). `value` is a code, `idsrc` the vocabulary that it is of; `alt-code` gives
further ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import Term
from transforms.formats._draft import Draft
from transforms.formats._nodes import as_json, child_at, line_of
from transforms.formats._text import one_line

__all__ = ["NAMED", "READ", "evloc_term", "location_term", "name_of", "read_named"]

# What is in these is read with them: a person's function, and who wrote the text.
READ: Final = "newswire-read"
"""The tag that an element in the text gets once it has been read and is no part of the text."""
_READ_WHOLE: Final = frozenset({"person", "byline", "byttl", READ})
# Children of a name that are no part of it.
_BESIDE_NAME: Final = frozenset({"function", "alt-code"})
# From the smallest to the largest, as the schema orders them: part of a location, attribute of its code.
_PARTS: Final = (
    ("sublocation", "location-code"),
    ("city", "city-code"),
    ("state", "state-code"),
    ("region", "region-code"),
    ("country", "iso-cc"),
)
_EVLOC: Final = ("city", "county-dist", "state-prov", "iso-cc")
# Types of classifier that say what the document is about; others (product, template, ...) only sort it.
_SUBJECT_TYPES: Final = frozenset({"concept", "subject", "topic", "category", "descriptor", "theme"})


def name_of(element: etree._Element) -> str:
    """Name of a person, organisation, ...; without what stands beside it, such as the person's function."""
    if not len(element):
        return line_of(element).strip(" ,;")
    pieces = [element.text or ""]
    for child in element.iterchildren("*"):
        if child.tag not in _BESIDE_NAME:
            pieces += [" ", line_of(child)] if child.tag.startswith("name.") else [line_of(child)]
        pieces += [" ", child.tail or ""]
    return one_line("".join(pieces)).replace(" ,", ",").strip(" ,;")


def location_term(element: etree._Element) -> Term:
    """A location's whole name, and its own code or else that of its only part."""
    parts = [(child_at(element, name), code) for name, code in _PARTS]
    found = [(part, code) for part, code in parts if part is not None]
    names = [name_of(part) for part, _ in found]
    written = line_of(element)
    name = ", ".join(filter(None, names)) if found and not _is_punctuated(written, names) else written
    code, scheme = element.get("location-code"), element.get("code-source")
    if not code and len(found) == 1:
        part, attribute = found[0]
        code = part.get(attribute)
        scheme = part.get("code-source") or (attribute if code else None)
    return Term(code=code or None, scheme=scheme or None, name=name.strip(" ,;") or None)


def _is_punctuated(written: str, names: list[str]) -> bool:
    """Whether the parts of a location are parted by more than blanks, as the text has it."""
    return len(names) < 2 or all(
        f"{name}," in written or f"{name} (" in written for name in names[:-1] if name
    )


def evloc_term(element: etree._Element) -> Term | None:
    """Where the event took place: its name from the smallest part up, or the country's code alone."""
    parts = [value for name in _EVLOC if (value := (element.get(name) or "").strip())]
    country = (element.get("iso-cc") or "").strip()
    if not parts:
        return None
    if parts == [country]:
        return Term(code=country, scheme="iso-cc")
    return Term(name=", ".join(parts))


def _term(element: etree._Element) -> Term:
    return Term(
        code=(element.get("value") or "").strip() or None,
        scheme=(element.get("idsrc") or "").strip() or None,
        name=name_of(element) or None,
    )


def _person(element: etree._Element, draft: Draft) -> None:
    _add(draft.people, _term(element))
    _keep_more(element, draft)


def _organisation(element: etree._Element, draft: Draft) -> None:
    _add(draft.organisations, _term(element))
    _keep_more(element, draft)


def _location(element: etree._Element, draft: Draft) -> None:
    _add(draft.places, location_term(element))
    if child_at(element, "*") is not None:
        draft.keep_once("location", as_json(element))


def _classifier(element: etree._Element, draft: Draft) -> None:
    if (element.get("type") or "concept").lower() in _SUBJECT_TYPES:
        _add(draft.subjects, _term(element))
    draft.keep_once("classifier", as_json(element))


def _other(element: etree._Element, draft: Draft) -> None:
    draft.keep_once(str(element.tag), as_json(element))


NAMED: Final[dict[str, Callable[[etree._Element, Draft], None]]] = {
    "person": _person,
    "org": _organisation,
    "location": _location,
    "classifier": _classifier,
    "event": _other,
    "function": _other,
    "object.title": _other,
    "virtloc": _other,
}
"""What reads each kind of identified content."""


def read_named(root: etree._Element, draft: Draft, besides: etree._Element | None = None) -> None:
    """Reads what is identified anywhere below an element, such as in the text, `besides` left out."""
    for element in root.iter(*NAMED):
        parent = element.getparent()
        if element is not besides and (parent is None or parent.tag not in _READ_WHOLE):
            NAMED[str(element.tag)](element, draft)


def _add(terms: dict[Term, None], term: Term) -> None:
    if term.code or term.name:
        terms[term] = None


def _keep_more(element: etree._Element, draft: Draft) -> None:
    """What a Term has no room for: function, gender, further codes."""
    if (
        child_at(element, "function") is not None
        or child_at(element, "alt-code") is not None
        or element.get("gender")
    ):
        draft.keep_once(str(element.tag), as_json(element))
