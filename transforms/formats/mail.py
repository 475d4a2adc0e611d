"""A wire by mail: single messages (.eml) and mailboxes (mbox).

Specs: RFC 5322 and RFC 6854 (headers), RFC 2045 to 2047, 2183 and 2231 (MIME), RFC 2392 (`mid:`, `cid:`),
RFC 3676 (format=flowed), RFC 3834 (Auto-Submitted), RFC 4155 (mbox).

What a mail gives:

- Files that are of a wire format of their own (NewsML, NITF, ninjs, 7901, ...), attached plain text, and
  mails within the mail are the stories. The mail's own text is then their cover: skipped as `cover`, and
  kept with each of those stories in `extra['mail']`.
- Else the mail is the story: Subject the headline, its text part (the HTML one, where the text part is
  missing or a stub) the body. Pictures and other files are links.
- A mail that by its own word is no story is skipped: `delivery_report`, `auto_reply`, `folder_data`, and
  `picture` where it has pictures and no text.

The standard library's reader is used with its old policy: the newer one parses every header into objects, at
ten times the cost, and fails on damaged ones. Headers are decoded here (`_mail_headers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Piece, Reason
from transforms.formats._mail_reader import read_mail

# RFC 4155: 'From', the sender ('-' of Mozilla), and a time of day and a year, in whatever order.
_FROM: Final = re.compile(rb"From [^\r\n]{0,400}")
_TIME: Final = re.compile(rb"\b\d\d:\d\d\b")
_YEAR: Final = re.compile(rb"\b(?:19|20)\d\d\b")
_QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER: Final = re.compile(rb"([!-9;-~]{1,70})[ \t]*:")
_TELLING: Final = frozenset(
    [
        *(b"from", b"date", b"subject", b"message-id", b"mime-version", b"received", b"to", b"return-path"),
        *(b"delivered-to", b"content-type"),
    ]
)
_CHUNK: Final = 1 << 16


def sniff_eml(head: bytes) -> bool:
    """Whether it begins with a block of mail headers, two of them telling ones."""
    names = _header_names(head.lstrip(b"\xef\xbb\xbf \t\r\n"))
    return len(_TELLING.intersection(names)) >= 2


def sniff_mbox(head: bytes) -> bool:
    """Whether it begins with a separator line of mailboxes and a header."""
    line, _, rest = head.lstrip(b"\r\n").partition(b"\n")
    return _is_separator(line) and _HEADER.match(rest.removeprefix(b">")) is not None


def parse_eml(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The stories of a mail."""
    return read_mail(data, hints, "eml")


def parse_mbox(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The stories of one message of a mailbox: its separator line and its quoting taken off."""
    line, _, rest = data.lstrip(b"\r\n").partition(b"\n")
    if not line.startswith(b"From "):
        return read_mail(data, hints, "mbox")
    if not rest.strip():
        raise ParseError(Reason.TRUNCATED, "a mailbox ends after a separator line")
    return read_mail(_QUOTED.sub(rb"\1", rest), hints, "mbox")


def split_mbox(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """Messages, each from its separator line to the next, which stands after an empty line.

    Of a message longer than the limit one byte more is given, and the rest is passed over.
    """
    limit = hints.limits.message_bytes
    message, start, offset = bytearray(), 0, 0
    at_line, after_blank = True, True
    while line := stream.readline(_CHUNK):
        if at_line and after_blank and message and _is_separator(line):
            yield from _piece(start, message)
            message, start = bytearray(), offset
        if len(message) <= limit:
            message += line[: limit + 1 - len(message)]
        offset += len(line)
        after_blank = at_line and not line.strip(b"\r\n")
        at_line = line.endswith(b"\n")
    yield from _piece(start, message)


def _piece(start: int, message: bytearray) -> Iterator[Piece]:
    if message.strip():
        yield Piece(start, bytes(message))


def _is_separator(line: bytes) -> bool:
    if not line.startswith(b"From ") or not _FROM.fullmatch(line.rstrip(b"\r\n")):
        return False
    return _TIME.search(line) is not None and _YEAR.search(line) is not None


def _header_names(head: bytes) -> set[bytes]:
    """Names of the headers up to the empty line; none where another line stands among them."""
    names: set[bytes] = set()
    lines = head.split(b"\n")
    for number, line in enumerate(lines):
        if not line.strip(b"\r"):
            break
        header = _HEADER.match(line)
        if header:
            names.add(header[1].lower())
        elif number == 0 or (not line.startswith((b" ", b"\t")) and number < len(lines) - 1):
            return set()
    return names


_GIVES: Final = (
    "uri (mid:), provider, headline, body, dateline, byline, keywords, priority, language, times, links; "
    "attached wire files and mails as their own formats; headers in extra"
)
_LIMITS: Final = "archives (.zip, .gz) and office files in a mail are links, not read; no S/MIME, no PGP"

EML = Format(
    name="eml",
    title="E-mail message",
    sniff=sniff_eml,
    parse=parse_eml,
    gives=_GIVES,
    limits=_LIMITS,
)
MBOX = Format(
    name="mbox",
    title="Mailbox (mbox)",
    sniff=sniff_mbox,
    parse=parse_mbox,
    split=split_mbox,
    gives=_GIVES,
    limits=_LIMITS,
)
