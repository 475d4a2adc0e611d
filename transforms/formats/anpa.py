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

Sources: ANPA Bulletin 1312, "High-speed wire service transmission guidelines"; AP Stylebook, "Filing the
wire" (service level, priority and category letters, keyword slug line), "Filing practices" (versions, kills).

Known faults that are read: no SYN, SOH, STX or ETX, or printed ones ('<SOH>', '^A', U+2401); no control
character at all (two header lines by their shape); no word count, no date; the slug said again in the text;
'^' missing; trailers 'MM-DD-YY HHMM', 'HH:MM-DD-MM-YY'; MORE and 'nth Add' takes.

Identity: agency (of the trailer, the dateline, or `Hints.provider`), service level, number and day. The
number is that of the header; a line's own sequence number before SYN, and the reference number in the slug
(the message that this one follows), are others. Numbers begin again each day, and every agency has an a0001:
a message without a year in its date, or of an unknown agency, has no uri, because two stories with one uri
would be taken for versions of one story, and one of them lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from transforms.formats._anpa_header import BARE, Header, cut
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, Piece
from transforms.formats._wire import BEGIN, marks, read
from transforms.formats._wire_ap import Slug, catchwords, read_ap, read_slug, slug_fields
from transforms.formats._wire_body import Ending, ap_typography, group, split_end, to_paragraphs
from transforms.formats._wire_format import parse_pieces, split_stream
from transforms.formats._wire_heading import Heading, add_line, first_lines
from transforms.formats._wire_marks import version_marks
from transforms.formats._wire_story import Wire
from transforms.formats._wire_time import NOT_SENT, Sent, sent_at, year_of

__all__ = ["FORMAT", "parse", "sniff", "split"]

_MARKS: Final = marks(BARE)
_SNIFF: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[\x00-\x20\x7f]*"
    + BEGIN
    + rb"\s*[A-Za-z]\d{4}[^\r\n]{0,60}(?:[\r\n]|\x1f|\xe2\x90\x9f)"
    rb"|(?:\xef\xbb\xbf)?\s*" + BARE
)
_ADVANCE: Final = re.compile(r"\badv ?(?P<day>\d{1,2})\b|\bhfr\b|\bhold for release\b", re.IGNORECASE)
_KIND: Final = re.compile(r"-(?:glance|box|facts|digest|analysis|roundup|advisory)$", re.IGNORECASE)
_BARE_HEADLINE: Final = re.compile(r"[^\s_][^\n]{3,98}[^\s.!:;,\"'_]")
_INDENTED: Final = re.compile(r"(?m)^(?: {2,}|\t)\S")
# AP Stylebook, "Filing the wire": f flash, b bulletins (and kills), u urgent.
_PRIORITIES: Final = {"f": "alert", "b": "urgent", "u": "urgent"}
_ADVISORIES: Final = "v"  # category of advisories and digests


def sniff(head: bytes) -> bool:
    """Whether service level and number stand after SOH or its stand-in, or both header lines first of all."""
    return _SNIFF.match(head) is not None


