"""When a file is taken from a watched folder: whole, once, and again with new content."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.watch import Watcher
from tests.streaming.jobs import drop


def names(watcher: Watcher, now: float) -> list[str]:
    return [Path(found.path).name for found in watcher.look(now)]


def written(path: Path, data: bytes, at: float) -> None:
    path.write_bytes(data)
    os.utime(path, (at, at))


def test_a_file_is_taken_when_it_has_stood_still_and_only_once(tmp_path: Path) -> None:
    watcher = Watcher(str(tmp_path), settle=2.0)
    written(tmp_path / "a.txt", b"half", at=100.0)
    assert names(watcher, 101.0) == []
    assert names(watcher, 101.9) == []
    assert names(watcher, 102.0) == ["a.txt"]
    assert names(watcher, 110.0) == []


def test_a_file_that_grows_is_not_whole(tmp_path: Path) -> None:
    watcher = Watcher(str(tmp_path), settle=2.0)
    written(tmp_path / "a.txt", b"half", at=100.0)
    assert names(watcher, 101.0) == []
    written(tmp_path / "a.txt", b"half and more", at=101.5)
    assert names(watcher, 102.5) == []
    assert names(watcher, 103.5) == ["a.txt"]


def test_a_file_whose_clock_runs_ahead_is_taken_when_it_was_seen_to_stand_still(tmp_path: Path) -> None:
    watcher = Watcher(str(tmp_path), settle=2.0)
    written(tmp_path / "a.txt", b"x", at=9_000.0)
    assert names(watcher, 100.0) == []
    assert names(watcher, 9_002.0) == ["a.txt"]


@pytest.mark.skipif(not Path("/proc/sys/fs/inotify").is_dir(), reason="renames are told by inotify, on Linux")
def test_a_file_renamed_in_is_taken_at_once(tmp_path: Path) -> None:
    watcher = Watcher(str(tmp_path), settle=3_600.0)
    drop(tmp_path, "a.txt", b"whole")
    (tmp_path / "b.txt").write_bytes(b"perhaps half")
    found = [Path(f.path).name for f in watcher.look()]
    assert found == ["a.txt"]


def test_the_same_name_with_new_content_is_taken_again(tmp_path: Path) -> None:
    watcher = Watcher(str(tmp_path), settle=0.0)
    written(tmp_path / "a.txt", b"one", at=100.0)
    assert names(watcher, 101.0) == ["a.txt"]
    written(tmp_path / "a.txt", b"two", at=102.0)
    assert names(watcher, 103.0) == ["a.txt"]


def test_hidden_files_are_passed_over_and_folders_below_are_read(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    written(tmp_path / "below" / "a.txt", b"x", at=100.0)
    written(tmp_path / ".a.txt.part", b"x", at=100.0)
    assert names(Watcher(str(tmp_path), settle=0.0), 101.0) == ["a.txt"]


def test_a_glob_and_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    watcher = Watcher(str(tmp_path / "feed" / "*.xml"), settle=0.0)
    assert names(watcher, 99.0) == []
    (tmp_path / "feed").mkdir()
    written(tmp_path / "feed" / "a.xml", b"x", at=100.0)
    written(tmp_path / "feed" / "a.txt", b"x", at=100.0)
    assert names(watcher, 101.0) == ["a.xml"]
