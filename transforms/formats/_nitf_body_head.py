"""What stands above and below the text in NITF: hedline, byline, dateline, abstract, notes, rights, tagline.

Spec: NITF 3.6, `body.head` and `body.end`.

Known faults of feeds: a byline may hold initials or a subhead and no name; hedline may hold
text without an hl1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import Author, Dateline
from transforms.formats._authors import author_line, parse_byline
from transforms.formats._datelines import parse_dateline
from transforms.formats._draft import Draft
from transforms.formats._markup import element_to_text
from transforms.formats._nitf_terms import name_of, read_named
from transforms.formats._nodes import as_json, child_at, line_of

__all__ = [
    "BODY_END",
    "BODY_HEAD",
    "byline_authors",
    "read_abstract",
    "read_byline",
    "read_copyrite",
    "read_dateline",
    "read_note",
    "read_source",
]

_Reader = Callable[[etree._Element, Draft], None]

# 'jr', 'jr/ap', 'JR/AP', 'J.R.'; a short name in capitals has a blank in it.
_INITIALS: Final = re.compile(
    r"[a-z]{1,4}(?:[/.,+ -]+[a-z]{1,4}){0,3}\W*|[A-Z]{1,3}(?:[/.+-]+[A-Z]{1,3}){0,3}\W*"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
# Small words that stand in names and between them.
_IN_NAMES: Final = frozenset(
    "and in by of the et e y und i og och en from for at à aus de del della der den di da das do dos du la"
    " le van von al bin ibn ter ten zu".split()
)


def _hedline(element: etree._Element, draft: Draft) -> None:
    lines = [line_of(each) for each in element.iterchildren("hl1")]
    bare = child_at(element, "hl1") is None and child_at(element, "hl2") is None
    headline, *more = list(filter(None, lines)) or [line_of(element) if bare else ""]
    if draft.headline and draft.headline != headline:
        more.insert(0, headline)
    draft.headline = draft.headline or headline
    for line in more:
        draft.keep("hl1", line)
    for each in element.iterchildren("hl2"):
        draft.keep("hl2", line_of(each))
    read_named(element, draft)


def read_byline(element: etree._Element, draft: Draft) -> None:
    persons = list(element.iterdescendants("person"))
    text, names = _titled(line_of(element), line_of(child_at(element, "byttl")))
    if not persons and not _INITIALS.fullmatch(text) and _is_subhead(text):
        draft.keep("byline", text)
        return
    draft.add_byline(text, map(_author, persons) if persons else byline_authors(names))
    for name in ("byttl", "virtloc", "location"):
        for each in element.iter(name):
            draft.keep(f"byline.{name}", line_of(each) or (each.get("value") or "").strip())


def _titled(text: str, title: str) -> tuple[str, str]:
    """A byline with a comma before the title that ends it, and without that title."""
    if not title or not text.endswith(title):
        return text, text
    names = text[: -len(title)].rstrip(" ,;-–—")
    return (f"{names}, {title}" if text == f"{names} {title}" else text), names


def _author(person: etree._Element) -> Author:
    role = line_of(child_at(person, "function")).lower()
    return Author(name=name_of(person), role=role or "writer")


def _is_subhead(text: str) -> bool:
    """Whether it is a sentence: small words of more than those that stand in and between names."""
    words: list[str] = _WORD.findall(text)
    return sum(word[0].islower() and word not in _IN_NAMES for word in words) > 1


def byline_authors(text: str) -> tuple[Author, ...]:
    """The people of a byline without markup; initials name none."""
    return () if _INITIALS.fullmatch(text) else parse_byline(text)


def _distributor(element: etree._Element, draft: Draft) -> None:
    draft.provider = draft.provider or line_of(element)
    if as_json(element) != draft.provider:
        draft.keep("distributor", as_json(element))


def read_dateline(element: etree._Element, draft: Draft) -> None:
    """Place and day of filing, marked up or as plain text."""
    date = child_at(element, "story.date")
    read = parse_dateline(line_of(element))
    places = tuple(filter(None, (line_of(each) for each in element.iterchildren("location"))))
    said = line_of(date) or None
    draft.dateline = Dateline(
        text=read.text, places=places or read.places, date=said or read.date, credit=read.credit
    )
    if date is not None and (norm := (date.get("norm") or "").strip()):
        draft.keep("story.date", norm)
    for each in element.iterchildren("location"):
        if len(each) or each.attrib:
            draft.keep("dateline.location", as_json(each))


def read_abstract(element: etree._Element, draft: Draft) -> None:
    text = element_to_text(element)
    if draft.abstract:
        draft.keep("abstract", text)
    draft.abstract = draft.abstract or text or None


def read_note(element: etree._Element, draft: Draft) -> None:
    """A note above the story: a copyright, or a message to editors or readers."""
    text = element_to_text(element)
    kind = element.get("noteclass") or ""
    if kind == "cpyrt":
        draft.copyright_notices[text] = None
    elif kind in ("", "editorsnote", "undef", "hd"):
        draft.editorial_notes[text] = None
    else:
        draft.keep(f"note.{kind}", text)


def _rights(element: etree._Element, draft: Draft) -> None:
    terms = [line_of(child) for child in element.iterchildren("*")] or [line_of(element)]
    if text := "; ".join(filter(None, terms)):
        draft.usage[text] = None
    if child_at(element, "*") is not None:
        draft.keep("rights", as_json(element))


def read_copyrite(element: etree._Element, draft: Draft) -> None:
    if text := line_of(element):
        draft.copyright_notices[text] = None
    draft.holder = draft.holder or line_of(child_at(element, "copyrite.holder")) or None


def _tagline(element: etree._Element, draft: Draft) -> None:
    text = element_to_text(element) if len(element) else line_of(element)
    for line in filter(None, map(str.strip, text.split("\n"))):
        draft.credits[line] = None
        draft.authors.update(dict.fromkeys(author_line(line)))


def read_source(element: etree._Element, draft: Draft) -> None:
    if text := line_of(element):
        draft.credits[text] = None


BODY_HEAD: Final[dict[str, _Reader]] = {
    "hedline": _hedline,
    "note": read_note,
    "rights": _rights,
    "byline": read_byline,
    "distributor": _distributor,
    "dateline": read_dateline,
    "abstract": read_abstract,
}
BODY_END: Final[dict[str, _Reader]] = {"tagline": _tagline, "bibliography": read_source}
