"""A story while it is read from XML: what is found is collected here, and `finish` makes the record of it.

Used by NITF and NewsML 1.x, whose documents scatter a story over many elements and hold one another.
A field that is set already is not set again (the caller goes from the nearest to the farthest), and lists
keep each value once, in the order in which it came. What has no field goes to `extra` by `keep`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Final
from urllib.parse import quote

import msgspec

from schemas.records import Author, Dateline, Link, Rights, Source, Story, Term
from transforms.formats import _prose
from transforms.formats._bcp47 import language_tag
from transforms.formats._contract import Hints
from transforms.formats._dates import parse_date
from transforms.formats._headlines import slug_signals, text_signals
from transforms.formats._nodes import JsonValue
from transforms.formats._status_words import STATUSES, signals_in

__all__ = ["Draft", "finish", "signals_in", "text_of", "urn"]

_LONGEST_BYLINE: Final = 1000
_BY: Final = re.compile(r"(?:by|par|von|por)(?:\s*:\s*|\s+|$)", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"[a-z]{2,5}(?:/[a-z]{2,5}){1,5}")


def urn(name: str, *parts: str) -> str:
    """`urn:x-newswire:<format>:...` of what identifies a story; '' where a part is missing."""
    if not all(parts):
        return ""
    return ":".join(
        ["urn:x-newswire", name, *(quote("-".join(part.lower().split()), safe="") for part in parts)]
    )


@dataclass(slots=True)
class Draft:
    """What has been found of a story so far; named as `Story`'s fields are. The dicts are ordered sets."""

    hints: Hints
    uri: str = ""
    version: str | None = None
    provider: str = ""
    language: str | None = None
    pub_status: str | None = None
    headline: str = ""
    slugline: str | None = None
    abstract: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    body: str = ""
    update_number: int | None = None
    urgency: int | None = None
    priority: str | None = None
    first_created: dt.datetime | None = None
    version_created: dt.datetime | None = None
    embargo_until: dt.datetime | None = None
    holder: str | None = None
    signals: dict[str, None] = field(default_factory=dict)
    authors: dict[Author, None] = field(default_factory=dict)
    editorial_notes: dict[str, None] = field(default_factory=dict)
    copyright_notices: dict[str, None] = field(default_factory=dict)
    usage: dict[str, None] = field(default_factory=dict)
    credits: dict[str, None] = field(default_factory=dict)
    genres: dict[str, None] = field(default_factory=dict)
    keywords: dict[str, None] = field(default_factory=dict)
    subjects: dict[Term, None] = field(default_factory=dict)
    places: dict[Term, None] = field(default_factory=dict)
    people: dict[Term, None] = field(default_factory=dict)
    organisations: dict[Term, None] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    extra: dict[str, list[JsonValue]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def keep(self, name: str, value: JsonValue) -> None:
        """Adds to `extra` what has no field of its own."""
        if value:
            self.extra.setdefault(name, []).append(value)

    def keep_once(self, name: str, value: JsonValue) -> None:
        """Adds to `extra` what may stand in several places."""
        key = f"{name} {value!r}"
        if key not in self.kept:
            self.kept.add(key)
            self.keep(name, value)

    def signal(self, names: Iterable[str]) -> None:
        """Adds signals."""
        self.signals.update(dict.fromkeys(names))

    def moment(self, text: str, name: str) -> dt.datetime | None:
        """A time of the feed in UTC; what cannot be read goes to `extra` under its name, with a note."""
        if not text:
            return None
        hints = self.hints
        found = parse_date(text, timezone=hints.timezone, day_first=hints.day_first, language=self.language)
        if found is None:
            self.keep_once(name, text)
            self.notes[f"{name} is no date that can be read"] = None
            return None
        if found.note:
            self.notes[f"{name}: {found.note}"] = None
        return found.time

    def set_urgency(self, text: str) -> None:
        """IPTC urgency is 1 to 8; what is not goes to `extra`."""
        if len(text) == 1 and "1" <= text <= "8":
            self.urgency = self.urgency or int(text)
        else:
            self.keep("urgency", text)

    def set_language(self, text: str) -> None:
        """The language as BCP 47; what names none goes to `extra`."""
        if self.language is None and text:
            self.language = language_tag(text)
            if self.language is None:
                self.keep("language", text)

    def set_status(self, text: str) -> None:
        """The status that a feed gives, in any case and spelling. An unknown one is usable, with a note."""
        word = text.strip().lower()
        if not word or self.pub_status is not None:
            return
        self.pub_status = STATUSES.get(word, "usable")
        if self.pub_status == "canceled":
            self.signals["kill"] = None
        if word == "embargoed":
            self.signals["embargo"] = None
        if word not in STATUSES:
            self.keep("status", text)
            self.notes[f"status {text[:40]!r} read as usable"] = None

    def add_byline(self, text: str, authors: Iterable[Author]) -> None:
        """A byline without its 'By', and who it names. Several are joined with a semicolon."""
        text = _BY.sub("", text, count=1) if _BY.match(text) else text
        if text and len(self.byline or "") > _LONGEST_BYLINE:
            self.keep("byline", text)
        elif text:
            self.byline = f"{self.byline}; {text}" if self.byline else text
        self.authors.update({author: None for author in authors if author.name})

    def absorb(self, other: Draft) -> None:
        """Takes what another draft has and this one lacks; the other's document stands inside this one's."""
        for name, mine, theirs in zip(_NAMES, _VALUES(self), _VALUES(other), strict=True):
            if isinstance(mine, dict):
                for key, value in theirs.items():
                    mine.setdefault(key, value)
            elif mine and name in _LINES and theirs != mine:
                self.keep_once(name, theirs)
            elif not mine:
                setattr(self, name, theirs)
        for name, values in other.extra.items():
            for value in values:
                self.keep_once(name, value)
        self.dateline = _dateline(self.dateline, other.dateline)


_LINES: Final = frozenset({"byline", "abstract", "slugline"})
_NAMES: Final = tuple(each.name for each in fields(Draft) if each.name not in ("hints", "kept", "extra"))
_VALUES: Final = attrgetter(*_NAMES)


def finish(draft: Draft, name: str, encoding: str) -> Story:
    """The record. What stands in the text and has a field of its own (note, dateline, trailer) goes there."""
    _read_prose(draft)
    return Story(
        uri=draft.uri,
        version=draft.version,
        provider=draft.provider or draft.hints.provider or "",
        format=name,
        language=draft.language,
        pub_status=draft.pub_status or "usable",
        signals=tuple(draft.signals),
        update_number=draft.update_number,
        headline=draft.headline,
        slugline=draft.slugline,
        abstract=draft.abstract,
        byline=draft.byline,
        authors=tuple(draft.authors),
        dateline=draft.dateline,
        body=draft.body,
        editorial_note="\n".join(draft.editorial_notes) or None,
        credits=tuple(draft.credits),
        urgency=draft.urgency,
        priority=draft.priority,
        genres=tuple(draft.genres),
        keywords=tuple(draft.keywords),
        subjects=tuple(draft.subjects),
        places=tuple(draft.places),
        people=tuple(draft.people),
        organisations=tuple(draft.organisations),
        links=tuple(draft.links),
        first_created=draft.first_created,
        version_created=draft.version_created,
        embargo_until=draft.embargo_until,
        rights=_rights(draft),
        extra={name: text_of(values) for name, values in draft.extra.items()},
        source=Source(encoding=encoding, notes=tuple(draft.notes)),
    )


def _read_prose(draft: Draft) -> None:
    """What headline, slug and text say of the story themselves."""
    found = _prose.read(draft.headline, draft.body)
    draft.headline, draft.body, draft.update_number = found["headline"], found["body"], found["update_number"]
    draft.signal(found["signals"])
    _read_slug(draft)
    if draft.pub_status is None:
        draft.pub_status = found["pub_status"]
    for note in draft.editorial_notes:
        draft.signal(text_signals(note))
    if found["editorial_note"]:
        draft.editorial_notes[found["editorial_note"]] = None
    if not draft.byline:
        draft.byline = found["byline"]
    elif found["byline"] and found["byline"].casefold() != draft.byline.casefold():
        draft.keep("byline", found["byline"])
    draft.authors.update(dict.fromkeys(found["authors"]))
    draft.credits.update(dict.fromkeys(found["credits"]))
    draft.dateline = _dateline(draft.dateline, found["dateline"])
    _split_signature(draft)


def _split_signature(draft: Draft) -> None:
    """Who wrote and who edited, by their initials below the text: 'lm/jp'."""
    body, gap, last = draft.body.rpartition("\n\n")
    if gap and _SIGNATURE.fullmatch(last):
        draft.body = body
        draft.credits[last] = None


def _read_slug(draft: Draft) -> None:
    signals, number = slug_signals(draft.slugline or "")
    draft.signal(signals)
    draft.update_number = number if draft.update_number is None else draft.update_number


def _dateline(given: Dateline | None, written: Dateline | None) -> Dateline | None:
    """The dateline that the feed gives in an element, with what only the one in its text says."""
    if given is None or written is None:
        return given or written
    return Dateline(
        text=given.text or written.text,
        places=given.places or written.places,
        date=given.date or written.date,
        credit=given.credit or written.credit,
    )


def _rights(draft: Draft) -> Rights | None:
    notice, usage = "\n".join(draft.copyright_notices), "\n".join(draft.usage)
    if not (draft.holder or notice or usage):
        return None
    return Rights(holder=draft.holder, notice=notice or None, usage=usage or None)


def text_of(values: list[JsonValue]) -> str:
    """A value of `extra`: a text as it is, anything else as JSON."""
    value: JsonValue = values[0] if len(values) == 1 else values
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
