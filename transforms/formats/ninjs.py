"""ninjs: news in JSON, all generations.

Spec: IPTC ninjs 1.0 to 1.4 (flat members: `body_text`, `headline`, `subject`), 2.0 and 2.1 (arrays: `bodies`,
`headlines`, `subjects`, `by`), 3.0 (the same in camel case: `versionCreated`, `embargoedUntil`, and events).
Names are read without regard to case, so a feed that mixes generations is read too.

Contract: `parse(bytes, hints)` yields one item for each object, or raises `ParseError`. What is a story: an
object of type text; one of type composite or component, of another type or without one, that has a body; one
without a type that has a headline. An object without a type that has `eventDetails` and no body is an event.
Everything else is skipped under its type.

- Several bodies: that of role main, then plain text before HTML before NITF. They are never joined, and the
  others stay in `extra`. So do other headlines, sluglines and descriptions.
- `associations` (nested ones too) are `links`, and whole in `extra`; they never become the story.
- The provider is `provider` (no member of the standard's), else the `infosource` that supplies the content,
  else the first that is named, else `copyrightholder`, else the run's hint, else the authority of the `uri`.
- An embargo that cannot be read holds the story for ever: to hold one too long can be mended.

Known faults of feeds: the IPTC's own 1.4 examples have a member twice (`_json` keeps both); `events` as an
object instead of an array; a headline repeated as the first line of the body (TT); empty texts for members
that should be absent (NTB), so an empty `embargoed` is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.records import Story
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Reason, Skipped
from transforms.formats._json import read_json, split_json
from transforms.formats._ninjs_fields import Members, as_line, is_empty
from transforms.formats._ninjs_sniff import sniff
from transforms.formats._ninjs_story import read_story
from transforms.formats._ninjs_texts import has_body

__all__ = ["FORMAT", "parse", "sniff"]

# Types that are no text (IPTC news item nature, http://cv.iptc.org/newscodes/ninature/), and names in use
# for them.
_NO_TEXT = {
    "audio": "audio",
    "video": "video",
    "picture": "picture",
    "photo": "picture",
    "image": "picture",
    "graphic": "graphic",
    "animated": "graphic",
    "event": "event",
    "planning": "planning",
}
# Of any type without a body: members that only such objects have.
_TELLING = {"plannedcoverage": "planning", "eventdetails": "event"}
_PARTS = ("composite", "component")


def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The items of a ninjs object, or of an array of them."""
    value, encoding = read_json(data, hints.encoding)
    if not isinstance(value, list):
        yield _read(value, encoding, hints)
        return
    if not value:
        raise ParseError(Reason.EMPTY, "an array without objects")
    for item in value:
        try:
            yield _read(item, encoding, hints)
        except ParseError as error:
            yield error


def _read(value: object, encoding: str, hints: Hints) -> Story | Skipped:
    if not isinstance(value, dict):
        raise ParseError(Reason.MALFORMED, f"no JSON object but {type(value).__name__}")
    members = Members(value)
    reason = _skipped(members)
    return Skipped(reason, as_line(members.get("uri"))) if reason else read_story(members, encoding, hints)


def _skipped(members: Members) -> str | None:
    """Under which name an object is skipped, None where it is a story."""
    # A QCode or an address of the IPTC's stands for the type too.
    kind = as_line(members.get("type")).lower().replace("/", ":").rpartition(":")[2]
    if kind in _NO_TEXT:
        return _NO_TEXT[kind]
    if kind == "text" or has_body(members):
        return None
    told = (reason for name, reason in _TELLING.items() if not is_empty(members.get(name)))
    medium = as_line(members.get("mimetype")).lower().partition("/")[0]
    return next(told, None) or (kind if kind in _PARTS else _NO_TEXT.get(medium))


FORMAT = Format(
    name="ninjs",
    title="IPTC ninjs 1.x, 2.x and 3.x",
    sniff=sniff,
    parse=parse,
    split=split_json,
    gives="every member of all generations; what has no field or is not of the standard, in extra",
    limits="one body of several is read, the others are kept as sent; no objects inside another envelope",
)
