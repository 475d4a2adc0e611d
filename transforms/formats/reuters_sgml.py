"""Reuters-21578, Distribution 1.0: the Reuters wire of 1987 in SGML.

Contract: `FORMAT.split` cuts a file into its `<REUTERS ...> ... </REUTERS>` documents, streaming; `parse`
gives one `Story` for one document, or raises `ParseError`. Both take time linear in their input.

Specification: the collection's README.txt (v 1.2, 26 September 1997) sections VI and VII, and `lewis.dtd`.
Known faults of the data, and what is done about them:

- Character references of control characters are illegal in XML, so no XML parser reads it: the elements
  are found by scanning. `&#127;` stands where a character was lost: it becomes U+FFFD, with a note.
- DATE has no zone. The closing times in the market reports (Toronto, Chicago, London, Zurich, Hong Kong)
  show that it is New York's. DATE may end in the first line of the wire header, which then is in two
  UNKNOWN elements.
- A DATELINE element may hold the first words of the body, or a line of a table and no dateline at all;
  that text goes to the body.
- BRIEF: a headline alone, before it asterisks, after it 'Blah blah blah.', which is no body. UNPROC: text
  whose structure the collection's editors could not mark up; see `_reuters_unproc`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote

from schemas.records import Dateline, Source, Story, Term
from transforms.formats import _reuters_body as body_text
from transforms.formats._authors import byline_text, parse_byline
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Reason
from transforms.formats._datelines import split_dateline_element
from transforms.formats._dates import parse_date
from transforms.formats._headlines import Headline, slug_signals, split_headline, split_note, text_signals
from transforms.formats._reuters_split import split_documents
from transforms.formats._reuters_unproc import read_unprocessed
from transforms.formats._reuters_wire import WireHeader, read_header, resolve
from transforms.formats._text import clean, decode

_ENCODING: Final = "latin-1"  # the collection is ASCII, but for one byte
_ZONE: Final = "America/New_York"
_SNIFF: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!DOCTYPE\s+lewis\b|(?:<!--(?>[^-]|-(?!->))*+-->\s*)?<REUTERS\s[^>]*\bNEWID=)"
)

_OPEN: Final = re.compile(r"\s*<REUTERS((?:\s+[A-Za-z]+\s*=\s*\"[^\"<>]*\")*)\s*>")
# The same with the attributes of every document of the collection, in the order of README.txt section VI.
_ATTRIBUTES: Final = ("TOPICS", "LEWISSPLIT", "CGISPLIT", "OLDID", "NEWID")
_USUAL_OPEN: Final = re.compile(
    r"\s*<REUTERS" + "".join(rf" {name}=\"([^\"<>]*)\"" for name in _ATTRIBUTES) + ">"
)
_ATTRIBUTE: Final = re.compile(r"([A-Za-z]+)\s*=\s*\"([^\"<>]*)\"")
_TERM: Final = re.compile(r"<D>([^<]*)</D>")
_DATE: Final = re.compile(r"\s*(\d{1,2}-[A-Z]{3}-\d{4} +\d\d:\d\d:\d\d(?:\.\d+)?)")
_FILLER: Final = re.compile(r"\s*(?:Blah ?)+\.?\s*", re.IGNORECASE)
_BROKEN_WORD: Final = re.compile(r"\w-$")
# The second and later takes of a story: 'BANCA NAZIONALE DEL LAVORO =2 LONDON'.
_TAKE: Final = re.compile(r"\s+(=\d{1,2}(?: [A-Z .]+)?)$")
_NO_DATELINE: Final = "DATELINE holds no dateline; its text is kept in the body"
# Category sets, and how one without a category begins.
_TERMS: Final = {
    name: f"<{name}></" for name in ("TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES")
}


def sniff(head: bytes) -> bool:
    """Whether a file begins as README.txt section VI says: its document type, or a REUTERS element."""
    return _SNIFF.match(head) is not None


def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The story of one REUTERS element."""
    text, encoding, notes = decode(data, hints.encoding or _ENCODING)
    text = clean(text)
    if not text or text.isspace():
        raise ParseError(Reason.EMPTY, "no document")
    attributes = _attributes(text)
    if attributes is None:
        raise ParseError(Reason.MALFORMED, f"a REUTERS element should begin here: {text[:60]!r}")
    if not text.rstrip().endswith("</REUTERS>"):
        raise ParseError(Reason.TRUNCATED, "no </REUTERS>")
    yield _story(text, attributes, Source(encoding=encoding, notes=notes))


