"""A mail to its items: attached wire files and mails, or itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from schemas.records import Link, Story
from transforms.formats._contract import Hints, Parsed, ParseError, Reason, Skipped
from transforms.formats._json import to_text
from transforms.formats._mail_parts import File, Parts, read_parts
from transforms.formats._mail_story import Mail, own_story

if TYPE_CHECKING:
    from email.parser import BytesParser

__all__ = ["read_mail"]

_DEEPEST: Final = 8  # mails within mails
_MOST_MULTIPARTS: Final = 100  # each line is compared with the boundaries of all that are open
_LONGEST_PARAMETERS: Final = 4096  # the standard library reads them in quadratic time
_COVER: Final = 2000  # characters of it, and of a header, that attached stories keep
_BOUNDARY: Final = re.compile(rb"\bboundary\b", re.IGNORECASE)
_CONTENT: Final = re.compile(
    rb"^(?:content-type|content-disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE
)


def read_mail(data: bytes, hints: Hints, name: str, depth: int = 0) -> Iterator[Parsed]:
    """The items of a mail.

    Raises:
      ParseError: EMPTY; MALFORMED where it has no headers of a mail; LIMIT; UNREADABLE.
    """
    if not data.strip():
        raise ParseError(Reason.EMPTY, "no mail")
    _check(data)
    try:
        message = _parser().parsebytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
        yield from _items(Mail(message, hints, name, depth))
    except RecursionError:
        raise ParseError(Reason.LIMIT, "parts nested too deep") from None


@lru_cache(maxsize=1)
def _parser() -> BytesParser:
    """The standard library's reader, giving headers as they stand."""
    # Imported late: other formats do without it.
    from email.parser import BytesParser
    from email.policy import Compat32

    class Raw(Compat32):
        """The old policy, without its look at every header that is asked for: they are decoded here."""

        def header_fetch_parse(self, name: str, value: str) -> str:
            return value

    return BytesParser(policy=Raw())


def _check(data: bytes) -> None:
    """What the standard library would need more than linear time for."""
    if data.lower().count(b"boundary") > _MOST_MULTIPARTS and len(_BOUNDARY.findall(data)) > _MOST_MULTIPARTS:
        raise ParseError(Reason.LIMIT, f"more than {_MOST_MULTIPARTS} multiparts in a mail")
    if len(data) > _LONGEST_PARAMETERS:
        longest = max((len(header[0]) for header in _CONTENT.finditer(data)), default=0)
        if longest > _LONGEST_PARAMETERS:
            raise ParseError(Reason.LIMIT, f"a Content- header longer than {_LONGEST_PARAMETERS} bytes")


def _items(mail: Mail) -> Iterator[Parsed]:
    """What is within it, then itself: as their cover, or as the story."""
    if reason := mail.no_story():
        yield Skipped(reason, mail.uri)
        return
    parts = read_parts(mail.message)
    carried = False
    for item in _within(mail, parts):
        carried = carried or not isinstance(item, ParseError)
        yield item
    text = _text_of(parts)
    if not carried:
        yield own_story(mail, parts, text)
    elif text:
        yield Skipped("cover", mail.uri)


def _text_of(parts: Parts) -> str:
    return "\n\n".join(text.body for text in parts.texts if text.body)


def _within(mail: Mail, parts: Parts) -> Iterator[Parsed]:
    """The items of files of a format of their own and of attached mails; other files become links."""
    for file in parts.files:
        try:
            for item in _file_items(mail, file, parts):
                yield _carry(item, mail, file.name, parts)
        except ParseError as error:
            yield error
    for message in parts.mails:
        try:
            for item in _items(Mail(message, mail.hints, mail.name, _deeper(mail))):
                yield _carry(item, mail, "", parts)
        except ParseError as error:
            yield error


def _deeper(mail: Mail) -> int:
    if mail.depth >= _DEEPEST:
        raise ParseError(Reason.LIMIT, f"mails within mails, deeper than {_DEEPEST}")
    return mail.depth + 1


def _file_items(mail: Mail, file: File, parts: Parts) -> Iterator[Parsed]:
    """The items of an attached file by its own format; none where it is of no format, but a link."""
    # The table of formats names this module: it can be asked only when all of them are there.
    from transforms.formats import detect

    row = detect(file.data)
    is_text = file.type.startswith("text/") or file.name.lower().endswith(".txt")
    if row is None or not file.data.strip() or (row.name == "plain-text" and not is_text):
        parts.links.append(Link(rel="attachment", type=file.type, title=file.name or None))
    elif row.name in ("eml", "mbox"):
        yield from read_mail(file.data, mail.hints, "eml", _deeper(mail))
    else:
        for piece in row.split(io.BytesIO(file.data), mail.hints):
            try:
                yield from row.parse(piece.data, mail.hints)
            except ParseError as error:
                yield error


def _carry(item: Parsed, mail: Mail, filename: str, parts: Parts) -> Parsed:
    """An attached story with what its mail says, and its provider where it names none itself."""
    if not isinstance(item, Story):
        return item
    said = {
        "uri": mail.uri,
        "from": mail.headers.get("from"),
        "subject": mail.subject,
        "date": mail.headers.get("date"),
        "filename": filename,
        "cover": _text_of(parts),
    }
    extra = item.extra | {"mail": to_text({name: text[:_COVER] for name, text in said.items() if text})}
    return replace(item, extra=extra, provider=item.provider or mail.provider())
