"""What a NewsML-G2 item says of its content: contentMeta.

Spec: NewsML-G2 2.9 to 2.34, "Content Metadata". As in `_g2_item_meta`, what has no field is kept in `extra`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import Author, Term
from transforms.formats._authors import parse_byline
from transforms.formats._datelines import parse_dateline
from transforms.formats._dates import parse_date
from transforms.formats._g2_item import NONE, Item, Labelled, Reader, keep, line_reader, read_parts, says_more
from transforms.formats._g2_item_meta import read_link
from transforms.formats._g2_nodes import XML_LANG, best_name, code_of, distance, lines_of
from transforms.formats._status_words import signals_in
from transforms.formats._xml import local

__all__ = ["read_content_meta", "settle"]

_MAIN_HEADLINES: Final = frozenset({"main", "headline", "mainheadline", "title", "hl1", "default"})
_ABSTRACTS: Final = ("summary", "abstract", "synopsis", "lede", "lead", "short", "teaser")
# Words of the roles of creators and contributors that make them authors. Source: IPTC contributorrole and
# contentprodpartyrole, and the agencies' own.
_AUTHOR_ROLES: Final = {
    "author": "writer", "writer": "writer", "reporter": "reporting", "correspondent": "writer",
    "journalist": "writer", "editor": "editing", "translator": "translation",
}  # fmt: skip


def _urgency(element: etree._Element, item: Item) -> None:
    item.draft.set_urgency(lines_of(element))


def _content_created(element: etree._Element, item: Item) -> None:
    item.created = lines_of(element)
    keep(element, item)


def _creator(element: etree._Element, item: Item) -> None:
    item.creators.append(element)
    keep(element, item)


def _language(element: etree._Element, item: Item) -> None:
    tag, draft = element.get("tag", "").strip(), item.draft
    if draft.language is None:
        draft.set_language(tag)
    other = bool(tag and draft.language and tag.lower() != draft.language.lower())
    if other or says_more(element, _TAG, _NAME):
        keep(element, item)


def _genre(element: etree._Element, item: Item) -> None:
    term = item.term(element)
    if shown := term.name or term.code:
        item.draft.genres[shown] = None
        item.draft.signal(signals_in(term.code or "") or signals_in(shown))
    if len(element) or element.keys() != ["qcode"]:
        keep(element, item)


def _subject(element: etree._Element, item: Item) -> None:
    """All subjects are in `subjects`; those that say that they are a person, ... are there as well."""
    draft, kind = item.draft, code_of(str(item.concept(element, "type")))
    if kind not in _KINDS and len(element) and (said := _type_child(element)) is not None:
        kind = code_of(str(item.concept(said)))
    for term in _terms(element, item):
        draft.subjects[term] = None
        if kind in _KINDS:
            getattr(draft, _KINDS[kind])[term] = None
    told = len(element) < 2 and (not kind or kind in _TOLD)
    if not told or says_more(element, _SUBJECT, _NAME):
        keep(element, item)


_KINDS: Final = {
    "person": "people",
    "organisation": "organisations",
    "organization": "organisations",
    "company": "organisations",
    "geoarea": "places",
    "poi": "places",
    "place": "places",
}
# Types that the list tells in which a term is.
_TOLD: Final = frozenset({"person", "organisation", "geoarea"})
_SUBJECT: Final = frozenset({"qcode", "uri", "literal", "type", "typeuri"})
_NAME: Final = frozenset({"name"})
_TAG: Final = frozenset({"tag"})


def _type_child(element: etree._Element) -> etree._Element | None:
    return next((child for child in element if local(child) == "type"), None)


def _terms(element: etree._Element, item: Item) -> list[Term]:
    """The term of a subject, or those of its main concept and facets or of the bits of its bag."""
    term = item.term(element)
    if term.code or term.name:
        return [term]
    bags = (bit for child in element if local(child) == "bag" for bit in child)
    parts = [child for child in element if local(child) in ("mainConcept", "facetConcept")] + list(bags)
    return [term for term in map(item.term, parts) if term.code or term.name]


def _slugline(element: etree._Element, item: Item) -> None:
    if item.draft.slugline is None:
        item.draft.slugline = lines_of(element) or None
        if not says_more(element, NONE):
            return
    keep(element, item)


def _labelled(name: str) -> Reader:
    def read(element: etree._Element, item: Item) -> None:
        if text := lines_of(element):
            role = code_of(str(item.concept(element, "role")))
            found = Labelled(text, role, (element.get(XML_LANG) or "").lower(), element)
            getattr(item, name).append(found)

    return read


def _by(element: etree._Element, item: Item) -> None:
    text = lines_of(element)
    item.draft.add_byline(text, parse_byline(text))
    if says_more(element, NONE):
        keep(element, item)


def _dateline(element: etree._Element, item: Item) -> None:
    """Some feeds put only the time of filing there: that is no dateline."""
    text = lines_of(element)
    if not text:
        return
    if item.draft.dateline is not None or _is_time(text, item):
        keep(element, item)
        return
    item.draft.dateline = parse_dateline(text)
    item.known.append(text)


def _is_time(text: str, item: Item) -> bool:
    digits = sum(map(str.isdigit, text))
    return 2 * digits >= len(text) and parse_date(text, timezone=item.draft.hints.timezone) is not None


_READERS: Final[dict[str, Reader]] = {
    "urgency": _urgency,
    "contentCreated": _content_created,
    "creator": _creator,
    "creditline": line_reader("credits"),
    "language": _language,
    "genre": _genre,
    "keyword": line_reader("keywords"),
    "subject": _subject,
    "slugline": _slugline,
    "headline": _labelled("headlines"),
    "description": _labelled("descriptions"),
    "by": _by,
    "dateline": _dateline,
    "link": read_link,
}


def read_content_meta(element: etree._Element, item: Item) -> None:
    """Reads a contentMeta; `settle` chooses among what there are several of."""
    read_parts(element, _READERS, item)


def settle(item: Item) -> None:
    """What is chosen once all of it is known: headline, abstract, creation, authors."""
    draft = item.draft
    _choose(item.headlines, _is_main, item)
    if item.headlines:
        draft.headline = item.headlines[0].text
        item.known += [found.text for found in item.headlines]
        for found in item.headlines[1:]:
            keep(found.element, item, "headline")
    abstracts = [found for found in item.descriptions if not found.role or _is_abstract(found)]
    _choose(abstracts, _is_abstract, item)
    draft.abstract = abstracts[0].text if abstracts else None
    for found in item.descriptions:
        if not abstracts or found is not abstracts[0] or found.role:
            keep(found.element, item, "description")
    if draft.first_created is None and item.created:
        draft.first_created = draft.moment(item.created, "contentCreated")
    if not draft.authors:
        draft.authors.update(dict.fromkeys(_authors(item)))


def _choose(found: list[Labelled], preferred: Callable[[Labelled], bool], item: Item) -> None:
    """Puts the best first: in the story's language, of the role that is preferred, or of none."""
    found.sort(key=lambda each: (not preferred(each), bool(each.role), distance(each.element, item.language)))


def _is_main(found: Labelled) -> bool:
    return found.role in _MAIN_HEADLINES


def _is_abstract(found: Labelled) -> bool:
    return any(word in found.role for word in _ABSTRACTS)


def _authors(item: Item) -> list[Author]:
    """Creators that are said to be persons, or to have written the story."""
    authors = []
    for element in item.creators:
        role = _AUTHOR_ROLES.get(code_of(str(item.concept(element, "role"))), "")
        name = best_name(element, item.language)
        if name and (role or code_of(str(item.concept(element, "type"))) == "person"):
            authors.append(Author(name=name, role=role or "writer"))
    return authors
