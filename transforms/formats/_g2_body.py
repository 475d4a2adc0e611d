"""The text of a NewsML-G2 item: which of its renditions, and what of it is the body.

Spec: NewsML-G2, "Conveying Content": contentSet holds alternatives of one content, as inlineXML (NITF, XHTML,
HTML5, house types), inlineData (plain text or anything encoded) and remoteContent (a link).

Known faults of feeds, which are read: several renditions, some of them not for the public (with telephone
numbers of staff); XHTML without its namespace, with no body, or as escaped text; a `header` in the body, or
first paragraphs, that repeat slug, headline, byline or dateline.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final, NamedTuple

from lxml import etree

from schemas.records import Link
from transforms.formats._contract import ParseError
from transforms.formats._dates import parse_date
from transforms.formats._draft import Draft
from transforms.formats._g2_terms import XML_LANG, Item, attributes, code_of, keep, lines_of
from transforms.formats._markup import element_to_text, html_to_text, media_captions
from transforms.formats._prose import looks_like_markup
from transforms.formats._text import decode, paragraphs
from transforms.formats._xml import local, parse_xml
from transforms.formats.nitf import read_nitf

__all__ = ["DATA", "clean_body", "read_content"]

_PRIVATE: Final = re.compile(
    r"no[nt]?[-_ ]?public|not[-_ ]?for[-_ ]?pub|internal(?![a-z])|private|confidential|staff[-_ ]?only",
    re.IGNORECASE,
)
# Root elements of inline XML that is no text -> what an item with nothing else is skipped as.
DATA: Final = {"events": "event", "event": "event", "sports-content": "sports"}
_HTML: Final = frozenset(
    "html body div p article section main header h1 h2 h3 h4 ul ol table pre blockquote span br".split()
)
_NITF: Final = frozenset({"nitf", "body.content", "block"})
_PARAGRAPHS: Final = ("{*}p", "{*}P", "{*}para", "{*}paragraph", "{*}Paragraph", "{*}body.content")
_MOST_REPEATS: Final = 8
_PUNCTUATION: Final = re.compile(r"[\W_]+")
_CHARSET: Final = re.compile(r"charset\s?=\s?[\"']?([A-Za-z0-9._:-]{1,40})")
_CAPTIONS: Final = ("{*}figcaption", "{*}media-caption")
_DASH: Final = re.compile(r"\s*[-–—_:]+\s*")


class Rendition(NamedTuple):
    """One alternative of the content."""

    element: etree._Element
    kind: str  # nitf, html, data
    rank: int


def read_content(element: etree._Element, item: Item) -> None:
    """Reads a contentSet: one rendition for the body, links to the others that are elsewhere."""
    renditions = []
    for child in element:
        name = local(child)
        if name in ("inlineXML", "inlineData"):
            renditions += _rendition(child, name, item)
        elif name == "remoteContent":
            _remote(child, item)
        else:
            keep(child, item)
    wanted = item.draft.language or item.language
    for rendition in sorted(renditions, key=lambda each: (_is_foreign(each.element, wanted), each.rank)):
        text = _READERS[rendition.kind](rendition.element, item)
        if text:
            item.draft.body = text
            _note_others(renditions, rendition, item)
            return


def _rendition(element: etree._Element, name: str, item: Item) -> list[Rendition]:
    """What an inline element is, by its root rather than by its content type; none where it is no text."""
    if _is_private(element):
        item.draft.notes["a rendition that is not public left out"] = None
        return []
    item.draft.keep(name, dict(attributes(element)))
    kind = (element.get("contenttype") or "").partition(";")[0].strip().lower()
    if name == "inlineData" or not len(element):
        return _data(element, kind, item)
    root = local(element[0])
    if root in DATA:
        return _not_text(element, root, item)
    if root in _NITF:
        return [Rendition(element, "nitf", 0)]
    if root.lower() in _HTML or "html" in kind:
        return [Rendition(element, "html", 0)]
    nested = next(element.iter("{*}nitf"), None)
    if nested is not None and (parent := nested.getparent()) is not None:
        return [Rendition(parent, "nitf", 1)]
    if "sportsml" not in kind and next(element.iter(*_PARAGRAPHS), None) is not None:
        return [Rendition(element, "html", 3)]
    return _not_text(element, root, item)


def _not_text(element: etree._Element, root: str, item: Item) -> list[Rendition]:
    item.data.append(root)
    for child in element:
        keep(child, item)
    return []


def _is_private(element: etree._Element) -> bool:
    return any(
        (value := element.get(name)) and _PRIVATE.search(value)
        for name in ("rendition", "renditionuri", "role", "roleuri", "audience", "usage", "id")
    )


def _data(element: etree._Element, kind: str, item: Item) -> list[Rendition]:
    if not (element.text and element.text.strip()):
        return []
    if kind and not kind.startswith("text/") and not any(word in kind for word in ("html", "xml", "nitf")):
        item.data.append(kind)
        item.draft.notes[f"inline {kind[:60]} left out"] = None
        return []
    return [Rendition(element, "data", 1 if "html" in kind else 2)]


def _remote(element: etree._Element, item: Item) -> None:
    """A rendition elsewhere: its `rendition` (rnd:highRes) is the relation."""
    link = Link(
        rel=str(item.concept(element, "rendition")) or None,
        uri=(element.get("href") or element.get("residref") or "").strip() or None,
        type=(element.get("contenttype") or "").strip() or None,
    )
    if link != Link():
        item.draft.links[link] = None
    keep(element, item)


def _is_foreign(element: etree._Element, wanted: str) -> bool:
    """Whether a rendition is in another language than the item says that it is in."""
    own = (element.get(XML_LANG) or "").lower().partition("-")[0]
    return bool(own and wanted) and own != wanted.lower().partition("-")[0]


def _note_others(renditions: list[Rendition], chosen: Rendition, item: Item) -> None:
    """Says what was not read. Two renditions are one content twice: they are never joined."""
    if (language := chosen.element.get(XML_LANG)) and item.draft.language is None:
        item.draft.set_language(language)
    if len(renditions) > 1:
        item.draft.notes[f"1 of {len(renditions)} renditions of the text read"] = None


# What a rendition says


def _read_nitf(element: etree._Element, item: Item) -> str:
    """A NITF document: its own metadata stands behind the item's."""
    nitf = next((child for child in element if local(child) == "nitf"), None)
    if nitf is None:
        return element_to_text(element)
    return _absorb(nitf, item)


