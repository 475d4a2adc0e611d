"""What newswire made of a wire day, held against the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from pipeline.records import read_records
from schemas.records import Duplicate, Source, Story
from tests.wire_days.spread import Stood
from tests.wire_days.truth import Truth

__all__ = ["Made", "Score", "chain_score", "near_score"]


class Score(NamedTuple):
    """Of what was said, how much is right; of what is right, how much was said; and what is wrong.

    Attributes:
      wrong: (key, key) that were said and should not have been.
      missed: (key, key) that were not said.
    """

    precision: float
    recall: float
    wrong: list[tuple[int, int]]
    missed: list[tuple[int, int]]

    @staticmethod
    def of(said: set[tuple[int, int]], right: set[tuple[int, int]]) -> Score:
        """Of pairs of keys."""
        both = len(said & right)
        precision, recall = both / max(1, len(said)), both / max(1, len(right))
        return Score(precision, recall, sorted(said - right), sorted(right - said))


class Made:
    """The records of a run, by the keys of the messages that they were made of."""

    def __init__(self, stories: Mapping[int, Story], duplicates: Mapping[int, Duplicate]) -> None:
        self.stories, self.duplicates = stories, duplicates
        self.keys = {story.record_id: key for key, story in stories.items()}

    def record(self, key: int | None) -> str | None:
        """The record_id of a message's story."""
        story = None if key is None else self.stories.get(key)
        return story.record_id if story else None

    @staticmethod
    def read(output: Path, folder: Path, stood: Mapping[int, Stood]) -> Made:
        """Reads the output of a run over a folder of messages that stand there."""
        key_of = {place.source: key for key, place in stood.items()}

        def key(source: Source) -> int:
            return key_of[(source.uri.removeprefix(f"{folder}/"), source.offset, source.item)]

        return Made(
            {key(story.source): story for story in read_records(output, Story)},
            {key(each.source): each for each in read_records(output, Duplicate)},
        )

    def chains(self) -> dict[str, list[int]]:
        """Chain id -> keys in order of position."""
        chains = defaultdict(list)
        for key, story in self.stories.items():
            if story.chain:
                chains[story.chain.chain_id].append((story.chain.position, key))
        return {name: [key for _, key in sorted(chain)] for name, chain in chains.items()}


def chain_score(made: Made, truth: Truth) -> Score:
    """Pairs of messages that are of one chain."""
    right = ([sent.key for sent in chain] for chain in truth.chains.values())
    return Score.of(_pairs(made.chains().values()), _pairs(right))


def near_score(made: Made, truth: Truth) -> Score:
    """(message, the earliest that it nearly repeats); what the truth leaves open counts for nothing."""
    said = {
        (key, made.keys[story.near_duplicate_of])
        for key, story in made.stories.items()
        if story.near_duplicate_of and key in truth.near
    }
    said = {(key, other) for key, other in said if other not in truth.near[key].open}
    settled = {key for key, _ in said} | {key for key, near in truth.near.items() if not near.open}
    right = {
        (key, near.earliest)
        for key, near in truth.near.items()
        if near.earliest is not None and key in settled
    }
    return Score.of(said, right)


def _pairs(groups: Iterable[list[int]]) -> set[tuple[int, int]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}
