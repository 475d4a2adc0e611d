"""What a NewsComponent of NewsML 1.x says of its content: NewsLines and the four kinds of metadata.

Spec: NewsML 1.2 DTD and Functional Specification. Each element is read by the function beside its name in a
table; what is in no table is kept in `extra` whole. The caller goes from the component that holds the text out
to the item's own: scalars of the nearest win, lists are joined.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import Term
from transforms.formats._authors import parse_byline
from transforms.formats._datelines import parse_dateline
from transforms.formats._draft import Draft, signals_in
from transforms.formats._newsml1_names import Topics, formal_name
from transforms.formats._nodes import JsonValue, as_json, attributes, line_of, local_name

__all__ = ["METADATA", "read_component", "read_topic"]

_Reader = Callable[[etree._Element, Draft, Topics], None]

_KEYWORD_ENDS: Final = re.compile(r"\s*[;,]\s*")
# NewsLineTypes that are a message to editors. Agencies define their own: compared without blanks and case.
_NOTE_LINES: Final = frozenset(
    "note ednote editorialnote editorsnote notetoeditors noteauxredactions advisory advisoryline".split()
)
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
_MACHINE_PARTS: Final = frozenset({"id", "Comment"})


def read_component(component: etree._Element, draft: Draft, topics: Topics) -> None:
    """Reads the metadata that stands directly in a NewsComponent."""
    if draft.language is None:
        draft.set_language(formal_name(component.find("DescriptiveMetadata/Language")))
    for child in component.iterchildren(*METADATA):
        METADATA[str(child.tag)](child, draft, topics)


def _read(parent: etree._Element, readers: dict[str, _Reader], draft: Draft, topics: Topics) -> None:
    for child in parent.iterchildren("*"):
        readers.get(child.tag, _keep)(child, draft, topics)


def _keep(element: etree._Element, draft: Draft, topics: Topics) -> None:
    draft.keep(local_name(element), _short(as_json(element)))


def _short(value: JsonValue) -> JsonValue:
    """A formal name alone, where an element has no more than that."""
    return value["FormalName"] if isinstance(value, dict) and value.keys() == {"FormalName"} else value


def _skip(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """Read elsewhere, or of no meaning outside of its document."""


def _lines(element: etree._Element, draft: Draft, topics: Topics) -> None:
    _read(element, _NEWS_LINES, draft, topics)


def _administrative(element: etree._Element, draft: Draft, topics: Topics) -> None:
    _read(element, _ADMINISTRATIVE, draft, topics)


def _rights(element: etree._Element, draft: Draft, topics: Topics) -> None:
    _read(element, _RIGHTS, draft, topics)


def _descriptive(element: etree._Element, draft: Draft, topics: Topics) -> None:
    _read(element, _DESCRIPTIVE, draft, topics)


# NewsLines


def _headline(element: etree._Element, draft: Draft, topics: Topics) -> None:
    line = line_of(element)
    if draft.headline and line != draft.headline:
        draft.keep_once("HeadLine", line)
    draft.headline = draft.headline or line


def _byline(element: etree._Element, draft: Draft, topics: Topics) -> None:
    line = line_of(element)
    draft.add_byline(line, parse_byline(line))


def _dateline(element: etree._Element, draft: Draft, topics: Topics) -> None:
    line = line_of(element)
    if line and draft.dateline is None:
        draft.dateline = parse_dateline(line)


def _credit(element: etree._Element, draft: Draft, topics: Topics) -> None:
    if line := line_of(element):
        draft.credits[line] = None


def _copyright_line(element: etree._Element, draft: Draft, topics: Topics) -> None:
    if line := line_of(element):
        draft.copyright_notices[line] = None


def _rights_line(element: etree._Element, draft: Draft, topics: Topics) -> None:
    if line := line_of(element):
        draft.usage[line] = None


def _slugline(element: etree._Element, draft: Draft, topics: Topics) -> None:
    line = line_of(element)
    if draft.slugline and line != draft.slugline:
        draft.keep_once("SlugLine", line)
    draft.slugline = draft.slugline or line or None


def _keywords(element: etree._Element, draft: Draft, topics: Topics) -> None:
    draft.keywords.update(dict.fromkeys(filter(None, _KEYWORD_ENDS.split(line_of(element)))))


def _news_line(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """A line of a kind that the provider defines."""
    kind = formal_name(element.find("NewsLineType"))
    for each in element.iterchildren("NewsLineText"):
        line = line_of(each)
        if kind.lower().replace(" ", "").replace("'", "") in _NOTE_LINES and line:
            draft.editorial_notes[line] = None
        else:
            draft.keep_once(kind or "NewsLine", line)


# AdministrativeMetadata and RightsMetadata


def _provider(element: etree._Element, draft: Draft, topics: Topics) -> None:
    party = element.find("Party")
    name = "" if party is None else topics.party(party)
    draft.provider = draft.provider or name
    draft.keep("Provider", _parties(element, topics))


def _party(element: etree._Element, draft: Draft, topics: Topics) -> None:
    draft.keep(str(element.tag), _parties(element, topics))


def _parties(element: etree._Element, topics: Topics) -> JsonValue:
    """The names of its parties where that is all there is, else the element whole."""
    parties = element.findall("Party")
    value = as_json(element)
    simple = isinstance(value, dict) and value.keys() == {"Party"}
    if not simple or any(len(party) or party.get("Scheme") for party in parties):
        return value
    names: list[JsonValue] = [topics.party(party) for party in parties]
    return names[0] if len(names) == 1 else names


def _property(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """A name and value of the provider's own."""
    name, value = formal_name(element), (element.get("Value") or element.get("ValueRef") or "").strip()
    if "keyword" in name.lower() and value:
        draft.keywords[value] = None
    elif len(element) or not value:
        draft.keep("Property", as_json(element))
    else:
        draft.keep_once(name or "Property", value)


