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

Known faults that are read: any of the control characters missing, or printed ('<SOH>', '^A', U+2401); CRLF and
LF mixed; bells, NUL and DEL in the text; no word count; no category; no zone; month names in any language;
Latin-1, UTF-8, windows-1252, code page 850, and 7-bit national sets where `Hints.encoding` names one.

Identity: source, number and day of the header and the trailer. The number is the one of the header line: a
line's own sequence number before SOH ('ZCZC 123') and an agency's second number in the header's text ('dpa
0456') change when a message is sent again, or are the same in two services, and are kept in `extra`. Numbers
begin again each day, so a message whose trailer gives no day has no uri.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Piece, Reason
from transforms.formats._datelines import split_dateline
from transforms.formats._text import clean
from transforms.formats._wire import EOT, ETX, SOH, STX, Frame, frame, marks, messages, read
from transforms.formats._wire_ap import catchwords, has_ap_lines, read_ap, slug_fields
from transforms.formats._wire_body import ap_typography, group, split_end, to_paragraphs
from transforms.formats._wire_embargo import embargo_text
from transforms.formats._wire_heading import SLUG, Heading, add_line, first_lines
from transforms.formats._wire_marks import marker, version_marks
from transforms.formats._wire_story import Wire, stories, take_of
from transforms.formats._wire_takes import Take, join
from transforms.formats._wire_time import Sent, sent_at, year_of

__all__ = ["FORMAT", "parse", "sniff", "split"]

# IPTC 7901, pre-text: source identification and message number, priority 1 to 9, category, word count, text.
_HEADER: Final = re.compile(
    r"(?P<source>[A-Za-z][A-Za-z-]{0,9}) ?(?P<number>\d{1,6})[ ]+(?P<priority>[1-9])"
    r"(?:[ ]+(?P<category>[A-Za-z]{1,4})(?=[ ]|$))?(?:[ ]+(?P<words>\d{1,6})(?=[ ]|$))?(?:[ ]+(?P<text>\S.*))?"
)
# Where no control character tells, a header line has to have all of its fields.
_BARE: Final = rb"[A-Za-z]{2,5} ?\d{3,4} {1,3}[1-9] {1,3}[A-Za-z]{1,4} {1,3}\d{1,5}(?: [^\r\n]{0,80})?[ ]*(?=[\r\n]|\Z)"
_MARKS: Final = marks(_BARE)
_SNIFF: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[\x00-\x20\x7f]|NNNN)*(?:ZCZC[^\r\n\x01]{0,60}[\x00\r\n \x7f]{0,20})?"
    rb"(?:(?:\x16[\x16 ]*)?\x01|(?:[<\[]SYN[>\]])*[<\[]SOH[>\]]|(?:\xe2\x90\x96)*\xe2\x90\x81|(?:\^V ?)*\^A)[\r\n ]*"
    rb"[A-Za-z][A-Za-z-]{0,9} ?\d{1,6}[ ]+[1-9](?=[ \r\n])"
    rb"|(?:\xef\xbb\xbf)?\s*(?:ZCZC[^\r\n]{0,60}\s{0,20})?" + _BARE
)
# The agency's own number in the header's text, 'dpa 0456'.
_AGENCY: Final = re.compile(r"(?P<agency>[A-Za-z][A-Za-z-]{1,9}) (?P<number>\d{2,6})\b")
_PRIORITIES: Final = {"1": ("alert",), "2": ("urgent",)}  # IPTC 7901: 1 is a flash, 2 a bulletin
_HEADER_END: Final = re.compile(r"=[ \t\x07\x7f]*$")
_BODY_BEGINS: Final = re.compile(r"\)\s*[-–—_] |^[ \t]*[^\s()][^()]{0,60} - .{40}")
_SENTENCE_END: Final = (".", "!", ":", ";", ",", '"', "”")
_BARE_LINE: Final = re.compile(rf"(?m)^{_BARE.decode()}")
_MOST_HEADER_LINES: Final = 14
_LONGEST_HEADER: Final = 2000
_LONGEST_HEADLINE: Final = 160


