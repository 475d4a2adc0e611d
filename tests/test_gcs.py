"""Batch runs on Google Cloud Storage, through a fake that fails: the same answer as on local files."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.cli import DONE, WRONG_DATA, main
from pipeline.records import read_records
from schemas.records import DeadLetter, Duplicate, Story
from tests.emulators.gcs_fake import Gcs, need_gcs, running_gcs
from transforms.manifest import read_manifests
from transforms.storage import Location, location

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"


@pytest.fixture
def gcs() -> Iterator[Gcs]:
    need_gcs()
    with running_gcs() as fake:
        yield fake


def day(folder: Path) -> Path:
    """The sample day in plain files, a .gz, a .zip and a .tar.gz, and something that is no story."""
    files = [path for path in sorted(SAMPLES.rglob("*")) if path.is_file()]
    (folder / "plain").mkdir(parents=True)
    for number, path in enumerate(files[::2]):
        (folder / "plain" / f"{number:03d}-{path.name}").write_bytes(path.read_bytes())
    rest = files[1::2]
    (folder / "one.gz").write_bytes(gzip.compress(rest[0].read_bytes()))
    with zipfile.ZipFile(folder / "some.zip", "w") as archive:
        for path in rest[1:10]:
            archive.write(path, path.name)
    with tarfile.open(folder / "more.tar.gz", "w:gz") as archive:
        for number, path in enumerate(rest[10:]):
            entry = tarfile.TarInfo(f"{number:03d}-{path.name}")
            entry.size = path.stat().st_size
            archive.addfile(entry, io.BytesIO(path.read_bytes()))
    (folder / "plain" / "photo").write_bytes(bytes.fromhex("ffd8ffe0") + bytes(range(256)))
    return folder


def records(output: Location, base: str) -> list[object]:
    """All records, their sources named from the base; in no order."""
    found: list[Story | Duplicate | DeadLetter] = [
        *read_records(output, Story),
        *read_records(output, Duplicate),
        *read_records(output, DeadLetter),
    ]
    moved = [replace(r, source=replace(r.source, uri=r.source.uri.removeprefix(base))) for r in found]
    return sorted(moved, key=repr)


def test_a_day_through_faults_is_the_same_as_on_local_files(gcs: Gcs, tmp_path: Path) -> None:
    folder = day(tmp_path / "in")
    assert main(["run", str(folder), "--output", str(tmp_path / "out"), "--no-annotate"]) == DONE
    gcs.put_tree(folder, "in")
    output = location("gs://newsroom/out")

    gcs.fail(0.2, seed=11)
    inputs = [f"gs://newsroom/in/{name}" for name in ("*.gz", "some.zip", "plain")]
    assert main(["run", *inputs, "--output", str(output), "--no-annotate"]) == DONE
    assert main(["validate", str(output)]) == DONE
    faults = gcs.faults()
    gcs.fail()
    assert sum(faults.values()) - faults["calls"] > 0.1 * faults["calls"]

    expected = records(tmp_path / "out", f"{folder}/")
    assert records(output, "gs://newsroom/in/") == expected
    assert len({r.record_id for r in read_records(output, Story)}) == len([*read_records(output, Story)])
    (ours,), (theirs,) = read_manifests(output), read_manifests(tmp_path / "out")
    assert ours.counts == theirs.counts
    listed = {"manifests", *(entry.name for entry in ours.files)}
    assert {n.removeprefix("out/") for n in gcs.names("out/") if "manifests/" not in n} == listed - {
        "manifests"
    }


def test_everything_that_reads_an_output_reads_it_there(
    gcs: Gcs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    local = tmp_path / "out"
    assert main(["run", str(SAMPLES / "ninjs"), "--output", str(local), "--no-annotate"]) == DONE
    gcs.put_tree(local, "out")
    capsys.readouterr()

    assert main(["show", "gs://newsroom/out", "--json"]) == DONE
    shown = capsys.readouterr().out
    assert main(["show", str(local), "--json"]) == DONE
    assert capsys.readouterr().out == shown
    (avro,) = gcs.names("out/stories/")
    assert main(["show", f"gs://newsroom/{avro}", "--json", "--limit", "1"]) == DONE
    assert json.loads(capsys.readouterr().out) == json.loads(shown.splitlines()[0])

    assert main(["export", "gs://newsroom/out", "--to", "jsonl", "-o", "gs://newsroom/day.jsonl"]) == DONE
    assert len(gcs.bucket.blob("day.jsonl").download_as_bytes().splitlines()) == len(shown.splitlines())
    for _ in range(2):  # a page of the same name is replaced
        assert main(["report", "gs://newsroom/out", "-o", "gs://newsroom/report.html"]) == DONE
    assert b"<!doctype html>" in gcs.bucket.blob("report.html").download_as_bytes()[:100].lower()

    compact = ["--to", "gs://newsroom/view", "--as-of", "2026-03-14T00:00Z"]
    assert main(["compact", "gs://newsroom/out", *compact]) == DONE
    assert main(["validate", "gs://newsroom/view"]) == DONE
    assert gcs.names("view/stories/")


def test_an_output_stands_once_and_is_replaced_when_asked(gcs: Gcs, tmp_path: Path) -> None:
    arguments = ["run", str(SAMPLES / "nitf"), "--output", "gs://newsroom/out", "--no-annotate"]
    assert main(arguments) == DONE
    before = gcs.names("out/")
    assert main(arguments) == 2
    assert main([*arguments, "--overwrite"]) == DONE
    assert gcs.names("out/") == before


def test_what_is_refused_in_the_midst_of_a_run_is_said_last(gcs: Gcs) -> None:
    gcs.fail(status=403, method="POST", after=1)  # what is tried before the run is allowed, and nothing more
    arguments = ["--output", "gs://newsroom/out", "--no-annotate", "--direct_num_workers", "1"]
    command = [sys.executable, "-m", "pipeline", "run", str(SAMPLES / "nitf"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == WRONG_DATA
    assert done.stderr.startswith("newswire: gs://newsroom/out/")
    assert "not allowed (403)" in done.stderr
    assert done.stderr.count("\n") == 1  # of several worker processes, each prints its traceback before it
    gcs.fail()
    assert gcs.names("out/") == []
