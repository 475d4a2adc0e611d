"""Categories, enclosures and Media RSS of an entry, as terms and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from schemas.records import Link, Term
from transforms.formats._feed_value import text_of_element
from transforms.formats._xml import local

__all__ = ["links", "make_term", "medium_of", "term"]

# Media RSS 1.5.1, media:content, attribute medium.
_MEDIA: Final = {"image": "picture", "audio": "audio", "video": "video", "document": "text"}
_MEDIA_SCHEME: Final = "http://search.yahoo.com/mrss/category_schema"  # the default of media:category


def term(element: etree._Element) -> Iterator[Term]:
    """RSS: text and domain; Atom: term, scheme and label (RFC 4287 section 4.2.2); dc:subject: text."""
    value = element.get("term") or text_of_element(element)
    scheme = element.get("scheme") or element.get("domain")
    if scheme is None and element.prefix == "media":
        scheme = _MEDIA_SCHEME
    yield from make_term(value, scheme, element.get("label"))


def make_term(value: str | None, scheme: str | None = None, label: str | None = None) -> Iterator[Term]:
    """A term, where there is one. What has a scheme is a code; it is a name as well where it is in words."""
    if not (value or label):
        return
    name = label or (value if value and (not scheme or _is_words(value)) else None)
    code = value if scheme or (label and value != label) else None
    yield Term(code=code or None, scheme=scheme or None, name=name)


def _is_words(value: str) -> bool:
    """Words rather than a code: a small letter, and neither colon nor slash."""
    return ":" not in value and "/" not in value and any(map(str.islower, value))


def links(element: etree._Element, name: str) -> Iterator[Link]:
    """The links of an enclosure or of a media: element, its own and those within it."""
    if name == "enclosure":
        yield Link(rel="enclosure", uri=element.get("url"), type=medium_of(element.get("type"), None))
        return
    title = _title(element)
    for part in element.iter():
        kind = local(part)
        if kind in ("content", "thumbnail", "player", "peerLink", "embed") and part.get("url"):
            medium = "image" if kind == "thumbnail" else part.get("medium")
            found = medium_of(part.get("type"), medium)
            yield Link(rel=f"media:{kind}", uri=part.get("url"), type=found, title=_title(part) or title)


def medium_of(media_type: str | None, medium: str | None) -> str | None:
    """The media type, else the medium by the IPTC's word for it."""
    return media_type or _MEDIA.get((medium or "").lower(), medium)


def _title(holder: etree._Element) -> str | None:
    """Media RSS: the title, else the description, of an element or of its group."""
    texts = {local(child): text_of_element(child) for child in holder}
    return texts.get("title") or texts.get("description") or None