def sniff(head: bytes) -> bool:
    """Whether a header line stands where one must: after SOH or its stand-in, or first of all."""
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
    cut, header = _header(text)
    heading = Heading()
    for line in cut.header.strip("\n ").split("\n")[1:]:
        add_line(heading, line)
    body = _heading_lines(cut.text, heading)
    body, slug = read_ap(body, heading) if has_ap_lines(body) else (body, None)
    lead = version_marks(slug.version) if slug else None
    heading.update_number = heading.update_number or (lead[1] if lead else None)
    body, ending, more = split_end(body)
    body = first_lines(to_paragraphs(ap_typography(body) if slug else body), heading)
    trailer = " ".join((cut.trailer or ending.group).split())
    agency, number = _agency(header["text"] or "")
    agency = agency or group(trailer).agency
    wire = Wire(
        service=header["source"],
        number=header["number"],
        agency=agency or ending.agency,
        identity=agency or header["source"],
        sent=_sent(trailer, agency or header["source"], body, hints),
        priority=header["priority"],
        category=header["category"] or "",
        slug="/".join(heading.slugs) or (slug.keyword if slug else ""),
        keywords=_keywords(heading.slugs) or (catchwords(slug) if slug else ()),
        heading=heading,
        body=body,
        more=more,
        signals=[*_PRIORITIES.get(header["priority"], ()), *(lead[0] if lead else ())],
        signatures=ending.signatures,
        encoding=charset,
        notes=notes,
    )
    wire.extra |= {
        "word_count": header["words"] or "",
        "header_text": (header["text"] or "").strip(),
        "agency_number": number,
        "transmission": " ".join(cut.before.split()),
        "trailer": trailer,
        "text_trailer": "" if ending.group.endswith(trailer) else ending.group,
        "notebook": ending.notebook,
        **(slug_fields(slug) if slug else {}),
    }
    return wire


def _sent(trailer: str, agency: str, body: str, hints: Hints) -> Sent:
    """By the trailer; a year that it lacks is the dateline's."""
    sent = sent_at(trailer, agency, hints.timezone)
    return sent if sent.day or not trailer else sent_at(trailer, agency, hints.timezone, year_of(body))


def _header(text: str) -> tuple[Frame, re.Match[str]]:
    """The message cut at its control characters, and its header line."""
    if SOH not in text and (bare := _BARE_LINE.search(text[:_LONGEST_HEADER])):
        text = text[: bare.start()] + SOH + text[bare.start() :]
    cut = frame(text)
    line = clean(cut.header).lstrip("\n ").partition("\n")[0].rstrip()
    match = _HEADER.fullmatch(line)
    if match:
        return cut, match
    if not text.strip("\x00\x7f \n" + SOH + ETX + EOT + STX):
        raise ParseError(Reason.EMPTY, "nothing between the control characters")
    reason = Reason.TRUNCATED if cut.has_soh and not cut.text else Reason.MALFORMED
    raise ParseError(reason, f"no header 'source+number priority category words' but {line[:60]!r}")


def _agency(text: str) -> tuple[str, str]:
    """'dpa 0456' in the header's text -> the agency and its own number."""
    match = _AGENCY.match(text)
    return (match["agency"], match["number"]) if match else ("", "")


def _heading_lines(text: str, heading: Heading) -> str:
    """Puts the header lines into `heading`; gives the body."""
    lines = text.split("\n")
    end = _block_end(lines)
    if end is not None:
        for line in lines[:end]:
            add_line(heading, line)
        return "\n".join(lines[end:])
    at = 0
    while at < min(len(lines), _MOST_HEADER_LINES) and _is_header_line(lines[at]):
        add_line(heading, lines[at])
        at += 1
    return _headline_by_shape("\n".join(lines[at:]), heading)


def _block_end(lines: list[str]) -> int | None:
    """The line after the one that ends in '='; None where no such block begins the text."""
    size = 0
    for number, line in enumerate(lines[: 2 * _MOST_HEADER_LINES]):
        size += len(line)
        if size > _LONGEST_HEADER or line.startswith("^") or _BODY_BEGINS.search(line):
            return None
        if _HEADER_END.search(line):
            return number + 1
    return None


def _is_header_line(line: str) -> bool:
    line = line.strip(" \t\x07\x7f'")
    return not line or bool(SLUG.fullmatch(line)) or marker(line) is not None or embargo_text(line) is not None


def _headline_by_shape(text: str, heading: Heading) -> str:
    """Where no '=' ends the header lines, a short first paragraph that is no sentence is the headline."""
    first, _, rest = text.partition("\n\n")
    bare = " ".join(first.split())
    if not rest.strip() or len(bare) > _LONGEST_HEADLINE or bare.endswith(_SENTENCE_END) or bare.startswith("^"):
        return text
    if not bare or split_dateline(bare)[0] is not None:
        return text
    for line in first.split("\n"):
        add_line(heading, line)
    return rest


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
    gives="uri, slug, headline, byline, notes, priority, category, time sent, embargo, signals, takes joined, tables",
    limits="no language, version or topics of its own; no uri without a day in the trailer; 7-bit national sets by name only",
)
