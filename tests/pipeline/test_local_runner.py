"""What a stage gives reaches the workers whole, in pieces, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest

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
