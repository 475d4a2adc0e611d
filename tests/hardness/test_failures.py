"""A disk that is full, a stop, a model that is gone: one clear line, no half file, and a rerun completes."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli import DONE, USAGE, WRONG_DATA, main
from pipeline.ending import reason_of
from pipeline.records import read_records
from schemas.records import DeadLetter, Story
from tests.hostile.running import ROOT, newswire
from tests.wire_days import shuffled, spread, wire_day
from transforms.formats import Hints
from transforms.output import KINDS
from transforms.reading import InputChangedError, Span, SpanReader


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wire")
    spread(shuffled(wire_day(6, 300), 6), folder, 6)
    return folder


def ran(*arguments: object, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    command = newswire("run", *arguments, "--no-annotate")
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=before, timeout=120
    )


def whole_files_only(output: Path) -> bool:
    """Whether every file under a final name can be read to its end, and no other is left."""
    for record, kind in KINDS.items():
        assert all(path.suffix == ".avro" for path in (output / kind).glob("*"))
        list(read_records(output, record))
    return not (output / "_tmp").exists()


def test_a_file_that_may_not_grow(wire: Path, tmp_path: Path) -> None:
    """As on a full disk, a write fails in the middle of a file."""
    output = tmp_path / "out"
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))  # noqa: E731
    done = ran(wire, "--output", output, "--direct_num_workers", 2, before=small)
    assert done.returncode == WRONG_DATA
    assert done.stderr.count("\n") == 1
    assert "File too large; raise the limit" in done.stderr
    assert whole_files_only(output)
    assert ran(wire, "--output", output, "--resume").returncode == DONE
    assert main(["validate", str(output)]) == DONE


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a file system of its own cannot be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_and_a_disk_that_is_read_only(wire: Path, small_disk: Path) -> None:
    done = ran(wire, "--output", small_disk / "out", "--codec", "null")
    assert (done.returncode, done.stderr.count("\n")) == (WRONG_DATA, 1)
    assert "No space left on device; free some space; then run again with --resume" in done.stderr
    assert whole_files_only(small_disk / "out")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = ran(wire, "--output", small_disk / "other")
    assert (done.returncode, done.stderr.count("\n")) == (USAGE, 1)
    assert "cannot be written to (Read-only file system)" in done.stderr


def test_an_output_without_permission(wire: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (tmp_path / "locked").mkdir(mode=0o555)
    done = ran(wire, "--output", tmp_path / "locked" / "out")
    assert (done.returncode, done.stderr.count("\n")) == (USAGE, 1)
    assert "Permission denied" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_one_line_and_a_rerun_completes(wire: Path, tmp_path: Path, number: signal.Signals) -> None:
    output = tmp_path / "out"
    command = newswire("run", wire, "--output", output, "--direct_num_workers", 2, "--no-annotate")
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while not (output / "manifests" / "begun").exists():
        time.sleep(0.02)
    time.sleep(1.0)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    if process.returncode != DONE:  # else it was faster
        assert process.returncode == WRONG_DATA
        line = f"newswire: stopped by {number.name}; run again with --resume to go on\n"
        assert said.decode() == line
        assert not any((output / "manifests").glob("manifest-*"))
        assert ran(wire, "--output", output, "--resume").returncode == DONE
    assert main(["validate", str(output)]) == DONE


def test_a_model_that_fails_to_load_in_a_worker(tmp_path: Path, tale: bytes) -> None:
    """It is there when the run begins and gone when a worker loads it: what the worker says is one line."""
    (tmp_path / "a.txt").write_bytes(tale)
    text = (
        "RuntimeError: Traceback (most recent call last):\n  File 'x', line 1\n"
        "transforms.spacy_models.ModelError: There is no spaCy model 'gone' [while running 'Annotate']\n\n"
    )
    assert reason_of(RuntimeError(text)) == "There is no spaCy model 'gone'"
    empty = tmp_path / "model"
    empty.mkdir()
    command = newswire("run", tmp_path / "a.txt", "--output", tmp_path / "out", "--model", f"en={empty}")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (USAGE, 1)
    assert "cannot be loaded as a spaCy model" in done.stderr


def test_a_file_name_may_be_any_bytes(tmp_path: Path, tale: bytes) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(tale)
    (tmp_path / "in" / os.fsdecode(b"\xff\xfe.txt")).write_bytes(tale.replace(b"212", b"99"))
    assert ran(tmp_path / "in", "--output", tmp_path / "out").returncode == DONE
    assert len(list(read_records(tmp_path / "out", Story))) == 2
    assert list(read_records(tmp_path / "out", DeadLetter)) == []


def test_an_input_that_vanishes_or_shrinks_between_the_readings_is_said(tmp_path: Path, tale: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(tale)
    for span in (Span(str(path), 0, 2, 0, "plain-text"), Span(str(path), 0, 2)):
        with pytest.raises(InputChangedError, match="changed while it was read"):
            list(SpanReader(lambda name: Path(name).open("rb"), Hints(), None).read(span))
    path.unlink()
    for span in (Span(str(path), 0, 1, 0, "plain-text"), Span(str(path), 0, 1)):
        with pytest.raises(InputChangedError, match="No such file"):
            list(SpanReader(lambda name: Path(name).open("rb"), Hints(), None).read(span))
