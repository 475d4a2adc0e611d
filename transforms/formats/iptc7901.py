"""IPTC 7901, the text transmission format of news agencies outside North America (revisions 1 to 5).

Contract: as `_contract`. One message is

    SOH source and number, priority, category, word count, text CR LF
    slug lines, each ending in '/'
    STX
    header lines (slug, corrections, take, headline, byline), the last of them ending in '='
    body
    ETX DDHHMM [zone] Mon YY
    EOT

Sources: IPTC 7901, "The IPTC Recommended Message Format", 5th revision, 1995 (header, text, post-text); dpa
English stylebook, "Slugs - Headlines" (header lines), "Corrections" (HOLD, KILL), "Typography" (tables).

Known faults that are read: any of the control characters missing, or printed ('<SOH>', '^A', U+2401); CRLF
and LF mixed; bells, NUL and DEL in the text; no word count; no category; no zone; month names in any
language; Latin-1, UTF-8, windows-1252, code page 850, and 7-bit national sets that `Hints.encoding` names.

Identity: source, number and day of the header and the trailer. The number is the one of the header line: a
line's own sequence number before SOH ('ZCZC 123') and an agency's second number in the header's text ('dpa
0456') change when a message is sent again, or are the same in two services, and are kept in `extra`. Numbers
begin again each day, so a message whose trailer gives no day has no uri: two stories with one uri would be
taken for versions of one story, and one of them lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, Piece
from transforms.formats._iptc7901_header import BARE, Header, cut, heading_lines
from transforms.formats._wire import BEGIN, marks, read
from transforms.formats._wire_ap import NO_SLUG, Slug, catchwords, has_ap_lines, read_ap, slug_fields
from transforms.formats._wire_body import Ending, ap_typography, group, split_end, to_paragraphs
from transforms.formats._wire_format import parse_pieces, split_stream
from transforms.formats._wire_heading import Heading, add_line, first_lines
from transforms.formats._wire_marks import version_marks
from transforms.formats._wire_story import Wire
from transforms.formats._wire_time import Sent, sent_at, year_of

__all__ = ["FORMAT", "parse", "sniff", "split"]

_MARKS: Final = marks(BARE)
_SNIFF: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[\x00-\x20\x7f]|NNNN)*(?:ZCZC[^\r\n\x01]{0,60}[\x00\r\n \x7f]{0,20})?"
    + BEGIN
    + rb"[\r\n ]*[A-Za-z][A-Za-z-]{0,9} ?\d{1,6} +[1-9](?=[ \r\n])"
    rb"|(?:\xef\xbb\xbf)?\s*(?:ZCZC[^\r\n]{0,60}\s{0,20})?" + BARE
)
_PRIORITIES: Final = {"1": ("alert",), "2": ("urgent",)}  # IPTC 7901: 1 is a flash, 2 a bulletin


def sniff(head: bytes) -> bool:
    """Whether a header line stands where one must: after SOH or its stand-in, or first of all."""
    return _SNIFF.match(head) is not None


def split(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """Messages; those from a first take to its last are one piece."""
    return split_stream(stream, hints, _MARKS, _wire)


def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The stories of a piece, each with all of its takes that are there."""
    return parse_pieces(data, hints, _MARKS, _wire, FORMAT.name)


def _wire(data: bytes, hints: Hints) -> Wire:
    text, charset, notes = read(data, hints.encoding)
    whole, header = cut(text)
    heading = Heading()
    for line in whole.header.strip("\n ").split("\n")[1:]:
        add_line(heading, line)
    body, slug, ending, more = _text(whole.text, heading)
    signals = _version(slug, heading)
    trailer = " ".join((whole.trailer or ending.group).split())
    agency = header.agency[0] or group(trailer).agency
    return Wire(
        service=header.source,
        number=header.number,
        agency=agency or ending.agency,
        identity=agency or header.source,
        sent=_sent(trailer, agency or header.source, body, hints),
        priority=header.priority,
        category=header.category,
        slug="/".join(heading.slugs) or slug.keyword,
        keywords=_keywords(heading.slugs) or catchwords(slug),
        heading=heading,
        body=body,
        more=more,
        signals=[*_PRIORITIES.get(header.priority, ()), *signals],
        signatures=ending.signatures,
        extra=_fields(header, trailer, ending, whole.before) | slug_fields(slug),
        encoding=charset,
        notes=notes,
    )


def _text(text: str, heading: Heading) -> tuple[str, Slug, Ending, bool]:
    """(paragraphs, slug of an AP story, what stood at the end, whether more follows)."""
    text = heading_lines(text, heading)
    is_ap = has_ap_lines(text)
    text, slug = read_ap(text, heading) if is_ap else (text, None)
    text, ending, more = split_end(text)
    body = to_paragraphs(ap_typography(text) if is_ap else text)
    return first_lines(body, heading), slug or NO_SLUG, ending, more


def _version(slug: Slug, heading: Heading) -> tuple[str, ...]:
    """Signals of an AP story's version field; the number of the lead goes into `heading`."""
    signals, lead, _ = version_marks(slug.version)
    heading.update_number = heading.update_number or lead
    return signals


def _sent(trailer: str, agency: str, body: str, hints: Hints) -> Sent:
    """By the trailer; a year that it lacks is the dateline's."""
    sent = sent_at(trailer, agency, hints.timezone)
    return sent if sent.day or not trailer else sent_at(trailer, agency, hints.timezone, year_of(body))


def _fields(header: Header, trailer: str, ending: Ending, before: str) -> dict[str, str]:
    """What the envelope says that the record has no place for."""
    return {
        "word_count": header.words,
        "header_text": header.text.strip(),
        "agency_number": header.agency[1],
        "transmission": " ".join(before.split()),
        "trailer": trailer,
        "text_trailer": "" if ending.group.endswith(trailer) else ending.group,
        "notebook": ending.notebook,
    }


def _keywords(slugs: list[str]) -> tuple[str, ...]:
    """The catchwords between the slashes of the slug lines."""
    words = (word.strip() for slug in slugs for word in slug.split("/"))
    return tuple(dict.fromkeys(word for word in words if word))


FORMAT = Format(
    name="iptc7901",
    title="IPTC 7901",
    sniff=sniff,
    parse=parse,
    split=split,
    gives=(
        "uri, slug, headline, byline, notes, priority, category, time sent, embargo, signals, takes joined,"
        " tables, AP stories inside"
    ),
    limits="no language of its own; no uri without a day in the trailer; 7-bit national sets by name only",
)
