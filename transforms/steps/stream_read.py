"""Unbounded sources: a poll again and again, and the pieces of what it finds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import apache_beam as beam
from apache_beam.io.restriction_trackers import OffsetRange, OffsetRestrictionTracker
from apache_beam.io.watermark_estimators import ManualWatermarkEstimator
from apache_beam.transforms.core import RestrictionProvider
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Duration, Timestamp

from transforms.formats import Hints, format_named
from transforms.manifest import SourceEntry
from transforms.reading import Opener, read_messages
from transforms.steps._packed import pack
from transforms.steps._stream_process import committed_pieces, loudly, once, under_way
from transforms.stream_held import is_held, release
from transforms.stream_items import Delivery, Piece, asked, pieces, unread
from transforms.versions import repeat_key

__all__ = ["PollSource", "Poller", "ReadPieces"]

_ENDLESS: Final = 2**62

WHOLE_BYTES: Final = 1 << 26
"""A file up to this size is read once, into memory: what is hashed is what is parsed."""


class Poller(Protocol):
    """A source that can be asked what is new."""

    def poll(self) -> Iterable[Delivery]:
        """What has come since the last call."""


class PollSource(beam.PTransform):
    """A pipeline's root to Deliveries, until a stop is asked for.

    Args:
      name: of the source, for its one Poller a process.
      make: makes the Poller, in the worker.
      run: of this run.
      interval: seconds between polls.
      stop: path of a file; when it stands, the source ends and all windows close.
    """

    def __init__(self, name: str, make: Callable[[], Poller], run: str, interval: float, stop: str) -> None:
        super().__init__()
        self._name = name
        self._poll = _Poll(name, make, run, interval, stop)

    def expand(self, root: Any) -> Any:
        """A splittable DoFn: each poll is a claim, and between polls the runner has it back."""
        return root | beam.Create([self._name], reshuffle=False) | "Poll" >> beam.ParDo(self._poll)


class _OneLoop(OffsetRestrictionTracker):
    """Polls that no runner may split among two bundles.

    Prism does so where a poll is slow. Both would then go on for ever, and ask the one Poller at the same
    time.
    """

    def try_split(self, fraction_of_remainder: float) -> Any:
        """The rest, where the DoFn itself puts it off; nothing where the runner asks for a part of it."""
        return super().try_split(0) if fraction_of_remainder == 0 else None


class _Polls(RestrictionProvider):
    def initial_restriction(self, _: str) -> OffsetRange:
        return OffsetRange(0, _ENDLESS)

    def create_tracker(self, restriction: OffsetRange) -> OffsetRestrictionTracker:
        return _OneLoop(restriction)

    def restriction_size(self, _: str, __: OffsetRange) -> int:
        return 1

    def split(self, _: str, restriction: OffsetRange) -> Iterator[OffsetRange]:
        yield restriction

    def truncate(self, _: str, __: OffsetRange) -> None:
        return None


class _Poll(beam.DoFn):
    def __init__(self, name: str, make: Callable[[], Poller], run: str, interval: float, stop: str) -> None:
        self._name, self._make, self._run, self._interval, self._stop = name, make, run, interval, stop

    @beam.DoFn.unbounded_per_element()  # type: ignore[untyped-decorator]
    def process(
        self,
        _: str,
        tracker: Any = beam.DoFn.RestrictionParam(_Polls()),  # noqa: B008
        watermark: Any = beam.DoFn.WatermarkEstimatorParam(ManualWatermarkEstimator.default_provider()),  # noqa: B008
    ) -> Iterator[TimestampedValue]:
        number = tracker.current_restriction().start
        if Path(self._stop).exists():
            tracker.try_claim(_ENDLESS - 1)
            return
        if not tracker.try_claim(number):
            return
        with loudly():
            poller = once((self._run, "poller", self._name), self._make)
        now = Timestamp.of(time.time())
        under = under_way(self._run)
        with loudly(), under.asking(self._name):
            for delivery in poller.poll():
                under.read(_delivery_key(delivery))
                yield TimestampedValue(delivery, Timestamp(micros=delivery.arrived))
        known = watermark.current_watermark()
        if known is None or now > known:
            watermark.set_watermark(now)
        tracker.defer_remainder(Duration.of(self._interval))


class ReadPieces(beam.PTransform):
    """Deliveries to two collections, each keyed.

    - `pieces`: (key of this delivery of the piece, packed Piece)
    - `heads`: (repeat key, packed Asked)

    Args:
      opener: opens a path for reading.
      hints: what the user knows of the input.
      forced: name of the format to read it as; None to sniff.
      run: of this run.
      output: the output folder; what its manifests hold is not read again.
    """

    def __init__(self, opener: Opener, hints: Hints, forced: str | None, run: str, output: str) -> None:
        super().__init__()
        self._read = _Read(opener, hints, forced, run, output)

    def expand(self, deliveries: beam.PCollection[Delivery]) -> Any:
        """Reads and parses where the delivery is."""
        return deliveries | "Read pieces" >> beam.ParDo(self._read).with_outputs("pieces", "heads")


class _Read(beam.DoFn):
    def __init__(self, opener: Opener, hints: Hints, forced: str | None, run: str, output: str) -> None:
        self._opener, self._hints, self._forced = opener, hints, forced
        self._run, self._output = run, output

    def setup(self) -> None:
        self._format = format_named(self._forced) if self._forced else None

    def process(self, delivery: Delivery) -> Iterator[beam.pvalue.TaggedOutput]:
        committed = committed_pieces(self._run, self._output)
        under = under_way(self._run)
        with loudly(), under.working():
            for piece in self._pieces(delivery):
                stamped = replace(piece, delivery=delivery.delivery, acknowledge=delivery.acknowledge)
                if piece.key() in committed and not delivery.acknowledge:
                    continue
                key = joint_key(piece.key(), delivery.delivery)
                under.begin(key)
                yield beam.pvalue.TaggedOutput("pieces", (key, b"P" + pack(stamped)))
                for question in asked(stamped):
                    yield beam.pvalue.TaggedOutput("heads", (repeat_key(question.head), pack(question)))
        under.end(_delivery_key(delivery))

    def _pieces(self, delivery: Delivery) -> Iterator[Piece]:
        if delivery.data is not None and is_held(delivery.uri):
            yield release(delivery.uri, delivery.data, delivery.arrived)
            return
        stream = _opened(delivery, self._opener)
        source = SourceEntry(
            uri=delivery.uri,
            sha256=_digest(stream),
            size=delivery.size,
            modified=delivery.modified,
        )
        if delivery.skip or delivery.problem:
            yield unread(source, delivery)
            return
        messages = read_messages(delivery.uri, _Once(stream), self._hints, self._format)
        whole = delivery.data is not None
        yield from pieces(source, messages, self._hints, delivery.arrived, whole=whole)


def joint_key(piece: bytes, delivery: str) -> bytes:
    """What a piece and the answers to its questions share."""
    return piece + delivery.encode()


def _delivery_key(delivery: Delivery) -> bytes:
    return f"{delivery.uri}\x1f{delivery.delivery}\x1f{delivery.arrived}".encode("utf-8", "surrogateescape")


class _Once:
    """Opens what is open already; a file that is gone cannot be opened."""

    def __init__(self, stream: BinaryIO | OSError) -> None:
        self._stream = stream

    def __call__(self, _: str) -> BinaryIO:
        if isinstance(self._stream, OSError):
            raise self._stream
        return self._stream


def _opened(delivery: Delivery, opener: Opener) -> BinaryIO | OSError:
    if delivery.data is not None:
        return BytesIO(delivery.data)
    try:
        with opener(delivery.uri) as stream:
            if delivery.size <= WHOLE_BYTES:
                return BytesIO(stream.read())
        return opener(delivery.uri)
    except OSError as error:
        return error


def _digest(stream: BinaryIO | OSError) -> str:
    """Of the whole stream, which then stands at its beginning again."""
    if isinstance(stream, OSError):
        return ""
    digest = sha256()
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()
