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
from typing import BinaryIO, Final, NamedTuple

from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Piece, Reason
from transforms.formats._wire import DC2, SOH, Frame, frame, marks, messages, read
from transforms.formats._wire_ap import Slug, catchwords, read_ap, read_slug, slug_fields
from transforms.formats._wire_body import ap_typography, group, split_end, to_paragraphs
from transforms.formats._wire_heading import Heading, first_lines
from transforms.formats._wire_marks import version_marks
from transforms.formats._wire_story import Wire, stories, take_of
from transforms.formats._wire_takes import Take, join
from transforms.formats._wire_time import NOT_SENT, Sent, sent_at, year_of

__all__ = ["FORMAT", "parse", "sniff", "split"]

# First header line: service level designator, four-digit number, selector codes.
_FIRST: Final = re.compile(r"(?P<service>[A-Za-z])(?P<number>\d{4})(?:(?:-+|[ ]+)(?P<selector>\S.*)?)?")
# Second: priority and category letters, format identifier, then the slug's sections, date and word count.
_SECOND: Final = re.compile(
    r"(?P<priority>[A-Za-z]) ?(?P<category>[A-Za-z])(?: (?P<identifier>[a-z][tx])(?= ))? (?P<slug>\S.*?)"
    r"(?: (?P<date>[01]\d-[0-3]\d(?:-\d\d)?))?(?: (?P<words>\d{2,5}))?"
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
_INDENTED: Final = re.compile(r"(?m)^(?: {2,}|\t)\S")
# AP Stylebook, "Filing the wire": f flash, b bulletins (and kills), u urgent.
_PRIORITIES: Final = {"f": "alert", "b": "urgent", "u": "urgent"}
_ADVISORIES: Final = "v"  # category of advisories and digests
_LONGEST_BEFORE: Final = 600


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


class _Header(NamedTuple):
    """Both header lines of a message. A second line that is missing or cannot be read leaves its fields ''."""

    service: str
    number: str
    selector: str = ""
    priority: str = ""
    category: str = ""
    identifier: str = ""  # format identifier, such as 'bt'
    slug: str = ""
    date: str = ""  # 'MM-DD' or 'MM-DD-YY'
    words: str = ""
    tabular: bool = False


def _wire(data: bytes, hints: Hints) -> Wire:
    text, charset, notes = read(data, hints.encoding)
    before, header, text, trailer = _cut(text)
    heading = Heading()
    text, repeated = read_ap(text, heading)
    text, ending, more = split_end(text)
    indent = True if _INDENTED.search(text) else None
    body = to_paragraphs(ap_typography(text), tabular=header.tabular, indent=indent)
    body = first_lines(body, heading)
    trailer = (trailer or ending.group).strip("<= ")
    _, agency, _, _, bureau = group(trailer)
    slug = _one_slug(read_slug(header.slug), repeated)
    signals, lead, add = version_marks(slug.version)
    heading.update_number = heading.update_number or lead
    heading.take = heading.take if add is None else add + 1
    return Wire(
        service=header.service,
        number=header.number,
        agency=agency or ending.agency,
        identity=agency,
        sent=_sent(trailer, header.date, agency, body, hints),
        priority=header.priority,
        category=header.category,
        slug=slug.keyword,
        keywords=catchwords(slug),
        heading=heading,
        body=body,
        more=more,
        signals=[*_letters(header), *signals],
        follows=slug.reference,
        signatures=ending.signatures,
        extra=_extra(header, slug)
        | {"transmission": before, "trailer": trailer, "bureau": bureau, "notebook": ending.notebook},
        encoding=charset,
        notes=notes,
    )


def _cut(text: str) -> tuple[str, _Header, str, str]:
    """(what stands before the message, header, text, trailer)."""
    if SOH not in text and (bare := _BARE_LINES.search(text[:_LONGEST_BEFORE])):
        text = text[: bare.start()] + SOH + text[bare.start() :]
    cut = frame(text)
    lines = [line for line in cut.header.split("\n") if _plain(line)]
    match = _FIRST.fullmatch(_plain(lines[0])) if lines else None
    if match is None:
        raise _no_header(text, cut)
    rest, body = (match["selector"] or "", *lines[1:]), cut.text
    if len(lines) == 1 and not _SECOND.fullmatch(rest[0]):
        # STX is missing: the second line stands where the text begins.
        line, _, after = body.lstrip("\n").partition("\n")
        rest, body = ((rest[0], line), after) if _SECOND.fullmatch(_plain(line)) else (rest, body)
    header = _header(match, rest, tabular=DC2 in cut.header or DC2 in rest[-1])
    return " ".join(cut.before.split()), header, body, " ".join((cut.trailer or "").split())


def _header(first: re.Match[str], rest: tuple[str, ...], *, tabular: bool) -> _Header:
    """From the match of the first line, and what follows service level and number."""
    found = [match for line in rest if (match := _SECOND.fullmatch(_plain(line)))]
    selector = rest[0] if not (found and found[0].string == rest[0]) else ""
    header = _Header(first["service"].lower(), first["number"], selector.strip(), tabular=tabular)
    if not found:
        return header
    second = found[-1]
    return header._replace(
        priority=second["priority"].lower(),
        category=second["category"].lower(),
        identifier=second["identifier"] or "",
        slug=second["slug"],
        date=second["date"] or "",
        words=second["words"] or "",
    )


def _plain(line: str) -> str:
    """A header line with blanks for its control characters."""
    return " ".join(_CONTROLS.sub(" ", line).split())


def _no_header(text: str, cut: Frame) -> ParseError:
    if not _plain(text.replace(SOH, "")):
        return ParseError(Reason.EMPTY, "nothing between the control characters")
    reason = Reason.TRUNCATED if cut.has_soh and not cut.text else Reason.MALFORMED
    return ParseError(reason, f"no header 'service level and number' but {_plain(cut.header)[:60]!r}")


def _one_slug(header: Slug, text: Slug | None) -> Slug:
    """The slug of the header, whose keyword may be cut short, and that of the text."""
    if text is None:
        return header
    return Slug(*(theirs or mine for mine, theirs in zip(header, text, strict=True)))


def _letters(header: _Header) -> list[str]:
    """What priority, category and format say of the story's kind."""
    signals = [_PRIORITIES[header.priority]] if header.priority in _PRIORITIES else []
    signals += ["advisory"] if header.category == _ADVISORIES else []
    return [*signals, "table"] if header.tabular else signals


def _sent(trailer: str, date: str, agency: str, body: str, hints: Hints) -> Sent:
    """By the trailer; else the header's day, where the message says its year."""
    sent = sent_at(trailer, agency, hints.timezone)
    if sent.day or not date:
        return sent
    year = date[6:] or year_of(body)
    return sent_at(f"{date[:5]}-{year}", agency, hints.timezone) if year else NOT_SENT


def _extra(header: _Header, slug: Slug) -> dict[str, str]:
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
    gives="uri, slug and its version field, headline, byline, notes, priority, category, time sent, signals, takes joined, tables",
    limits="no language or topics of its own; no uri where the agency is unknown or the date has no year",
)
