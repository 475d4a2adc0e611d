"""A mail that is itself the story, and what any mail says of where it comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from schemas.records import Link, Source, Story
from transforms.formats._address import person_of_text
from transforms.formats._bcp47 import language_tag
from transforms.formats._contract import Hints, Parsed, ParseError, Reason, Skipped
from transforms.formats._dates import Moment
from transforms.formats._mail_dates import read_date
from transforms.formats._mail_headers import Headers, mid_of
from transforms.formats._mail_parts import Parts
from transforms.formats._prose import read, unique

if TYPE_CHECKING:  # imported late, by _mail_reader: other formats do without it
    from email.message import Message

__all__ = ["Mail", "own_story"]

# A mail has one of these, or it is none.
_NEEDED: Final = frozenset(["from", "subject", "date", "message-id", "received", "mime-version"])
# Headers that a field of the story takes whole, or that say how the parts are to be read.
_TAKEN: Final = frozenset(
    [
        *("message-id", "keywords", "content-language", "organization", "organisation", "mime-version"),
        *("content-type", "content-disposition", "content-transfer-encoding", "content-id"),
        *("content-length", "lines"),
    ]
)
_PRIORITY: Final = ("x-priority", "importance", "priority", "precedence")
_REPLY: Final = re.compile(
    r"(?:(?:re|fw|fwd|aw|wg|tr|rv|sv|vs|antw|doorst)(?:\[\d{1,3}\])?\s?:\s*)+", re.IGNORECASE
)
_RELATIONS: Final = {"in-reply-to": "in-reply-to", "supersedes": "supersedes", "obsoletes": "supersedes"}
_ID: Final = re.compile(r"<[^<>\s]{1,990}>")


class Mail:
    """A mail with its headers decoded.

    Raises:
      ParseError: MALFORMED where it has no headers of a mail.
    """

    def __init__(self, message: Message, hints: Hints, name: str, depth: int) -> None:
        self.message, self.hints, self.name, self.depth = message, hints, name, depth
        self.headers = Headers(message)
        if not self.headers.has_any(_NEEDED):
            raise ParseError(Reason.MALFORMED, "none of a mail's headers")
        self.uri = mid_of(self.headers.get("message-id"))
        self.subject = self.headers.get("subject")

    def provider(self) -> str:
        """Organization (RFC 5536 section 3.2.9), what the user says, the sender's name, the sender's host."""
        said = self.headers.get("organization", "organisation") or self.hints.provider
        sender = person_of_text(self.headers.get("from"))
        return said or sender.name or sender.email.rpartition("@")[2]

    def no_story(self) -> str | None:
        """Why it is no story by its own word."""
        if self.message.get_content_type() == "multipart/report":  # RFC 6522
            return "delivery_report"
        if self.headers.get("auto-submitted").lower().startswith("auto-replied"):  # RFC 3834
            return "auto_reply"
        if self.subject.startswith("DON'T DELETE THIS MESSAGE"):  # mail programs keep a folder's state in it
            return "folder_data"
        return None


def own_story(mail: Mail, parts: Parts, text: str) -> Parsed:
    """The mail as a story: Subject the headline, its text the body."""
    headline = _REPLY.sub("", mail.subject, count=1) if _REPLY.match(mail.subject) else mail.subject
    if not text and parts.has_pictures:
        return Skipped("picture", mail.uri)
    if not (text or headline):
        return ParseError(Reason.NO_TEXT, f"a mail without text: {mail.uri}")
    notes = list(_notes(mail, parts))
    moment = _date(mail, notes)
    return Story(
        uri=mail.uri,
        provider=mail.provider(),
        format=mail.name,
        language=_language(mail, parts),
        keywords=unique(re.split("[,;]", mail.headers.get("keywords"))),
        priority=mail.headers.get(*_PRIORITY) or None,
        links=tuple(dict.fromkeys((*_links(mail), *parts.links))),
        version_created=moment.time if moment else None,
        extra=_extra(mail, parts, headline, moment),
        source=Source(
            encoding=next((part.encoding for part in parts.texts), None),
            notes=tuple(dict.fromkeys(notes)),
        ),
        **read(headline, text),
    )


def _notes(mail: Mail, parts: Parts) -> Iterator[str]:
    for text in parts.texts:
        yield from text.notes
    for part in mail.message.walk():
        yield from (f"mail: {type(defect).__name__}" for defect in part.defects)


def _date(mail: Mail, notes: list[str]) -> Moment | None:
    text = mail.headers.get("date")
    if not text:
        return None
    moment = read_date(text, mail.hints)
    if moment is None:
        notes.append("Date is no date that can be read")
    elif moment.note:
        notes.append(f"Date: {moment.note}")
    return moment


def _language(mail: Mail, parts: Parts) -> str | None:
    codes = (mail.headers.get("content-language") or parts.language).partition(",")[0]
    return language_tag(codes) if codes else None


def _links(mail: Mail) -> Iterator[Link]:
    for name, rel in _RELATIONS.items():
        for found in _ID.findall(mail.headers.get(name)):
            yield Link(rel=rel, uri=mid_of(found))


def _extra(mail: Mail, parts: Parts, headline: str, moment: Moment | None) -> dict[str, str]:
    """The headers that no field takes, and the signature."""
    subject = {"subject"} if headline == mail.subject else set()
    taken = _TAKEN | subject | ({"date"} if moment else set())
    extra = {
        name: values[0] if len(values) == 1 else json.dumps(values, ensure_ascii=False)
        for name, values in mail.headers.others(taken).items()
    }
    if signature := "\n\n".join(text.signature for text in parts.texts if text.signature):
        extra["signature"] = signature
    return extra
