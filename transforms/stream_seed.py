"""What a stream remembers of its own output when it starts again: the state of keys not yet touched."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from schemas.avro import read_avro
from schemas.records import Story
from transforms.decide import line_key
from transforms.heads import Head, Place, head_of
from transforms.shingles import minhash
from transforms.storage import Location, files_in
from transforms.stream_commit import CommittedPieces
from transforms.stream_decide import Seen
from transforms.stream_held import held_files, held_stories
from transforms.stream_items import Asked
from transforms.versions import Line, line_of, repeat_key

__all__ = ["Replayed", "Seed", "recent_heads", "seed_of"]


class Seed:
    """State by key, made from heads of committed stories."""

    def __init__(self, heads: Iterable[Head]) -> None:
        self.seen: dict[bytes, Seen] = {}
        self.heads: dict[bytes, list[Head]] = {}
        self.lines: dict[bytes, list[Line]] = {}
        for head in heads:
            self.seen.setdefault(repeat_key(head), Seen(head.record, b"", -1))
            self.heads.setdefault(head.uri, []).append(head)
        for versions in self.heads.values():
            for line in line_of(versions):
                self.lines.setdefault(line_key(line), []).append(line)


class Replayed:
    """Which repeats are decided already, in the output: a restart must not decide them otherwise.

    A runner that goes back to a checkpoint gives again what came after it, in another order: of two messages
    with one story the other may then be the first. What is committed cannot be taken back.

    Args:
      output: the output folder.
      since: what was committed from then on may come again; seconds since 1970.
    """

    def __init__(self, output: Location, since: float) -> None:
        self._pieces = CommittedPieces(output)
        self._first = {
            repeat_key(head): (head.place.path, head.record) for head in recent_heads(output, since)
        }

    def repeats(self, question: Asked) -> bytes | None:
        """The record that a story repeats; b'' where it is the first; None where nothing is decided yet."""
        committed = question.key in self._pieces
        first = self._first.get(repeat_key(question.head))
        if first:
            path, record = first
            return b"" if committed and path == question.head.place.path else record
        # Where the piece is committed and the story is not in it, it repeats what is still to be committed.
        return question.head.record if committed else None


def recent_heads(output: Location, since: float, until: float | None = None) -> Iterable[Head]:
    """Heads of the stories that are held, or in files that were committed since a time (in seconds).

    That is, since the oldest of what is held came, if that is earlier: a kill of it must be known. Nothing of
    what was committed after `until`.
    """
    since = min([since, *(path.stat().st_mtime for _, path in held_files(output))])
    for index, story in enumerate(held_stories(output)):
        yield _head(story, index)
    for path in files_in(output / "stories", "*.avro"):
        if since <= path.stat().st_mtime <= (until or inf):
            yield from _heads(path)


def seed_of(output: Location, since: float, until: float | None = None) -> Seed:
    """See `Seed` and `recent_heads`."""
    return Seed(recent_heads(output, since, until))


def _heads(path: Location) -> Iterable[Head]:
    for index, story in enumerate(read_avro(path, Story)):
        yield _head(story, index)


def _head(story: Story, index: int) -> Head:
    place = Place(story.source.uri, 0, index, story.source.item)
    return head_of(story, place, minhash(story.body))
