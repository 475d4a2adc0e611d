"""Plain text: a story as people save, print and mail it.

Contract: `parse` gives one `Story` for one story's bytes, or raises `ParseError`; `split` cuts a file of
several. Both take time linear in their input. There is no standard: the form is

    Trump, Putin discuss Syria ceasefire            headline, with or without a tag
    Reuters News                                    source line: the agency
    Posted: May 02, 2017 3:23 PM                    times, with or without a name
    By Steve Holland and Alexander Winning          byline
    WASHINGTON/MOSCOW (Reuters) - U.S. President    dateline with the agency's credit, body
    (Editing by Jonathan Oatis and Grant McCool)    trailer

and any part may be missing. Named fields ('Slug: ...', 'Keywords: ...') and first-line notes may stand among
them. Text has no identity of its own: `uri` is empty, and the pipeline makes one from the content.

Known fault: a story without headline whose first paragraph is short and has no dateline loses it to
`headline`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from schemas.records import Author, Dateline, Rights, Source, Story
from transforms.formats._agencies import agency_name
from transforms.formats._authors import byline_text, is_byline, parse_byline, split_trailer
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Piece, Reason
from transforms.formats._datelines import parse_dateline, split_dateline
from transforms.formats._dates import parse_date
from transforms.formats._embargo import embargo_time
from transforms.formats._headlines import split_headline, split_note, status_of, text_signals
from transforms.formats._plain_header import Header, read_header
from transforms.formats._plain_split import split_stories
from transforms.formats._text import clean, decode, paragraphs, unmarked_utf16

# Beginnings of files that are other formats though their bytes would pass: markup, JSON, PDF, RTF, mailboxes.
_OTHER: Final = re.compile(
    rb"\s*(?:<[?!/a-zA-Z]|\{\s*[\"}]|\[\s*[\[{\"]|%PDF-|\{\\rtf|%!PS|#!/|From [^\n]*@)"
)
_CONTROLS: Final = bytes(range(9)) + b"\x0b" + bytes(range(0x0E, 0x20)) + b"\x7f"
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_BOM: Final = b"\xef\xbb\xbf"
_NOTICE_CHARACTERS: Final = 400
_KEPT: Final = ("source", "category", "section", "id", "header")


def sniff(head: bytes) -> bool:
    """Whether these bytes are text: no NUL, hardly any control characters, no other format's beginning."""
    if head.startswith(_WIDE):
        return True
    if wide := unmarked_utf16(head):
        head = head.decode(wide, "ignore").encode("utf-8", "ignore")
    if _OTHER.match(head.removeprefix(_BOM).removeprefix(_BOM)) or b"\x00" in head:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return 100 * controls <= len(head)


