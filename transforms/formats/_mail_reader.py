"""A mail to stories: its attached wire files and mails, or itself."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from typing import Final

from schemas.records import Link, Source, Story
from transforms.formats._address import person_of_text
from transforms.formats._bcp47 import language_tag
from transforms.formats._contract import Hints, Parsed, ParseError, Reason, Skipped
from transforms.formats._dates import Moment, parse_date
from transforms.formats._json import to_text
from transforms.formats._mail_headers import Headers, mid_of
from transforms.formats._mail_parts import File, Parts, read_parts
from transforms.formats._prose import read, unique

__all__ = ["read_mail"]

_DEEPEST: Final = 8  # mails within mails
_MOST_MULTIPARTS: Final = 100  # each line is compared with the boundaries of all that are open
_LONGEST_PARAMETERS: Final = 4096  # the standard library reads them in quadratic time
_COVER: Final = 2000  # characters of it that attached stories keep
_BOUNDARY: Final = re.compile(rb"\bboundary\b", re.IGNORECASE)
_CONTENT: Final = re.compile(
    rb"^(?:content-type|content-disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE
)
# A mail has one of these, or it is none.
_NEEDED: Final = frozenset(["from", "subject", "date", "message-id", "received", "mime-version"])
# Headers that a field of the story takes whole.
_TAKEN: Final = frozenset(
    [
        *(
            "message-id",
            "keywords",
            "content-language",
            "mime-version",
            "content-type",
            "content-disposition",
        ),
        *(
            "content-transfer-encoding",
            "content-id",
            "content-length",
            "lines",
            "organization",
            "organisation",
        ),
    ]
)
_REPLY: Final = re.compile(
    r"(?:(?:re|fw|fwd|aw|wg|tr|rv|sv|vs|antw|doorst)(?:\[\d{1,3}\])?\s?:\s*)+", re.IGNORECASE
)
_RELATIONS: Final = {"in-reply-to": "in-reply-to", "supersedes": "supersedes", "obsoletes": "supersedes"}
_COMMENT: Final = re.compile(r"\([^()]*\)")  # RFC 5322 section 3.3: '+0000 (GMT)'
_ID: Final = re.compile(r"<[^<>\s]{1,990}>")


def read_mail(data: bytes, hints: Hints, name: str, depth: int = 0) -> Iterator[Parsed]:
    """The items of a mail.

    Raises:
      ParseError: MALFORMED where it has no headers of a mail, EMPTY, LIMIT, UNREADABLE, NO_TEXT.
    """
    # Imported late: other formats do without it.
    from email.parser import BytesParser
    from email.policy import compat32

    if not data.strip():
        raise ParseError(Reason.EMPTY, "no mail")
    _check(data)
    try:
        message = BytesParser(policy=compat32).parsebytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
        yield from _Mail(message, hints, name, depth).items()
    except RecursionError:
        raise ParseError(Reason.LIMIT, "parts nested too deep") from None


def _check(data: bytes) -> None:
    """What the standard library would need more than linear time for."""
    if data.lower().count(b"boundary") > _MOST_MULTIPARTS and len(_BOUNDARY.findall(data)) > _MOST_MULTIPARTS:
        raise ParseError(Reason.LIMIT, f"more than {_MOST_MULTIPARTS} multiparts in a mail")
    if len(data) > _LONGEST_PARAMETERS and any(
        len(header[0]) > _LONGEST_PARAMETERS for header in _CONTENT.finditer(data)
    ):
        raise ParseError(Reason.LIMIT, f"a Content- header longer than {_LONGEST_PARAMETERS} bytes")


class _Mail:
    """One mail on its way to stories."""

    def __init__(self, message: Message, hints: Hints, name: str, depth: int) -> None:
        self.message, self.hints, self.name, self.depth = message, hints, name, depth
        self.headers = Headers(message)
        if not self.headers.has_any(_NEEDED):
            raise ParseError(Reason.MALFORMED, "none of a mail's headers")
        self.uri = mid_of(self.headers.get("message-id"))
        self.subject = self.headers.get("subject")

    def items(self) -> Iterator[Parsed]:
        """What is within it, then itself: as their cover, or as the story."""
        if reason := self._no_story():
            yield Skipped(reason, self.uri)
            return
        parts = read_parts(self.message)
        carried = False
        for item in self._within(parts):
            carried = carried or not isinstance(item, ParseError)
            yield item
        text = "\n\n".join(text.body for text in parts.texts if text.body)
        if not carried:
            yield self._own_story(parts, text)
        elif text:
            yield Skipped("cover", self.uri)

    def _no_story(self) -> str | None:
        """Why it is no story by its own word."""
        if self.message.get_content_type() == "multipart/report":  # RFC 6522
            return "delivery_report"
        if self.headers.get("auto-submitted").lower().startswith("auto-replied"):  # RFC 3834
            return "auto_reply"
        if self.subject.startswith("DON'T DELETE THIS MESSAGE"):  # mail programs keep a folder's state in it
            return "folder_data"
        return None

    def _within(self, parts: Parts) -> Iterator[Parsed]:
        """The items of files of a format of their own and of attached mails; other files become links."""
        for file in parts.files:
            yield from self._file(file, parts)
        for mail in parts.mails:
            if self.depth >= _DEEPEST:
                yield ParseError(Reason.LIMIT, f"mails within mails, deeper than {_DEEPEST}")
                continue
            try:
                inner = _Mail(mail, self.hints, self.name, self.depth + 1)
                yield from (self._carry(item, "", parts) for item in inner.items())
            except ParseError as error:
                yield error

    def _file(self, file: File, parts: Parts) -> Iterator[Parsed]:
        # The table of formats names this module: it can be asked only when all are there.
        from transforms.formats import detect

        row = detect(file.data)
        is_text = file.type.startswith("text/") or file.name.lower().endswith(".txt")
        if row is None or not file.data.strip() or (row.name == "plain-text" and not is_text):
            parts.links.append(Link(rel="attachment", type=file.type, title=file.name or None))
            return
        try:
            if row.name in ("eml", "mbox"):
                if self.depth >= _DEEPEST:
                    raise ParseError(Reason.LIMIT, f"mails within mails, deeper than {_DEEPEST}")
                items = read_mail(file.data, self.hints, "eml", self.depth + 1)
                yield from (self._carry(item, file.name, parts) for item in items)
                return
            for piece in row.split(io.BytesIO(file.data), self.hints):
                yield from (self._carry(item, file.name, parts) for item in row.parse(piece.data, self.hints))
        except ParseError as error:
            yield error

    def _carry(self, item: Parsed, filename: str, parts: Parts) -> Parsed:
        """An attached story with what its mail says, and its provider where it names none itself."""
        if not isinstance(item, Story):
            return item
        said = {
            "uri": self.uri,
            "from": self.headers.get("from"),
            "subject": self.subject,
            "date": self.headers.get("date"),
            "filename": filename,
            "cover": "\n\n".join(text.body for text in parts.texts)[:_COVER],
        }
        extra = item.extra | {"mail": to_text({name: value for name, value in said.items() if value})}
        return replace(item, extra=extra, provider=item.provider or self._provider())

    def _own_story(self, parts: Parts, text: str) -> Parsed:
        """The mail as a story."""
        headline = _REPLY.sub("", self.subject, count=1) if _REPLY.match(self.subject) else self.subject
        if not text and (not headline or parts.has_pictures):
            if parts.has_pictures:
                return Skipped("picture", self.uri)
            return ParseError(Reason.NO_TEXT, f"a mail without text: {self.uri or self.subject}")
        notes = list(self._notes(parts))
        moment = self._date(notes)
        return Story(
            uri=self.uri,
            provider=self._provider(),
            format=self.name,
            language=self._language(parts),
            keywords=unique(re.split("[,;]", self.headers.get("keywords"))),
            priority=self.headers.get("x-priority", "importance", "priority", "precedence") or None,
            links=tuple(dict.fromkeys((*self._links(), *parts.links))),
            version_created=moment.time if moment else None,
            extra=self._extra(parts, headline, moment),
            source=Source(
                encoding=next((text.encoding for text in parts.texts), None),
                notes=tuple(dict.fromkeys(notes)),
            ),
            **read(headline, text),
        )

    def _notes(self, parts: Parts) -> Iterator[str]:
        for text in parts.texts:
            yield from text.notes
        for part in self.message.walk():
            yield from (f"mail: {type(defect).__name__}" for defect in part.defects)

    def _date(self, notes: list[str]) -> Moment | None:
        text = self.headers.get("date")
        if not text:
            return None
        moment = parse_date(
            _COMMENT.sub("", text), timezone=self.hints.timezone, day_first=self.hints.day_first
        )
        if moment is None:
            notes.append("Date is no date that can be read")
        elif moment.note:
            notes.append(f"Date: {moment.note}")
        return moment

    def _provider(self) -> str:
        """Organization (RFC 5536 section 3.2.9), what the user says, the sender's name, the sender's host."""
        said = self.headers.get("organization", "organisation") or self.hints.provider
        sender = person_of_text(self.headers.get("from"))
        return said or sender.name or sender.email.rpartition("@")[2]

    def _language(self, parts: Parts) -> str | None:
        codes = (self.headers.get("content-language") or parts.language).partition(",")[0]
        return language_tag(codes) if codes else None

    def _links(self) -> Iterator[Link]:
        for name, rel in _RELATIONS.items():
            for found in _ID.findall(self.headers.get(name)):
                yield Link(rel=rel, uri=mid_of(found))

    def _extra(self, parts: Parts, headline: str, moment: Moment | None) -> dict[str, str]:
        """The headers that no field takes, and the signature."""
        taken = (
            _TAKEN | ({"subject"} if headline == self.subject else set()) | ({"date"} if moment else set())
        )
        extra = {
            name: values[0] if len(values) == 1 else json.dumps(values, ensure_ascii=False)
            for name, values in self.headers.others(taken).items()
        }
        if signature := "\n\n".join(text.signature for text in parts.texts if text.signature):
            extra["signature"] = signature
        return extra
