"""The records that newswire writes: the one source of truth for their fields.

The Avro schemas (`story.avsc`, `dead_letter.avsc`) are derived from these classes by `schemas.avro`;
a test fails when they drift apart. The text in each field's `Annotated` is the field's doc in Avro.

Conventions: names are the IPTC's terms in snake_case. Times are aware `datetime`s in UTC. Offsets are
in Unicode code points. Open lists of values are strings, not enums, so that a new value breaks no reader.
Every field has a default: a parser fills in what its format carries and leaves the rest.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

import msgspec

__all__ = [
    "FOREVER",
    "Annotation",
    "Author",
    "Chain",
    "Dateline",
    "DeadLetter",
    "Duplicate",
    "Entity",
    "Link",
    "Location",
    "Mention",
    "Rights",
    "Source",
    "Story",
    "Term",
    "Topic",
]

FOREVER: Final = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
"""`embargo_until` of a story under an embargo that has no end."""


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """A person named in the byline or in the trailer."""

    name: Annotated[str, "Name as it is written."] = ""
    role: Annotated[str, "writer, reporting, additional reporting, writing, editing, ..., in lower case."] = (
        "writer"
    )


class Dateline(msgspec.Struct, frozen=True, kw_only=True):
    """Where and when a story was filed. It is not the place that the story is about."""

    text: Annotated[str, "The dateline as sent, without the dash that ends it."] = ""
    places: Annotated[tuple[str, ...], "Its places in order, as written."] = ()
    date: Annotated[str | None, "Its date as written, such as 'Feb 26'."] = None
    credit: Annotated[str | None, "The agency that it names, such as 'Reuters'."] = None


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A term of some vocabulary, as the feed gives it."""

    code: Annotated[str | None, "The code within its scheme, such as '04000000'."] = None
    scheme: Annotated[str | None, "The scheme's alias or URI, such as 'medtop'."] = None
    name: Annotated[str | None, "The name that the feed gives with it."] = None


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """An IPTC Media Topic of the story."""

    id: Annotated[str, "QCode, such as 'medtop:04000000'."] = ""
    name: Annotated[str, "English label of the IPTC."] = ""
    level: Annotated[int, "Depth in the tree; the 17 top topics are level 1."] = 1
    score: Annotated[float, "0 to 1; 1.0 where the feed says so."] = 1.0
    provenance: Annotated[
        str,
        "feed: a medtop code of the feed. mapped: made from another code of the feed. "
        "model: read from the text.",
    ] = "feed"


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One place in the text where an entity is named. `field[start:end] == text` always."""

    field: Annotated[str, "headline or body."] = "body"
    start: Annotated[int, "First code point."] = 0
    end: Annotated[int, "Code point after the last."] = 0
    text: Annotated[str, "The text between them."] = ""


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """Where a linked place is."""

    country: Annotated[str | None, "ISO 3166-1 alpha-2, such as 'GB'; null for a continent."] = None
    latitude: Annotated[float | None, "Degrees north (WGS 84); null for a country or region."] = None
    longitude: Annotated[float | None, "Degrees east (WGS 84); null for a country or region."] = None


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A person, organisation, place or other named thing, with every mention of it in the story."""

    name: Annotated[str, "The fullest form in the story."] = ""
    type: Annotated[str, "person, organisation, place or other."] = "other"
    id: Annotated[
        str | None,
        "URI in a public register, where one is certain: https://www.geonames.org/2643743 for a place, "
        "https://en.wikipedia.org/wiki/Boeing for others; or what a house's own table says.",
    ] = None
    location: Annotated[Location | None, "Of a place that is linked to GeoNames."] = None
    salience: Annotated[float, "0 to 1: how much the story is about it."] = 0.0
    mentions: Annotated[tuple[Mention, ...], "In order of field (headline first) and place."] = ()


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """The story's place among the versions and follow-ups of one story."""

    chain_id: Annotated[str, "The same for all of one chain."] = ""
    position: Annotated[int, "0 for the first."] = 0
    supersedes: Annotated[str | None, "record_id of the one before it."] = None
    relation: Annotated[
        str | None, "What it is to the one before: update, correction, refile, repeat, kill, ..."
    ] = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Another item that the story names: a picture, an earlier story, a package."""

    rel: Annotated[str | None, "Relation, such as 'irel:seeAlso', 'main' or 'associatedWith'."] = None
    uri: Annotated[str | None, "The item's identity or address."] = None
    type: Annotated[str | None, "text, picture, video, audio, graphic, a media type, ..."] = None
    title: Annotated[str | None, "Its headline or title."] = None


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """Copyright and usage, as the feed states them."""

    holder: Annotated[str | None, "Copyright holder."] = None
    notice: Annotated[str | None, "Copyright notice."] = None
    usage: Annotated[str | None, "Usage terms."] = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the story came from and how it was read."""

    uri: Annotated[str, "File or message; a member of an archive follows '!/'."] = ""
    offset: Annotated[int, "First byte of the message, in the unpacked file."] = 0
    length: Annotated[int, "Bytes of the message."] = 0
    item: Annotated[int, "Which story of the message, from 0."] = 0
    sha256: Annotated[str, "Of the message's bytes, in hex."] = ""
    encoding: Annotated[str | None, "Character set that it was decoded from."] = None
    parser: Annotated[str, "Name of the parser."] = ""
    parser_version: Annotated[str, "Its version; a new one may give other fields."] = ""
    notes: Annotated[
        tuple[str, ...], "What the parser had to assume or mend, such as 'no zone given; read as UTC'."
    ] = ()


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """Who made the entities and the topics."""

    pipeline_version: Annotated[str, "Version of newswire."] = ""
    model: Annotated[str | None, "spaCy model; null where the story was not annotated."] = None
    model_version: Annotated[str | None, "Version of that model."] = None


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one wire story."""

    record_id: Annotated[
        str, "Made from uri, version and content_id alone: the same story twice has the same id."
    ] = ""
    content_id: Annotated[str, "Made from what a reader reads; the envelope changes nothing."] = ""
    uri: Annotated[str, "The story's identity over all of its versions."] = ""
    version: Annotated[str | None, "Its version as the feed gives it."] = None
    provider: Annotated[str, "The agency, as the feed names it."] = ""
    format: Annotated[str, "newsml-g2, nitf, ninjs, ..."] = ""
    language: Annotated[str | None, "BCP 47; detected where the feed is silent."] = None
    pub_status: Annotated[str, "usable, withheld or canceled (IPTC publishing status)."] = "usable"
    signals: Annotated[
        tuple[str, ...], "alert, urgent, update, correction, refile, repeat, brief, kill, ..."
    ] = ()
    update_number: Annotated[int | None, "n of 'UPDATE n-'."] = None
    headline: Annotated[str, "Without its tag (UPDATE 1-, ...): the tag is in signals."] = ""
    slugline: Annotated[str | None, "Slug as sent."] = None
    abstract: Annotated[str | None, "Summary, where the feed carries one."] = None
    byline: Annotated[str | None, "Byline as sent, without 'By'."] = None
    authors: Annotated[tuple[Author, ...], "Everybody in the byline and in the trailer."] = ()
    dateline: Annotated[Dateline | None, "Where and when it was filed."] = None
    body: Annotated[
        str,
        "Plain text, paragraphs apart by one blank line, tables kept; "
        "without dateline, byline and trailer, which have fields of their own.",
    ] = ""
    editorial_note: Annotated[str | None, "Note to editors; corrections' first-line notes too."] = None
    credits: Annotated[tuple[str, ...], "Credit lines and trailers as sent."] = ()
    urgency: Annotated[int | None, "IPTC urgency, 1 (most urgent) to 8."] = None
    priority: Annotated[str | None, "Transmission priority as sent."] = None
    genres: Annotated[tuple[str, ...], "Genres as sent."] = ()
    keywords: Annotated[tuple[str, ...], "Keywords as sent."] = ()
    subjects: Annotated[tuple[Term, ...], "Subjects as sent."] = ()
    places: Annotated[tuple[Term, ...], "Places that the feed names."] = ()
    people: Annotated[tuple[Term, ...], "People that the feed names."] = ()
    organisations: Annotated[tuple[Term, ...], "Organisations that the feed names."] = ()
    topics: Annotated[tuple[Topic, ...], "IPTC Media Topics."] = ()
    entities: Annotated[tuple[Entity, ...], "Who and what the text names."] = ()
    chain: Annotated[Chain | None, "What it updates, corrects, kills or repeats."] = None
    near_duplicate_of: Annotated[str | None, "record_id of an earlier story with nearly its text."] = None
    near_duplicate_score: Annotated[float | None, "Jaccard similarity of the two, 0 to 1."] = None
    links: Annotated[tuple[Link, ...], "Other items that it names."] = ()
    first_created: Annotated[dt.datetime | None, "When the story was first created."] = None
    version_created: Annotated[dt.datetime | None, "When this version was created."] = None
    embargo_until: Annotated[
        dt.datetime | None, "Not to be shown before; the year 9999 for an embargo without end."
    ] = None
    received: Annotated[dt.datetime | None, "When newswire received it; null in batch."] = None
    rights: Annotated[Rights | None, "Copyright and usage."] = None
    extra: Annotated[
        dict[str, str], "Every other field of the feed, by its own name; JSON where it is nested."
    ] = msgspec.field(default_factory=dict)
    source: Annotated[Source, "Where it came from."] = msgspec.field(default_factory=Source)
    annotation: Annotated[Annotation, "Who annotated it."] = msgspec.field(default_factory=Annotation)


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A message that did not become a story, kept so that it can be read again later."""

    source: Annotated[Source, "Where it came from."] = msgspec.field(default_factory=Source)
    stage: Annotated[str, "read, split, parse, annotate or write."] = "parse"
    error_class: Annotated[str, "Reason in snake_case, or 'unexpected'."] = ""
    message: Annotated[str, "One line: what is wrong and where; at most 200 characters."] = ""
    format: Annotated[str | None, "The format that it was taken for."] = None
    raw: Annotated[bytes, "The message's bytes, up to the cap of the run."] = b""
    raw_length: Annotated[int, "Bytes of the whole message."] = 0
    raw_sha256: Annotated[str, "Of the whole message, in hex."] = ""
    pipeline_version: Annotated[str, "Version of newswire."] = ""


class Duplicate(msgspec.Struct, frozen=True, kw_only=True):
    """A story that was left out because it repeats one that is kept."""

    source: Annotated[Source, "Where it came from."] = msgspec.field(default_factory=Source)
    uri: Annotated[str, "Its identity, as its feed gives it."] = ""
    record_id: Annotated[str, "The id that it would have had."] = ""
    repeats: Annotated[str, "record_id of the story that is kept."] = ""
