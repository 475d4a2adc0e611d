"""FnApiRunner, in memory that does not grow with the groupings of a run.

Beam's own hands each worker its whole share of a stage's input as one message, before it starts the stage:
it then stands some four times in either process, and must be less than 2 GB. And the C library keeps most of
what was freed, since it lies between what was not. Here a share is sent in pieces while the worker works on
it, and is let go as it goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from apache_beam.coders.coder_impl import create_OutputStream
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.runners.portability.fn_api_runner.execution import GroupingBuffer, ListBuffer
from apache_beam.transforms.window import GlobalWindow, GlobalWindows
from apache_beam.utils.windowed_value import PaneInfo, PaneInfoTiming

from transforms.memory import give_back_memory

__all__ = ["LocalRunner", "Pieces"]

_PIECE_BYTES: Final = 1 << 20

_ONLY_PANE: Final = PaneInfo(
    is_first=True, is_last=True, timing=PaneInfoTiming.ON_TIME, index=0, nonspeculative_index=0
)


class LocalRunner(FnApiRunner):  # type: ignore[misc]
    """Runs batches on this machine."""

    def _execute_bundle(self, context: Any, stage: Any, given: Any) -> Any:
        """Runs a stage on what the stages before it gave."""
        for transform, buffer in given.data.items():
            if isinstance(buffer, ListBuffer):
                given.data[transform] = _Listed(buffer)
            elif isinstance(buffer, GroupingBuffer) and buffer._windowing.is_default():
                given.data[transform] = _Grouped(buffer)
        try:
            result = super()._execute_bundle(context, stage, given)
        except BaseException:
            for worker in _workers(context):
                worker.give_up()
            raise
        give_back_memory()
        return result


class Pieces:
    """A worker's share, of which each piece is made when it is sent."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces


class _Input:
    """A stage's input; can be sent once."""

    cleared = False

    def partition(self, n: int) -> list[list[Pieces]]:
        """The shares of n workers; each share is what the runner takes for one message."""
        return [[Pieces(share)] for share in self.shares(n)]

    def shares(self, n: int) -> list[Iterator[bytes]]:
        """The shares of n workers."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[bytes]:
        return self.shares(1)[0]

    def clear(self) -> None:
        """Nothing: what was sent is gone."""


class _Listed(_Input):
    """What another stage gave."""

    def __init__(self, buffer: Any) -> None:
        self._buffer = buffer

    def shares(self, n: int) -> list[Iterator[bytes]]:
        shares = self._buffer.partition(n)
        self._buffer.clear()
        return [_drained(share) for share in shares]


class _Grouped(_Input):
    """A grouping: each key's values go to one worker, in the order of the keys.

    They come in that of the stages before. But a worker that takes the shards of an archive in order reads on
    from one to the next.
    """

    def __init__(self, buffer: Any) -> None:
        self._table = buffer._table
        self._decode_key = buffer._key_coder.get_impl().decode
        self._encode = buffer._post_grouped_coder.get_impl().encode_to_stream
        self._windowed = GlobalWindows.windowed_value(
            None, timestamp=GlobalWindow().max_timestamp(), pane_info=_ONLY_PANE
        )

    def shares(self, n: int) -> list[Iterator[bytes]]:
        keys = sorted(self._table, key=self._decode_key)
        return [self._pieces(keys[share::n]) for share in range(n)]

    def _pieces(self, keys: list[bytes]) -> Iterator[bytes]:
        stream = create_OutputStream()
        for encoded in keys:
            key, values = self._decode_key(encoded), self._table.pop(encoded)
            self._encode(self._windowed.with_value((key, values)), stream, True)
            if stream.size() >= _PIECE_BYTES:
                yield stream.get()
                stream = create_OutputStream()
        if stream.size():
            yield stream.get()


def _workers(context: Any) -> Iterator[Any]:
    """The workers that are processes of their own."""
    for handlers in context.worker_handler_manager._cached_handlers.values():
        yield from (handler for handler in handlers if hasattr(handler, "give_up"))


def _drained(pieces: list[bytes]) -> Iterator[bytes]:
    pieces.reverse()
    while pieces:
        yield pieces.pop()
