"""Newswire's decisions on a wire day by its pure functions alone: in one process, without Beam.

The order of the steps is that of `transforms.steps.decide`; an end-to-end test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from schemas.records import Duplicate, Story
from tests.wire_days.compare import Made
from tests.wire_days.desk import Sent
from tests.wire_days.spread import Stood
from transforms.decide import Verdict, chain_verdicts, line_key, near_verdict, repeat_verdict, text_of
from transforms.formats import DEFAULT_HINTS, format_named
from transforms.heads import Place, head_of, micros
from transforms.keep import decided
from transforms.nearness import (
    Near,
    Text,
    best,
    bucket_of,
    near_pairs,
    pack_bands,
    pack_pairs,
    short_id,
    wanted,
)
from transforms.parse import Message, parse_message
from transforms.shingles import minhash
from transforms.versions import Line, line_of, repeat_key, repeats
from transforms.view import view_verdicts

__all__ = ["Decided", "decide", "nears", "parse"]

T = TypeVar("T")


def parse(sent: Sent) -> tuple[Story, list[int]]:
    """The story of a message, and the MinHash of its body."""
    form = format_named(sent.copy.provider.format)
    message = Message(uri="", offset=0, data=sent.data, format=form)
    (story,) = parse_message(message, DEFAULT_HINTS)
    assert isinstance(story, Story), story
    return story, minhash(story.body)


class Decided:
    """What was decided.

    Attributes:
      made: as a run writes it.
    """

    def __init__(self, made: Made, lines: list[list[Line]], keys: Mapping[Place, int]) -> None:
        self.made = made
        self._lines, self._keys = lines, keys

    def shown(self, as_of: dt.datetime) -> set[int]:
        """Keys of the messages in the view of a time."""
        verdicts = (verdict for group in self._lines for verdict in view_verdicts(group, micros(as_of)))
        return set(self.made.stories) - {self._keys[each.place] for each in verdicts if each.hidden}


def decide(parsed: Mapping[int, tuple[Story, list[int]]], stood: Mapping[int, Stood]) -> Decided:
    """Decides on the messages of these keys, as they stand."""
    places = {key: _place(stood[key]) for key in parsed}
    heads = [head_of(story, places[key], sketch) for key, (story, sketch) in parsed.items()]
    verdicts: dict[Place, list[Verdict]] = defaultdict(list)
    kept = []
    for group in _grouped(heads, repeat_key).values():
        first, others = repeats(group)
        kept.append(first)
        for repeat in others:
            verdicts[repeat.place].append(repeat_verdict(repeat))
    lines = [line for group in _grouped(kept, lambda head: head.uri).values() for line in line_of(group)]
    slugs = list(_grouped(lines, line_key).values())
    near = map(near_verdict, nears([text_of(head) for head in kept if head.signature]))
    for each in [*near, *(v for group in slugs for v in chain_verdicts(group))]:
        verdicts[each.place].append(each)
    keys = {place: key for key, place in places.items()}
    made = {key: decided(story, verdicts[places[key]]) for key, (story, _) in parsed.items()}
    stories = {key: each for key, each in made.items() if isinstance(each, Story)}
    duplicates = {key: each for key, each in made.items() if isinstance(each, Duplicate)}
    return Decided(Made(stories, duplicates), slugs, keys)


def nears(texts: Sequence[Text]) -> Iterator[Near]:
    """The near duplicates among the texts."""
    met = defaultdict(list)
    for packed in _gathered(pack_bands(texts)).values():
        for bucket, pairs in pack_pairs(near_pairs(packed)):
            met[bucket].append(pairs)
    wanted_in = {bucket: wanted(pairs) for bucket, pairs in met.items()}
    offered = defaultdict(list)
    for text in texts:
        short = short_id(text.record)
        for to in wanted_in.get(bucket_of(short), {}).get(short, ()):
            offered[to].append(text)
    for text in texts:
        if near := best(text, offered[short_id(text.record)]):
            yield near


def _gathered(packed: Iterable[tuple[int, bytes]]) -> dict[int, list[bytes]]:
    return {bucket: [blob for _, blob in blobs] for bucket, blobs in _grouped(packed, lambda p: p[0]).items()}


def _grouped(values: Iterable[T], key: Callable[[T], Any]) -> dict[Any, list[T]]:
    groups = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return groups


def _place(stood: Stood) -> Place:
    return Place(stood.path, 0, stood.ordinal, stood.item)
