"""The wire header of a Reuters-21578 document: what its UNKNOWN elements hold.

It is the header of an ANPA 1312 message, its control characters written as references:

    ENQ ENQ ENQ  C T                      the product codes that the story went to
    SYN SYN SOH  f0704 US reute           service level and story number, selector
    u f BC-BAHIA-COCOA-REVIEW   02-26 0105    priority, category, slug, date, number of words
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transforms.formats._text import clean, one_line

__all__ = ["WireHeader", "read_header", "resolve"]

_REFERENCE: Final = re.compile(r"&(?:#(\d{1,7})|([a-z]{1,8}));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}

_CODES: Final = re.compile(r"\x05+([A-Z][A-Z ]*)")
_NUMBER: Final = re.compile(r"\x01([a-z]\d{4})\s?\x1f(\w+)")
_SLUG_LINE: Final = re.compile(r"([a-z]) ([a-z]) (\S.*)? (\d\d-\d\d) (\d{4})$")
# All of it in one match, as nearly all documents have it; of the references only "<" is resolved.
_USUAL: Final = re.compile(
    r"(?:&#5;)+([A-Z][A-Z ]*)\n(?:&#22;)*&#1;([a-z]\d{4})&#31;(\w+)\n"
    r"([a-z]) ([a-z]) ([^\s&][^\n&]*)? (\d\d-\d\d) (\d{4})"
)
_LONGEST: Final = 400


class WireHeader(NamedTuple):
    """What the header says: `recognised` where its last line, with the slug, could be read."""

    recognised: bool
    priority: str | None
    slug: str | None
    extra: dict[str, str]


def resolve(text: str) -> str:
    """Clean text with its references resolved: of control characters to nothing, that of DEL to U+FFFD."""
    at = text.find("&")
    return text if at < 0 else text[:at] + _resolved(text[at:])


def _resolved(text: str) -> str:
    text = text.replace("&lt;", "<").replace("&#3;", "").replace("&#2;", "")
    if "&" in text:
        text = clean(_REFERENCE.sub(_character, text).replace("\x7f", "\ufffd"))
    return text


def _character(reference: re.Match[str]) -> str:
    if reference[2]:
        return _NAMED.get(reference[2], reference[0])
    code = int(reference[1])
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"


def read_header(date_tail: str, elements: list[str]) -> WireHeader:
    """The header from the end of DATE and all UNKNOWN elements; what is not understood is kept in `extra`."""
    raw = "\n".join((date_tail, *elements)).strip()
    if len(raw) > _LONGEST:
        return WireHeader(False, None, None, {"UNKNOWN": raw})
    if usual := _USUAL.fullmatch(raw.replace("&lt;", "<")):
        return _usual_header(usual)
    text = _REFERENCE.sub(_character, raw)
    extra: dict[str, str] = {}
    codes, number = _CODES.search(text), _NUMBER.search(text)
    if codes:
        extra["wire_categories"] = codes[1].strip()
    if number:
        extra["wire_number"], extra["wire_selector"] = number[1], number[2]
    line = _SLUG_LINE.search(text.rsplit("\n", 1)[-1].strip())
    if not line:
        return WireHeader(False, None, None, extra | ({"UNKNOWN": raw} if raw else {}))
    priority, extra["wire_category"], slug, extra["wire_date"], extra["wire_words"] = line.groups()
    return WireHeader(True, priority, one_line(slug or "") or None, extra)


def _usual_header(header: re.Match[str]) -> WireHeader:
    categories, number, selector, priority, category, slug, date, words = header.groups()
    extra = {
        "wire_categories": categories.strip(),
        "wire_number": number,
        "wire_selector": selector,
        "wire_category": category,
        "wire_date": date,
        "wire_words": words,
    }
    return WireHeader(True, priority, one_line(slug or "") or None, extra)