def _attributes(text: str) -> dict[str, str] | None:
    """Of the tag that a document begins with; None where it begins with another."""
    if usual := _USUAL_OPEN.match(text):
        return dict(zip(_ATTRIBUTES, usual.groups(), strict=True))
    opening = _OPEN.match(text)
    return dict(_ATTRIBUTE.findall(opening[1])) if opening else None


def _story(text: str, attributes: dict[str, str], source: Source) -> Story:
    at = text.find("<TEXT")
    end = text.rfind("</TEXT>")
    if at < 0 or end < at:
        raise ParseError(Reason.MALFORMED, "no TEXT element")
    tag_end = text.find(">", at) + 1
    tag = text[at:tag_end]
    kind = dict(_ATTRIBUTE.findall(tag)).get("TYPE", "NORM") if "=" in tag else "NORM"
    head = text[:at]
    date = _element(head, "DATE") or ""
    timed = _DATE.match(date)
    wire = read_header(date[timed.end() :] if timed else "", _elements(head, "UNKNOWN"))
    content = _content(text[tag_end:end], kind)
    document = _Document(attributes, kind, head, date, timed[1] if timed else "", wire, content)
    return _assemble(document, source)


def _element(text: str, name: str) -> str | None:
    """The raw content of the first element of that name."""
    start = text.find(f"<{name}>")
    end = text.find(f"</{name}>", start)
    return text[start + len(name) + 2 : end] if 0 <= start < end else None


def _elements(text: str, name: str) -> list[str]:
    """The raw content of every element of that name."""
    found, at = [], 0
    while (start := text.find(f"<{name}>", at)) >= 0 and (end := text.find(f"</{name}>", start)) >= 0:
        found.append(text[start + len(name) + 2 : end])
        at = end
    return found


class _Content(NamedTuple):
    """What the TEXT element holds."""

    title: Headline
    take: str
    author: str
    dateline: Dateline | None
    body: str
    ending: str | None
    notes: tuple[str, ...]


class _Document(NamedTuple):
    """The parts of one REUTERS element: `date` is all that DATE holds, `time` the date and time in it."""

    attributes: dict[str, str]
    kind: str
    head: str
    date: str
    time: str
    wire: WireHeader
    content: _Content


def _content(raw: str, kind: str) -> _Content:
    lost = raw.count("&#127;")
    notes = (f"{lost} characters lost in transmission",) if lost else ()
    if kind == "UNPROC" or "<TITLE>" not in raw:
        found = read_unprocessed(resolve(raw))
        headline, take = _headline(found.headline)
        return _Content(headline, take, "", found.dateline, found.body, found.ending, notes)
    return _marked_up(raw, kind, notes)


def _marked_up(raw: str, kind: str, notes: tuple[str, ...]) -> _Content:
    """TITLE, AUTHOR, DATELINE and BODY, and the text that stands outside of them."""
    before, _, after = raw.partition("<TITLE>")
    title, _, after = after.partition("</TITLE>")
    after, author = _cut_out(after, "AUTHOR")
    after, dateline, note = _dateline(after)
    text = resolve(after.replace("<BODY>", "").replace("</BODY>", ""))
    body, ending = ("", None) if _FILLER.fullmatch(text) else body_text.clean_body(text)
    headline, take = _headline(resolve(before).strip() + resolve(title))
    return _Content(
        headline, take, resolve(author), dateline, body, ending, (*notes, note) if note else notes
    )


def _headline(text: str) -> tuple[Headline, str]:
    """(headline, the mark of a later take)."""
    text = " ".join(text.split())
    take = _TAKE.search(text) if "=" in text else None
    return split_headline(text[: take.start()] if take else text), take[1] if take else ""


