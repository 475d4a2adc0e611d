"""ANPA 1312, the text transmission format of North American news agencies.

Contract: as `_contract`. One message is

    SYN SYN SOH service level and number [US selector] CR LF
    priority category [DC3|DC4] [DC1|DC2] slug, version, reference, date, word count CR LF
    STX
    ^header lines, each ending in '<' or '='
    body
    ETX agency-bureau-MM-DD-YY HHMMzone
    EOT

with US, or blanks, between the fields of the header, and DC2 where the text is tabular.

Sources: ANPA Bulletin 1312, "High-speed wire service transmission guidelines"; AP Stylebook, "Filing the wire"
(service level, priority and category letters, keyword slug line) and "Filing practices" (versions, kills).

Known faults that are read: no SYN, SOH, STX or ETX, or printed ones ('<SOH>', '^A', U+2401); no control
character at all (two header lines by their shape); no word count, no date; the slug said again in the text;
'^' missing; trailers 'MM-DD-YY HHMM', 'HH:MM-DD-MM-YY'; MORE and 'nth Add' takes.

Identity: agency (of the trailer, the dateline, or `Hints.provider`), service level, number and day. The number
is that of the header; a line's own sequence number before SYN, and the reference number in the slug (the
message that this one follows), are others. Numbers begin again each day, and every agency has an a0001, so a
message without a year in its date, or of an unknown agency, has no uri.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from schemas.records import Link
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Piece, Reason
from transforms.formats._datelines import split_dateline
from transforms.formats._draft import urn
from transforms.formats._text import clean
from transforms.formats._wire import DC2, EOT, ETX, SOH, STX, Frame, frame, marks, messages, read
from transforms.formats._wire_ap import Slug, read_ap, read_slug
from transforms.formats._wire_body import Ending, ap_typography, group, split_end, to_paragraphs
from transforms.formats._wire_heading import Heading, first_lines
from transforms.formats._wire_marks import version_marks
from transforms.formats._wire_story import Wire, stories, take_of
from transforms.formats._wire_takes import Take, join
from transforms.formats._wire_time import NOT_SENT, Sent, sent_at

__all__ = ["FORMAT", "parse", "sniff", "split"]

# First header line: service level designator, four-digit number, selector codes.
_FIRST: Final = re.compile(r"(?P<service>[A-Za-z])(?P<number>\d{4})(?:(?:-+|[ ]+)(?P<selector>\S.*)?)?")
# Second: priority and category letters, format identifier, then the slug's sections, date and word count.
_SECOND: Final = re.compile(
    r"(?P<priority>[A-Za-z]) ?(?P<category>[A-Za-z])(?: (?P<format>[a-z][tx])(?= ))? (?P<slug>\S.*?)"
    r"(?: (?P<date>[01]\d-[0-3]\d)(?:-(?P<year>\d\d))?)?(?: (?P<words>\d{2,5}))?"
)
_BARE: Final = (
    rb"[A-Za-z]\d{4}(?:[- ]{1,6}[^\r\n]{0,40})?\r?\n[A-Za-z] ?[A-Za-z] [^\r\n]{0,12}(?i:am|pm|bc|ap)s?-[^\r\n]{1,100}(?=[\r\n]|\Z)"
)
_MARKS: Final = marks(_BARE)
_BARE_LINES: Final = re.compile(rf"(?m)^{_BARE.decode()}")
_SNIFF: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[\x00-\x20\x7f]*"
    rb"(?:(?:\x16[\x16 ]*)?\x01|(?:[<\[]SYN[>\]])*[<\[]SOH[>\]]|(?:\xe2\x90\x96)*\xe2\x90\x81|(?:\^V ?)*\^A)\s*"
    rb"[A-Za-z]\d{4}(?:[^\r\n]{0,60})(?:[\r\n]|\x1f|\xe2\x90\x9f)"
    rb"|(?:\xef\xbb\xbf)?\s*" + _BARE
)
_CONTROLS: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")
_KILLED: Final = re.compile(r"\b(?:kill|eliminat|withhold|withdraw|correct)[^.]{0,160}?\b(?P<number>[a-z]\d{4})\b", re.IGNORECASE)
# AP Stylebook, "Filing the wire": f flash, b bulletins (and kills), u urgent.
_PRIORITIES: Final = {"f": "alert", "b": "urgent", "u": "urgent"}
_ADVISORIES: Final = "v"  # category of advisories and digests
_LONGEST_HEADER: Final = 400


def sniff(head: bytes) -> bool:
    """Whether a service level and number stand after SOH or its stand-in, or both header lines first of all."""
    return _SNIFF.match(head) is not None


def split(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """Messages; those from a first take to its last are one piece."""
    limit = hints.max_message_bytes
    return join(messages(stream, limit, _MARKS), lambda data: _take(data, hints), limit)


def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The stories of a piece, each with all of its takes that are there."""
    pieces = messages(io.BytesIO(data), max(1, len(data)), _MARKS)
    return stories([_read(piece.data, hints) for piece in pieces], FORMAT.name, hints)


def _read(data: bytes, hints: Hints) -> Wire | ParseError:
    try:
        return _wire(data, hints)
    except ParseError as error:
        return error


def _take(data: bytes, hints: Hints) -> Take | None:
    wire = _read(data, hints)
    return take_of(wire) if isinstance(wire, Wire) else None


def _wire(data: bytes, hints: Hints) -> Wire:
    text, charset, notes = read(data, hints.encoding)
    cut, first, second = _header(text)
    heading = Heading()
    body, repeated = read_ap(cut.text, heading)
    body, ending, more = split_end(body)
    tabular = DC2 in cut.header
    body = first_lines(to_paragraphs(ap_typography(body), tabular=tabular, indent=True), heading)
    slug = _slug(second, repeated)
    signals, lead, add = version_marks(slug.version)
    heading.update_number = heading.update_number or lead
    heading.take = heading.take if add is None else add + 1
    trailer = " ".join((cut.trailer or ending.group).split()).strip("<= ")
    agency = group(trailer).agency or ending.agency
    identity = agency or _credit(body) or hints.provider or ""
    sent = _sent(trailer, second, agency, hints)
    wire = Wire(
        service=first["service"].lower(),
        number=first["number"],
        agency=agency,
        identity=identity,
        sent=sent,
        priority=(second["priority"] if second else "").lower(),
        category=(second["category"] if second else "").lower(),
        slug=slug.keyword,
        keywords=_keywords(slug),
        heading=heading,
        body=body,
        more=more,
        signals=_signals(second, signals, tabular=tabular),
        signatures=ending.signatures,
        encoding=charset,
        notes=notes,
    )
    wire.links = _links(wire, slug, identity)
    wire.extra |= _extra(cut, first, second, slug, trailer, ending)
    return wire
