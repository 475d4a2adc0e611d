"""Heads: what must be known of a story to place it among others, in a few hundred bytes.

Duplicates, versions, kills, chains and near duplicates are decided on heads alone, so that no body is
shuffled. A head can be made from a story fresh from its parser and from a record read back, and is the same.
"""

from __future__ import annotations

import datetime as dt
import re
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec

from schemas.records import Story
from transforms.kills import named_target
from transforms.shingles import signature
from transforms.slugs import figures, headline_words, slug_key

__all__ = ["NEVER", "Head", "Place", "head_of", "micros"]

NEVER: Final = 2**62
"""Microseconds of a time that is not given: sorts last."""

DERIVED_URI: Final = "urn:x-newswire:"
"""How uris begin that a parser made from an envelope, or the pipeline from the content."""

_RELATIONS: Final = (
    "kill",
    "withdrawal",
    "hold",
    "correction",
    "refile",
    "repeat",
    "add",
    "take",
    "lead",
    "wrapup",
    "update",
    "alert",
)
"""Signals that say what a story is to the one before it, the weightiest first."""

_LIFTING_FORMATS: Final = frozenset({"nitf", "newsml-1", "ninjs"})
"""Formats whose every version states its whole publication status: one without an embargo lifts it.

NITF says it in management-status, NewsML 1.x in Status and StatusWillChange, ninjs in pubstatus
and embargoed.
In NewsML-G2 an embargo covers all versions of the guid until it ends (G2 guide, 'embargoed').
"""


class Place(NamedTuple):
    """Where a story stands: input, first ordinal of its unit, ordinal of its message, item of the message."""

    path: str
    unit: int
    ordinal: int
    item: int


class Head(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """See the module. Ids and keys are digests as bytes; times are microseconds since 1970.

    Attributes:
      record: record_id.
      content: content_id.
      uri: digest of the uri; with the provider where it is no URI, as an NITF doc-id.
      derived: whether the uri was made from the envelope or the content, and not given by the feed.
      version: the version as an integer; -1 where the feed gives none.
      created: `version_created`; NEVER where there is none.
      status: pub_status.
      relation: of `_RELATIONS`, or ''.
      number: update or take number, 0 for none.
      embargo: `embargo_until`; 0 for none.
      lifts: whether a version without an embargo lifts that of the versions before it.
      provider: digest of the provider.
      slug: digest of provider and story slug; b'' where there is no slug.
      target: of a kill note, digest of provider and the slug that it names; b'' for none.
      target_number: of a kill note, the number that it names; ''.
      target_uri: of a kill note, digest of the uri that it links to; b'' for none.
      wire_number: the story's own number on its wire; ''.
      headline: two bytes for each word of the headline that carries meaning.
      figures: two bytes for each number of headline and body.
      empty: whether there is a headline alone.
      signature: of the body's shingles; b'' for a text too short to compare, and for a table.
      place: where it stands.
    """

    record: bytes
    content: bytes
    uri: bytes
    derived: bool
    version: int
    created: int
    status: str
    relation: str
    number: int
    embargo: int
    lifts: bool
    provider: bytes
    slug: bytes
    target: bytes
    target_number: str
    target_uri: bytes
    wire_number: str
    headline: bytes
    figures: bytes
    empty: bool
    signature: bytes
    place: Place


def head_of(story: Story, place: Place, sketch: list[int]) -> Head:
    """The head of an identified story; `sketch` is the MinHash of its body."""
    target = named_target(story)
    return Head(
        record=bytes.fromhex(story.record_id),
        content=bytes.fromhex(story.content_id),
        uri=_uri(story.uri, story.provider),
        derived=story.uri.startswith(DERIVED_URI),
        version=_integer(story.version),
        created=micros(story.version_created),
        status=story.pub_status,
        relation=relation_of(story),
        number=story.update_number or 0,
        embargo=0 if story.embargo_until is None else micros(story.embargo_until),
        lifts=story.format in _LIFTING_FORMATS,
        provider=_digest(story.provider),
        slug=_key(story.provider, slug_key(story.slugline)),
        target=_key(story.provider, target.slug),
        target_number=target.number or _wire_number(target.uri),
        target_uri=_uri(target.uri, story.provider) if target.uri else b"",
        wire_number=_wire_number(story.uri),
        headline=headline_words(story.headline),
        figures=figures(f"{story.headline}\n{story.body}"),
        empty=not story.body,
        signature=signature(sketch),
        place=place,
    )


def relation_of(story: Story) -> str:
    """What the story says that it is to the one before it: the weightiest of its signals."""
    if story.pub_status == "canceled":
        return "withdrawal" if "withdrawal" in story.signals and "kill" not in story.signals else "kill"
    if story.pub_status == "withheld" and "hold" not in story.signals:
        return "withdrawal"
    return next((name for name in _RELATIONS if name in story.signals), "")


def micros(time: dt.datetime | None) -> int:
    """Microseconds since 1970; NEVER for None."""
    if time is None:
        return NEVER
    since = time - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DIGITS: Final = re.compile(r"\d{1,18}")


def _integer(version: str | None) -> int:
    """'3' and 'v3' are 3, '2.1' is 2: order within is by time. -1 for none."""
    found = _DIGITS.search(version or "")
    return int(found[0]) if found else -1


def _wire_number(uri: str) -> str:
    """The transmission number in an envelope's uri, urn:x-newswire:FORMAT:PROVIDER:SERVICE:NUMBER:DATE."""
    parts = uri.split(":")
    if not uri.startswith(DERIVED_URI) or len(parts) <= 5:
        return ""
    return (parts[4] if len(parts[4]) == 1 else "") + parts[5]  # ANPA: 'a0573'


def _uri(uri: str, provider: str) -> bytes:
    return _digest(uri if ":" in uri else f"{provider}\x1f{uri}")


def _key(provider: str, slug: str) -> bytes:
    return _digest(f"{provider.casefold()}\x1f{slug}", 8) if slug else b""


def _digest(text: str, size: int = 16) -> bytes:
    return blake2b(text.encode("utf-8"), digest_size=size).digest()
