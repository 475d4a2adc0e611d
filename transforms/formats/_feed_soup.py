"""Feeds that are no XML even after mending, by feedparser's tag-soup reader.

feedparser is given UTF-8, and a document that its reader, which is for documents of good will, can read in
linear time: refused are declared entities (UNSAFE), more than `_MOST_TAGS` categories in one entry and
authors longer than `_LONGEST_AUTHOR` (LIMIT; it compares and searches those in quadratic time).
"""

from __future__ import annotations

import re
from typing import Any, Final

from transforms.formats._address import Person, person_of_text
from transforms.formats._contract import Hints, ParseError, Reason
from transforms.formats._feed_parts import Aside, Feed
from transforms.formats._feed_tree import feed_of
from transforms.formats._text import Decoded, decode

__all__ = ["read_soup"]

_MOST_BYTES: Final = 8 * 2**20
_MOST_TAGS: Final = 300
_LONGEST_AUTHOR: Final = 500

_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")
_ENTRY: Final = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_END: Final = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<(?:\w+:)?(?:category|subject|keywords|tags)\b", re.IGNORECASE)
_AUTHOR: Final = re.compile(
    r"<(?:\w+:)?(?:author|creator|contributor|managingeditor|webmaster|publisher|owner|name|email)\b[^>]*>"
    rf"[^<]{{{_LONGEST_AUTHOR}}}",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What feedparser's readers raise on damaged documents: numbers that are none, elements that end before they
# begin, declarations that are none (markupbase), copies of dictionaries nested too deep.
_FAULTS: Final = (ValueError, LookupError, AttributeError, AssertionError, TypeError, RecursionError)


def read_soup(data: bytes, hints: Hints, cause: ParseError) -> Feed:
    """The feed, with a note; `cause` is why it is no XML, and is raised where there are no entries."""
    text = _safe(data, hints)
    try:
        parsed = feed_of(text.text.encode("utf-8", "replace"))
    except _FAULTS as error:
        raise ParseError(Reason.MALFORMED, f"feedparser: {type(error).__name__}: {error}") from None
    if not parsed.entries:
        raise cause
    note = f"not well-formed XML, read as it could be: {cause.detail}"
    cut = len(_ENTRY_END.findall(text.text)) < len(parsed.entries)
    asides = [Aside(authors=_authors(entry)) for entry in parsed.entries]
    return Feed(parsed=parsed, asides=asides, encoding=text.encoding, notes=(*text.notes, note), cut=cut)


def _authors(entry: Any) -> list[Person]:
    return [person_of_text(entry["author"])] if entry.get("author") else []


def _safe(data: bytes, hints: Hints) -> Decoded:
    if len(data) > _MOST_BYTES:
        raise ParseError(Reason.LIMIT, f"a feed that is no XML, and longer than {_MOST_BYTES} bytes")
    declared = _DECLARED.search(data, 0, 1024)
    decoded = decode(data, declared[1].decode("ascii") if declared else hints.encoding)
    text = _CONTROLS.sub("", _DECLARATION.sub("", decoded.text, count=1))
    _check(text)
    return decoded._replace(text=_REFERENCE.sub(_legal, text))


def _check(text: str) -> None:
    if "<!ENTITY" in text:
        raise ParseError(Reason.UNSAFE, "a feed that declares entities")
    if _AUTHOR.search(text):
        raise ParseError(Reason.LIMIT, f"an author longer than {_LONGEST_AUTHOR} characters in a broken feed")
    if any(len(_TAG.findall(part)) > _MOST_TAGS for part in _ENTRY.split(text)):
        raise ParseError(Reason.LIMIT, f"more than {_MOST_TAGS} categories in an entry of a broken feed")


def _legal(match: re.Match[str]) -> str:
    """Character references that name no character become U+FFFD; the tag-soup reader fails on them."""
    digits = match[1] or match[2]
    point = int(digits, 16 if match[1] else 10) if len(digits) < 9 else 0
    is_legal = 0x20 <= point < 0xD800 or 0xE000 <= point < 0x110000 or point in (9, 10, 13)
    return match[0] if is_legal else "\ufffd"
