"""Members of a ninjs object whose values need reading: parties, rights, times, numbers, lists of words."""

from __future__ import annotations

import datetime as dt
import re

from schemas.records import FOREVER, Rights
from transforms.formats._contract import Hints
from transforms.formats._dates import parse_date
from transforms.formats._ninjs_fields import Members, as_line, as_list, is_empty, read_term

_URGENCY = re.compile(r"([1-8])(?:\.0)?")
_BY = re.compile(r"(?i:by|par|von|por)(?:\s*:\s*|\s+)(?=[^\W\d_a-z])")
_SUPPLIER = re.compile(r"provider|supplier|distributor|origin", re.IGNORECASE)
_AUTHORITY = re.compile(r"urn:newsml:([^:/\s]+):|tag:([^,:/\s]+),|https?://(?:www\.)?([^/:?#\s]+)")
_COMMA = re.compile(r"[,;]")


def take_slugline(members: Members) -> str | None:
    """The slugline, or the first of several, which stay in `extra`."""
    if slugline := members.line("slugline"):
        return slugline
    lines = as_list(members.get("sluglines"))
    found = [as_line(line.get("value") if isinstance(line, dict) else line) for line in lines]
    if len(lines) == 1 and isinstance(lines[0], str):
        members.take("sluglines")
    return next(filter(None, found), None)


def take_byline(members: Members) -> str | None:
    """The byline without its 'By'; an array of names is one byline."""
    line = members.line("byline", "by")
    if not line:
        value = as_list(members.get("by")) or as_list(members.get("byline"))
        line = ", ".join(filter(None, (as_line(_name(each)) for each in value)))
    return _BY.sub("", line, count=1) or None if _BY.match(line) else line or None


def _name(value: object) -> object:
    return (value.get("name") or value.get("value")) if isinstance(value, dict) else value


def take_provider(members: Members, uri: str, rights: Rights | None, hints: Hints) -> str:
    """The agency: in the order that the text of `ninjs` says."""
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


def take_rights(members: Members) -> Rights | None:
    """Holder, notice and usage terms; None where the feed has none of them."""
    rights = Rights(
        holder=members.line("copyrightholder") or None,
        notice=members.text("copyrightnotice") or None,
        usage=members.text("usageterms") or None,
    )
    return None if rights == Rights() else rights


def take_urgency(members: Members) -> int | None:
    """1 to 8; ninjs allows a 9, which stays in `extra`."""
    match = _URGENCY.fullmatch(as_line(members.get("urgency")))
    if match:
        members.take("urgency")
    return int(match[1]) if match else None


def take_genres(members: Members) -> tuple[str, ...]:
    """Names of the genres, codes of those without. Where they have more than names they stay in `extra`."""
    genres: list[str] = []
    for name in ("genre", "genres"):
        values = as_list(members.get(name))
        terms = [read.term for read in map(read_term, values) if read]
        genres += [term.name or term.code or "" for term in terms]
        if all(isinstance(value, str) for value in values):
            members.take(name)
    return tuple(dict.fromkeys(genres))


def take_keywords(members: Members) -> tuple[str, ...]:
    """No member of the standard's, but of many feeds: an array, or one text with commas."""
    value = members.get("keywords")
    words = _COMMA.split(value) if isinstance(value, str) else as_list(value)
    if not all(isinstance(word, str) for word in words):
        return ()
    members.take("keywords")
    return tuple(dict.fromkeys(filter(None, map(as_line, words))))


def take_time(members: Members, name: str, hints: Hints, language: str | None) -> dt.datetime | None:
    """A time in UTC. One that cannot be read stays in `extra`, with a note."""
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


def take_embargo(members: Members, hints: Hints, language: str | None) -> dt.datetime | None:
    """The end of the embargo. One that cannot be read has none: to hold a story too long can be mended."""
    for name in ("embargoeduntil", "embargoed"):
        value = members.get(name)
        if is_empty(value) or value is False:
            continue
        if time := take_time(members, name, hints, language):
            return time
        members.note(f"{name} read as an embargo without end")
        return FOREVER
    return None
