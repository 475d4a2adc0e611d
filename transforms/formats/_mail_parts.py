"""The parts of a mail (RFC 2045, 2046, 2183): text, attached files, mails within it; the rest as links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from schemas.records import Link
from transforms.formats._contract import ParseError, Reason
from transforms.formats._mail_headers import decode_header
from transforms.formats._mail_text import Text, html_part, plain_part

if TYPE_CHECKING:  # imported late, by _mail_reader: other formats do without it
    from email.message import Message

__all__ = ["File", "Parts", "read_parts"]

_STUB: Final = 3  # a text part of less than a third of the HTML part is a stub ('Your mailer shows no HTML')
# Media types that hold no wire file; their parts are links.
_MEDIA: Final = frozenset(["image", "audio", "video", "font", "model"])
_NO_FILES: Final = frozenset(
    [
        *("application/pdf", "application/pgp-signature", "application/pkcs7-signature", "text/calendar"),
        *("application/x-pkcs7-signature", "message/external-body", "message/partial", "text/vcard"),
        *("message/delivery-status", "text/rfc822-headers", "application/zip", "application/gzip"),
    ]
)
_ENCRYPTED: Final = frozenset(["multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"])
# What a message of the standard library raises on damaged parameters (RFC 2231 sections that are no numbers,
# character sets that are none).
_FAULTS: Final = (ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class File:
    """A part that may be a wire file."""

    name: str
    type: str
    data: bytes


@dataclass(slots=True)
class Parts:
    """What a mail holds, in its order."""

    texts: list[Text] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    mails: list[Message] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    language: str = ""

    @property
    def has_pictures(self) -> bool:
        """Whether pictures are among its links."""
        return any((link.type or "").startswith("image/") for link in self.links)


def read_parts(message: Message) -> Parts:
    """All parts of a message.

    Raises:
      ParseError: UNREADABLE where it is encrypted.
    """
    parts = Parts()
    _read(message, parts)
    return parts


def _read(part: Message, parts: Parts) -> None:
    kind = part.get_content_type()
    if kind in _ENCRYPTED:
        raise ParseError(Reason.UNREADABLE, f"an encrypted mail: {kind}")
    if kind == "message/rfc822":
        parts.mails.extend(_children(part))
    elif part.is_multipart():
        _read_multipart(part, kind, parts)
    elif _is_text(part, kind):
        parts.texts.append(_text(part, kind))
        parts.language = parts.language or decode_header(str(part.get("Content-Language", "")))
    elif _is_file(kind):
        parts.files.append(File(_filename(part), kind, _data(part)))
    else:
        parts.links.append(_link(part, kind))


def _children(part: Message) -> list[Message]:
    payload: Any = part.get_payload()
    return list(payload) if isinstance(payload, list) else []


def _read_multipart(part: Message, kind: str, parts: Parts) -> None:
    """Of alternatives (RFC 2046 section 5.1.4) one text is taken; of all others every part."""
    if kind != "multipart/alternative":
        for child in _children(part):
            _read(child, parts)
        return
    texts, parts.texts = parts.texts, []
    for child in _children(part):
        _read(child, parts)
    texts.extend(_best(parts.texts))
    parts.texts = texts


def _best(texts: list[Text]) -> list[Text]:
    """The first alternative, which is the plainest, unless a later one says much more."""
    best = texts[:1]
    for text in texts[1:]:
        if len(text.body) > _STUB * len(best[0].body):
            best = [text]
    return best


def _is_text(part: Message, kind: str) -> bool:
    """Text of the mail itself: not named, not attached."""
    return kind in ("text/plain", "text/html") and not _filename(part) and not _is_attached(part)


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _is_file(kind: str) -> bool:
    return kind.partition("/")[0] not in _MEDIA and kind not in _NO_FILES


def _text(part: Message, kind: str) -> Text:
    said = _parameters(part)
    charset = said.get("charset")
    if kind == "text/html":
        return html_part(_data(part), charset)
    flowed = said.get("format", "").lower() == "flowed"
    return plain_part(_data(part), charset, flowed=flowed, delsp=said.get("delsp", "").lower() == "yes")


def _data(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _parameters(part: Message) -> dict[str, str]:
    """Parameters of the Content-Type."""
    if ";" not in str(part.get("Content-Type", "")):
        return {}
    try:
        given: Any = part.get_params(failobj=[])
    except _FAULTS:
        return {}
    # RFC 2231: character set, language, value.
    return {
        name.lower(): str(value[2] if isinstance(value, tuple) else value).strip() for name, value in given
    }


def _filename(part: Message) -> str:
    if "Content-Disposition" not in part and "name" not in str(part.get("Content-Type", "")).lower():
        return ""
    try:
        return decode_header(part.get_filename() or "")
    except _FAULTS:
        return ""


def _link(part: Message, kind: str) -> Link:
    """A part that is not read: by its Content-ID (RFC 2392), else by its name."""
    content_id = decode_header(str(part.get("Content-ID", ""))).strip("<> ")
    uri = f"cid:{content_id}" if content_id else None
    return Link(rel="attachment", uri=uri, type=kind, title=_filename(part) or None)