def _cut_out(text: str, name: str) -> tuple[str, str]:
    """(text without the first element of that name, what the element held)."""
    start = text.find(f"<{name}>")
    end = text.find(f"</{name}>") if start >= 0 else -1
    if not 0 <= start < end:
        return text, ""
    return text[:start] + text[end + len(name) + 3 :], text[start + len(name) + 2 : end]


def _dateline(text: str) -> tuple[str, Dateline | None, str]:
    """(text with what its DATELINE element holds of the body in its place, the dateline, a note)."""
    start, end = text.find("<DATELINE>"), text.find("</DATELINE>")
    if not 0 <= start < end:
        return text, None, ""
    dateline, rest = split_dateline_element(resolve(text[start + 10 : end]))
    if rest and not rest[-1].isspace() and not _BROKEN_WORD.search(rest):
        rest += "\n"
    before = text[:start] if text[:start].strip() else ""
    note = "" if dateline.date or dateline.places or dateline.credit else _NO_DATELINE
    return before + rest.replace("&", "&amp;") + text[end + 11 :], dateline, note


def _assemble(document: _Document, source: Source) -> Story:
    content, wire, newid = document.content, document.wire, document.attributes.get("NEWID")
    author = content.author
    note, note_signals, body = split_note(content.body)
    head = document.head
    terms = {name: () if empty in head else _terms(head, name) for name, empty in _TERMS.items()}
    moment = parse_date(document.time, timezone=_ZONE)
    notes = (*source.notes, *content.notes, *((moment.note,) if moment and moment.note else ()))
    slug, _ = slug_signals(wire.slug or "")
    kind = (*(("brief",) if document.kind == "BRIEF" else ()), *(("take",) if content.take else ()))
    signals = dict.fromkeys((*content.title.signals, *slug, *note_signals, *kind, *text_signals(body[:200])))
    return Story(
        uri=f"urn:x-newswire:reuters-21578:{quote(newid, safe='')}" if newid else "",
        provider="Reuters",
        format="reuters-21578",
        language="en",
        signals=tuple(signals),
        update_number=content.title.update_number,
        headline=content.title.text,
        slugline=wire.slug,
        byline=byline_text(author) or None,
        authors=parse_byline(author) if author else (),
        dateline=content.dateline,
        body=body,
        editorial_note=note,
        priority=wire.priority,
        subjects=terms["TOPICS"],
        places=terms["PLACES"],
        people=terms["PEOPLE"],
        organisations=terms["ORGS"] + terms["EXCHANGES"] + terms["COMPANIES"],
        first_created=moment.time if moment else None,
        version_created=moment.time if moment else None,
        extra=_extra(document),
        source=Source(encoding=source.encoding, notes=notes),
    )


def _terms(head: str, name: str) -> tuple[Term, ...]:
    """The codes of a category set (README.txt section VII)."""
    scheme = f"reuters21578:{name.lower()}"
    codes = _TERM.findall(_element(head, name) or "")
    return tuple([Term(code=resolve(code).strip(), scheme=scheme) for code in codes])


def _extra(document: _Document) -> dict[str, str]:
    extra = dict(document.attributes)
    if document.kind != "NORM":
        extra["TYPE"] = document.kind
    if notes := _elements(document.head, "MKNOTE"):
        extra["MKNOTE"] = "\n".join(resolve(note).strip() for note in notes)
    if document.content.take:
        extra["wire_take"] = document.content.take
    if document.content.ending:
        extra["wire_ending"] = document.content.ending
    if document.date and not document.time:
        extra["DATE"] = document.date
    return extra | document.wire.extra


FORMAT: Final = Format(
    name="reuters-21578",
    title="Reuters-21578, Distribution 1.0 (SGML)",
    sniff=sniff,
    parse=parse,
    split=split_documents,
    gives="headline, byline, dateline, body, topics, places, people, organisations, exchanges, wire header",
    limits="times are New York's; takes of one story stay apart; UNPROC has a headline where it is plain",
)
