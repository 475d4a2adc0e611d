"""SIGKILL at random moments, then `--resume`: the same records as of a run that nobody disturbed.

`NEWSWIRE_BATCH_KILLS` and `NEWSWIRE_BATCH_STORIES` say how many, of how much: five and a thousand in the
suite, 20 and 5,000 by `make batch-kills`.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Final

import pytest

from pipeline.cli import DONE, USAGE, main
from pipeline.records import read_records
from schemas.records import DeadLetter, Duplicate, Story
from tests.hostile.running import ROOT, newswire
from tests.wire_days import shuffled, spread, wire_day
from transforms.manifest import read_manifests
from transforms.output import KINDS

KILLS: Final = int(os.environ.get("NEWSWIRE_BATCH_KILLS", "5"))
STORIES: Final = int(os.environ.get("NEWSWIRE_BATCH_STORIES", "1000"))


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wire")
    spread(shuffled(wire_day(5, STORIES), 5), folder, 5)
    (folder / "broken.xml").write_bytes(b"<?xml version='1.0'?><nitf><head>")
    return folder


@pytest.fixture(scope="module")
def small_wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough for two shards."""
    folder = tmp_path_factory.mktemp("small-wire")
    spread(shuffled(wire_day(7, 300), 7), folder, 7)
    return folder


def files(output: Path) -> dict[str, bytes]:
    """Names and bytes of all files of stories and duplicates."""
    kinds = (KINDS[Story], KINDS[Duplicate])
    return {f"{kind}/{f.name}": f.read_bytes() for kind in kinds for f in (output / kind).glob("*")}


def start(wire: Path, output: Path, *more: str) -> subprocess.Popen[bytes]:
    command = newswire("run", wire, "--output", output, "--no-annotate", "--direct_num_workers", 2, *more)
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def workers_of(pid: int) -> set[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return {int(line) for line in found.stdout.split()}


def gone(pids: set[int]) -> bool:
    """Whether none of them runs any more; one that is still importing ends when it has done that."""
    for _ in range(300):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False


def test_a_killed_run_is_resumed_to_the_same_records(wire: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    assert start(wire, tmp_path / "whole").wait() == DONE
    life = time.monotonic() - began
    whole, output = files(tmp_path / "whole"), tmp_path / "killed"
    chance = random.Random(20260312)
    kills = finished = 0
    while kills < KILLS:
        process = start(wire, output, "--resume")
        time.sleep(chance.uniform(0.1, 1.0) * life)
        workers = workers_of(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert gone(workers)
        kills += 1
        if any(read_manifests(output)):  # it was done before the kill: begin another
            assert main(["run", str(wire), "--output", str(output), "--resume"]) == DONE
            assert files(output) == whole
            output, finished = tmp_path / f"killed-{kills}", finished + 1
    assert start(wire, output, "--resume").wait() == DONE
    assert files(output) == whole
    assert main(["validate", str(output)]) == DONE
    assert [d.source.uri for d in read_records(output, DeadLetter)] == [str(wire / "broken.xml")]
    assert not (output / "_tmp").exists()
    assert finished < KILLS


def test_what_stands_is_not_made_again_and_counts_are_the_same(small_wire: Path, tmp_path: Path) -> None:
    wire = small_wire
    whole, output = tmp_path / "whole", tmp_path / "broken-off"
    assert start(wire, whole).wait() == DONE
    assert start(wire, output).wait() == DONE
    (manifest,) = read_manifests(output)
    stories = sorted((output / "stories").iterdir())
    assert len(stories) > 1
    (manifest_file,) = (output / "manifests").iterdir()
    manifest_file.unlink()
    stories[0].unlink()
    begun(wire, output)
    before = {path: path.stat().st_ino for path in stories[1:]}
    assert start(wire, output, "--resume").wait() == DONE
    assert {path: path.stat().st_ino for path in stories[1:]} == before
    assert files(output) == files(whole)
    assert next(read_manifests(output)).counts == manifest.counts
    assert next(read_manifests(output)).tallies == manifest.tallies


def begun(wire: Path, output: Path) -> None:
    """Puts the mark of a run that did not end back, as that run had it."""
    from pipeline.cli import _parser, parse_run
    from pipeline.resume import begin

    arguments = ["run", str(wire), "--output", str(output), "--no-annotate"]
    begin(parse_run(*_parser().parse_known_args(arguments)))


def test_an_unfinished_run_is_named_and_other_input_begins_anew(
    tale: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(tale)
    output = tmp_path / "out"
    begun(tmp_path / "a.txt", output)
    arguments = ["run", str(tmp_path / "a.txt"), "--output", str(output), "--no-annotate"]
    assert main(arguments) == USAGE
    assert "--resume" in capsys.readouterr().err
    (tmp_path / "a.txt").write_bytes(tale.replace(b"212", b"99"))
    assert main([*arguments, "--resume"]) == DONE
    assert "begins anew" in capsys.readouterr().err
    assert main([*arguments, "--resume"]) == DONE
    assert "has ended" in capsys.readouterr().err
    (story,) = read_records(output, Story)
    assert "99" in story.headline
