"""`newswire replay`: dead letters read again; what now parses joins the output, once.

The letters themselves stay: an output is a log. A replay adds files and a manifest of its own, which names
the letters that have come to another end. Letters are read twice, as inputs are: for the ids alone, so that
what the output holds already is left out; then for what is written. Chains and near duplicates are not
decided again: `compact` does that over all.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from pipeline import __version__
from pipeline.annotators import annotator_maker
from pipeline.options import StorySettings, UsageError
from pipeline.records import read_records
from pipeline.sources import open_input
from schemas.records import DeadLetter, Duplicate, Story
from transforms.annotate import Annotator
from transforms.formats import Format, Skipped, format_named
from transforms.heads import Place as HeadPlace
from transforms.heads import head_of
from transforms.keep import with_language
from transforms.manifest import commit_manifest, make_manifest, read_manifests
from transforms.output import AvroFile, Receipt
from transforms.replay import letter_key, message_key, place_of, read_again
from transforms.scan import Tally
from transforms.storage import Location, location
from transforms.tallies import count
from transforms.versions import repeat_key

__all__ = ["ReplaySettings", "replay"]

_BATCH: Final = 32

Place: TypeAlias = tuple[str, int, int]
"""Of an item, as `place_of` gives it."""

_Found: TypeAlias = dict[Place, tuple[bytes, str]]
"""Place of a story -> its `repeat_key` and record_id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaySettings(StorySettings):
    """A replay.

    Attributes:
      output: the output folder whose dead letters are read.
      to: the folder that is written to; `output` itself, if none is named.
      format: name of the format to read all of them as; None for that which they were taken for.
    """

    output: str
    to: str


class _Plan(NamedTuple):
    """What is to be written.

    Attributes:
      ends: place of an item -> record_id of the story that it repeats; '' if it is a story.
      skipped: by reason.
      replayed: keys of the letters that have come to another end.
      letters: how many were read again.
    """

    ends: dict[Place, str]
    skipped: Counter[str]
    replayed: tuple[str, ...]
    letters: int


def replay(settings: ReplaySettings) -> int:
    """Reads the letters again, writes what they give, and says how many; gives the exit code.

    Raises:
      UsageError: nothing to read.
    """
    if not (location(settings.output) / "manifests").is_dir():
        raise UsageError(f"{settings.output}: no output of newswire (no manifests folder)")
    plan = _plan(settings)
    if plan.replayed:
        _write(settings, plan)
    stories = sum(not repeats for repeats in plan.ends.values())
    duplicates = len(plan.ends) - stories
    sys.stdout.write(
        f"{plan.letters:,} dead letters read again: {stories:,} stories, {duplicates:,} duplicates"
        f" and {sum(plan.skipped.values()):,} skipped joined {settings.to}\n"
    )
    return 0


def _letters(settings: ReplaySettings) -> Iterator[DeadLetter]:
    """Those that no replay has brought to another end."""
    folders = {settings.output, settings.to}
    done = {key for folder in folders for m in read_manifests(location(folder)) for key in m.replayed}
    for letter in read_records(location(settings.output), DeadLetter):
        if letter_key(letter) not in done:
            yield letter


def _plan(settings: ReplaySettings) -> _Plan:
    forced: Format | None = format_named(settings.format) if settings.format else None
    failing: dict[str, set[int]] = {}
    found: _Found = {}
    skipped: Counter[str] = Counter()
    replayed: list[str] = []
    letters = 0
    for letter in _letters(settings):
        letters += 1
        message = message_key(letter)
        if message not in failing:
            outcomes = list(read_again(letter, open_input, settings.hints, forced))
            failing[message] = {o.source.item for o in outcomes if isinstance(o, DeadLetter)}
            if not outcomes:
                failing[message] = {letter.source.item}
            stories = [outcome for outcome in outcomes if isinstance(outcome, Story)]
            found |= {place_of(s.source): (_repeat_key(s), s.record_id) for s in stories}
            skips = (o.reason for o in outcomes if isinstance(o, Skipped))
            skipped.update(skips if letter.source.item == 0 else ())
        if letter.source.item not in failing[message]:
            replayed.append(letter_key(letter))
    return _Plan(_ends(settings, found), skipped, tuple(replayed), letters)


def _ends(settings: ReplaySettings, found: _Found) -> dict[Place, str]:
    """What becomes of each item: left out where it stands in the output, a duplicate where its like does."""
    wanted = {key for key, _ in found.values()}
    known: dict[bytes, str] = {}
    standing: set[Place] = set()
    for folder in {settings.output, settings.to}:
        for story in read_records(location(folder), Story):
            if place_of(story.source) in found:
                standing.add(place_of(story.source))
            if (key := _repeat_key(story)) in wanted:
                known[key] = story.record_id
        for duplicate in read_records(location(folder), Duplicate):
            if place_of(duplicate.source) in found:
                standing.add(place_of(duplicate.source))
    ends = {}
    for place, (key, record) in sorted(found.items()):
        if place not in standing:
            ends[place] = known.get(key, "")
            known.setdefault(key, record)
    return ends


def _repeat_key(story: Story) -> bytes:
    return repeat_key(head_of(story, HeadPlace("", 0, 0, 0), []))


def _write(settings: ReplaySettings, plan: _Plan) -> None:
    to = location(settings.to)
    tally: Tally = Counter({f"skipped.{reason}": n for reason, n in plan.skipped.items()})
    tally["messages"] = len(plan.ends) + sum(plan.skipped.values())
    receipts: list[Receipt] = []
    stories = (story for story in _stories(settings, plan.ends) if not plan.ends[place_of(story.source)])
    receipts += _file(to, Story, _annotated(settings, stories), settings.codec, tally)
    receipts += _file(to, Duplicate, _duplicates(settings, plan.ends), settings.codec, tally)
    inputs = (f"dead letters of {settings.output}",)
    commit_manifest(to, make_manifest(__version__, inputs, tally, receipts, replayed=plan.replayed))


def _stories(settings: ReplaySettings, ends: dict[Place, str]) -> Iterator[Story]:
    """Those of the plan, parsed once more."""
    forced = format_named(settings.format) if settings.format else None
    seen: set[str] = set()
    for letter in _letters(settings):
        message = message_key(letter)
        if message in seen:
            continue
        seen.add(message)
        for outcome in read_again(letter, open_input, settings.hints, forced):
            if isinstance(outcome, Story) and place_of(outcome.source) in ends:
                yield with_language(outcome)


def _duplicates(settings: ReplaySettings, ends: dict[Place, str]) -> Iterator[Duplicate]:
    for story in _stories(settings, ends):
        repeats = ends[place_of(story.source)]
        if repeats:
            yield Duplicate(source=story.source, uri=story.uri, record_id=story.record_id, repeats=repeats)


def _annotated(settings: ReplaySettings, stories: Iterator[Story]) -> Iterator[Story]:
    annotator: Annotator | None = None
    while batch := list(islice(stories, _BATCH)):
        annotator = annotator or annotator_maker(settings)()
        yield from annotator.annotate(batch)


def _file(
    to: Location, record: type, records: Iterable[Story | Duplicate], codec: str, tally: Tally
) -> list[Receipt]:
    """One file of the records; none where there are none."""
    file: AvroFile | None = None
    for each in records:
        file = file or AvroFile(to, record, codec)
        file.write([each])
        count(each, tally)
    return [] if file is None else [file.commit()]
