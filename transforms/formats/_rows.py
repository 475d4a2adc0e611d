"""Rows of data sets to stories: one way for JSON Lines, CSV and Parquet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from schemas.records import Author, Dateline, Rights, Source, Story, Term
from transforms.formats._authors import parse_byline
from transforms.formats._bcp47 import language_tag
from transforms.formats._columns import NAMES, plan, value_at
from transforms.formats._contract import Hints, Parsed, ParseError, Reason
from transforms.formats._datelines import parse_dateline
from transforms.formats._prose import read, text_of, unique
from transforms.formats._text import one_line
from transforms.formats._values import as_json, is_empty, links_of, names_of, terms_of, text_in, time_of

__all__ = ["Origin", "story_of"]

_STATUSES: Final = frozenset(["usable", "withheld", "canceled"])
_MOST_COLUMNS: Final = 1000  # of a plan that is kept for the next row


class Origin(NamedTuple):
    """Where a row comes from."""

    format: str
    where: str  # for people: 'line 7'
    encoding: str | None = None
    notes: tuple[str, ...] = ()


def story_of(row: Mapping[str, Any], hints: Hints, origin: Origin) -> Parsed:
    """The story of a row; NO_TEXT where it has neither headline nor text."""
    return _Row(row, hints, origin).story()


class _Row:
    """A row on its way to a story. What a field takes leaves it; what is left is `extra`."""

    def __init__(self, row: Mapping[str, Any], hints: Hints, origin: Origin) -> None:
        self.hints, self.origin = hints, origin
        self.left = dict(row)
        columns = tuple(row)
        make = plan if len(columns) <= _MOST_COLUMNS else plan.__wrapped__
        self.plan = make(columns, hints.field_map)
        self.notes = list(origin.notes)

    def story(self) -> Parsed:
        """The story, or NO_TEXT."""
        headline, body = one_line(text_of(self._text("headline"))), text_of(self._text("body"))
        abstract = text_of(self._text("abstract"))
        if not (headline or body or abstract):
            return ParseError(Reason.NO_TEXT, f"{self.origin.where}: neither headline nor text")
        if abstract and not body:
            body, abstract = abstract, ""
            self.notes.append("no full text: the body is the summary")
        authors, byline = self._people()
        prose = read(headline, body, byline)
        self._override(prose, authors)
        language = self._language()
        first_created = self._time("first_created", language)
        return Story(
            uri=self._uri(),
            version=self._line("version") or None,
            provider=self._line("provider") or self.hints.provider or "",
            format=self.origin.format,
            language=language,
            slugline=self._line("slugline") or None,
            abstract=abstract or None,
            urgency=self._urgency(),
            priority=self._line("priority") or None,
            genres=unique(self._names("genres")),
            keywords=unique(self._names("keywords")),
            subjects=self._terms("subjects"),
            places=self._terms("places"),
            people=self._terms("people"),
            organisations=self._terms("organisations"),
            links=tuple(link for value in self._all("links") for link in links_of(value, "image", "picture")),
            first_created=first_created,
            version_created=self._time("version_created", language) or first_created,
            embargo_until=self._time("embargo_until", language),
            rights=self._rights(),
            extra=self._extra(),  # after all others: what they leave
            source=Source(encoding=self.origin.encoding, notes=tuple(dict.fromkeys(self.notes))),
            **prose,
        )

    def _override(self, prose: dict[str, Any], authors: tuple[Author, ...]) -> None:
        """What columns say of what is also read from the text."""
        prose["authors"] = tuple(dict.fromkeys((*authors, *prose["authors"])))
        prose["signals"] = unique((*prose["signals"], *(name.lower() for name in self._names("signals"))))
        prose["credits"] = unique((*prose["credits"], *self._lines("credits")))
        prose["dateline"] = self._dateline() or prose["dateline"]
        if note := self._text("editorial_note").strip():
            prose["editorial_note"] = "\n".join(filter(None, (note, prose["editorial_note"])))
        if (status := self._line("pub_status").lower()) in _STATUSES:
            prose["pub_status"] = status
        elif status:
            self.left["pub_status"] = status
        if (number := self._line("update_number")).isdecimal() and len(number) < 4:
            prose["update_number"] = int(number)

    def _take(self, field: str) -> Any:
        """The first value of a field that says something; the columns after it stay in `left`."""
        return next(self._all(field), None)

    def _all(self, field: str) -> Iterator[Any]:
        for column in self.plan.get(field, ()):
            value = value_at(self.left, column)
            if not is_empty(value):
                _drop(self.left, column)
                yield value

    def _text(self, field: str) -> str:
        return text_in(self._take(field))

    def _line(self, field: str) -> str:
        return one_line(self._text(field))

    def _lines(self, field: str) -> Iterator[str]:
        for value in self._all(field):
            yield from value if isinstance(value, (list, tuple)) else [text_in(value)]

    def _names(self, field: str) -> Iterator[str]:
        for value in self._all(field):
            yield from names_of(value)

    def _terms(self, field: str) -> tuple[Term, ...]:
        return tuple(dict.fromkeys(term for value in self._all(field) for term in terms_of(value)))

    def _uri(self) -> str:
        """The first column that names the story. A bare number names nothing outside of its file."""
        for column in self.plan.get("uri", ()):
            text = text_in(value_at(self.left, column)).strip()
            is_mapped = any(column == mapped for field, mapped in self.hints.field_map if field == "uri")
            if text and (is_mapped or not text.isdecimal()):
                _drop(self.left, column)
                return text
        return ""

    def _people(self) -> tuple[tuple[Author, ...], str | None]:
        """Authors of objects with roles, and the byline of names."""
        authors: list[Author] = []
        names: list[str] = []
        for value in self._all("byline"):
            parts = value if isinstance(value, (list, tuple)) else [value]
            for part in parts:
                if isinstance(part, Mapping) and part.get("role"):
                    authors.append(Author(name=text_in(part), role=text_in(part["role"])))
                else:
                    names.extend(names_of(part, commas=False))
        byline = ", ".join(unique(names))
        return tuple(dict.fromkeys((*authors, *parse_byline(byline)))), byline or None

    def _dateline(self) -> Dateline | None:
        value = self._take("dateline")
        if isinstance(value, Mapping):
            places = tuple(unique(names_of(value.get("places"))))
            date, credit = text_in(value.get("date")), text_in(value.get("credit"))
            return Dateline(text=text_in(value), places=places, date=date or None, credit=credit or None)
        text = one_line(text_in(value))
        return parse_dateline(text) if text else None

    def _language(self) -> str | None:
        text = self._line("language")
        tag = language_tag(text) if text else None
        if text and tag is None:
            self.left["language"] = text
        return tag

    def _time(self, field: str, language: str | None) -> dt.datetime | None:
        """The first column that is a time; one that is none stays in `extra`, with a note."""
        for column in self.plan.get(field, ()):
            value = value_at(self.left, column)
            if is_empty(value):
                continue
            moment = time_of(value, self.hints, language)
            if moment:
                _drop(self.left, column)
                self.notes.extend([moment.note] if moment.note else [])
                return moment.time
            self.notes.append(f"{column} is no date that can be read")
        return None

    def _urgency(self) -> int | None:
        text = self._line("urgency")
        if len(text) == 1 and "1" <= text <= "8":
            return int(text)
        if text:
            self.left["urgency"] = text
        return None

    def _rights(self) -> Rights | None:
        value = self._take("rights")
        if isinstance(value, Mapping):
            given = {key: text_in(value.get(key)) or None for key in ("holder", "notice", "usage")}
            return Rights(**given) if any(given.values()) else None
        notice = one_line(text_in(value))
        return Rights(notice=notice) if notice else None

    def _extra(self) -> dict[str, str]:
        """What is left; under the name of the user's map, where that is no field."""
        for name, column in self.hints.field_map:
            if name not in NAMES and not is_empty(value := value_at(self.left, column)):
                _drop(self.left, column)
                self.left[name] = value
        return {str(name): as_json(value) for name, value in self.left.items() if not is_empty(value)}


def _drop(row: dict[str, Any], column: str) -> None:
    """Takes a value out of a row. Objects on a path to it are copied: the caller's stay whole."""
    if column in row:
        del row[column]
        return
    *steps, last = column.split(".")
    inner: Any = row
    for step in steps:
        if not isinstance(inner, dict) or not isinstance(inner.get(step), dict):
            return
        inner[step] = dict(inner[step])
        inner = inner[step]
    inner.pop(last, None)
