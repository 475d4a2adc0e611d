"""NewsComponents and ContentItems of NewsML 1.x: which of them is the story, and what the others are.

Spec: NewsML 1.2 DTD. A NewsItem is a tree of NewsComponents, each with a Role; its leaves are ContentItems, whose
MediaType, Format and MimeType say what they hold, in DataContent (under any number of Encodings) or at Href.

The main text is one: the best by Role, then by language, then by format, then the first. Texts of the same Role,
component, language and format are parts of one text. Renditions in other formats or languages are not joined.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from schemas.records import Link
from transforms.formats._bcp47 import language_tag
from transforms.formats._contract import ParseError
from transforms.formats._draft import Draft
from transforms.formats._markup import element_to_text, html_to_text
from transforms.formats._newsml1_names import formal_name
from transforms.formats._nodes import as_json, local_name, text_at
from transforms.formats._prose import looks_like_markup
from transforms.formats._text import decode, paragraphs
from transforms.formats._xml import parse_xml
from transforms.formats.nitf import read_nitf

__all__ = ["Part", "Path", "media_kinds", "parts_of", "read_others", "read_text", "select_main"]

# In small letters: what MediaType, and the Role of a component, call each kind of content.
_MEDIA_TYPES: Final = {
    "text": "text", "photo": "picture", "image": "picture", "picture": "picture", "graphic": "graphic",
    "graphics": "graphic", "infographic": "graphic", "animation": "graphic", "logo": "picture",
    "video": "video", "audio": "audio", "sound": "audio", "complexdata": "data", "data": "data",
}  # fmt: skip
_MIME_KINDS: Final = {"image": "picture", "video": "video", "audio": "audio"}
# Words of Format, in small letters, where there is neither MediaType nor MimeType.
_FORMATS: Final = (
    ("nitf", "text"), ("html", "text"), ("text", "text"), ("ascii", "text"), ("newsml", "text"),
    ("jpeg", "picture"), ("jpg", "picture"), ("tiff", "picture"), ("png", "picture"), ("gif", "picture"),
    ("mpeg", "video"), ("quicktime", "video"), ("windows media", "video"), ("wav", "audio"), ("mp3", "audio"),
    ("css", "stylesheet"),
)  # fmt: skip
# Roles, in small letters without blanks, of the story itself; then of what belongs to a story but is not it.
_MAIN: Final = frozenset("main maintext body bodytext story storytext text article content fulltext".split())
_BESIDE: Final = frozenset("supporting sidebar background related supplementary additional secondary".split())
_FIELDS: Final = frozenset(
    "caption headline subheadline contact stylesheet abstract summary lead byline copyright credit keywords slugline"
    " dateline disclaimer biography logo teaser".split()
)
_ABSTRACTS: Final = frozenset({"abstract", "summary"})
# Best first: NITF and XHTML are marked up by their agency, plain text has lost its tables.
_PREFERENCE: Final = ("nitf", "xhtml", "html", "", "text")
_NOT_SHOWN: Final = frozenset(
    {"NewsComponent", "DataContent", "BasisForChoice", "Encoding", "NewsItem", "NewsItemRef"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a NewsComponent and those around it say of what is in it."""

    role: str = ""  # of the nearest component that has one, as sent
    media: str = "text"  # what the nearest Role that names a kind of media says
    language: str | None = None
    headline: str = ""  # of this component alone


@dataclass(frozen=True, slots=True)
class Part:
    """A ContentItem, and what its place in the tree says of it."""

    item: etree._Element
    component: etree._Element
    place: Place
    kind: str  # text, picture, graphic, video, audio, data, stylesheet, other
    format: str  # nitf, xhtml, html, text, or '' where it is not said

    @property
    def role(self) -> str:
        """The role in small letters, without blanks."""
        return _word(self.place.role)

    @property
    def is_caption(self) -> bool:
        """Whether it is a text that belongs to a picture or the like."""
        return self.kind == "text" and (self.place.media not in ("text", "data") or "caption" in self.role)


def parts_of(item: etree._Element) -> list[Part]:
    """The ContentItems of a NewsItem, in order."""
    places: dict[etree._Element, Place] = {}
    return [_part(content, places) for content in item.iter("ContentItem")]


def _part(content: etree._Element, places: dict[etree._Element, Place]) -> Part:
    parent = content.getparent()
    component = content if parent is None else parent
    place = _place(component, places)
    return Part(content, component, place, _kind(content, place.media), _format(content))


