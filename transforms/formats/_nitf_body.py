"""NITF's body: hedline, byline, dateline, abstract, notes, the text with its media, and the tagline.

Spec: NITF 3.6, `body.head`, `body.content`, `body.end`.

Known faults of feeds: a `note` in `body.head` holds a `body.content` of its own, before the real one; a block
holds a dateline, byline or copyright that belongs to the story.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import Link
from transforms.formats._draft import Draft
from transforms.formats._markup import element_to_text
from transforms.formats._nitf_body_head import (
    BODY_END,
    BODY_HEAD,
    read_abstract,
    read_byline,
    read_copyrite,
    read_dateline,
    read_note,
    read_source,
)
from transforms.formats._nitf_docdata import read_key_list
from transforms.formats._nitf_head import read_tobject
from transforms.formats._nitf_terms import READ, read_named
from transforms.formats._nodes import as_json, local_name

__all__ = ["read_body"]

_Reader = Callable[[etree._Element, Draft], None]

_MEDIA_TYPES: Final = {"image": "picture", "photo": "picture", "movie": "video"}
# Notes that are a message to editors, and not for readers: class or type of the schema.
_TO_EDITORS: Final = frozenset({"editorsnote", "npa"})
_SET_ASIDE: Final = frozenset({READ})


def read_body(body: etree._Element, draft: Draft) -> None:
    """Reads head, content and end of a body."""
    texts: list[str] = []
    for part in body.iterchildren("*"):
        if part.tag == "body.head":
            _read(part, BODY_HEAD, draft)
        elif part.tag == "body.end":
            _read(part, BODY_END, draft)
        elif part.tag == "body.content":
            texts.append(_content(part, draft))
        else:
            _keep(part, draft)
    draft.body = "\n\n".join(filter(None, texts))


def _read(parent: etree._Element, readers: dict[str, _Reader], draft: Draft) -> None:
    for child in parent.iterchildren("*"):
        readers.get(child.tag, _keep)(child, draft)


def _keep(element: etree._Element, draft: Draft) -> None:
    draft.keep_once(local_name(element), as_json(element))


# What a block of the text may hold that is about the story and no part of its text.
_BLOCK: Final[dict[str, _Reader]] = {
    "tobject": read_tobject,
    "key-list": read_key_list,
    "copyrite": read_copyrite,
    "datasource": read_source,
}
# The same, where the story has none yet; a second one (of a sidebar) stays in the text.
_BLOCK_FIRST: Final[dict[str, tuple[str, _Reader]]] = {
    "byline": ("byline", read_byline),
    "dateline": ("dateline", read_dateline),
    "abstract": ("abstract", read_abstract),
}


def _content(content: etree._Element, draft: Draft) -> str:
    for media in list(content.iterdescendants("media")):
        _media(media, draft)
    for block in list(content.iterdescendants("block")):
        _block(block, draft)
    for note in list(content.iterdescendants("note")):
        if {note.get("noteclass"), note.get("type")} & _TO_EDITORS:
            read_note(note, draft)
            _set_aside(note)
    read_named(content, draft, besides=_place_of_dateline(content))
    return element_to_text(content, skip=_SET_ASIDE)


def _place_of_dateline(content: etree._Element) -> etree._Element | None:
    """The location that the text begins with: a dateline's place, which is not what the story is about."""
    paragraph = next(content.iterdescendants("p"), None)
    if paragraph is None or (paragraph.text or "").strip():
        return None
    first = next(paragraph.iterchildren("*"), None)
    return first if first is not None and first.tag == "location" else None


def _block(block: etree._Element, draft: Draft) -> None:
    for child in list(block.iterchildren("*")):
        if child.tag in _BLOCK:
            _BLOCK[child.tag](child, draft)
            _set_aside(child)
        elif child.tag in _BLOCK_FIRST:
            name, reader = _BLOCK_FIRST[child.tag]
            if getattr(draft, name) is None:
                reader(child, draft)
                _set_aside(child)


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
    draft.keep("media", as_json(media, without=_DATA))
    _set_aside(media)


_DATA: Final = frozenset({"media-object"})


def _set_aside(element: etree._Element) -> None:
    """Marks an element as read, so that it is no part of the text; what follows it is."""
    element.tag = READ
