"""A story as an IPTC ninjs 3.0 object, for editors' systems.

Spec: IPTC ninjs 3.0, https://iptc.org/standards/ninjs/. What has no member there is not written: chain, near
duplicate, mentions' offsets, source, `extra`. Signals ("correction", "update") come as genres by name, so
that they are seen; a kill is `pubStatus` canceled as well.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from schemas.records import Entity, Link, Story, Term, Topic

__all__ = ["SCHEMA", "ninjs"]

SCHEMA: Final = "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"

# RFC 3986: a scheme, a colon, and the characters that the RFC has, all of them ASCII.
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_SCHEMES: Final = {
    "medtop": "http://cv.iptc.org/newscodes/mediatopic/",
    "subj": "http://cv.iptc.org/newscodes/subjectcode/",
}
_TYPES: Final = frozenset({"text", "audio", "video", "picture", "graphic", "composite"})
_MEMBERS: Final = {"person": "people", "organisation": "organisations", "place": "places"}


def ninjs(story: Story) -> dict[str, Any]:
    """The object, with no empty member in it; valid by the IPTC's schema whatever the story holds."""
    members = _envelope(story) | _texts(story) | _rights(story) | _vocabulary(story)
    return {name: value for name, value in members.items() if value not in (None, "", [])}


def _envelope(story: Story) -> dict[str, Any]:
    return {
        "uri": _identity(story),
        "type": "text",
        "representationType": "full",
        "standard": {"name": "ninjs", "version": "3.0", "schema": SCHEMA},
        "version": story.version,
        "firstCreated": _time(story.first_created),
        "versionCreated": _time(story.version_created),
        "embargoedUntil": _time(story.embargo_until),
        "pubStatus": story.pub_status if story.pub_status in ("withheld", "canceled") else "usable",
        "urgency": story.urgency if story.urgency and 1 <= story.urgency <= 9 else None,
        "language": story.language,
        "altIds": _alternatives(story),
        "infoSources": [{"name": story.provider, "role": "provider"}] if story.provider else [],
        "associations": [
            _association(number, link) for number, link in enumerate(story.links, 1) if _is_uri(link.uri)
        ],
    }


def _texts(story: Story) -> dict[str, Any]:
    body = _text("main", story.body) | {"charCount": len(story.body), "wordCount": len(story.body.split())}
    return {
        "headlines": [_text("main", story.headline)] if story.headline else [],
        "slugline": story.slugline,
        "by": story.byline,
        "located": story.dateline.text if story.dateline else None,
        "edNote": story.editorial_note,
        "descriptions": _descriptions(story),
        "bodies": [body] if story.body else [],
    }


def _descriptions(story: Story) -> list[dict[str, Any]]:
    summary = [_text("summary", story.abstract)] if story.abstract else []
    return summary + [_text("creditline", credit) for credit in story.credits]


def _rights(story: Story) -> dict[str, Any]:
    if story.rights is None:
        return {}
    rights = story.rights
    return {
        "copyrightHolder": rights.holder,
        "copyrightNotice": rights.notice,
        "usageTerms": rights.usage,
    }


def _vocabulary(story: Story) -> dict[str, Any]:
    """Terms of the feed, then what was found in the text."""
    named = {
        "people": [_term(term) for term in story.people],
        "organisations": [_term(term) for term in story.organisations],
        "places": [_term(term) for term in story.places],
        "objects": [],
    }
    for entity in story.entities:
        named[_MEMBERS.get(entity.type, "objects")].append(_entity(entity))
    subjects = [_term(term) for term in story.subjects] + [_topic(topic) for topic in story.topics]
    genres = [{"name": name} for name in dict.fromkeys((*story.genres, *story.signals))]
    lists = named | {"subjects": subjects, "genres": genres}
    return {name: _distinct(terms) for name, terms in lists.items()}


def _identity(story: Story) -> str:
    """The uri where it is one; else one made of it, and the uri as sent stands among `altIds`."""
    if _is_uri(story.uri):
        return story.uri
    return (
        f"urn:x-newswire:uri:{quote(story.uri, safe='')}"
        if story.uri
        else f"urn:x-newswire:record:{story.record_id}"
    )


def _alternatives(story: Story) -> list[dict[str, str]]:
    ids = [("newswire:record_id", story.record_id), ("uri", "" if _is_uri(story.uri) else story.uri)]
    return [{"role": role, "value": value} for role, value in ids if value]


def _text(role: str, value: str) -> dict[str, Any]:
    return {"role": role, "contentType": "text/plain", "value": value}


def _term(term: Term) -> dict[str, Any]:
    uri = _term_uri(term.scheme or "", term.code or "")
    whole = uri is not None and not uri.startswith("http")  # a QCode says the code already
    found = {"name": term.name, "uri": uri, "literal": None if whole else term.code}
    return {name: value for name, value in found.items() if value}


def _term_uri(scheme: str, code: str) -> str | None:
    """A term's address: the IPTC's own, one under the scheme's address, or a QCode; None for none of them."""
    base = _SCHEMES.get(scheme, scheme)
    address = base + code if base.endswith(("/", "#", "=", ":")) else f"{base}:{code}"
    return address if base and code and _is_uri(address) else None


def _topic(topic: Topic) -> dict[str, Any]:
    code = topic.id.rpartition(":")[2]
    found: dict[str, Any] = {"name": topic.name, "uri": _term_uri("medtop", code), "literal": code}
    if topic.provenance != "feed":
        found["creator"] = "newswire"
    if topic.provenance == "model":
        found["confidence"] = max(0, min(100, round(topic.score * 100)))
    return {name: value for name, value in found.items() if value is not None}


def _entity(entity: Entity) -> dict[str, Any]:
    found = {"name": entity.name, "rel": "mentions"}
    return found | ({"uri": entity.id} if entity.id and _is_uri(entity.id) else {})


def _association(number: int, link: Link) -> dict[str, Any]:
    found = {"name": f"link{number}", "uri": link.uri, "rel": link.rel, "title": link.title}
    found["type"] = link.type if link.type in _TYPES else None
    return {name: value for name, value in found.items() if value}


def _distinct(terms: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: dict[tuple[tuple[str, Any], ...], dict[str, Any]] = {}
    for term in terms:
        if term:
            seen.setdefault(tuple(sorted(term.items())), term)
    return list(seen.values())


def _is_uri(text: str | None) -> bool:
    return bool(text) and _URI.fullmatch(text or "") is not None


def _time(time: dt.datetime | None) -> str | None:
    return (
        f"{time.astimezone(dt.UTC).isoformat(timespec='seconds').removesuffix('+00:00')}Z" if time else None
    )
