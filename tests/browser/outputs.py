"""Small output folders for tests: records as given, written as a run writes them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from schemas.records import Chain, DeadLetter, Entity, Mention, Source, Story, Topic
from transforms.manifest import commit_manifest, make_manifest
from transforms.output import AvroFile, Receipt

DAY = dt.datetime(2026, 3, 12, 6, tzinfo=dt.UTC)


def a_story(number: int = 0, **fields: Any) -> Story:
    """A story of an invented agency, with an id of its own."""
    given: dict[str, Any] = {
        "record_id": blake2b(str(number).encode(), digest_size=16).hexdigest(),
        "uri": f"urn:example:{number}",
        "provider": "Northstar News",
        "format": "ninjs",
        "language": "en",
        "headline": f"Ferry aground, report {number}",
        "body": "Coast Guard Captain Lena Okafor said so.",
        "version_created": DAY + dt.timedelta(minutes=number),
        "source": Source(uri="wire.jsonl", offset=number * 100),
    }
    return Story(**(given | fields))


def named(body: str, name: str, kind: str) -> Entity:
    """An entity with its one mention in a body."""
    start = body.index(name)
    mention = Mention(field="body", start=start, end=start + len(name), text=name)
    return Entity(name=name, type=kind, salience=0.5, mentions=(mention,))


def chained(number: int, position: int, relation: str | None = None, **fields: Any) -> Story:
    """A version of a story: all of one number are one chain."""
    chain = Chain(chain_id=f"{number:032x}", position=position, relation=relation)
    return a_story(1000 * (number + 1) + position, chain=chain, **fields)


def write_output(folder: Path, stories: Sequence[Story], letters: Sequence[DeadLetter] = ()) -> Path:
    """An output folder that `newswire validate` would accept as far as the accounting goes."""
    tally: Counter[str] = Counter(messages=len(stories) + len(letters), stories=len(stories))
    tally.update(f"dead_letters.{letter.error_class}" for letter in letters)
    receipts = [
        _write(folder, records, shard) for records, shard in ((stories, 0), (letters, None)) if records
    ]
    commit_manifest(folder, make_manifest("0.0.0", ["wire"], tally, receipts))
    return folder


def _write(folder: Path, records: Iterable[Story | DeadLetter], shard: int | None) -> Receipt:
    records = list(records)
    file = AvroFile(folder, type(records[0]), "deflate")
    file.write(records)
    return file.commit(shard)


def with_topic(story: Story, code: str) -> Story:
    return replace(story, topics=(Topic(id=f"medtop:{code}", name="named by the table"),))
