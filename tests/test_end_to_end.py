"""The whole line on the local runner: the command line in, Avro and manifest read back."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import fastavro
import pytest

from pipeline.cli import DONE, USAGE, WRONG_DATA, main
from pipeline.records import read_records
from pipeline.sources import LARGE_INPUT_BYTES, input_parts
from schemas.records import DeadLetter, Duplicate, Story
from transforms.manifest import Manifest, read_manifests
from transforms.scan import BLOCK_MESSAGES

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb") + bytes(range(256)) * 4


def run(*arguments: object) -> int:
    return main(["run", *map(str, arguments)])


def manifest_of(output: Path) -> Manifest:
    (manifest,) = read_manifests(output)
    return manifest


def ids(output: Path) -> list[str]:
    return sorted(story.record_id for story in read_records(output, Story))


def contents(output: Path) -> list[tuple[str, bytes]]:
    """Names and bytes of the files of stories."""
    return [(file.name, file.read_bytes()) for file in sorted((output / "stories").iterdir())]


@pytest.fixture(scope="module")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("samples") / "out"
    assert run(SAMPLES, "--output", output, "--direct_num_workers", 2) == DONE
    return output


def test_every_sample_comes_out_and_the_accounting_holds(sample_run: Path) -> None:
    assert main(["validate", str(sample_run)]) == DONE
    counts = manifest_of(sample_run).counts
    assert counts.dead_letters == {}
    assert counts.messages == counts.ends()
    kinds = [*read_records(sample_run, Story), *read_records(sample_run, Duplicate)]
    read = {Path(record.source.uri.partition("!/")[0]) for record in kinds}
    assert read == {path for path in SAMPLES.rglob("*") if path.is_file()}


def test_one_worker_gives_the_same_files_as_two(sample_run: Path, tmp_path: Path) -> None:
    """Not only the same record ids: the same names and the same bytes."""
    assert run(SAMPLES, "--output", tmp_path / "one", "--direct_num_workers", 1) == DONE
    assert contents(tmp_path / "one") == contents(sample_run)
    assert ids(tmp_path / "one") == ids(sample_run)


def test_a_large_archive_in_one_stream_is_read_by_both_workers_to_the_same_files(tmp_path: Path) -> None:
    archive = tmp_path / "archive.jsonl.gz"
    with gzip.open(archive, "wb", compresslevel=0) as packed:
        for number in range(3 * BLOCK_MESSAGES):
            story = json.dumps({"headline": f"Story {number // 2}", "body_text": f"Body {number // 2}."})
            packed.write(story.encode().ljust(LARGE_INPUT_BYTES // (3 * BLOCK_MESSAGES)) + b"\n")
    assert len(list(input_parts(str(archive), 2))) == 2
    for workers in (1, 2):
        output = tmp_path / str(workers)
        options = ("--no-annotate", "--direct_num_workers", workers)
        assert run(archive, "--output", output, *options) == DONE
        assert manifest_of(output).counts.messages == 3 * BLOCK_MESSAGES
        assert main(["validate", str(output)]) == DONE
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_a_hostile_folder_costs_no_good_story(tmp_path: Path, tale: bytes) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_bytes(tale)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.jpg").write_bytes(JPEG)
    (folder / "cut.xml").write_bytes(b'<?xml version="1.0"?><newsItem guid="urn:x" version="1"><itemMeta>')
    (folder / "cut.txt.gz").write_bytes(gzip.compress(tale * 50)[:-30])
    assert run(folder, "--output", tmp_path / "out") == DONE
    (story,) = read_records(tmp_path / "out", Story)
    assert story.headline == "Ferry runs aground off Port Ellery, 212 rescued"
    letters = {Path(d.source.uri).name: d.error_class for d in read_records(tmp_path / "out", DeadLetter)}
    assert letters == {
        "empty.txt": "empty",
        "picture.jpg": "unknown_format",
        "cut.xml": "truncated",
        "cut.txt.gz": "truncated",
    }
    assert main(["validate", str(tmp_path / "out")]) == DONE


def test_a_dead_letter_keeps_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "picture.jpg").write_bytes(JPEG)
    assert run(tmp_path / "picture.jpg", "--output", tmp_path / "out") == DONE
    (letter,) = read_records(tmp_path / "out", DeadLetter)
    assert letter.raw == JPEG
    assert letter.raw_length == len(JPEG)


def test_the_same_story_from_two_files_is_one_story_and_one_duplicate(tmp_path: Path, tale: bytes) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_bytes(tale)
    assert run(tmp_path / "*.txt", "--output", tmp_path / "out") == DONE
    (story,) = read_records(tmp_path / "out", Story)
    (duplicate,) = read_records(tmp_path / "out", Duplicate)
    assert story.source.uri.endswith("a.txt")
    assert duplicate.source.uri.endswith("b.txt")
    assert duplicate.repeats == story.record_id


def test_archives_and_compressed_files_are_read_as_streams(tmp_path: Path, tale: bytes) -> None:
    other = tale.replace(b"212", b"99")
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(tale))
    with tarfile.open(tmp_path / "b.tar.bz2", "w:bz2") as archive:
        entry = tarfile.TarInfo("day/c.txt")
        entry.size = len(other)
        archive.addfile(entry, io.BytesIO(other))
    assert run(tmp_path, "--output", tmp_path.parent / "out") == DONE
    uris = {Path(s.source.uri).name for s in read_records(tmp_path.parent / "out", Story)}
    assert uris == {"a.txt.gz", "c.txt"}
    sources = {s.source.uri for s in read_records(tmp_path.parent / "out", Story)}
    assert str(tmp_path / "b.tar.bz2") + "!/day/c.txt" in sources


def test_avro_carries_real_timestamps_and_the_codec_asked_for(tmp_path: Path, tale: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(tale.replace(b"News\n", b"News\nPosted: March 12, 2026 9:30 AM\n"))
    assert run(tmp_path / "a.txt", "--output", tmp_path / "out", "--codec", "snappy") == DONE
    (path,) = (tmp_path / "out" / "stories").iterdir()
    with path.open("rb") as stream:
        reader = fastavro.reader(stream)
        (row,) = reader
        assert reader.codec == "snappy"
    assert row["first_created"].isoformat() == "2026-03-12T09:30:00+00:00"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "--output", "out"], "nowhere: no such file or folder"),
        (["*.nothing", "--output", "out"], "no such file or folder"),
        (["s3://bucket/x", "--output", "out"], "s3:// is not read"),
        (["{samples}", "--output", "{file}"], "not a folder"),
        (["{samples}", "--output", "out", "--timezone", "Mars/Olympus"], "no such zone"),
        (["{samples}", "--output", "out", "--separator", "("], "--separator"),
        (["{samples}", "--output", "out", "--map", "headline"], "expected NAME=VALUE"),
        (["{samples}", "--output", "out", "--no_such_option=1"], "unknown option"),
        (["{samples}", "--output", "out", "--model", "en=no_such_model"], "no_such_model"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    names = {"samples": str(SAMPLES / "plain-text"), "file": "file"}
    assert main(["run", *(argument.format(**names) for argument in arguments)]) == USAGE
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_an_earlier_run_is_not_overwritten_unless_asked(
    tmp_path: Path, tale: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(tale)
    (tmp_path / "b.txt").write_bytes(tale.replace(b"212", b"99"))
    output = tmp_path / "out"
    assert run(tmp_path / "a.txt", "--output", output) == DONE
    first = ids(output)
    assert run(tmp_path / "b.txt", "--output", output) == USAGE
    assert "--overwrite" in capsys.readouterr().err
    assert ids(output) == first
    assert run(tmp_path / "b.txt", "--output", output, "--overwrite") == DONE
    assert ids(output) != first


def test_validate_finds_what_is_off(tmp_path: Path, tale: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(tale)
    output = tmp_path / "out"
    assert run(tmp_path / "a.txt", "--output", output) == DONE
    (path,) = (output / "stories").iterdir()
    (output / "stories" / "stories-99999-000000000000.avro").write_bytes(path.read_bytes())
    assert main(["validate", str(output)]) == WRONG_DATA
    assert "in no manifest" in capsys.readouterr().err
    path.unlink()
    assert main(["validate", str(output)]) == WRONG_DATA
    assert main(["validate", str(tmp_path)]) == USAGE


def test_show_prints_stories_for_people_and_for_programs(
    sample_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(sample_run), "--json", "--limit", "3"]) == DONE
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 3
    assert set(rows[0]) == set(Story.__struct_fields__)
    assert main(["show", str(sample_run), "--limit", "1"]) == DONE
    text = capsys.readouterr().out
    assert rows[0]["headline"] in " ".join(text.split())
    assert "\x1b" not in text