def _place(component: etree._Element, places: dict[etree._Element, Place]) -> Place:
    """Worked out once for each component: a component may have any number of ContentItems."""
    if component in places:
        return places[component]
    parent = component.getparent()
    outer = _place(parent, places) if parent is not None and parent.tag == "NewsComponent" else Place()
    role = formal_name(component.find("Role"))
    language = formal_name(component.find("DescriptiveMetadata/Language"))
    place = Place(
        role=role or outer.role,
        media=_MEDIA_TYPES.get(_word(role), outer.media),
        language=language_tag(language) if language else outer.language,
        headline=text_at(component, "NewsLines/HeadLine"),
    )
    places[component] = place
    return place


def _word(role: str) -> str:
    return "".join(role.lower().split())


def _said(content: etree._Element, name: str) -> str:
    return formal_name(content.find(name)).lower()


def _kind(content: etree._Element, role_kind: str) -> str:
    media, mime, form = (_said(content, name) for name in ("MediaType", "MimeType", "Format"))
    if "css" in mime or "css" in form or "javascript" in mime:
        return "stylesheet"
    if media in _MEDIA_TYPES:
        return _MEDIA_TYPES[media]
    main, _, sub = mime.partition("/")
    if main == "text" or "xml" in sub or "html" in sub or "nitf" in sub:
        return "text"
    if main in _MIME_KINDS:
        return _MIME_KINDS[main]
    by_format = next((kind for part, kind in _FORMATS if part in form), "")
    if by_format:
        return by_format
    if content.find(".//DataContent") is not None:
        return "text"
    return role_kind if role_kind != "text" else "other"


def _format(content: etree._Element) -> str:
    said = f"{_said(content, 'Format')} {_said(content, 'MimeType')}"
    for word in ("nitf", "xhtml", "html"):
        if word in said:
            return word
    return "text" if "plain" in said or "ascii" in said or _said(content, "Format") == "text" else ""


def select_main(parts: list[Part], language: str | None) -> list[Part]:
    """The parts of the main text; none where the item has no text of its own."""
    texts = [
        part for part in parts if part.kind == "text" and not part.is_caption and part.role not in _FIELDS
    ]
    texts = [part for part in texts if _has_data(part.item)]
    if not texts:
        return []
    best = min(texts, key=lambda part: _rank(part, language))
    if best.component.get("EquivalentsList") == "yes":
        return [best]
    return [part for part in texts if part.component is best.component and part.format == best.format]


def _rank(part: Part, language: str | None) -> tuple[int, bool, int]:
    role = part.role
    by_role = 0 if role in _MAIN else 3 if role in _BESIDE else 2 if role else 1
    return by_role, bool(language) and part.place.language != language, _PREFERENCE.index(part.format)


def _has_data(content: etree._Element) -> bool:
    data = content.find(".//DataContent")
    return data is not None and (data.find("*") is not None or bool((data.text or "").strip()))


def media_kinds(parts: Iterable[Part]) -> set[str]:
    """Kinds of media in the parts that are not text."""
    return {part.kind for part in parts} - {"text", "stylesheet", "other"}


def read_text(part: Part, draft: Draft) -> str:
    """The text of a part. What an NITF document says besides goes to the draft, where that has nothing."""
    data = part.item.find(".//DataContent")
    if data is None:
        return ""
    if data.find("*") is None:
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


Path = set[etree._Element]
_Captions = dict[etree._Element, list[str]]


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
        if part.kind in ("text", "stylesheet") and _has_data(part.item):
            _other_text(part, path, captions, draft)
    for part in others:
        if part.kind not in ("text", "stylesheet") or part.item.get("Href"):
            _link(part, path, captions, draft)
    for reference in item.iter("NewsItemRef"):
        uri = (reference.get("NewsItem") or "").strip() or None
        draft.links[Link(rel="newsItemRef", uri=uri, title=text_at(reference, "Comment") or None)] = None
    _describe(item, path, draft)


def _other_text(part: Part, path: Path, captions: _Captions, draft: Draft) -> None:
    text = read_text(part, Draft(draft.hints))
    if not text or text in (draft.headline, draft.body):
        return
    if part.is_caption:
        captions.setdefault(_branch(part.component, path), []).append(text)
    if part.role == "headline" and not draft.headline:
        draft.headline = " ".join(text.split())
    elif part.role in _ABSTRACTS and not draft.abstract:
        draft.abstract = text
    else:
        other = part.place.language if part.place.language != draft.language else None
        draft.keep_once((part.place.role or "ContentItem") + (f" ({other})" if other else ""), text)


def _branch(component: etree._Element, path: Path) -> etree._Element:
    """The outermost component around this one that does not hold the main text: a picture with its captions."""
    for each in component.iterancestors("NewsComponent"):
        if each in path or component in path:
            break
        component = each
    return component


def _link(part: Part, path: Path, captions: _Captions, draft: Draft) -> None:
    branch = _branch(part.component, path)
    title = ""
    if branch not in path:
        own = part.place.headline or text_at(branch, "NewsLines/HeadLine")
        title = own or "\n".join(captions.get(branch, ()))
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
