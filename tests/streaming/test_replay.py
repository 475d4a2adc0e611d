"""What a restart from a checkpoint may decide again, and must not decide otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streaming.jobs import story_bytes
from transforms import Hints, read_messages
from transforms.manifest import SourceEntry
from transforms.steps._stream_process import cluster_run, committed_pieces, is_cluster_run, under_way
from transforms.steps.stream_decide import repeat_verdict
from transforms.stream_commit import CommittedPieces, commit_pieces, sole_writer
from transforms.stream_items import Answer, Asked, Piece, answered, asked, pieces
from transforms.stream_seed import Replayed
from transforms.versions import Repeat


def piece_of(path: Path, number: int) -> Piece:
    path.write_bytes(story_bytes(number))
    source = SourceEntry(uri=str(path), sha256=f"{path.name}", size=path.stat().st_size)
    messages = read_messages(str(path), lambda name: Path(name).open("rb"), Hints(), None)
    (piece,) = pieces(source, messages, Hints(), 0)
    return piece


def question_of(piece: Piece) -> Asked:
    (question,) = asked(piece)
    return question


def as_first(piece: Piece) -> Piece:
    return answered(piece, [Answer(0, ())])


def as_repeat(piece: Piece, of: Piece) -> Piece:
    repeat = Repeat(question_of(piece).head.place, question_of(of).head.record)
    return answered(piece, [Answer(0, (repeat_verdict(repeat),))])


def commit(output: Path, piece: Piece) -> None:
    commit_pieces(output, [piece], "w-0-", "null", "0", ["in"])


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_committed_story_stays_the_first(tmp_path: Path) -> None:
    first, again = piece_of(tmp_path / "first.txt", 1), piece_of(tmp_path / "again.txt", 1)
    commit(tmp_path / "out", as_first(first))
    replayed = Replayed(tmp_path / "out", 0)
    assert replayed.repeats(question_of(first)) == b""
    assert replayed.repeats(question_of(again)) == question_of(first).head.record
    assert replayed.repeats(question_of(piece_of(tmp_path / "other.txt", 2))) is None


def test_a_committed_repeat_stays_a_repeat_though_its_first_is_still_to_come(tmp_path: Path) -> None:
    first, again = piece_of(tmp_path / "first.txt", 1), piece_of(tmp_path / "again.txt", 1)
    commit(tmp_path / "out", as_repeat(again, first))
    replayed = Replayed(tmp_path / "out", 0)
    assert replayed.repeats(question_of(again))
    assert replayed.repeats(question_of(first)) is None


def test_what_is_not_committed_is_decided_by_state(tmp_path: Path) -> None:
    commit(tmp_path / "out", as_first(piece_of(tmp_path / "first.txt", 1)))
    other = piece_of(tmp_path / "other.txt", 2)
    assert Replayed(tmp_path / "out", 0).repeats(question_of(other)) is None


def test_a_source_gives_again_what_was_committed_since_the_state_began(tmp_path: Path) -> None:
    piece = piece_of(tmp_path / "first.txt", 1)
    commit(tmp_path / "out", as_first(piece))
    (manifest,) = (tmp_path / "out/manifests").iterdir()
    written = manifest.stat().st_mtime
    assert piece.key() in CommittedPieces(tmp_path / "out")
    assert piece.key() in committed_pieces(cluster_run(written + 1), str(tmp_path / "out"))
    assert piece.key() not in committed_pieces(cluster_run(written - 1), str(tmp_path / "out"))


def test_another_process_sees_what_one_has_committed(tmp_path: Path) -> None:
    output, piece = tmp_path / "out", piece_of(tmp_path / "first.txt", 1)
    committed = CommittedPieces(output)
    commit(output, as_first(piece))
    assert piece.key() not in committed
    committed.refresh()
    assert piece.key() in committed


def test_whoever_writes_next_ends_what_was_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output, piece = tmp_path / "out", as_first(piece_of(tmp_path / "first.txt", 1))
    with monkeypatch.context() as patch:
        patch.setattr("transforms.stream_commit._finish", killed)
        with pytest.raises(KeyboardInterrupt):
            commit(output, piece)
    assert not (output / "manifests").exists()
    with sole_writer(output):
        assert piece.key() in CommittedPieces(output)
    assert [path.name for path in (output / "_tmp").iterdir()] == []


def test_a_cluster_run_keeps_no_counts_that_nobody_asks_for() -> None:
    run = cluster_run(1.5)
    assert is_cluster_run(run)
    assert not is_cluster_run("0123")
    under = under_way(run)
    under.begin(b"key")
    under.read(b"other")
    assert under.open() == 0
    assert under.snapshot() == {}