def _absorb(nitf: etree._Element, item: Item) -> str:
    inner = Draft(item.draft.hints)
    read_nitf(nitf, inner)
    for name in _SCALARS:
        mine, other = getattr(item.draft, name), getattr(inner, name)
        if mine and other and mine != other and _folded(str(other)) not in _folded(str(mine)):
            item.draft.keep(f"nitf.{name}", str(other))
    for name in _TERMS:
        named = {term.name for term in getattr(item.draft, name)}
        for term in [term for term in getattr(inner, name) if term.code is None and term.name in named]:
            del getattr(inner, name)[term]
    text, inner.body = inner.body, ""
    item.known += [inner.headline, inner.byline or ""]
    item.draft.absorb(inner)
    return text


_TERMS: Final = ("subjects", "places", "people", "organisations")
_SCALARS: Final = (
    "uri version provider pub_status headline slugline abstract byline urgency first_created version_created "
    "embargo_until"
).split()


def _read_html(element: etree._Element, item: Item) -> str:
    """XHTML or HTML5, in any namespace; a house type of paragraphs too."""
    root = element[0] if len(element) == 1 else element
    container = next((child for child in root if local(child).lower() == "body"), root)
    head = next((child for child in root if local(child).lower() == "head"), None)
    if head is not None:
        _read_html_head(head, item)
    for caption in media_captions(container) if next(container.iter(*_CAPTIONS), None) is not None else ():
        item.draft.keep("caption", caption)
    return element_to_text(container)


def _read_html_head(head: etree._Element, item: Item) -> None:
    for child in head:
        name = local(child).lower()
        if name == "title" and (title := lines_of(child)):
            item.known.append(title)
            if not item.draft.headline:
                item.draft.headline = title
        elif name == "meta" and child.get("content") and not child.get("http-equiv"):
            keep(child, item, "meta")


def _read_data(element: etree._Element, item: Item) -> str:
    """Escaped or plain text. What is called plain may be HTML all the same."""
    text = "".join(map(str, element.itertext()))
    kind = element.get("contenttype") or ""
    if code_of(str(item.concept(element, "encoding"))) == "base64":
        text = _decoded(text, kind, item)
    if "<nitf" in text[:1000]:
        try:
            return _absorb(parse_xml(text.encode("utf-8", "replace"), item.draft.hints)[0], item)
        except ParseError as error:
            item.draft.notes[f"NITF in inlineData read as HTML: {error.reason}"] = None
    if "html" in kind or looks_like_markup(text):
        return html_to_text(text)
    return paragraphs(text)


def _decoded(text: str, kind: str, item: Item) -> str:
    charset = _CHARSET.search(kind)
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        item.draft.notes["inlineData is not the base64 that it says; left out"] = None
        return ""
    decoded = decode(data, charset[1] if charset else item.draft.hints.encoding)
    item.draft.notes.update(dict.fromkeys(decoded.notes))
    return decoded.text


_READERS: Final = {"nitf": _read_nitf, "html": _read_html, "data": _read_data}


# What a body repeats


def clean_body(item: Item) -> None:
    """Takes off what feeds put before the text once more: slug, headline, byline, dateline, time."""
    draft = item.draft
    title = draft.extra.get("title", [""])[0]
    texts = [*item.known, draft.slugline or "", draft.byline or "", title if isinstance(title, str) else ""]
    known = {_folded(text) for text in texts} | {_folded(f"by {draft.byline}")}
    for _ in range(_MOST_REPEATS):
        first, _, rest = draft.body.partition("\n\n")
        if not rest or not (_folded(first) in known or _is_time(first)):
            break
        if _is_time(first):
            draft.keep("body.time", first)
        draft.body = rest
    if draft.dateline is not None:
        draft.body = _without_dateline(draft.body, draft.dateline.text)


def _folded(text: str) -> str:
    return _PUNCTUATION.sub(" ", text).strip().casefold()


def _is_time(text: str) -> bool:
    return len(text) < 40 and 2 * sum(map(str.isdigit, text)) >= len(text) and parse_date(text) is not None


def _without_dateline(body: str, dateline: str) -> str:
    """A body that begins with the very words of the dateline element, and the dash behind them."""
    if not dateline or body[: len(dateline)].casefold() != dateline.casefold():
        return body
    dash = _DASH.match(body, len(dateline))
    return body[dash.end() :] if dash and body[dash.end() :].strip() else body
