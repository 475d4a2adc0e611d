"""The first reading of the batch graph: small heads of the stories, and the units of work that hold them.

Bodies are not kept: parsing twice is far cheaper than sending bodies through a shuffle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias

from schemas.records import DeadLetter, Story
from transforms.formats import Hints, Skipped
from transforms.heads import Head, Place, head_of
from transforms.parse import Message, parse_in_time
from transforms.reading import Numbered, Span
from transforms.shingles import minhash

__all__ = ["Part", "Scanned", "Tally", "Unit", "messages_of", "scan"]

UNIT_STORIES: Final = 64
UNIT_CHARACTERS: Final = 1 << 18

BLOCK_MESSAGES: Final = 1024
"""What the parts of an input take in turn. A unit ends with its block, so that it is the same in any part."""

Tally: TypeAlias = Counter[str]
"""Counts by name: 'messages', 'stories', 'skipped.picture', 'dead_letters.truncated', 'format.nitf', ..."""


class Part(NamedTuple):
    """A share of an input: of its blocks of messages every `of`-th, from `number` on.

    A large input in one stream can be split nowhere but can be read by several workers at once: each takes
    all of it apart, which is quick, and parses its own part.
    """

    path: str
    number: int = 0
    of: int = 1


class Unit(NamedTuple):
    """A stretch of messages that is annotated in one go.

    Attributes:
      span: of them.
      weight: characters of text.
      cut: (ordinal, item) from which on a message was given up because it took too long: the second reading
        must end it there too, however fast it is then.
    """

    span: Span
    weight: int
    cut: tuple[tuple[int, int], ...] = ()


Scanned: TypeAlias = Head | Unit | DeadLetter | Tally


def messages_of(part: Part, messages: Iterable[Numbered]) -> Iterator[Numbered]:
    """Those of an input's messages that a part takes."""
    for numbered in messages:
        if numbered.ordinal // BLOCK_MESSAGES % part.of == part.number:
            yield numbered


def scan(path: str, messages: Iterable[Numbered], hints: Hints) -> Iterator[Scanned]:
    """Reads messages of an input: heads of its stories, its units, its dead letters, at last its tally.

    A message whose stories are several counts as that many messages, so that the accounting holds.
    """
    tally: Tally = Counter()
    unit: _OpenUnit | None = None
    for ordinal, message, seekable in messages:
        if isinstance(message, DeadLetter):
            yield from _dead(message, tally)
            continue
        if unit is not None and unit.ends_before(ordinal):
            yield unit.close()
            unit = None
        unit = unit or _OpenUnit(path, ordinal, message, seekable)
        for outcome, late in parse_in_time(message, hints):
            if isinstance(outcome, DeadLetter):
                if late:
                    unit.cut += ((ordinal, outcome.source.item),)
                yield from _dead(outcome, tally)
                continue
            tally["messages"] += 1
            if isinstance(outcome, Skipped):
                tally[f"skipped.{outcome.reason}"] += 1
            else:
                unit.add(outcome)
                place = Place(path, unit.first, ordinal, outcome.source.item)
                yield head_of(outcome, place, minhash(outcome.body))
        unit.end = ordinal + 1
    if unit is not None:
        yield unit.close()
    yield tally


class _OpenUnit:
    """A unit that still grows."""

    def __init__(self, path: str, first: int, message: Message, seekable: bool) -> None:
        self.first, self.end = first, first + 1
        self.path = path
        self.cut: tuple[tuple[int, int], ...] = ()
        self._offset = message.offset if seekable else -1
        self._format = message.format.name if seekable else ""
        self._stories = self._characters = 0

    def add(self, story: Story) -> None:
        self._stories += 1
        self._characters += len(story.headline) + len(story.body)

    def ends_before(self, ordinal: int) -> bool:
        full = self._stories >= UNIT_STORIES or self._characters >= UNIT_CHARACTERS
        return full or ordinal // BLOCK_MESSAGES != self.first // BLOCK_MESSAGES

    def close(self) -> Unit:
        span = Span(self.path, self.first, self.end - self.first, self._offset, self._format)
        return Unit(span, self._characters, self.cut)


def _dead(letter: DeadLetter, tally: Tally) -> Iterator[DeadLetter]:
    tally["messages"] += 1
    tally[f"dead_letters.{letter.error_class}"] += 1
    yield letter
