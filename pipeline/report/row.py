"""A story as the page shows it: what a reader sees, cut where it is too long for a page."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from schemas.media_topics import media_topics
from schemas.records import Story

__all__ = ["LINE", "story_row", "time_text", "when"]

LINE: Final = 300
"""Of names and other lines: a longer one is cut."""

_HEADLINE: Final = 600
_TEXT: Final = 2_000
_BODY: Final = 12_000
_MANY: Final = 20
_ENTITIES: Final = 150


def when(story: Story) -> dt.datetime | None:
    """The time that a story is shown at: of this version, else of the first, else of its arrival."""
    return story.version_created or story.first_created or story.received


def story_row(story: Story) -> dict[str, Any]:
    """Its members as JSON; empty ones are left out."""
    row = {
        "id": story.record_id,
        "uri": story.uri[:LINE],
        "version": story.version,
        "provider": story.provider[:LINE] or "unknown",
        "format": story.format,
        "language": story.language or "unknown",
        "status": story.pub_status,
        "signals": [*story.signals[:_MANY], *(["near duplicate"] if story.near_duplicate_of else [])],
        "headline": story.headline[:_HEADLINE],
        "slug": _cut(story.slugline, LINE),
        "byline": _cut(story.byline, LINE),
        "dateline": story.dateline.text[:LINE] if story.dateline else None,
        "body": story.body[:_BODY],
        "cut": max(len(story.body) - _BODY, 0),
        "note": _cut(story.editorial_note, _TEXT),
        "credits": [credit[:_TEXT] for credit in story.credits[:_MANY]],
        "keywords": [word[:LINE] for word in story.keywords[:_MANY]],
        "t": time_text(when(story)),
        "embargo": time_text(story.embargo_until),
        "topics": [media_topics()[t.id].code for t in story.topics if t.id in media_topics()],
        "entities": [[entity.type, entity.name[:LINE]] for entity in story.entities[:_ENTITIES]],
        "marks": _marks(story),
        "chain": story.chain.chain_id if story.chain else None,
        "relation": story.chain.relation if story.chain else None,
        "near": story.near_duplicate_of,
        "from": f"{story.source.uri[:LINE]} at byte {story.source.offset:,}",
    }
    return {name: value for name, value in row.items() if value not in (None, "", [], (), 0)}


def _marks(story: Story) -> list[list[int]]:
    """[0 headline or 1 body, start, end, number of the entity], offsets in code points, none cut in two."""
    limits = {"headline": _HEADLINE, "body": _BODY}
    return [
        [int(mention.field == "body"), mention.start, mention.end, number]
        for number, entity in enumerate(story.entities[:_ENTITIES])
        for mention in entity.mentions
        if mention.end <= limits.get(mention.field, 0)
    ]


def _cut(text: str | None, length: int) -> str | None:
    return text and text[:length]


def time_text(time: dt.datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return f"{time.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}Z" if time else None