def _copyright(element: etree._Element, draft: Draft, topics: Topics) -> None:
    holder = line_of(element.find("CopyrightHolder"))
    draft.holder = draft.holder or holder or None
    if as_json(element) != {"CopyrightHolder": holder}:
        draft.keep("Copyright", as_json(element))


def _usage(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """Terms in words; holder, place and dates stay together in `extra`."""
    words = filter(None, (line_of(element.find(name)) for name in ("UsageType", "Limitations")))
    if terms := ". ".join(word.rstrip(".") for word in words):
        draft.usage[terms] = None
    draft.keep("UsageRights", as_json(element))


# DescriptiveMetadata and Metadata


def _language(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """Further languages; the first has been read."""
    if draft.language is None:
        draft.set_language(formal_name(element))


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
    value = as_json(element)
    draft.keep_once("OfInterestTo", _short(value))


def _location(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """A place by its FormalName, by a Topic, or by properties from the smallest part to the country."""
    term = topics.term(element)
    if element.find("Property") is not None:
        term = _location_of_parts(element, term)
    how = (element.get("HowPresent") or "").replace(" ", "").lower()
    if how not in _FILED_FROM and (term.code or term.name):
        draft.places[term] = None
    if how or element.find("Property") is not None:
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
    read_topic(topic.types, topic.term(), draft)
    if len(attributes(element)) > 1:
        draft.keep_once("TopicOccurrence", {**attributes(element), "Topic": topic.description or topic.code})


def read_topic(types: tuple[str, ...], term: Term, draft: Draft) -> None:
    """A topic to people, organisations, places or subjects, as its types say."""
    words = {kind.lower() for kind in types}
    for kinds, terms in (
        (_PEOPLE, draft.people),
        (_ORGANISATIONS, draft.organisations),
        (_PLACES, draft.places),
    ):
        if words & kinds:
            terms[term] = None
            return
    if term.code or term.name:
        draft.subjects[term] = None


def _metadata(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """A set of properties of a type of the provider's own; keywords among them go to the keywords too."""
    kind = formal_name(element.find("MetadataType"))
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


METADATA: Final[dict[str, _Reader]] = {
    "NewsLines": _lines,
    "AdministrativeMetadata": _administrative,
    "RightsMetadata": _rights,
    "DescriptiveMetadata": _descriptive,
    "Metadata": _metadata,
    "Comment": _keep,
}
"""What reads each child of a NewsComponent that is metadata."""

_NEWS_LINES: Final[dict[str, _Reader]] = {
    "HeadLine": _headline,
    "ByLine": _byline,
    "DateLine": _dateline,
    "CreditLine": _credit,
    "CopyrightLine": _copyright_line,
    "RightsLine": _rights_line,
    "SlugLine": _slugline,
    "KeywordLine": _keywords,
    "NewsLine": _news_line,
}
_ADMINISTRATIVE: Final[dict[str, _Reader]] = {
    "Catalog": _skip,
    "Provider": _provider,
    "Creator": _party,
    "Source": _party,
    "Contributor": _party,
    "Property": _property,
}
_RIGHTS: Final[dict[str, _Reader]] = {
    "Catalog": _skip,
    "Copyright": _copyright,
    "UsageRights": _usage,
    "Property": _property,
}
_DESCRIPTIVE: Final[dict[str, _Reader]] = {
    "Catalog": _skip,
    "Language": _language,
    "Genre": _genre,
    "SubjectCode": _subject_code,
    "OfInterestTo": _of_interest_to,
    "Location": _location,
    "TopicOccurrence": _topic_occurrence,
    "Property": _property,
}