def split(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """Messages; those from a first take to its last are one piece."""
    return split_stream(stream, hints, _MARKS, _wire)


def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The stories of a piece, each with all of its takes that are there."""
    return parse_pieces(data, hints, _MARKS, _wire, FORMAT.name)


def _wire(data: bytes, hints: Hints) -> Wire:
    text, charset, notes = read(data, hints.encoding)
    before, header, text, trailer = cut(text)
    heading = Heading()
    body, slug, ending, more = _text(text, header, heading)
    signals = _version(slug.version, heading)
    trailer = (trailer or ending.group).strip("<= ")
    stamp = group(trailer)
    sent = _sent(trailer, header.date, stamp.agency, body, hints)
    if heading.embargo is None:
        heading.embargo = _advance(" ".join([slug.version, *heading.markers]), sent)
    extra = {"transmission": before, "trailer": trailer, "bureau": stamp.bureau, "notebook": ending.notebook}
    return Wire(
        service=header.service,
        number=header.number,
        agency=stamp.agency or ending.agency,
        identity=stamp.agency,
        sent=sent,
        priority=header.priority,
        category=header.category,
        slug=slug.keyword,
        keywords=catchwords(slug),
        heading=heading,
        body=body,
        more=more,
        signals=[*_letters(header), *signals, *_kind(slug.keyword)],
        follows=slug.reference,
        signatures=ending.signatures,
        extra=_header_fields(header, slug) | extra,
        encoding=charset,
        notes=notes,
    )


def _text(text: str, header: Header, heading: Heading) -> tuple[str, Slug, Ending, bool]:
    """(paragraphs, slug, what stood at the end, whether more follows); the header lines go into `heading`."""
    text, repeated = read_ap(text, heading)
    text = text if heading.headlines else _bare_headline(text, heading)
    text, ending, more = split_end(text)
    indent = True if _INDENTED.search(text) else None
    body = to_paragraphs(ap_typography(text), tabular=header.tabular, indent=indent)
    return first_lines(body, heading), _one_slug(read_slug(header.slug), repeated), ending, more


def _bare_headline(text: str, heading: Heading) -> str:
    """Where '^' and '<' are lost, a short line that is not indented, before one that is, is the headline."""
    first, _, rest = text.lstrip("\n").partition("\n")
    if not _BARE_HEADLINE.fullmatch(first.rstrip()) or not _INDENTED.match(rest.lstrip("\n")):
        return text
    add_line(heading, first)
    return rest


def _version(version: str, heading: Heading) -> tuple[str, ...]:
    """Signals of the version field; the numbers of lead and add go into `heading`."""
    signals, lead, add = version_marks(version)
    heading.update_number = heading.update_number or lead
    heading.take = heading.take if add is None else add + 1
    return signals


def _one_slug(header: Slug, text: Slug | None) -> Slug:
    """The slug of the header, whose keyword may be cut short, and that of the text."""
    if text is None:
        return header
    return Slug(*(theirs or mine for mine, theirs in zip(header, text, strict=True)))


def _letters(header: Header) -> list[str]:
    """What priority, category and format say of the story's kind."""
    signals = [_PRIORITIES[header.priority]] if header.priority in _PRIORITIES else []
    signals += ["advisory"] if header.category == _ADVISORIES else []
    return [*signals, "table"] if header.tabular else signals


def _kind(keyword: str) -> tuple[str, ...]:
    """AP names some kinds of story at the end of the keyword: 'BC-Ferry-Glance'."""
    return version_marks(keyword.rpartition("-")[2])[0] if _KIND.search(keyword) else ()


def _sent(trailer: str, date: str, agency: str, body: str, hints: Hints) -> Sent:
    """By the trailer; else the header's day, where the message says its year."""
    sent = sent_at(trailer, agency, hints.timezone)
    if sent.day or not date:
        return sent
    year = date[6:] or year_of(body)
    return sent_at(f"{date[:5]}-{year}", agency, hints.timezone) if year else NOT_SENT


def _advance(version: str, sent: Sent) -> str | None:
    """When an advance may run: 'Adv13' is for the first 13th from the day of sending; '' if nothing says."""
    match = _ADVANCE.search(version)
    if not match:
        return None
    if not match["day"] or not sent.day:
        return ""
    year, month, day = map(int, sent.day.split("-"))
    if int(match["day"]) < day:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return f"{year}-{month:02}-{int(match['day']):02}"


def _header_fields(header: Header, slug: Slug) -> dict[str, str]:
    return {
        "word_count": (header.words or slug.words).lstrip("0"),
        **slug_fields(slug),
        "selector": header.selector,
        "format_identifier": header.identifier,
        "header_date": header.date,
    }


FORMAT = Format(
    name="anpa",
    title="ANPA 1312",
    sniff=sniff,
    parse=parse,
    split=split,
    gives=(
        "uri, slug, version field, headline, byline, notes, priority, category, time sent, embargo, signals,"
        " takes joined, tables"
    ),
    limits="no language of its own; no uri where the agency is unknown or the date has no year",
)
