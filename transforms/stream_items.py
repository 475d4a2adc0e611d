"""What travels through a stream: pieces of sources, the questions their stories ask, and the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final, NamedTuple

from msgspec import structs

from schemas.records import DeadLetter, Duplicate, Source, Story
from transforms.decide import Verdict
from transforms.formats import Hints, Reason, Skipped
from transforms.heads import Head, Place, head_of
from transforms.keep import decided
from transforms.language import detect_language
from transforms.manifest import SourceEntry
from transforms.parse import Message, Outcome, dead_letter, parse_in_time
from transforms.reading import Numbered
from transforms.shingles import minhash

__all__ = ["Answer", "Asked", "Delivery", "Piece", "answered", "asked", "pieces", "shard_of_piece", "unread"]

PIECE_STORIES: Final = 64
PIECE_CHARACTERS: Final = 1 << 18

KILLED: Final = "killed_under_embargo"
"""Reason of a story that was held, and is never to be shown: a kill came first."""

URGENT: Final = frozenset({"alert", "urgent", "kill", "withdrawal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a source's messages, committed as one: all of its messages end in one manifest.

    Attributes:
      source: which stretch of which source.
      delivery: of this delivery of it; a message that is delivered again is another one.
      acknowledge: what to tell the source when it is committed; '' for nothing.
      arrived: when it was read, microseconds since 1970.
      messages: how many it held.
      stories: that have ended as stories, or may yet.
      duplicates: that have ended so.
      dead_letters: that have ended so.
      skipped: by reason.
      embargoes: of each story, microseconds since 1970 until which it may not be shown; 0 for none.
      release: whether this is a story that was held.
    """

    source: SourceEntry
    delivery: str = ""
    acknowledge: str = ""
    arrived: int = 0
    messages: int = 0
    stories: tuple[Story, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    dead_letters: tuple[DeadLetter, ...] = ()
    skipped: dict[str, int] = field(default_factory=dict)
    embargoes: tuple[int, ...] = ()
    release: bool = False

    def key(self) -> bytes:
        """The same for every delivery of the same stretch of the same bytes."""
        return piece_key(self.source)

    def urgent(self) -> bool:
        """Whether a newsroom waits for it: an alert, or the end of a story."""
        return any(URGENT.intersection(s.signals) or s.pub_status != "usable" for s in self.stories)


class Delivery(NamedTuple):
    """A file or a message that a source gives to the stream.

    Attributes:
      uri: of it.
      size: its bytes.
      modified: time of its last change, nanoseconds since 1970; 0 where it has none.
      arrived: when it was found, microseconds since 1970.
      data: its bytes; None where they are to be read from `uri`.
      delivery: of which delivery this is; '' where a source never gives the same twice.
      acknowledge: what to tell the source when all of it is committed; '' for nothing.
      skip: why this is no text story by its own declaration; then it is counted, and not read.
      problem: why it cannot be read; then it is a dead letter with `data`.
    """

    uri: str
    size: int
    modified: int
    arrived: int
    data: bytes | None = None
    delivery: str = ""
    acknowledge: str = ""
    skip: str = ""
    problem: str = ""


class Asked(NamedTuple):
    """A story's head on its way to what is decided of it.

    Attributes:
      key: of the piece.
      delivery: of the piece.
      number: of the story in the piece, from 0.
      head: of the story.
      release: whether it was held, and is asked for again.
    """

    key: bytes
    delivery: str
    number: int
    head: Head
    release: bool = False


class Answer(NamedTuple):
    """What was decided of a story of its piece.

    Attributes:
      number: of the story in the piece, from 0.
      verdicts: on it.
      embargo: microseconds since 1970 until which it may not be shown; 0 for none.
      ended: whether a kill of it has come.
    """

    number: int
    verdicts: tuple[Verdict, ...]
    embargo: int = 0
    ended: bool = False


def piece_key(source: SourceEntry) -> bytes:
    """See `Piece.key`."""
    text = f"{source.uri}\x1f{source.sha256}\x1f{source.first}"
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def shard_of_piece(key: bytes, shards: int) -> int:
    """Which of the output's shards a piece is written to."""
    return int.from_bytes(key[:4], "big") % shards


def pieces(
    source: SourceEntry, messages: Iterable[Numbered], hints: Hints, arrived: int, *, whole: bool = False
) -> Iterator[Piece]:
    """The pieces of a source, in order: the same bytes always give the same ones.

    Args:
      source: uri, hash and times of the whole.
      messages: of the source.
      hints: what the user knows of it.
      arrived: microseconds since 1970.
      whole: one piece, whatever its size: what is acknowledged as one must be committed as one.
    """
    open_piece = _OpenPiece(source, 0, arrived)
    for ordinal, item, _ in messages:
        if not whole and open_piece.full():
            yield open_piece.close(ordinal, last=False)
            open_piece = _OpenPiece(source, ordinal, arrived)
        open_piece.add(item, hints)
        open_piece.end = ordinal + 1
    yield open_piece.close(open_piece.end, last=True)


def unread(source: SourceEntry, delivery: Delivery) -> Piece:
    """The piece of a delivery that is skipped, or is a dead letter, unread."""
    whole = Piece(source=replace(source, end=1, last=True), arrived=delivery.arrived, messages=1)
    if delivery.skip:
        return replace(whole, skipped={delivery.skip: 1})
    data = delivery.data or b""
    letter = dead_letter(
        source=Source(uri=source.uri, length=len(data), sha256=source.sha256),
        stage="read",
        reason=Reason.MALFORMED,
        detail=delivery.problem,
        raw=data,
        format_name=None,
    )
    return replace(whole, dead_letters=(letter,))


def asked(piece: Piece) -> Iterator[Asked]:
    """The questions of a piece, one a story."""
    for index, story in enumerate(piece.stories):
        place = Place(story.source.uri, piece.source.first, index, story.source.item)
        head = head_of(story, place, minhash(story.body))
        yield Asked(piece.key(), piece.delivery, index, head, piece.release)


def answered(piece: Piece, answers: Iterable[Answer]) -> Piece:
    """The piece with what was decided of each of its stories."""
    of = {answer.number: answer for answer in answers}
    stories, embargoes, duplicates = [], [], list(piece.duplicates)
    skipped = dict(piece.skipped)
    for index, story in enumerate(piece.stories):
        answer = of[index]
        kept = decided(story, answer.verdicts)
        if isinstance(kept, Duplicate):
            duplicates.append(kept)
        elif piece.release and answer.ended:
            skipped[KILLED] = skipped.get(KILLED, 0) + 1
        else:
            stories.append(kept)
            embargoes.append(0 if piece.release else answer.embargo)
    return replace(
        piece,
        stories=tuple(stories),
        embargoes=tuple(embargoes),
        duplicates=tuple(duplicates),
        skipped=skipped,
    )


class _OpenPiece:
    """A piece that still grows."""

    def __init__(self, source: SourceEntry, first: int, arrived: int) -> None:
        self._source, self._first, self._arrived = source, first, arrived
        self.end = first
        self._stories: list[Story] = []
        self._dead: list[DeadLetter] = []
        self._skipped: dict[str, int] = {}
        self._messages = self._characters = 0

    def add(self, item: Message | DeadLetter, hints: Hints) -> None:
        for outcome in _outcomes(item, hints):
            self._messages += 1
            if isinstance(outcome, Story):
                self._stories.append(_received(outcome, self._arrived))
                self._characters += len(outcome.body)
            elif isinstance(outcome, DeadLetter):
                self._dead.append(outcome)
                self._characters += len(outcome.raw)
            elif isinstance(outcome, Skipped):
                self._skipped[str(outcome.reason)] = self._skipped.get(str(outcome.reason), 0) + 1

    def full(self) -> bool:
        return self._messages >= PIECE_STORIES or self._characters >= PIECE_CHARACTERS

    def close(self, end: int, *, last: bool) -> Piece:
        return Piece(
            source=replace(self._source, first=self._first, end=end, last=last),
            arrived=self._arrived,
            messages=self._messages,
            stories=tuple(self._stories),
            dead_letters=tuple(self._dead),
            skipped=self._skipped,
        )


def _outcomes(item: Message | DeadLetter, hints: Hints) -> Iterator[Outcome]:
    if isinstance(item, DeadLetter):
        yield item
    else:
        yield from (outcome for outcome, _ in parse_in_time(item, hints))


def _received(story: Story, arrived: int) -> Story:
    language = story.language or detect_language(f"{story.headline}\n{story.body}")
    received = dt.datetime.fromtimestamp(arrived / 1_000_000, dt.UTC)
    return structs.replace(story, language=language, received=received)
