"""ContentItems of NewsML 1.x, and which of them are the story.

Spec: NewsML 1.2 DTD. A NewsItem is a tree of NewsComponents, each with a Role; its leaves are ContentItems,
whose MediaType, Format and MimeType say what they hold, in DataContent (under any number of Encodings) or at
Href.

The main text is one: the best by Role, then by language, then by format, then the first. Texts of one
component and format are parts of one text. Renditions in other formats or languages are not joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from transforms.formats._bcp47 import language_tag
from transforms.formats._newsml1_names import formal_name
from transforms.formats._nodes import child_at, line_of

__all__ = ["ABSTRACTS", "Part", "has_data", "media_kinds", "parts_of", "select_main"]

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
    "caption headline subheadline contact stylesheet abstract summary lead byline copyright credit keywords"
    " slugline dateline disclaimer biography logo teaser".split()
)
ABSTRACTS: Final = frozenset({"abstract", "summary"})
# Best first: NITF and XHTML are marked up by their agency, plain text has lost its tables.
_PREFERENCE: Final = ("nitf", "xhtml", "html", "", "text")


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
    said = {str(each.tag): formal_name(each).lower() for each in content.iterchildren(*_SAYING)}
    media, form, mime = (said.get(name, "") for name in _SAYING)
    kind = _kind(media, form, mime) or (
        "text" if next(content.iterdescendants("DataContent"), None) is not None else ""
    )
    kind = kind or (place.media if place.media != "text" else "other")
    return Part(content, component, place, kind, _format(form, mime))


_SAYING: Final = ("MediaType", "Format", "MimeType")


def _place(component: etree._Element, places: dict[etree._Element, Place]) -> Place:
    """Worked out once for each component: a component may have any number of ContentItems."""
    if component in places:
        return places[component]
    parent = component.getparent()
    outer = _place(parent, places) if parent is not None and parent.tag == "NewsComponent" else Place()
    role = language = headline = ""
    for child in component.iterchildren("Role", "NewsLines", "DescriptiveMetadata"):
        if child.tag == "Role":
            role = formal_name(child)
        elif child.tag == "NewsLines":
            headline = line_of(child_at(child, "HeadLine"))
        else:
            language = formal_name(child_at(child, "Language"))
    place = Place(
        role=role or outer.role,
        media=_MEDIA_TYPES.get(_word(role), outer.media),
        language=language_tag(language) if language else outer.language,
        headline=headline,
    )
    places[component] = place
    return place


def _word(role: str) -> str:
    return "".join(role.lower().split())


def _kind(media: str, form: str, mime: str) -> str:
    """The kind that a ContentItem is said to be; '' where nothing is said that is known."""
    if "css" in mime or "css" in form or "javascript" in mime:
        return "stylesheet"
    if media in _MEDIA_TYPES:
        return _MEDIA_TYPES[media]
    main, _, sub = mime.partition("/")
    if main == "text" or "xml" in sub or "html" in sub or "nitf" in sub:
        return "text"
    if main in _MIME_KINDS:
        return _MIME_KINDS[main]
    return next((kind for part, kind in _FORMATS if part in form), "") if form else ""


def _format(form: str, mime: str) -> str:
    said = f"{form} {mime}"
    for word in ("nitf", "xhtml", "html"):
        if word in said:
            return word
    return "text" if "plain" in said or "ascii" in said or form == "text" else ""


def select_main(parts: list[Part], language: str | None) -> list[Part]:
    """The parts of the main text; none where the item has no text of its own."""
    texts = [
        part for part in parts if part.kind == "text" and not part.is_caption and part.role not in _FIELDS
    ]
    texts = [part for part in texts if has_data(part.item)]
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


def has_data(content: etree._Element) -> bool:
    data = next(content.iterdescendants("DataContent"), None)
    return data is not None and (child_at(data, "*") is not None or bool((data.text or "").strip()))


def media_kinds(parts: Iterable[Part]) -> set[str]:
    """Kinds of media in the parts that are not text."""
    return {part.kind for part in parts} - {"text", "stylesheet", "other"}
