"""The lines before the body of a plain-text story: headline, source, times, byline, and named fields."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transforms.formats._agencies import agency_name
from transforms.formats._authors import is_byline
from transforms.formats._datelines import split_dateline
from transforms.formats._dates import parse_date
from transforms.formats._embargo import is_embargo_line
from transforms.formats._notes import split_note

__all__ = ["Header", "is_header_line", "read_header"]

# Name of a field, in lower case -> what it is. English, German, French, Spanish, Italian, Dutch.
_FIELDS: Final = {
    "headline": "headline", "title": "headline", "titel": "headline", "titre": "headline",
    "titolo": "headline",
    "source": "source", "quelle": "source", "fuente": "source", "fonte": "source", "bron": "source",
    "posted": "created", "published": "created", "date": "created", "created": "created", "datum": "created",
    "publié": "created", "veröffentlicht": "created", "publicado": "created", "pubblicato": "created",
    "updated": "updated", "last updated": "updated", "modified": "updated", "aktualisiert": "updated",
    "mis à jour": "updated", "actualizado": "updated", "aggiornato": "updated",
    "byline": "byline", "author": "byline", "authors": "byline", "autor": "byline", "auteur": "byline",
    "slug": "slug", "slugline": "slug", "keywords": "keywords", "tags": "keywords",
    "dateline": "dateline", "language": "language", "copyright": "copyright", "urgency": "urgency",
    "priority": "priority", "version": "version", "genre": "genre", "category": "category",
    "section": "section", "id": "id", "abstract": "abstract", "summary": "abstract",
    "embargo": "embargo", "embargoed": "embargo", "embargoed until": "embargo", "sperrfrist": "embargo",
    "note": "note", "ednote": "note", "editor's note": "note", "note to editors": "note",
}  # fmt: skip
_FIELD: Final = re.compile(r"(?P<name>[^\W\d_][^\W\d_’' ]*(?:[ ’'][^\W\d_]+){0,2}) ?: ?(?P<value>\S.*)?")
_UNDERLINE: Final = re.compile(r"([=*_~-])\1{2,}")
_LONGEST_NAME: Final = 20
_LONGEST_HEADLINE: Final = 200
_LOOK_AHEAD: Final = 4


class Header(NamedTuple):
    """Kind of line -> its text, and the line on which the body begins."""

    fields: dict[str, str]
    body_at: int


def read_header(lines: list[str]) -> Header:
    """Reads lines until one that can only be the body's."""
    fields: dict[str, str] = {}
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        if "headline" in fields and _UNDERLINE.fullmatch(line):
            line = ""
        found = _field(line) if line else None
        if found:
            kind = found[0] if found[0] not in fields else "header"  # said twice: kept as it is
            fields[kind] = found[1] if kind != "header" else f"{fields.get('header', '')}\n{line}".strip()
        elif line and "headline" not in fields and _is_headline(line):
            fields["headline"], number = _headline(lines, number)
            continue
        elif line and not _is_deck(lines, number, fields):
            break
        elif line:
            fields["abstract"] = line
        number += 1
    return Header(fields, number)


def _field(line: str) -> tuple[str, str] | None:
    """(what a line is, its text): a source line, a date, a byline or a named field."""
    if len(line) < 60 and agency_name(line.strip("()")) is not None:
        return "source", line.strip("()")
    if is_byline(line):
        return "byline", line
    if is_embargo_line(line):
        return "embargo", line
    match = _FIELD.fullmatch(line) if ":" in line[: _LONGEST_NAME + 2] else None
    if match and (kind := _FIELDS.get(match["name"].lower())):
        return kind, (match["value"] or "").strip()
    if len(line) < 60 and any(map(str.isdigit, line)) and parse_date(line) is not None:
        return "created", line
    return None


def is_header_line(line: str) -> bool:
    """Whether a line by itself shows that a story begins: a source line, a date, a byline."""
    found = _field(line)
    return found is not None and found[0] in ("source", "created", "byline", "headline", "slug")


def _is_headline(line: str) -> bool:
    """Not a paragraph: no dateline, no note, not long, not several sentences."""
    if len(line) > _LONGEST_HEADLINE or split_dateline(line)[0] is not None:
        return False
    if line.startswith("(") and line.endswith(")"):
        return False
    return not (line.endswith(".") and len(line) > 100)


def _headline(lines: list[str], number: int) -> tuple[str, int]:
    """(the headline, the line after it): it may go on, on one more line that a blank line follows."""
    first = lines[number].strip()
    following = lines[number + 1].strip() if number + 1 < len(lines) else ""
    blank_after = number + 2 >= len(lines) or not lines[number + 2].strip()
    whole = f"{first} {following}"
    if (
        not following
        or not blank_after
        or _field(following)
        or not _is_headline(whole)
        or following.endswith(".")
    ):
        return first, number + 1
    return (whole, number + 2) if len(first) >= 40 else (first, number + 1)


def _is_deck(lines: list[str], number: int, fields: dict[str, str]) -> bool:
    """A line between headline and byline is the story's summary: a field's line follows it soon."""
    line = lines[number].strip()
    if "headline" not in fields or "abstract" in fields:
        return False
    if split_dateline(line)[0] is not None or split_note(f"{line}\n\n-")[0] is not None:
        return False
    following = [line.strip() for line in lines[number + 1 : number + 2 * _LOOK_AHEAD] if line.strip()]
    return any(_field(line) is not None for line in following[:_LOOK_AHEAD])
