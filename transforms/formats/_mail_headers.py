"""Mail headers to text: RFC 5322 folding, RFC 2047 encoded words, bytes that are no ASCII."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from transforms.formats._text import clean, decode

if TYPE_CHECKING:  # imported late, by _mail_reader: other formats do without it
    from email.message import Message

__all__ = ["Headers", "decode_header", "mid_of"]

_FOLD: Final = re.compile(r"\r?\n(?=[ \t])")
# RFC 2047 section 2, with RFC 2231's language; blanks in the text are an error that is often made.
_WORD: Final = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*)\?=")
_Q_BYTE: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_ID: Final = re.compile(r"<([^<>\s]{1,990})>")


class Headers:
    """The headers of a message, decoded, by lower-case name; of several with one name all are kept."""

    def __init__(self, message: Message) -> None:
        self._values: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        for name, value in message.raw_items():
            self._names.setdefault(name.lower(), name)
            self._values.setdefault(name.lower(), []).append(decode_header(value))

    def get(self, *names: str) -> str:
        """The first header of these names that says something; '' where none does."""
        return next((value for name in names for value in self._values.get(name, ()) if value), "")

    def has_any(self, names: frozenset[str]) -> bool:
        """Whether one of these stands in the mail."""
        return not names.isdisjoint(self._values)

    def others(self, taken: frozenset[str]) -> dict[str, list[str]]:
        """The values of all other headers, by their names as written."""
        return {self._names[name]: values for name, values in self._values.items() if name not in taken}


class _Word(NamedTuple):
    charset: str
    data: bytes


def decode_header(value: str) -> str:
    """A raw header to one line of text. Never fails: what is not encoded rightly stays as it is."""
    flat = " ".join(value.split())
    if flat.isascii() and flat.isprintable() and "=?" not in flat:
        return flat
    value = _FOLD.sub("", value)
    if not value.isascii():
        value = decode(value.encode("utf-8", "surrogateescape")).text
    if "=?" in value:
        value = _decode_words(value)
    return " ".join(clean(value).split())


def _decode_words(value: str) -> str:
    """Blanks between two encoded words are not part of the text (RFC 2047 section 6.2).

    The bytes of words that follow one another are decoded together: mailers cut within characters.
    """
    text: list[str] = []
    pending: _Word | None = None
    at = 0
    for match in _WORD.finditer(value):
        between = value[at : match.start()]
        word = _Word(match[1].lower(), _bytes_of(match[2], match[3]))
        if pending and (between.strip() or word.charset != pending.charset):
            text.append(decode(pending.data, pending.charset).text)
            pending = None
        if between.strip() or not at:
            text.append(between)
        pending = _Word(word.charset, (pending.data if pending else b"") + word.data)
        at = match.end()
    if pending:
        text.append(decode(pending.data, pending.charset).text)
    return "".join(text) + value[at:]


def _bytes_of(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return _Q_BYTE.sub(lambda match: bytes([int(match[1], 16)]), data.replace(b"_", b" "))
    try:
        return binascii.a2b_base64(data + b"==")
    except binascii.Error:
        return data


def mid_of(message_id: str) -> str:
    """A Message-ID as a URL (RFC 2392): 'mid:' and the id without its brackets; '' where there is none."""
    match = _ID.search(message_id)
    plain = match[1] if match else message_id.strip("<> \t")
    if not plain or " " in plain:
        return ""
    return "mid:" + quote(plain, safe="@!$&'*+.-_~=^`{|}")
