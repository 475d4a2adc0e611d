"""The text of a NewsItem of NewsML 1.x, and what stands beside it: pictures, captions, other texts.

Spec: NewsML 1.2 DTD, ContentItem. Text comes as NITF, XHTML or bare elements of either, as HTML or NITF in
CDATA, or as plain text, and any of them in base64.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

from lxml import etree

from schemas.records import Link
from transforms.formats._contract import ParseError
from transforms.formats._draft import Draft
from transforms.formats._markup import element_to_text, html_to_text
from transforms.formats._newsml1_parts import ABSTRACTS, Part, has_data
from transforms.formats._nodes import as_json, child_at, local_name, text_at
from transforms.formats._prose import looks_like_markup
from transforms.formats._text import decode, paragraphs
from transforms.formats._xml import parse_xml
from transforms.formats.nitf import read_nitf

__all__ = ["Path", "read_others", "read_text"]

_NOT_SHOWN: Final = frozenset(
    {"NewsComponent", "DataContent", "BasisForChoice", "Encoding", "NewsItem", "NewsItemRef"}
)
Path = set[etree._Element]
_Captions = dict[etree._Element, list[str]]


def read_text(part: Part, draft: Draft) -> str:
    """The text of a part. What an NITF document says besides goes to the draft, where that has nothing."""
    data = next(part.item.iterdescendants("DataContent"), None)
    if data is None:
        return ""
    if child_at(data, "*") is None:
        encoded = part.item.find(".//Encoding[@Notation='Base64']") is not None
        return _read_string(_decoded(data.text or "") if encoded else data.text or "", part, draft)
    document = next((each for each in data.iterchildren("*") if local_name(each) in ("nitf", "html")), None)
    if document is None:
        return element_to_text(data)
    if local_name(document) == "nitf":
        return _read_document(document, draft)
    body = next((each for each in document.iterchildren("*") if local_name(each).lower() == "body"), document)
    return element_to_text(body)


def _decoded(text: str) -> str:
    try:
        return decode(base64.b64decode("".join(text.split()), validate=True)).text
    except (binascii.Error, ValueError):
        return text


def _read_string(text: str, part: Part, draft: Draft) -> str:
    """Characters: an NITF document, HTML or plain text, in CDATA or with its markup escaped."""
    if "<nitf" in text or "<NITF" in text:
        try:
            root, _, _ = parse_xml(text.encode("utf-8", "replace"), draft.hints)
        except ParseError:
            draft.notes["NITF in DataContent is not well-formed; read as HTML"] = None
        else:
            if local_name(root) == "nitf":
                return _read_document(root, draft)
    if part.format != "text" and (part.format or looks_like_markup(text)):
        return html_to_text(text)
    return paragraphs(text)


def _read_document(root: etree._Element, draft: Draft) -> str:
    inner = Draft(draft.hints, headline=draft.headline, language=draft.language)
    inner.version_created = draft.version_created
    read_nitf(root, inner)
    text, inner.body, inner.uri, inner.version = inner.body, "", "", None
    draft.absorb(inner)
    return text


def read_others(parts: list[Part], main: list[Part], path: Path, item: etree._Element, draft: Draft) -> None:
    """Pictures and the like to links, other texts to `extra` by their Role, and what is said of each.

    Args:
      parts: all of the item's.
      main: those of the main text.
      path: the components whose metadata are the story's own.
      item: the NewsItem.
      draft: holds the main text already.
    """
    captions: _Captions = {}
    chosen = {part.item for part in main}
    others = [part for part in parts if part.item not in chosen]
    for part in others:
        if part.kind in ("text", "stylesheet") and has_data(part.item):
            _other_text(part, path, captions, draft)
    titles: dict[etree._Element, str] = {}
    for part in others:
        if part.kind not in ("text", "stylesheet") or part.item.get("Href"):
            _link(part, path, captions, titles, draft)
    for reference in item.iter("NewsItemRef"):
        uri = (reference.get("NewsItem") or "").strip() or None
        draft.links[Link(rel="newsItemRef", uri=uri, title=text_at(reference, "Comment") or None)] = None
    _link_images(main, draft)
    _describe(item, path, draft)


def _link_images(main: list[Part], draft: Draft) -> None:
    """Pictures that the markup of the text shows, where no ContentItem has them."""
    known = {link.uri for link in draft.links}
    for part in main:
        for image in part.item.iter("{*}img"):
            uri, title = (image.get("src") or "").strip(), (image.get("alt") or "").strip()
            if uri and uri not in known:
                draft.links[Link(rel="img", uri=uri, type="picture", title=title or None)] = None


def _other_text(part: Part, path: Path, captions: _Captions, draft: Draft) -> None:
    text = read_text(part, Draft(draft.hints))
    if not text or text in (draft.headline, draft.body):
        return
    if part.is_caption:
        captions.setdefault(_branch(part.component, path), []).append(text)
    if part.role == "headline" and not draft.headline:
        draft.headline = " ".join(text.split())
    elif part.role in ABSTRACTS and not draft.abstract:
        draft.abstract = text
    else:
        other = part.place.language if part.place.language != draft.language else None
        draft.keep_once((part.place.role or "ContentItem") + (f" ({other})" if other else ""), text)


def _branch(component: etree._Element, path: Path) -> etree._Element:
    """The outermost component around it that does not hold the main text: a picture with its captions."""
    for each in component.iterancestors("NewsComponent"):
        if each in path or component in path:
            break
        component = each
    return component


def _link(
    part: Part, path: Path, captions: _Captions, titles: dict[etree._Element, str], draft: Draft
) -> None:
    branch = _branch(part.component, path)
    if branch not in titles:  # once, however many renditions there are
        title = text_at(branch, "NewsLines/HeadLine") or "\n".join(captions.get(branch, ()))
        titles[branch] = "" if branch in path else title
    title = part.place.headline if part.component not in path else ""
    title = title or titles[branch]
    uri = (part.item.get("Href") or "").strip() or None
    draft.links[Link(rel=part.place.role or None, uri=uri, type=part.kind, title=title or None)] = None


def _describe(item: etree._Element, path: Path, draft: Draft) -> None:
    """Metadata of the components beside the main text, and all ContentItems' formats and sizes."""
    for component in item.iter("NewsComponent"):
        if component not in path:
            value = as_json(component, without=_NOT_SHOWN)
            if isinstance(value, dict) and value.keys() - {"Role"}:
                draft.keep("NewsComponent", value)
            continue
        for content in component.iterchildren("ContentItem"):
            draft.keep("ContentItem", as_json(content, without=_NOT_SHOWN))
