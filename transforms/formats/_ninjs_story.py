"""A ninjs object to a story: each member to its field, and what has none to `extra`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.records import Source, Story
from transforms.formats import _prose
from transforms.formats._authors import parse_byline
from transforms.formats._bcp47 import language_tag
from transforms.formats._contract import Hints, ParseError, Reason
from transforms.formats._headlines import slug_signals, split_note, status_of, text_signals
from transforms.formats._ninjs_fields import Members, as_line, take_terms
from transforms.formats._ninjs_links import read_links
from transforms.formats._ninjs_texts import take_body, take_descriptions, take_headline
from transforms.formats._ninjs_values import (
    take_byline,
    take_embargo,
    take_genres,
    take_keywords,
    take_provider,
    take_rights,
    take_slugline,
    take_time,
    take_urgency,
)

# IPTC publishing status, as the schemas have it, and as feeds spell it.
_STATUS = {
    "usable": "usable",
    "withheld": "withheld",
    "withhold": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
}


def read_story(members: Members, encoding: str, hints: Hints) -> Story:
    """The story of an object that is one.

    Raises:
      ParseError: NO_TEXT where it has neither headline nor text, and is not about taking a story back.
    """
    language = _language(members)
    prose = _prose.read(_headline(members), take_body(members))
    abstract, credit_lines = take_descriptions(members)
    slugline = take_slugline(members)
    slug, number = slug_signals(slugline or "")
    note = members.text("ednote")
    signals = _unique(prose["signals"], slug, _note_signals(note))
    status = _status(members, signals)
    if status == "usable" and not (prose["headline"] or prose["body"] or abstract):
        raise ParseError(Reason.NO_TEXT, "neither headline nor body nor description")
    uri = members.line("uri")
    rights = take_rights(members)
    byline = take_byline(members)
    return Story(
        uri=uri,
        version=members.line("version") or None,
        provider=take_provider(members, uri, rights, hints),
        format="ninjs",
        language=language,
        pub_status=status,
        signals=_unique(signals, ["kill"] if status == "canceled" and "withdrawal" not in signals else ()),
        update_number=number if prose["update_number"] is None else prose["update_number"],
        headline=prose["headline"],
        slugline=slugline,
        abstract=abstract or None,
        byline=byline or prose["byline"],
        authors=tuple(dict.fromkeys((*parse_byline(byline or ""), *prose["authors"]))),
        dateline=prose["dateline"],
        body=prose["body"],
        editorial_note="\n".join(_unique(filter(None, (note, prose["editorial_note"])))) or None,
        credits=_unique(prose["credits"], credit_lines),
        urgency=take_urgency(members),
        priority=members.line("priority") or None,
        genres=take_genres(members),
        keywords=take_keywords(members),
        subjects=take_terms(members, "subject", "subjects"),
        places=take_terms(members, "place", "places"),
        people=take_terms(members, "person", "people"),
        organisations=take_terms(members, "organisation", "organisations"),
        links=read_links(members),
        first_created=take_time(members, "firstcreated", hints, language),
        version_created=take_time(members, "versioncreated", hints, language),
        embargo_until=take_embargo(members, hints, language),
        rights=rights,
        # After all that takes: what is left.
        extra=_rest(members, byline, prose["byline"]),
        source=Source(encoding=encoding, notes=tuple(members.notes)),
    )


def _headline(members: Members) -> str:
    """The headline; where there is none the title, which is metadata and stays in `extra` too."""
    if headline := take_headline(members):
        return headline
    if title := as_line(members.get("title")):
        members.note("no headline; the title stands for it")
    return title


def _language(members: Members) -> str | None:
    language = language_tag(as_line(members.get("language")))
    if language:
        members.take("language")
    return language


def _status(members: Members, signals: tuple[str, ...]) -> str:
    """The status that the feed gives, else what the text says; one that is unknown is usable, with a note."""
    given = as_line(members.get("pubstatus"))
    if not given:
        return status_of(signals)
    word = re.split(r"[:/]", given.lower())[-1]  # as a QCode or an address of the IPTC's, too
    if word in _STATUS:
        members.take("pubstatus")
        return _STATUS[word]
    members.note(f"pubstatus {given[:40]!r} read as usable")
    return "usable"


def _note_signals(note: str) -> tuple[str, ...]:
    """Signals of a note to editors, which is written as first-line notes are, without their parentheses."""
    if not note:
        return ()
    _, signals, _ = split_note(note if note.startswith("(") else f"({note})")
    return (*signals, *text_signals(note))


def _unique(*values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for each in values for value in each))


def _rest(members: Members, given: str | None, written: str | None) -> dict[str, str]:
    """What has no field; and the byline that is written in the body, where it is not the one given."""
    rest = members.rest()
    if given and written and given.casefold() != written.casefold():
        rest.setdefault("byline", written)
    return rest
