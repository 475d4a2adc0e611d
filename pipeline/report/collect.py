"""One reading of an output folder: counts of everything, and a fair sample of the stories."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from msgspec.structs import replace

from pipeline.records import read_records
from pipeline.report.bounded import Reservoir, Tally, Volume
from pipeline.report.chains import ChainEvent, is_ending, read_chains
from pipeline.report.row import LINE, story_row, when
from schemas.media_topics import media_topics
from schemas.records import DeadLetter, Story
from transforms.manifest import Counts, read_manifests
from transforms.storage import Location

__all__ = ["Found", "LetterGroup", "gather"]

_PROVIDERS: Final = 200
_ENTITIES: Final = 100_000
_PAIRS: Final = 200_000
_CHAINS: Final = 50_000
_PAIRED: Final = 8
"""A story's most salient entities, which are counted as appearing together: pairs grow by the square."""
_EXAMPLES: Final = 5
_RAW: Final = 400

EntityKey = tuple[str, str]


@dataclass(slots=True)
class LetterGroup:
    """The dead letters of one class."""

    count: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    examples: list[DeadLetter] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """What the page shows, before it is given its form."""

    sample: Reservoir[Story, dict[str, Any]]
    stories: int = 0
    words: int = 0
    first: dt.datetime | None = None
    last: dt.datetime | None = None
    counts: Counts = field(default_factory=Counts)
    inputs: list[str] = field(default_factory=list)
    newswire: str = ""
    volume: Volume = field(default_factory=Volume)
    groups: dict[str, Tally[str]] = field(default_factory=dict)
    topics: Counter[str] = field(default_factory=Counter)
    entities: Tally[EntityKey] = field(default_factory=lambda: Tally(_ENTITIES))
    pairs: Tally[tuple[EntityKey, EntityKey]] = field(default_factory=lambda: Tally(_PAIRS))
    followed: Tally[str] = field(default_factory=lambda: Tally(_CHAINS))
    killed: Tally[str] = field(default_factory=lambda: Tally(_CHAINS))
    chains: dict[str, list[ChainEvent]] = field(default_factory=dict)
    letters: dict[str, LetterGroup] = field(default_factory=dict)

    def group(self, name: str) -> Tally[str]:
        """The counts of one group, such as 'provider'."""
        return self.groups.setdefault(name, Tally(_PROVIDERS))


def gather(output: Location, sample: int) -> Found:
    """Reads stories and dead letters once, and of the stories with a chain a few fields once more.

    Raises:
      ValueError, OSError: a file is no Avro file of these records.
    """
    found = Found(Reservoir(sample, story_row))
    for story in read_records(output, Story):
        _add_story(found, story)
    for letter in read_records(output, DeadLetter):
        _add_letter(found, letter)
    found.chains = read_chains(output, found.killed, found.followed)
    _add_manifests(found, output)
    return found


def _add_story(found: Found, story: Story) -> None:
    found.stories += 1
    found.words += len(story.body.split())
    found.sample.add(story)
    _add_time(found, story)
    provider = story.provider[:LINE] or "unknown"
    for name, value in (
        ("provider", provider),
        ("format", story.format),
        ("language", story.language or "unknown"),
        ("status", story.pub_status),
    ):
        found.group(name).add(value[:LINE])
    for signal in dict.fromkeys(story.signals):
        found.group("signal").add(signal[:LINE])
    if story.near_duplicate_of:
        found.group("signal").add("near duplicate")
    found.topics.update({code for topic in story.topics for code in _with_ancestors(topic.id)})
    _add_entities(found, story)
    _add_chain(found, story)


def _add_time(found: Found, story: Story) -> None:
    time = when(story)
    provider = story.provider[:LINE] or "unknown"
    known = found.group("provider")
    found.volume.add(time, provider if len(known) < _PROVIDERS // 2 or known[provider] else "others")
    if time:
        found.first = min(found.first or time, time)
        found.last = max(found.last or time, time)


@lru_cache(maxsize=4096)
def _with_ancestors(topic: str) -> tuple[str, ...]:
    """A topic and those above it: a story about a strike is one about labour. () for no Media Topic."""
    table = media_topics()
    if topic not in table:
        return ()
    code = table[topic].code
    return (*table.ancestors(code), code)


def _add_entities(found: Found, story: Story) -> None:
    keys = list(dict.fromkeys((entity.type, entity.name[:LINE]) for entity in story.entities))
    for key in keys:
        found.entities.add(key)
    for pair in combinations(sorted(keys[:_PAIRED]), 2):
        if pair[0][1] != pair[1][1]:  # one name, taken for two kinds of thing, is in no company
            found.pairs.add(pair)


def _add_chain(found: Found, story: Story) -> None:
    if story.chain is None:
        return
    if story.chain.position:
        found.followed.add(story.chain.chain_id)
    if is_ending(story.pub_status, story.chain.relation):
        found.killed.add(story.chain.chain_id)
    if story.chain.relation:
        found.group("relation").add(story.chain.relation)


def _add_letter(found: Found, letter: DeadLetter) -> None:
    group = found.letters.setdefault(letter.error_class[:LINE], LetterGroup())
    group.count += 1
    group.formats[(letter.format or "unknown")[:LINE]] += 1
    if len(group.examples) < _EXAMPLES:
        group.examples.append(_cut(letter))


def _cut(letter: DeadLetter) -> DeadLetter:
    """Without the raw bytes past what is shown: they may be many megabytes."""
    return replace(letter, raw=letter.raw[:_RAW])


def _add_manifests(found: Found, output: Location) -> None:
    """The accounting. A stream has a manifest a window; they are added up."""
    skipped: Counter[str] = Counter()
    dead: Counter[str] = Counter()
    messages = stories = duplicates = 0
    for manifest in read_manifests(output):
        counts = manifest.counts
        messages, stories = messages + counts.messages, stories + counts.stories
        duplicates += counts.duplicates
        skipped.update(counts.skipped)
        dead.update(counts.dead_letters)
        found.newswire = manifest.newswire
        found.inputs = list(dict.fromkeys([*found.inputs, *manifest.inputs]))[:20]
    found.counts = Counts(
        messages=messages,
        stories=stories,
        duplicates=duplicates,
        skipped=dict(skipped.most_common()),
        dead_letters=dict(dead.most_common()),
    )
