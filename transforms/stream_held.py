"""Stories under embargo: kept beside the output, and in no file of it, until their time comes.

A held story is a file of its own below `held/`, committed with the manifest that says that its source is
done. Its name begins with the time at which it may be shown. It is counted when it is released, or when its
time has come and a kill came before: so the accounting holds at any moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from schemas.records import Story
from transforms.manifest import SourceEntry
from transforms.storage import Location, files_in
from transforms.stream_items import Piece

__all__ = ["HELD", "HeldStory", "held_files", "held_stories", "is_held", "parted", "release"]

HELD: Final = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldStory:
    """A story, complete, and when it may be shown, in microseconds since 1970."""

    until: int
    story: Story

    def name(self) -> str:
        """Its file's name within the output folder."""
        return f"{HELD}/{self.until:020d}-{self.story.record_id}.story"

    def data(self) -> bytes:
        """What is in the file."""
        return msgspec.msgpack.encode(self)


def parted(pieces: Iterable[Piece], now: int) -> tuple[list[Piece], list[HeldStory]]:
    """Pieces with the stories that may be shown, and the others; what is held is not counted in its piece."""
    shown: list[Piece] = []
    held: list[HeldStory] = []
    for piece in pieces:
        untils = piece.embargoes or (0,) * len(piece.stories)
        pairs = list(zip(piece.stories, untils, strict=True))
        held += [HeldStory(until=until, story=story) for story, until in pairs if until > now]
        stories = tuple(story for story, until in pairs if until <= now)
        messages = piece.messages - len(piece.stories) + len(stories)
        shown.append(replace(piece, stories=stories, messages=messages, embargoes=()))
    return shown, held


def held_files(output: Location) -> Iterator[tuple[int, Location]]:
    """The held stories' files with the time until which each is held, the first to come first."""
    for path in files_in(output / HELD, "*.story"):
        yield int(path.name.partition("-")[0]), path


def held_stories(output: Location) -> Iterator[Story]:
    """All that is held."""
    for _, path in held_files(output):
        yield _read(path.read_bytes()).story


def is_held(uri: str) -> bool:
    """Whether a source is a held story."""
    return uri.startswith(f"{HELD}/")


def release(uri: str, data: bytes, arrived: int) -> Piece:
    """The piece that brings a held story into the output."""
    held = _read(data)
    source = SourceEntry(uri=uri, sha256=held.story.record_id, size=len(data), end=1)
    return Piece(source=source, arrived=arrived, messages=1, stories=(held.story,), release=True)


def _read(data: bytes) -> HeldStory:
    return msgspec.msgpack.decode(data, type=HeldStory)
