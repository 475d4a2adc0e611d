"""The metadata of a NewsML-G2 item: itemMeta, contentMeta, rightsInfo.

Spec: NewsML-G2 2.9 to 2.34, "Item Management", "Content Metadata", "Rights Information". Each element is read
by the function beside its name in a table; what is in no table is kept in `extra` whole, and so is an element
that says more than its field holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import FOREVER, Author, Link, Term
from transforms.formats._authors import parse_byline
from transforms.formats._datelines import parse_dateline
from transforms.formats._dates import parse_date
from transforms.formats._g2_terms import (
    XML_LANG,
    Item,
    Labelled,
    Reader,
    attributes,
    best_name,
    code_of,
    distance,
    keep,
    lines_of,
    read_parts,
)
from transforms.formats._status_words import signals_in
from transforms.formats._xml import local

__all__ = ["SECTIONS", "read_link", "settle"]

# Attributes that change nothing: the language of the text, its direction, ids within the document.
_SILENT: Final = frozenset({XML_LANG, "dir", "id"})
_CONCEPT: Final = frozenset({"qcode", "uri", "literal"})
_LINK: Final = frozenset({"rel", "reluri", "residref", "href", "contenttype"})

_MAIN_HEADLINES: Final = frozenset({"main", "headline", "mainheadline", "title", "hl1", "default"})
_ABSTRACTS: Final = ("summary", "abstract", "synopsis", "lede", "lead", "short", "teaser")
# Words of the roles of creators and contributors that make them authors. Source: IPTC contributorrole and
# contentprodpartyrole, and the agencies' own.
_AUTHOR_ROLES: Final = {
    "author": "writer", "writer": "writer", "reporter": "reporting", "correspondent": "writer",
    "journalist": "writer", "editor": "editing", "translator": "translation",
}  # fmt: skip


_NONE: Final[frozenset[str]] = frozenset()


def _says_more(element: etree._Element, own: frozenset[str], children: frozenset[str] = _NONE) -> bool:
    """Whether an element has attributes or children other than these."""
    return any(name not in own and name not in _SILENT for name in element.attrib) or any(
        local(child) not in children for child in element
    )


def _line(name: str) -> Reader:
    """The reader of an element that is one line of text, into the ordered set of that name."""

    def read(element: etree._Element, item: Item) -> None:
        if text := lines_of(element):
            getattr(item.draft, name)[text] = None
        if element.attrib and _says_more(element, _NONE):
            keep(element, item)

    return read


# itemMeta


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
    if not found or _says_more(element, _CONCEPT):
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
    if both or _says_more(element, _LINK, frozenset({"title"})):
        keep(element, item)


# contentMeta


def _urgency(element: etree._Element, item: Item) -> None:
    item.draft.set_urgency(lines_of(element))


def _content_created(element: etree._Element, item: Item) -> None:
    item.created = lines_of(element)
    keep(element, item)


def _creator(element: etree._Element, item: Item) -> None:
    item.creators.append(element)
    keep(element, item)


def _language(element: etree._Element, item: Item) -> None:
    tag = element.get("tag", "").strip()
    if item.draft.language is None:
        item.draft.set_language(tag)
    elif tag and tag.lower() != item.draft.language.lower():
        keep(element, item)


def _genre(element: etree._Element, item: Item) -> None:
    term = item.term(element)
    if shown := term.name or term.code:
        item.draft.genres[shown] = None
        item.draft.signal(signals_in(term.code or "") or signals_in(shown))
    if set(element.attrib) != {"qcode"} or len(element):
        keep(element, item)


def _subject(element: etree._Element, item: Item) -> None:
    """All subjects are in `subjects`; those that say that they are a person, ... are there as well."""
    draft, kind = item.draft, code_of(str(item.concept(element, "type")))
    if kind not in _KINDS and (said := _type_child(element)) is not None:
        kind = code_of(str(item.concept(said)))
    for term in _terms(element, item):
        draft.subjects[term] = None
        if kind in _KINDS:
            getattr(draft, _KINDS[kind])[term] = None
    names = sum(local(child) == "name" for child in element)
    if names > 1 or _says_more(element, _SUBJECT, _NAME) or (kind and kind not in _TOLD):
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


def _type_child(element: etree._Element) -> etree._Element | None:
    return next((child for child in element if local(child) == "type"), None)


def _terms(element: etree._Element, item: Item) -> list[Term]:
    """The term of a subject, or those of its main concept and facets or of the bits of its bag."""
    term = item.term(element)
    if term != Term():
        return [term]
    bags = (bit for child in element if local(child) == "bag" for bit in child)
    parts = [child for child in element if local(child) in ("mainConcept", "facetConcept")] + list(bags)
    return [term for term in map(item.term, parts) if term != Term()]


def _slugline(element: etree._Element, item: Item) -> None:
    if item.draft.slugline is None:
        item.draft.slugline = lines_of(element) or None
        if not element.attrib or not _says_more(element, _NONE):
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


# rightsInfo


def _rights_info(element: etree._Element, item: Item) -> None:
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
            more = more or _says_more(child, _NONE)
        else:
            more = True
    if more:
        keep(element, item)


_RIGHTS: Final = {"copyrightNotice": "copyright_notices", "usageTerms": "usage"}


# The tables


def _section(readers: dict[str, Reader]) -> Reader:
    def read(element: etree._Element, item: Item) -> None:
        read_parts(element, readers, item)

    return read


def _class(element: etree._Element, item: Item) -> None:
    """Read before all else; kept where it is not the usual."""
    if item.concept(element) != ("ninat", "text"):
        keep(element, item)


_ITEM_META: Final[dict[str, Reader]] = {
    "itemClass": _class,
    "provider": _provider,
    "versionCreated": _version_created,
    "firstCreated": _first_created,
    "embargoed": _embargoed,
    "pubStatus": _pub_status,
    "edNote": _line("editorial_notes"),
    "signal": _signal,
    "link": read_link,
}
_CONTENT_META: Final[dict[str, Reader]] = {
    "urgency": _urgency,
    "contentCreated": _content_created,
    "creator": _creator,
    "creditline": _line("credits"),
    "language": _language,
    "genre": _genre,
    "keyword": _line("keywords"),
    "subject": _subject,
    "slugline": _slugline,
    "headline": _labelled("headlines"),
    "description": _labelled("descriptions"),
    "by": _by,
    "dateline": _dateline,
    "link": read_link,
}
SECTIONS: Final[dict[str, Reader]] = {
    "itemMeta": _section(_ITEM_META),
    "contentMeta": _section(_CONTENT_META),
    "rightsInfo": _rights_info,
}


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
