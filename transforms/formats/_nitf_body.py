"""NITF's body: hedline, byline, dateline, abstract, notes, the text with its media, and the tagline.

Spec: NITF 3.6, `body.head`, `body.content`, `body.end`.

Known faults of feeds: a `note` in `body.head` holds a `body.content` of its own, before the real one; a byline
may hold initials or a subhead and no name; hedline may hold text without an hl1; `block`s hold a dateline,
byline or copyright that belongs to the story.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import Author, Dateline, Link
from transforms.formats._authors import author_line, parse_byline
from transforms.formats._datelines import parse_dateline
from transforms.formats._draft import Draft
from transforms.formats._markup import element_to_text
from transforms.formats._nitf_head import read_key_list, read_tobject
from transforms.formats._nitf_terms import name_of, read_named
from transforms.formats._nodes import as_json, line_of, local_name

__all__ = ["read_body"]

_Reader = Callable[[etree._Element, Draft], None]

_MEDIA_TYPES: Final = {"image": "picture", "photo": "picture", "movie": "video"}
# Notes that are a message to editors, and not for readers: class or type of the schema.
_TO_EDITORS: Final = frozenset({"editorsnote", "npa"})
_INITIALS: Final = re.compile(r"\W*\w{1,4}(?:\W+\w{1,4}){0,3}\W*")
_SMALL_WORD: Final = re.compile(r"[^\W\d_A-ZÀ-Þ]\w*")
# Small words that stand in names and between them.
_IN_NAMES: Final = frozenset(
    "and in by of the et e y und i og och en from for at à aus de del della der den di da das do dos du la le van von"
    " al bin ibn ter ten zu".split()
)


def read_body(body: etree._Element, draft: Draft) -> None:
    """Reads head, content and end of a body. Takes out of the tree what is not text."""
    for part in body.iterchildren("*"):
        if part.tag == "body.head":
            _read(part, _BODY_HEAD, draft)
        elif part.tag == "body.end":
            _read(part, _BODY_END, draft)
        elif part.tag == "body.content":
            text = _content(part, draft)
            draft.body = f"{draft.body}\n\n{text}" if draft.body and text else draft.body or text
        else:
            _keep(part, draft)


def _read(parent: etree._Element, readers: dict[str, _Reader], draft: Draft) -> None:
    for child in parent.iterchildren("*"):
        readers.get(child.tag, _keep)(child, draft)


def _keep(element: etree._Element, draft: Draft) -> None:
    draft.keep(local_name(element), as_json(element))


def _hedline(element: etree._Element, draft: Draft) -> None:
    lines = [line_of(each) for each in element.iterchildren("hl1")]
    headline, *more = list(filter(None, lines)) or [line_of(element) if element.find("*") is None else ""]
    if draft.headline and draft.headline != headline:
        more.insert(0, headline)
    draft.headline = draft.headline or headline
    for line in more:
        draft.keep("hl1", line)
    for each in element.iterchildren("hl2"):
        draft.keep("hl2", line_of(each))
    read_named(element, draft)


def _byline(element: etree._Element, draft: Draft) -> None:
    persons = element.findall(".//person")
    text = line_of(element)
    draft.add_byline(text, map(_author, persons) if persons else _authors(text))
    for name in ("byttl", "virtloc", "location"):
        for each in element.iter(name):
            draft.keep(f"byline.{name}", line_of(each) or (each.get("value") or "").strip())


def _author(person: etree._Element) -> Author:
    role = line_of(person.find("function")).lower()
    return Author(name=name_of(person), role=role or "writer")


def _authors(text: str) -> tuple[Author, ...]:
    """The people of a byline without markup; initials and subheads name none."""
    small = [word for word in _SMALL_WORD.findall(text) if word not in _IN_NAMES]
    if len(small) > 1 or (_INITIALS.fullmatch(text) and not text.istitle()):
        return ()
    return parse_byline(text)


def _distributor(element: etree._Element, draft: Draft) -> None:
    draft.provider = draft.provider or line_of(element)
    if as_json(element) != draft.provider:
        draft.keep("distributor", as_json(element))


def _dateline(element: etree._Element, draft: Draft) -> None:
    """Place and day of filing, marked up or as plain text."""
    date = element.find("story.date")
    read = parse_dateline(line_of(element))
    places = tuple(filter(None, (line_of(each) for each in element.iterchildren("location"))))
    said = line_of(date) or None
    draft.dateline = Dateline(
        text=read.text, places=places or read.places, date=said or read.date, credit=read.credit
    )
    if date is not None and (norm := (date.get("norm") or "").strip()):
        draft.keep("story.date", norm)
    for each in element.iterchildren("location"):
        if as_json(each) != line_of(each):
            draft.keep("dateline.location", as_json(each))


def _abstract(element: etree._Element, draft: Draft) -> None:
    text = element_to_text(element)
    draft.abstract = f"{draft.abstract}\n\n{text}" if draft.abstract else text or None


def _note(element: etree._Element, draft: Draft) -> None:
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
    text = line_of(element)
    if text:
        draft.usage[text] = None
    if element.find("*") is not None:
        draft.keep("rights", as_json(element))


def _copyrite(element: etree._Element, draft: Draft) -> None:
    if text := line_of(element):
        draft.copyright_notices[text] = None
    draft.holder = draft.holder or line_of(element.find("copyrite.holder")) or None


def _tagline(element: etree._Element, draft: Draft) -> None:
    for line in filter(None, map(str.strip, element_to_text(element).split("\n"))):
        draft.credits[line] = None
        draft.authors.update(dict.fromkeys(author_line(line)))


def _bibliography(element: etree._Element, draft: Draft) -> None:
    if text := line_of(element):
        draft.credits[text] = None


_BODY_HEAD: Final[dict[str, _Reader]] = {
    "hedline": _hedline,
    "note": _note,
    "rights": _rights,
    "byline": _byline,
    "distributor": _distributor,
    "dateline": _dateline,
    "abstract": _abstract,
}
_BODY_END: Final[dict[str, _Reader]] = {"tagline": _tagline, "bibliography": _bibliography}
# What a block of the text may hold that is about the story and no part of its text.
_BLOCK: Final[dict[str, _Reader]] = {
    "tobject": read_tobject,
    "key-list": read_key_list,
    "copyrite": _copyrite,
}
# The same, where the story has none yet; a second one (of a sidebar) stays in the text.
_BLOCK_FIRST: Final[dict[str, tuple[str, _Reader]]] = {
    "byline": ("byline", _byline),
    "dateline": ("dateline", _dateline),
    "abstract": ("abstract", _abstract),
}


def _content(content: etree._Element, draft: Draft) -> str:
    for media in content.findall(".//media"):
        _media(media, draft)
    for block in content.findall(".//block"):
        _block(block, draft)
    for note in content.findall(".//note"):
        if {note.get("noteclass"), note.get("type")} & _TO_EDITORS:
            _note(note, draft)
            _remove(note)
    read_named(content, draft, besides=_place_of_dateline(content))
    return element_to_text(content)


def _place_of_dateline(content: etree._Element) -> etree._Element | None:
    """The location that the text begins with: a dateline's place, which is not what the story is about."""
    paragraph = content.find(".//p")
    if paragraph is None or (paragraph.text or "").strip():
        return None
    first = next(paragraph.iterchildren("*"), None)
    return first if first is not None and first.tag == "location" else None


def _block(block: etree._Element, draft: Draft) -> None:
    for child in block.findall("*"):
        if child.tag in _BLOCK:
            _BLOCK[child.tag](child, draft)
            _remove(child)
        elif child.tag in _BLOCK_FIRST:
            name, reader = _BLOCK_FIRST[child.tag]
            if getattr(draft, name) is None:
                reader(child, draft)
                _remove(child)


def _media(media: etree._Element, draft: Draft) -> None:
    """A picture, video, ... in the text: a link for each rendition, and the whole of it in `extra`."""
    captions = [element_to_text(each) for each in media.iterchildren("media-caption")]
    kind = (media.get("media-type") or "").strip().lower()
    for reference in media.iterchildren("media-reference"):
        link = Link(
            rel="media",
            uri=(reference.get("source") or reference.get("data-location") or "").strip() or None,
            type=_MEDIA_TYPES.get(kind, kind) or None,
            title="\n".join(filter(None, captions)) or None,
        )
        draft.links[link] = None
    read_named(media, draft)
    draft.keep("media", as_json(media, without=_DATA))
    _remove(media)


_DATA: Final = frozenset({"media-object"})


def _remove(element: etree._Element) -> None:
    """Takes an element out of its tree; the text after it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
