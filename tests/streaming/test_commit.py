"""A commit that is cut short at any step is ended by the next start, or has never been."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from apache_beam.transforms.window import IntervalWindow
from apache_beam.utils.windowed_value import PaneInfo, PaneInfoTiming

from pipeline.records import read_records
from pipeline.validate import problems
from schemas.records import DeadLetter, Story
from tests.streaming.jobs import story_bytes
from transforms import stream_commit
from transforms.formats import Hints
from transforms.manifest import SourceEntry, read_manifests
from transforms.reading import read_messages
from transforms.steps._packed import pack
from transforms.steps.stream_commit import StreamOutput, _Commit
from transforms.storage import Location
from transforms.stream_commit import CommittedPieces, commit_pieces, recover
from transforms.stream_items import Piece, pieces


def opener(path: str) -> Any:
    return Path(path).open("rb")


def pieces_of(path: Path, data: bytes) -> list[Piece]:
    path.write_bytes(data)
    source = SourceEntry(uri=str(path), sha256=f"{hash(data)}", size=len(data), modified=1)
    return list(pieces(source, read_messages(str(path), opener, Hints(), None), Hints(), arrived=10**15))


def window(folder: Path) -> list[Piece]:
    folder.mkdir(exist_ok=True)
    good = pieces_of(folder / "a.txt", story_bytes(1))
    return good + pieces_of(folder / "b.txt", story_bytes(2)) + pieces_of(folder / "c.txt", b"")


def commit(output: Location, some: list[Piece]) -> None:
    commit_pieces(output, some, "20260312T090000000Z-00000-0-", "deflate", "0", ["in"])


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the program catches it."""


def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """The step-th change of a name in the file system is the last; gives how many there were."""
    steps = 0

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def change(*args: Any, **kwargs: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == step:
                raise Killed
            return original(*args, **kwargs)

        return change

    for owner, name in ((Path, "rename"), (Path, "unlink"), (os, "fsync")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    return lambda: steps


def steps_of_a_commit(tmp_path: Path) -> int:
    with pytest.MonkeyPatch.context() as patch:
        count = killed_at(-1, patch)
        commit(tmp_path / "count", window(tmp_path / "in"))
        return count()


def test_a_kill_at_any_step_leaves_all_or_nothing(tmp_path: Path) -> None:
    steps = steps_of_a_commit(tmp_path)
    assert steps > 10
    outcomes = set()
    for step in range(1, steps + 1):
        output = tmp_path / f"out{step}"
        with pytest.MonkeyPatch.context() as patch:
            killed_at(step, patch)
            with pytest.raises(Killed):
                commit(output, window(tmp_path / "in"))
        recover(output)
        left = [piece for piece in window(tmp_path / "in") if piece.key() not in CommittedPieces(output)]
        assert len(left) in (0, 3)
        outcomes.add(len(left))
        if left:
            commit(output, left)
        assert list(problems(output)) == []
        assert len(list(read_records(output, Story))) == 2
        assert len(list(read_records(output, DeadLetter))) == 1
        assert list((output / "_tmp").iterdir()) == []
    assert outcomes == {0, 3}


def test_recovery_may_be_killed_too(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with pytest.MonkeyPatch.context() as patch:
        killed_at(steps_of_a_commit(tmp_path) - 3, patch)
        with pytest.raises(Killed):
            commit(output, window(tmp_path / "in"))
    for step in range(1, 12):
        with pytest.MonkeyPatch.context() as patch:
            killed_at(step, patch)
            try:
                recover(output)
            except Killed:
                continue
    recover(output)
    assert list(problems(output)) == []
    assert sum(m.counts.messages for m in read_manifests(output)) == 3


def test_a_commit_that_was_made_again_without_it_is_not_made_good(tmp_path: Path) -> None:
    """As where a bucket obeys the last call of a killed process after its successor has begun."""
    some = window(tmp_path / "in")
    for step in range(1, steps_of_a_commit(tmp_path)):
        output = tmp_path / f"out{step}"
        with pytest.MonkeyPatch.context() as patch:
            killed_at(step, patch)
            with pytest.raises(Killed):
                commit(output, some)
        if list((output / "_tmp").glob("intent-*")):
            break
    assert not (output / "stories").exists()
    (output / "_tmp").rename(tmp_path / "late")
    commit_pieces(output, some[:2], "20260312T090001000Z-00000-0-", "deflate", "0", ["in"])
    shutil.rmtree(output / "_tmp")
    (tmp_path / "late").rename(output / "_tmp")
    assert recover(output) == []
    assert list(problems(output)) == []
    assert sum(m.counts.messages for m in read_manifests(output)) == 2


def test_one_piece_in_two_windows_at_once_is_committed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit to a bucket takes as long as a window."""
    output = tmp_path / "out"
    to = StreamOutput(run="twice", output=str(output), codec="deflate", version="0", inputs=("in",))
    packed = [pack(piece) for piece in window(tmp_path / "in")]
    original = commit_pieces

    def slow(*arguments: Any) -> Any:
        time.sleep(0.3)
        return original(*arguments)

    monkeypatch.setattr("transforms.steps.stream_commit.commit_pieces", slow)

    def process(start: int) -> list[Any]:
        step = _Commit(to, "")
        step.setup()
        pane = PaneInfo(True, True, PaneInfoTiming.ON_TIME, 0, 0)
        return list(step.process((0, packed), IntervalWindow(start, start + 60), pane))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(process, (0, 60)))
    assert list(problems(output)) == []
    assert sum(m.counts.messages for m in read_manifests(output)) == 3


def test_a_rename_that_fails_is_tried_again_and_then_stops_the_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_commit, "RETRIES", (0.0, 0.0))
    rename, failures = Path.rename, [3]

    def failing(self: Path, target: Path) -> Path:
        if failures[0] > 0:
            failures[0] -= 1
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="Input/output"):
        commit(tmp_path / "out", window(tmp_path / "in"))
    failures[0] = 2
    commit(tmp_path / "again", window(tmp_path / "in"))
    assert list(problems(tmp_path / "again")) == []


def test_the_same_pieces_in_another_order_give_the_same_files(tmp_path: Path) -> None:
    commit(tmp_path / "one", window(tmp_path / "in"))
    commit(tmp_path / "two", window(tmp_path / "in")[::-1])
    files = {path.name: path.read_bytes() for path in (tmp_path / "one").glob("*/*")}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "two").glob("*/*")}
    assert len(files) == 3


def test_a_file_is_whole_only_when_all_of_its_pieces_are_committed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    lines = b"".join(
        b'{"uri": "urn:x:%d", "version": "1", "headline": "Ship %d", "body_text": "Ship %d came."}\n'
        % (n, n, n)
        for n in range(150)
    )
    parts = pieces_of(tmp_path / "in" / "a.jsonl", lines)
    assert [piece.messages for piece in parts] == [64, 64, 22]
    assert [piece.source.last for piece in parts] == [False, False, True]
    key = (parts[0].source.uri, parts[0].source.size, parts[0].source.modified)
    commit(tmp_path / "out", [parts[0], parts[2]])
    assert not CommittedPieces(tmp_path / "out").whole(*key)
    commit(tmp_path / "out", [parts[1]])
    assert CommittedPieces(tmp_path / "out").whole(*key)
    assert not CommittedPieces(tmp_path / "out").whole(key[0], key[1] + 1, key[2])
