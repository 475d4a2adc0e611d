"""The end of a stream: complete pieces to windows, to files and a manifest, and then the acknowledgement."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

import apache_beam as beam
from apache_beam.metrics import Metrics
from apache_beam.transforms.trigger import AccumulationMode, AfterCount, AfterWatermark
from apache_beam.transforms.window import FixedWindows
from apache_beam.utils.timestamp import Duration
from apache_beam.utils.windowed_value import PaneInfoTiming

from transforms.annotate import Annotator
from transforms.steps._packed import pack, unpack
from transforms.steps._stream_process import committed_pieces, is_cluster_run, loudly, once, under_way
from transforms.steps.annotate import Annotating
from transforms.steps.stream_read import joint_key
from transforms.storage import location
from transforms.stream_commit import CommittedPieces, commit_pieces, sole_writer
from transforms.stream_held import parted
from transforms.stream_items import Piece, shard_of_piece

__all__ = ["Acknowledger", "AnnotatePieces", "CommitPieces", "StreamOutput"]

LATE_DAYS: Final = 3650
"""Allowed lateness: in effect without bound. A late piece gets a pane of its own."""

BATCH_STORIES: Final = 32

ANNOTATE_SECONDS: Final = 0.5
"""Of arrival that are annotated together."""


class Acknowledger(Protocol):
    """Tells sources that what they gave is committed."""

    def acknowledge(self, tokens: Sequence[str]) -> None:
        """Of pieces that are committed, `Piece.acknowledge` where it is not empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamOutput:
    """Where and how a stream writes.

    Attributes:
      run: of this run.
      output: the output folder.
      codec: of the Avro files.
      version: of newswire.
      inputs: as they were given.
      window: seconds.
      shards: files of each kind a window, for runners of many workers.
      most_stories: a file is cut at so many; 0 for no limit.
      hold: whether stories under embargo are held until its end.
      flush_urgent: whether a piece with an alert or a kill gets a window of one second.
    """

    run: str
    output: str
    codec: str
    version: str
    inputs: tuple[str, ...]
    window: float = 60.0
    shards: int = 1
    most_stories: int = 0
    hold: bool = True
    flush_urgent: bool = False


class AnnotatePieces(beam.PTransform):
    """Packed Pieces to the same with entities and topics.

    Args:
      make_annotator: called in the worker, once a process.
      run: of this run.
      shards: that are annotated apart, for runners of many workers.
    """

    def __init__(self, make_annotator: Callable[[], Annotator], run: str, shards: int = 1) -> None:
        super().__init__()
        self._annotate = _Annotate(make_annotator, run)
        self._shards = shards

    def expand(self, packed: beam.PCollection[bytes]) -> Any:
        """Gathers what comes within half a second, and annotates it in batches: it costs a third less."""
        return (
            packed
            | "Gather" >> _gathered(ANNOTATE_SECONDS)
            | "Gather by shard" >> beam.Map(_sharded, self._shards).with_output_types(tuple[int, bytes])
            | "Group to annotate" >> beam.GroupByKey()
            | "Annotate pieces" >> beam.ParDo(self._annotate).with_output_types(bytes)
        )


class CommitPieces(beam.PTransform):
    """Packed Pieces to the names of manifests, after they stand and the sources know.

    Args:
      output: where and how.
      make_acknowledger: makes the Acknowledger, in the worker; None where no source needs one.
    """

    def __init__(
        self, output: StreamOutput, make_acknowledger: Callable[[], Acknowledger] | None = None
    ) -> None:
        super().__init__()
        self._output, self._make_acknowledger = output, make_acknowledger

    def expand(self, packed: beam.PCollection[bytes]) -> Any:
        """Windows, shards, commit, acknowledge. Urgent pieces may have short windows of their own."""
        if not self._output.flush_urgent:
            return self._branch(packed, self._output.window, "")
        urgent, others = packed | "Part urgent" >> beam.Partition(_is_not_urgent, 2)
        names = (
            self._branch(urgent, min(1.0, self._output.window), "u"),
            self._branch(others, self._output.window, ""),
        )
        return names | "All manifests" >> beam.Flatten()

    def _branch(self, packed: beam.PCollection[bytes], window: float, mark: str) -> Any:
        label = "urgent: " if mark else ""
        return (
            packed
            | f"{label}Window" >> _gathered(window)
            | f"{label}Shard" >> beam.Map(_sharded, self._output.shards).with_output_types(tuple[int, bytes])
            | f"{label}Group by shard" >> beam.GroupByKey()
            | f"{label}Commit" >> beam.ParDo(_Commit(self._output, mark))
            | f"{label}Acknowledge" >> beam.ParDo(_Acknowledge(self._output.run, self._make_acknowledger))
        )


class _Annotate(Annotating):
    def __init__(self, make_annotator: Callable[[], Annotator], run: str) -> None:
        super().__init__(make_annotator)
        self._run = run

    def process(self, sharded: tuple[int, Iterable[bytes]]) -> Iterator[bytes]:
        pieces = (unpack(packed, Piece) for packed in sharded[1])
        for some in _cut(pieces, BATCH_STORIES):
            with under_way(self._run).working():
                stories = self._annotator.annotate([story for piece in some for story in piece.stories])
            annotated = iter(stories)
            for piece in some:
                yield pack(replace(piece, stories=tuple(next(annotated) for _ in piece.stories)))


