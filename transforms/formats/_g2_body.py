"""The text of a NewsML-G2 item: how each kind of rendition is read, and what of it is the body.

Known faults of feeds, which are read: NITF and HTML as escaped text; a `header` in the body, or first
paragraphs, that repeat slug, headline, byline or dateline.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from lxml import etree

from transforms.formats._contract import ParseError
from transforms.formats._dates import parse_date
from transforms.formats._draft import Draft
from transforms.formats._g2_item import Item, keep
from transforms.formats._g2_nodes import code_of, lines_of
from transforms.formats._markup import element_to_text, html_to_text, media_captions
from transforms.formats._prose import looks_like_markup
from transforms.formats._text import decode, paragraphs
from transforms.formats._xml import local, parse_xml
from transforms.formats.nitf import read_nitf

__all__ = ["READERS", "clean_body"]

_MOST_REPEATS: Final = 8
_SLACK: Final = 40  # for "By ", dashes, and a time, which are no part of what is known
_PUNCTUATION: Final = re.compile(r"[\W_]+")
_CHARSET: Final = re.compile(r"charset\s?=\s?[\"']?([A-Za-z0-9._:-]{1,40})")
_CAPTIONS: Final = ("{*}figcaption", "{*}media-caption")
_DASH: Final = re.compile(r"\s*[-–—_:]+\s*")


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
        same = mine == other or (name in _TEXTS and _folded(str(other)) in _folded(str(mine)))
        if mine and other and not same:
            item.draft.keep(f"nitf.{name}", str(other))
    for name in _TERMS:
        named = {term.name for term in getattr(item.draft, name)}
        for term in [term for term in getattr(inner, name) if term.code is None and term.name in named]:
            del getattr(inner, name)[term]
    text, inner.body = inner.body, ""
    item.known += [inner.headline, inner.byline or ""]
    item.draft.absorb(inner)
    return text


_TEXTS: Final = frozenset({"headline", "byline", "slugline", "abstract"})
_TERMS: Final = ("subjects", "places", "people", "organisations")
_SCALARS: Final = (
    "uri version provider pub_status headline slugline abstract byline urgency first_created version_created "
    "embargo_until"
).split()


def _read_html(element: etree._Element, item: Item) -> str:
    """XHTML or HTML5, in any namespace; a house type of paragraphs too."""
    root = next((child for child in element if local(child).lower() == "html"), element)
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
            root, _, _ = parse_xml(text.encode("utf-8", "replace"))
        except ParseError as error:
            item.draft.notes[f"escaped NITF read as HTML: {error.reason}"] = None
        else:
            if local(root) == "nitf":
                return _absorb(root, item)
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


READERS: Final = {"nitf": _read_nitf, "html": _read_html, "data": _read_data}


def clean_body(item: Item) -> None:
    """Takes off what feeds put before the text once more: slug, headline, byline, dateline, time."""
    draft = item.draft
    title = draft.extra.get("title", [""])[0]
    texts = [*item.known, draft.slugline or "", draft.byline or "", title if isinstance(title, str) else ""]
    longest = max(map(len, texts)) + _SLACK
    known: frozenset[str] = frozenset()
    for _ in range(_MOST_REPEATS):
        first, _, rest = draft.body.partition("\n\n")
        if not rest or len(first) > longest:
            break
        known = known or frozenset(map(_folded, (*texts, f"by {draft.byline or ''}"))) - {""}
        if _folded(first) not in known and not _is_time(first):
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
