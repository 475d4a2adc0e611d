"""A ninjs object to a story: each member to its field, and what has none to `extra`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from schemas.records import FOREVER, Rights, Source, Story
from transforms.formats import _prose
from transforms.formats._authors import parse_byline
from transforms.formats._bcp47 import language_tag
from transforms.formats._contract import Hints, ParseError, Reason
from transforms.formats._dates import parse_date
from transforms.formats._headlines import slug_signals, split_note, text_signals
from transforms.formats._ninjs_fields import Members, as_line, as_list, is_empty, read_term, take_terms
from transforms.formats._ninjs_links import read_links
from transforms.formats._ninjs_texts import credit_lines, take_abstract, take_body, take_headline

# IPTC publishing status, as the schemas have it, and as feeds spell it.
_STATUS = {
    "usable": "usable",
    "withheld": "withheld",
    "withhold": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
}
_URGENCY = re.compile(r"([1-8])(?:\.0)?")
_BY = re.compile(r"(?i:by|par|von|por)(?:\s*:\s*|\s+)(?=[^\W\d_a-z])")
_SUPPLIER = re.compile(r"provider|supplier|distributor|origin", re.IGNORECASE)
_AUTHORITY = re.compile(r"urn:newsml:([^:/\s]+):|tag:([^,:/\s]+),|https?://(?:www\.)?([^/:?#\s]+)")
_COMMA = re.compile(r"[,;]")


def read_story(members: Members, encoding: str, hints: Hints) -> Story:
    """The story of an object that is one.

    Raises:
      ParseError: NO_TEXT where it has neither headline nor text, and is not about taking a story back.
    """
    language = _language(members)
    prose = _prose.read(_headline(members), take_body(members))
    abstract = take_abstract(members) or None
    slugline = _slugline(members)
    note = members.text("ednote")
    status = _status(members, prose["pub_status"])
    if status == "usable" and not (prose["headline"] or prose["body"] or abstract):
        raise ParseError(Reason.NO_TEXT, "neither headline nor body nor description")
    uri = members.line("uri")
    rights = _rights(members)
    byline = _byline(members)
    slug, number = slug_signals(slugline or "")
    return Story(
        uri=uri,
        version=members.line("version") or None,
        provider=_provider(members, uri, rights, hints),
        format="ninjs",
        language=language,
        pub_status=status,
        signals=_unique(
            prose["signals"], slug, _note_signals(note), ["kill"] if status == "canceled" else ()
        ),
        update_number=number if prose["update_number"] is None else prose["update_number"],
        headline=prose["headline"],
        slugline=slugline,
        abstract=abstract,
        byline=byline or prose["byline"],
        authors=tuple(dict.fromkeys((*parse_byline(byline or ""), *prose["authors"]))),
        dateline=prose["dateline"],
        body=prose["body"],
        editorial_note="\n".join(_unique(filter(None, (note, prose["editorial_note"])))) or None,
        credits=_unique(prose["credits"], credit_lines(members)),
        urgency=_urgency(members),
        priority=members.line("priority") or None,
        genres=_genres(members),
        keywords=_keywords(members),
        subjects=take_terms(members, "subject", "subjects"),
        places=take_terms(members, "place", "places"),
        people=take_terms(members, "person", "people"),
        organisations=take_terms(members, "organisation", "organisations"),
        links=read_links(members),
        first_created=_time(members, "firstcreated", hints, language),
        version_created=_time(members, "versioncreated", hints, language),
        embargo_until=_embargo(members, hints, language),
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


def _status(members: Members, said: str) -> str:
    """The status that the feed gives, else what the text says; one that is unknown is usable, with a note."""
    given = as_line(members.get("pubstatus"))
    if not given:
        return said
    word = re.split(r"[:/]", given.lower())[-1]  # as a QCode or an address of the IPTC's, too
    if word in _STATUS:
        members.take("pubstatus")
        return _STATUS[word]
    members.note(f"pubstatus {given[:40]!r} read as usable")
    return "usable"


def _note_signals(note: str) -> tuple[str, ...]:
    """Signals of a note to editors, which is written as first-line notes are, without their parentheses."""
    _, signals, _ = split_note(note if note.startswith("(") else f"({note})")
    return (*signals, *text_signals(note))


def _slugline(members: Members) -> str | None:
    """The slugline, or the first of several, which stay in `extra`."""
    if slugline := members.line("slugline"):
        return slugline
    lines = as_list(members.get("sluglines"))
    found = [as_line(line.get("value") if isinstance(line, dict) else line) for line in lines]
    if len(lines) == 1 and isinstance(lines[0], str):
        members.take("sluglines")
    return next(filter(None, found), None)


def _byline(members: Members) -> str | None:
    """The byline without its 'By'; an array of names is one byline."""
    line = members.line("byline", "by")
    if not line:
        value = as_list(members.get("by")) or as_list(members.get("byline"))
        line = ", ".join(filter(None, (as_line(_name(each)) for each in value)))
    return _BY.sub("", line, count=1) or None if _BY.match(line) else line or None


def _name(value: object) -> object:
    return (value.get("name") or value.get("value")) if isinstance(value, dict) else value


def _provider(members: Members, uri: str, rights: Rights | None, hints: Hints) -> str:
    if provider := members.line("provider") or _info_source(members):
        return provider
    if rights and rights.holder:
        return rights.holder
    match = None if hints.provider else _AUTHORITY.match(uri)
    if match:
        members.note("provider read from the uri")
    return hints.provider or (match[match.lastindex or 0] if match else "")


def _info_source(members: Members) -> str:
    """The party that supplies the content, else the first that has a name."""
    for member in ("infosource", "infosources"):
        sources = as_list(members.get(member))
        named = [each for each in sources if as_line(_name(each))]
        named.sort(key=lambda each: not _supplies(each))
        if len(sources) == 1 and (isinstance(sources[0], str) or sources[0] == {"name": _name(sources[0])}):
            members.take(member)
        if named:
            return as_line(_name(named[0]))
    return ""


def _supplies(source: object) -> bool:
    role = (as_line(source.get("role")) or as_line(source.get("rel"))) if isinstance(source, dict) else ""
    return _SUPPLIER.search(role) is not None


def _rights(members: Members) -> Rights | None:
    rights = Rights(
        holder=members.line("copyrightholder") or None,
        notice=members.text("copyrightnotice") or None,
        usage=members.text("usageterms") or None,
    )
    return None if rights == Rights() else rights


def _urgency(members: Members) -> int | None:
    """1 to 8; ninjs allows a 9, which stays in `extra`."""
    match = _URGENCY.fullmatch(as_line(members.get("urgency")))
    if match:
        members.take("urgency")
    return int(match[1]) if match else None


def _genres(members: Members) -> tuple[str, ...]:
    """Names of the genres, codes of those without. Where they have more than names they stay in `extra`."""
    genres: list[str] = []
    for name in ("genre", "genres"):
        values = as_list(members.get(name))
        terms = [read.term for read in map(read_term, values) if read]
        genres += [term.name or term.code or "" for term in terms]
        if all(isinstance(value, str) for value in values):
            members.take(name)
    return _unique(genres)


def _keywords(members: Members) -> tuple[str, ...]:
    """No member of the standard's, but of many feeds: an array, or one text with commas."""
    value = members.get("keywords")
    words = _COMMA.split(value) if isinstance(value, str) else as_list(value)
    if not all(isinstance(word, str) for word in words):
        return ()
    members.take("keywords")
    return _unique(filter(None, map(as_line, words)))


def _time(members: Members, name: str, hints: Hints, language: str | None) -> dt.datetime | None:
    text = as_line(members.get(name))
    if not text:
        return None
    found = parse_date(text, timezone=hints.timezone, day_first=hints.day_first, language=language)
    if found is None:
        members.note(f"{name} is no date that can be read")
        return None
    members.take(name)
    if found.note:
        members.note(f"{name}: {found.note}")
    return found.time


def _embargo(members: Members, hints: Hints, language: str | None) -> dt.datetime | None:
    """The end of the embargo. One that cannot be read has none: to hold a story too long can be mended."""
    for name in ("embargoeduntil", "embargoed"):
        value = members.get(name)
        if is_empty(value) or value is False:
            continue
        if time := _time(members, name, hints, language):
            return time
        members.note(f"{name} read as an embargo without end")
        return FOREVER
    return None


def _rest(members: Members, given: str | None, written: str | None) -> dict[str, str]:
    rest = members.rest()
    if given and written and given.casefold() != written.casefold():
        rest.setdefault("byline", written)
    return rest


def _unique(*values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for each in values for value in each))
