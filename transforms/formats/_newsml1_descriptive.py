"""DescriptiveMetadata and Metadata of NewsML 1.x: language, genre, subjects, places, topics, properties.

Spec: NewsML 1.2 DTD.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import Term
from transforms.formats._bcp47 import language_tag
from transforms.formats._draft import Draft
from transforms.formats._newsml1_names import Topics, formal_name
from transforms.formats._newsml1_rights import read_property
from transforms.formats._nodes import JsonValue, as_json, attributes, child_at
from transforms.formats._status_words import signals_in

__all__ = ["DESCRIPTIVE", "read_metadata"]

_Reader = Callable[[etree._Element, Draft, Topics], None]

# HowPresent of a Location that is where the story was filed, not what it is about.
_FILED_FROM: Final = frozenset({"origin", "origine", "from", "dateline", "filed", "filedfrom"})
# TopicTypes, in small letters, of people, organisations and places.
_PEOPLE: Final = frozenset({"person", "people", "personne", "personality"})
_ORGANISATIONS: Final = frozenset({"organisation", "organization", "company", "party", "team", "institution"})
_PLACES: Final = frozenset({"location", "place", "country", "city", "region", "area", "geography", "lieu"})
# Properties of a Location, from the smallest to the largest.
_LOCATION_PARTS: Final = (
    "Point",
    "SubLocation",
    "Sublocation",
    "City",
    "CountryArea",
    "State",
    "Province",
    "Region",
)
_COUNTRY_CODE: Final = re.compile(r"[A-Z]{2,3}")


def _language(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """The first of the nearest component; the others say what else is in the item."""
    name = formal_name(element)
    if draft.language is None:
        draft.set_language(name)
    elif language_tag(name) != draft.language:
        draft.keep_once("Language", name)


def _genre(element: etree._Element, draft: Draft, topics: Topics) -> None:
    term = topics.term(element)
    name = term.name or term.code
    if name:
        draft.genres[name] = None
        draft.signal(signals_in(name))


def _subject_code(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """A group of codes from the broadest to the narrowest; each is a subject."""
    for child in element.iterchildren("*"):
        term = topics.term(child)
        if term.code or term.name:
            draft.subjects[term] = None
    if attributes(element) or any(child.get("Importance") or child.get("HowPresent") for child in element):
        draft.keep_once("SubjectCode", as_json(element))


def _of_interest_to(element: etree._Element, draft: Draft, topics: Topics) -> None:
    draft.keep_once("OfInterestTo", as_json(element))


def _location(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """A place by its FormalName, by a Topic, or by properties from the smallest part to the country."""
    term = topics.term(element)
    if child_at(element, "Property") is not None:
        term = _location_of_parts(element, term)
    how = (element.get("HowPresent") or "").replace(" ", "").lower()
    if how not in _FILED_FROM and (term.code or term.name):
        draft.places[term] = None
    if how or child_at(element, "Property") is not None:
        draft.keep_once("Location", as_json(element))


def _location_of_parts(element: etree._Element, term: Term) -> Term:
    parts = {
        formal_name(each): (each.get("Value") or "").strip() for each in element.iterchildren("Property")
    }
    country = parts.get("Country") or parts.get("CountryCode") or parts.get("CountryName") or ""
    smaller = [parts[name] for name in _LOCATION_PARTS if parts.get(name)]
    if country and not smaller and _COUNTRY_CODE.fullmatch(country):
        return Term(code=country, scheme="Country", name=parts.get("CountryName"))
    name = ", ".join([*smaller, *([country] if country else [])])
    return Term(code=term.code, scheme=term.scheme, name=name or term.name)


def _topic_occurrence(element: etree._Element, draft: Draft, topics: Topics) -> None:
    topic = topics.at(element.get("Topic"))
    if topic is None:
        draft.keep_once("TopicOccurrence", as_json(element))
        return
    _read_topic(topic.types, topic.term(), draft)
    if len(attributes(element)) > 1:
        draft.keep_once("TopicOccurrence", {**attributes(element), "Topic": topic.description or topic.code})


def _read_topic(types: tuple[str, ...], term: Term, draft: Draft) -> None:
    """A topic to people, organisations, places or subjects, as its types say."""
    if not (term.code or term.name):
        return
    words = {kind.lower() for kind in types}
    for kinds, terms in (
        (_PEOPLE, draft.people),
        (_ORGANISATIONS, draft.organisations),
        (_PLACES, draft.places),
    ):
        if words & kinds:
            terms[term] = None
            return
    draft.subjects[term] = None


def read_metadata(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """A set of properties of a type of the provider's own; keywords among them go to the keywords too."""
    kind = formal_name(child_at(element, "MetadataType"))
    properties: dict[str, list[JsonValue]] = {}
    for each in element.iterchildren("Property"):
        name, value = formal_name(each), (each.get("Value") or "").strip()
        properties.setdefault(name, []).append(as_json(each) if len(each) or not value else value)
        if value and ("keyword" in name.lower() or "keyword" in kind.lower()):
            draft.keywords[value] = None
    if properties:
        draft.keep_once(kind or "Metadata", {name: _one(values) for name, values in properties.items()})


def _one(values: list[JsonValue]) -> JsonValue:
    return values[0] if len(values) == 1 else values


DESCRIPTIVE: Final[dict[str, _Reader]] = {
    "Language": _language,
    "Genre": _genre,
    "SubjectCode": _subject_code,
    "OfInterestTo": _of_interest_to,
    "Location": _location,
    "TopicOccurrence": _topic_occurrence,
    "Property": read_property,
}