def split(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """A piece for each story of a file; the rules are those of `_plain_split`."""
    return split_stories(stream, hints)


def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The story that a text is."""
    decoded = decode(data, hints.encoding)
    if "\x00" in decoded.text:
        raise ParseError(Reason.ENCODING, "NUL characters: no text")
    lines = clean(decoded.text).split("\n")
    if not any(line.strip() for line in lines):
        raise ParseError(Reason.EMPTY, "nothing but white space" if data else "empty")
    header = read_header(lines)
    yield _Builder(header, "\n".join(lines[header.body_at :]), hints).story(decoded.encoding, decoded.notes)


class _Builder:
    """Puts one story together from its header and the text after it."""

    def __init__(self, header: Header, text: str, hints: Hints) -> None:
        self.fields = header.fields
        self.hints = hints
        self.notes: list[str] = []
        self.note, self.note_signals, rest = split_note(paragraphs(text))
        rest, self.byline = self._byline(rest)
        if self.note is None:
            self.note, self.note_signals, rest = split_note(rest)
        self.dateline, rest = self._dateline(rest)
        self.body, self.trailers, self.trailer_authors = split_trailer(rest)

    def _byline(self, body: str) -> tuple[str, str]:
        """A byline may also stand below the first-line note."""
        first, _, rest = body.partition("\n\n")
        if "byline" not in self.fields and is_byline(first):
            return rest, first
        return body, self.fields.get("byline", "")

    def _dateline(self, body: str) -> tuple[Dateline | None, str]:
        if text := self.fields.get("dateline"):
            return parse_dateline(text), body
        first, blank, rest = body.partition("\n\n")
        dateline, first = split_dateline(
            first, provider=self.fields.get("source") or self.hints.provider or ""
        )
        return dateline, (first + blank + rest if first else rest)

    def story(self, encoding: str, notes: tuple[str, ...]) -> Story:
        """The record."""
        fields, provider = self.fields, self._provider()
        created, updated = self._time("created"), self._time("updated")
        headline = split_headline(fields.get("headline", ""))
        embargo = self._embargo(created or updated)
        notices = text_signals(f"{self.note or ''}\n{self.body[:_NOTICE_CHARACTERS]}")
        signals = dict.fromkeys(
            (*headline.signals, *self.note_signals, *notices, *(("embargo",) if embargo else ()))
        )
        return Story(
            provider=provider,
            format="plain-text",
            language=fields.get("language"),
            version=fields.get("version"),
            pub_status=status_of(signals),
            signals=tuple(signals),
            update_number=headline.update_number,
            headline=headline.text,
            slugline=fields.get("slug"),
            abstract=fields.get("abstract"),
            byline=byline_text(self.byline) or None,
            authors=self._authors(),
            dateline=self.dateline,
            body=self.body,
            editorial_note="\n".join(filter(None, (fields.get("note"), self.note))) or None,
            credits=self.trailers,
            urgency=_urgency(fields.get("urgency")),
            priority=fields.get("priority"),
            genres=_list(fields.get("genre")),
            keywords=_list(fields.get("keywords")),
            first_created=created or updated,
            version_created=updated or created,
            embargo_until=embargo,
            rights=Rights(notice=fields["copyright"]) if fields.get("copyright") else None,
            extra={name: fields[name] for name in _KEPT if fields.get(name, provider) != provider},
            source=Source(encoding=encoding, notes=(*notes, *dict.fromkeys(self.notes))),
        )

    def _time(self, name: str) -> dt.datetime | None:
        text = self.fields.get(name)
        if not text:
            return None
        moment = parse_date(
            text,
            timezone=self.hints.timezone,
            day_first=self.hints.day_first,
            language=self.fields.get("language"),
        )
        if moment is None:
            self.notes.append(f"no date: {text[:60]!r}")
            return None
        if moment.note:
            self.notes.append(moment.note)
        return moment.time

    def _embargo(self, reference: dt.datetime | None) -> dt.datetime | None:
        """From a field or line of its own, or from the first-line note."""
        text = self.fields.get("embargo")
        if text is None and "embargo" not in self.note_signals:
            return None
        found = embargo_time(
            f"embargo {text}" if text is not None else self.note or "",
            timezone=self.hints.timezone,
            day_first=self.hints.day_first,
            language=self.fields.get("language"),
            reference=reference,
        )
        if found is None:
            return None
        self.notes += [found.note] if found.note else []
        return found.until

    def _provider(self) -> str:
        """The source line's agency, else the dateline's credit, else the hint."""
        named = self.fields.get("source") or (self.dateline.credit if self.dateline else None)
        return (agency_name(named) or named) if named else self.hints.provider or ""

    def _authors(self) -> tuple[Author, ...]:
        return tuple(dict.fromkeys((*parse_byline(self.byline), *self.trailer_authors)))


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;,]", text) if part.strip()) if text else ()


def _urgency(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and 1 <= int(text) <= 9 else None


FORMAT: Final = Format(
    name="plain-text",
    title="Plain text",
    sniff=sniff,
    parse=parse,
    split=split,
    gives="headline, signals, provider, times, byline, dateline, body, notes, trailer, named fields",
    limits="no identity but the content; a headline and a first paragraph are told apart by their form",
)
