"""What the text of a story says about itself, for the formats that carry headline and body as loose text.

Feeds, mails and data sets have no element for a dateline, a first-line note or a trailer: they stand in the
text, as on the wire that it came from; XML formats have them and often repeat them there. `read` takes them
off with the shared helpers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any, Final

from schemas.records import Author
from transforms.formats._authors import is_byline, parse_byline, split_trailer
from transforms.formats._datelines import split_dateline
from transforms.formats._headlines import split_headline, split_note, text_signals
from transforms.formats._markup import html_to_text
from transforms.formats._text import one_line, paragraphs

__all__ = ["looks_like_markup", "read", "text_of", "unique"]

_TAG: Final = re.compile(r"<(?:[A-Za-z][A-Za-z0-9:]*[\s/>]|/[A-Za-z]|!--|!\[CDATA\[|!DOCTYPE)")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CANCELED: Final = frozenset({"kill", "withdrawal"})


def looks_like_markup(text: str) -> bool:
    """Whether a text of unknown type holds a tag or comment of HTML."""
    return "<" in text and _TAG.search(text) is not None


def text_of(value: str, *, markup: bool | None = None) -> str:
    """Clean paragraphs of a text that is HTML (True), plain (False), or what it looks like (None)."""
    if markup is False:
        return paragraphs(value)
    if looks_like_markup(value):
        return html_to_text(value)
    return paragraphs(_ENTITY.sub(_character, value) if "&" in value else value)


def _character(match: re.Match[str]) -> str:
    return html.unescape(match[0])


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values without blanks around them and without repeats, in order."""
    return tuple(dict.fromkeys(value for value in (one_line(value) for value in values) if value))


def read(headline: str, body: str, byline: str | None = None) -> dict[str, Any]:
    """The fields of a `Story` that headline and body give.

    Args:
      headline: one line, with its tag.
      body: clean paragraphs.
      byline: the byline where the format has a field for it, with or without its 'By'.
    """
    title = split_headline(headline)
    note, note_signals, body = split_note(_without_title(body, headline))
    if byline is None:
        byline, body = _split_byline(body)
    elif is_byline(byline):
        byline = byline.split(None, 1)[1]
    if note is None:
        note, note_signals, body = split_note(body)
    dateline, body = _split_dateline(body)
    body, trailers, trailer_authors = split_trailer(body)
    notices = text_signals(headline) or text_signals(note or body[:400])
    signals = tuple(dict.fromkeys((*title.signals, *note_signals, *notices)))
    return {
        "headline": title.text,
        "update_number": title.update_number,
        "signals": signals,
        "pub_status": _status(signals),
        "editorial_note": note,
        "byline": byline,
        "authors": _authors(byline, trailer_authors),
        "dateline": dateline,
        "body": body,
        "credits": trailers,
    }


def _without_title(body: str, headline: str) -> str:
    """A first paragraph that is the headline once more is dropped, unless it is all there is."""
    first, _, rest = body.partition("\n\n")
    return rest if rest and headline and first == headline else body


def _split_byline(body: str) -> tuple[str | None, str]:
    first, _, rest = body.partition("\n\n")
    if rest and len(first) <= 200 and is_byline(first):
        return first.split(None, 1)[1], rest
    return None, body


def _split_dateline(body: str) -> tuple[Any, str]:
    first, gap, rest = body.partition("\n\n")
    dateline, first = split_dateline(first)
    return dateline, first + gap + rest if first else rest


def _authors(byline: str | None, more: tuple[Author, ...]) -> tuple[Author, ...]:
    return tuple(dict.fromkeys((*(parse_byline(byline) if byline else ()), *more)))


def _status(signals: tuple[str, ...]) -> str:
    if not _CANCELED.isdisjoint(signals):
        return "canceled"
    return "withheld" if "hold" in signals else "usable"