class _Commit(beam.DoFn):
    """Each call commits what one pane holds, less what is committed already."""

    def __init__(self, output: StreamOutput, mark: str) -> None:
        self._to, self._mark = output, mark
        self._stories_out = Metrics.counter("CommitPieces", "stories_out")

    def setup(self) -> None:
        self._committed = _all_committed(self._to)
        self._under = under_way(self._to.run)
        self._one_at_a_time = once((self._to.run, "commit"), threading.Lock)

    def process(
        self,
        sharded: tuple[int, Iterable[bytes]],
        window: Any = beam.DoFn.WindowParam,
        pane: Any = beam.DoFn.PaneInfoParam,
    ) -> Iterator[tuple[str, list[str], list[bytes]]]:
        shard, group = sharded
        part = f"{_moment(window)}-{self._mark}{shard:05d}-{_pane(pane)}-"
        found = [unpack(packed, Piece) for packed in group]
        # A piece may be delivered twice, to two windows: each must see what the other has committed.
        with self._under.working(), self._one_at_a_time, _alone(self._to, self._committed):
            name = self._commit_fresh(found, part)
        keys = [joint_key(piece.key(), piece.delivery) for piece in found]
        yield name, [piece.acknowledge for piece in found if self._is_whole(piece)], keys

    def _commit_fresh(self, found: list[Piece], part: str) -> str:
        """Commits what is not committed; gives the last manifest's name, '' where there was nothing to do."""
        fresh: dict[bytes, Piece] = {}
        for piece in found:
            if piece.key() not in self._committed:
                fresh.setdefault(piece.key(), piece)
        name = ""
        for some in _cut(list(fresh.values()), self._to.most_stories):
            name = self._commit(some, part)
        for piece in found:
            if fresh.get(piece.key()) is not piece:  # the same bytes once more: this delivery is done as well
                self._committed.add(piece.source)
        return name

    def _is_whole(self, piece: Piece) -> bool:
        """Whether its source waits to be told, and all pieces of it are committed."""
        source = piece.source
        return bool(piece.acknowledge) and self._committed.whole(source.uri, source.size, source.modified)

    def _commit(self, pieces: list[Piece], part: str) -> str:
        to = self._to
        shown, held = parted(pieces, round(time.time() * 1_000_000)) if to.hold else (pieces, [])
        with loudly():
            done = commit_pieces(location(to.output), shown, part, to.codec, to.version, to.inputs, held)
        for piece in pieces:
            self._committed.add(piece.source)
        self._under.add(done)
        self._stories_out.inc(done.content.counts.stories)
        return done.manifest


class _Acknowledge(beam.DoFn):
    """After the commit, and only here, a source is told."""

    def __init__(self, run: str, make: Callable[[], Acknowledger] | None) -> None:
        self._run, self._make = run, make

    def process(self, committed: tuple[str, list[str], list[bytes]]) -> Iterator[str]:
        name, tokens, keys = committed
        if tokens and self._make:
            once((self._run, "acknowledger"), self._make).acknowledge(list(dict.fromkeys(tokens)))
        under = under_way(self._run)
        for key in keys:
            under.end(key)
        if name:
            yield name


def _all_committed(to: StreamOutput) -> CommittedPieces:
    """What the output holds, whichever worker of this run has put it there."""
    if not is_cluster_run(to.run):
        return committed_pieces(to.run, to.output)
    return once((to.run, "all committed"), lambda: CommittedPieces(location(to.output)))


@contextmanager
def _alone(to: StreamOutput, committed: CommittedPieces) -> Iterator[None]:
    """On a cluster other processes commit to the same folder: one after the other, each knowing of all."""
    if not is_cluster_run(to.run):
        yield
        return
    with sole_writer(Path(to.output)):
        committed.refresh()
        yield


def _gathered(seconds: float) -> Any:
    """Windows of so many seconds; what comes late has a pane of its own, however late it is."""
    return beam.WindowInto(
        FixedWindows(seconds),
        trigger=AfterWatermark(late=AfterCount(1)),
        accumulation_mode=AccumulationMode.DISCARDING,
        allowed_lateness=Duration(LATE_DAYS * 86_400),
    )


def _sharded(packed: bytes, shards: int) -> tuple[int, bytes]:
    return (shard_of_piece(unpack(packed, Piece).key(), shards) if shards > 1 else 0), packed


def _is_not_urgent(packed: bytes, _: int) -> int:
    return 0 if unpack(packed, Piece).urgent() else 1


def _cut(pieces: Iterable[Piece], most: int) -> Iterator[list[Piece]]:
    """The pieces in groups of at most so many stories, or of one piece that alone has more."""
    group: list[Piece] = []
    stories = 0
    for piece in pieces:
        if group and most and stories + len(piece.stories) > most:
            yield group
            group, stories = [], 0
        group.append(piece)
        stories += len(piece.stories)
    if group:
        yield group


def _moment(window: Any) -> str:
    start = dt.datetime.fromtimestamp(window.start.micros / 1_000_000, dt.UTC)
    return f"{start:%Y%m%dT%H%M%S}{start.microsecond // 1000:03d}Z"


def _pane(pane: Any) -> str:
    """'0' for the pane on time, 'late' and a number for what came after it."""
    late = pane.timing == PaneInfoTiming.LATE or pane.index > 0
    return f"late{pane.index}" if late else str(pane.index)
