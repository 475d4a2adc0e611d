"""What a stage gives reaches the workers whole, in pieces, whatever its size."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.runners.worker import data_plane

from pipeline.data_plane import keep_queues_short
from pipeline.forked_environment import _DataConnection
from pipeline.local_runner import Pieces
from pipeline.runners import _local

KEYS, VALUES, SIZE = 20, 50, 30_000


def values(number: int) -> Iterator[tuple[int, bytes]]:
    for key in range(KEYS):
        yield key, bytes([number]) * SIZE


def told(group: tuple[int, Iterable[bytes]], folder: Path) -> None:
    key, found = group
    lines = sorted(f"{value[0]} {len(value)}" for value in found)
    (folder / str(key)).write_text("\n".join(lines), encoding="ascii")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_grouping_larger_than_a_message_arrives_whole(workers: int, tmp_path: Path) -> None:
    """30 MB, to one consumer that groups and to another that does not."""
    runner, options = _local(workers, ())
    with beam.Pipeline(runner=runner, options=options) as root:
        made = (
            root
            | beam.Create(range(VALUES))
            | beam.Reshuffle()
            | beam.FlatMap(values).with_output_types(tuple[int, bytes])
        )
        made | beam.GroupByKey() | beam.Map(told, tmp_path)
        made | beam.combiners.Count.Globally() | beam.Map(lambda n: (tmp_path / "count").write_text(str(n)))
    wanted = sorted(f"{number} {SIZE}" for number in range(VALUES))
    for key in range(KEYS):
        assert (tmp_path / str(key)).read_text().splitlines() == wanted
    assert (tmp_path / "count").read_text() == str(KEYS * VALUES)


# Beam's own threads that read from the killed worker say so too.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("die", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0])
def test_a_run_fails_at_once_while_much_is_on_its_way(die: Callable[[], object]) -> None:
    """200 MB, of which the runner's queues and the workers' hold a tenth."""

    def values(_: int) -> Iterator[tuple[int, bytes]]:
        for key in range(100):
            yield key, bytes(40_000)

    def fail(_: object) -> None:
        time.sleep(2)
        die()

    def run() -> None:
        runner, options = _local(2, ())
        with beam.Pipeline(runner=runner, options=options) as root:
            made = root | beam.Create(range(50)) | beam.Reshuffle()
            made = made | beam.FlatMap(values).with_output_types(tuple[int, bytes])
            made | beam.GroupByKey() | beam.Map(fail)

    with pytest.raises(RuntimeError, match=r"a worker process died \(signal 9\)|ZeroDivisionError"):
        run()


def test_little_is_on_its_way_at_a_time() -> None:
    """What is set are private names of Beam's: a connection of another release must heed them too."""
    keep_queues_short()
    keep_queues_short()
    channel = data_plane._GrpcDataChannel()
    queues = [channel._to_send, channel._pending_send, channel._receiving_queue("bundle")]
    stream = channel.output_stream("bundle", "transform")
    stream.write(bytes(1 << 20))
    stream.maybe_flush()
    assert stream.size() == 0
    channel.close()
    assert [queue.max_bytes for queue in queues] == [2 << 20] * 3


def test_a_piece_that_cannot_be_made_fails_the_worker() -> None:
    """It would wait for the rest for ever."""
    failed: list[Exception] = []

    class Connection:
        def output_stream(self, *_: str) -> Any:
            return self

        def write(self, data: bytes) -> None:
            pass

        def maybe_flush(self) -> None:
            pass

    def pieces() -> Iterator[bytes]:
        yield b"one"
        raise ValueError("no more")

    sender = _DataConnection(Connection(), failed.append).output_stream("bundle", "transform")
    sender.write(Pieces(pieces()))
    sender.close()
    sender.join()
    assert [str(error) for error in failed] == ["no more"]
