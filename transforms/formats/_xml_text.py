"""The characters of an XML document: decoded, without what transmission put around them, references mended.

Spec: XML 1.0 (fifth edition), sections 2.4 to 2.8, 4.1, 4.3.3 and appendix F. Nothing here loses a character
without a note.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import Final

from transforms.formats._contract import Hints, ParseError, Reason
from transforms.formats._text import Decoded, decode

__all__ = ["read_text"]

_HEAD_BYTES: Final = 1024  # where an XML declaration is looked for
_AROUND: Final = " \t\r\n\x00\x01\x02\x03\x04\x07\x1a\x7f\ufeff"
_DECLARATION: Final = re.compile(r"<\?xml\s[^<>]{0,400}\?>")
_DECLARED: Final = re.compile(
    rb"<\?xml\s[^<>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([A-Za-z0-9._:-]{1,40})[\"']"
)
_WIDE_NAMES: Final = ("utf-16", "utf16", "utf-32", "utf32", "ucs", "iso-10646", "unicode")
# The first four bytes of UTF-16 and UTF-32 without a byte order mark (XML 1.0 appendix F.1).
_WIDE_STARTS: Final = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")

# An ampersand that may need mending: neither a predefined entity nor one of the usual references.
_ODD: Final = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);|#(?:3[489]|6[02]|160|8[0-9]{3}|x(?!00)[0-9a-fA-F]{4});)"
)
# Sections that hold no references (XML 1.0 sections 2.4 to 2.7), or a reference, or a bare ampersand.
_TOKEN: Final = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*\Z)|<!--(?:.*?-->|.*\Z)|<\?(?:.*?\?>|.*\Z)"
    r"|&(?:\#(?P<code>[0-9]{1,9}|[xX][0-9a-fA-F]{1,8});|(?P<name>[A-Za-z_][\w.-]{0,60});|(?P<bare>))",
    re.DOTALL,
)
_PREDEFINED: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))


def read_text(data: bytes, hints: Hints) -> Decoded:
    """The document as text, without its XML declaration; '' where there is nothing but blanks.

    Raises:
      ParseError: MALFORMED for an entity that neither XML nor HTML has, UNSAFE for one of its own.
    """
    decoded = _decode(data, hints)
    notes = list(decoded.notes)
    text = _trim(decoded.text, notes)
    if "&" in text and _ODD.search(text):
        text = _mend_references(text, notes)
    return Decoded(text, decoded.encoding, tuple(notes))


def _decode(data: bytes, hints: Hints) -> Decoded:
    """The text: a byte order mark first, then the zero bytes of UTF-16, then what the declaration says."""
    found = _DECLARED.search(data, 0, _HEAD_BYTES)
    declared = found[1].decode("ascii") if found else None
    if data.startswith(_MARKS):
        decoded = decode(data, None)
        same = declared is None or declared.lower().startswith(decoded.encoding[:6])
        note = () if same else (f"declared {declared}, but has the byte order mark of {decoded.encoding}",)
        return decoded._replace(notes=(*decoded.notes, *note))
    wide = next((name for sign, name in _WIDE_STARTS if data.startswith(sign)), None)
    if wide:
        return decode(data, wide)
    if declared and declared.lower().startswith(_WIDE_NAMES):
        decoded = decode(data, None)
        return decoded._replace(notes=(*decoded.notes, f"declared {declared}, but is {decoded.encoding}"))
    return decode(data, declared or hints.encoding)


def _trim(text: str, notes: list[str]) -> str:
    """Without what transmission left around the document, and without its XML declaration."""
    trimmed = text.strip(_AROUND)
    if trimmed != text.strip():
        notes.append("control characters around the document dropped")
    elif trimmed.startswith("<?xml") and not text.startswith("<?xml"):
        notes.append("blanks before the XML declaration dropped")
    declaration = _DECLARATION.match(trimmed)
    if declaration and len(declaration[0]) < len(trimmed):
        # As many line ends stay, so that errors name the right line.
        return "\n" * declaration[0].count("\n") + trimmed[declaration.end() :]
    return trimmed


def _mend_references(text: str, notes: list[str]) -> str:
    """HTML's entities, windows-1252's code points and bare ampersands to what they mean."""
    mended: dict[str, None] = {}

    def replace(match: re.Match[str]) -> str:
        if match["name"]:
            return _named(match["name"], mended, text)
        if match["code"]:
            return _numbered(match[0], match["code"], mended)
        if match["bare"] is None:
            return match[0]
        mended["bare ampersands read as text"] = None
        return "&amp;"

    text = _TOKEN.sub(replace, text)
    notes.extend(mended)
    return text


def _named(name: str, mended: dict[str, None], text: str) -> str:
    if name in _PREDEFINED:
        return f"&{name};"
    value = html5.get(name + ";")
    if value is None:
        reason = Reason.UNSAFE if "<!ENTITY" in text else Reason.MALFORMED
        raise ParseError(reason, f"unknown entity &{name};")
    mended["HTML entities read as their characters"] = None
    return html.escape(value)


def _numbered(reference: str, code: str, mended: dict[str, None]) -> str:
    point = int(code[1:], 16) if code[0] in "xX" else int(code)
    if 0x80 <= point < 0xA0:
        mended["character references 128 to 159 read as windows-1252"] = None
        return bytes([point]).decode("cp1252", "ignore")
    if point < 0x20 and point not in (9, 10, 13):
        mended["references to control characters dropped"] = None
        return ""
    return reference
