"""Files appear whole under a name made from what is in them, or not at all; the manifest adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.avro import read_avro
from schemas.records import Story
from transforms.manifest import Counts, commit_manifest, make_manifest, read_manifests
from transforms.output import CODECS, AvroFile, Receipt, publish_text
from transforms.storage.writing import TEMPORARY

STORIES = [Story(record_id=f"{i:032x}", headline=f"Story {i}", body="word " * 400) for i in range(300)]


def written(output: Path, stories: list[Story], codec: str = "deflate") -> Receipt:
    file = AvroFile(output, Story, codec)
    file.write(stories)
    return file.commit(7)


@pytest.mark.parametrize("codec", CODECS)
def test_records_come_back(tmp_path: Path, codec: str) -> None:
    receipt = written(tmp_path, STORIES, codec)
    assert list(read_avro(tmp_path / receipt.name, Story)) == STORIES
    assert receipt.records == len(STORIES)
    assert receipt.length == (tmp_path / receipt.name).stat().st_size


def test_the_same_records_give_the_same_name_and_bytes(tmp_path: Path) -> None:
    one, two = written(tmp_path / "a", STORIES), written(tmp_path / "b", STORIES)
    assert one == two
    assert (tmp_path / "a" / one.name).read_bytes() == (tmp_path / "b" / two.name).read_bytes()
    assert written(tmp_path / "c", STORIES[1:]).name != one.name


def test_nothing_has_a_final_name_before_commit(tmp_path: Path) -> None:
    file = AvroFile(tmp_path, Story, "deflate")
    file.write(STORIES)
    assert not (tmp_path / "stories").exists()
    assert len(list((tmp_path / TEMPORARY).iterdir())) == 1
    file.discard()
    assert list((tmp_path / TEMPORARY).iterdir()) == []


def test_a_name_that_stands_is_left_as_it_is(tmp_path: Path) -> None:
    receipt = written(tmp_path, STORIES)
    before = (tmp_path / receipt.name).stat()
    assert written(tmp_path, STORIES) == receipt
    assert (tmp_path / receipt.name).stat().st_ino == before.st_ino
    assert list((tmp_path / TEMPORARY).iterdir()) == []


def test_text_is_published_whole(tmp_path: Path) -> None:
    publish_text(tmp_path, "manifests/x.json", "{}")
    assert (tmp_path / "manifests/x.json").read_text() == "{}"


def test_a_manifest_groups_its_counts_and_is_named_by_them(tmp_path: Path) -> None:
    tally = {"messages": 6, "stories": 2, "duplicates": 1, "skipped.picture": 2, "dead_letters.empty": 1}
    tally |= {"format.nitf": 2, "entity.place St. Ives": 1, "words": 9}
    receipts = [Receipt("stories/b", 1, 10), Receipt("stories/a", 1, 10)]
    manifest = make_manifest("0.1", ["in"], tally, receipts)
    assert manifest.counts == Counts(
        messages=6, stories=2, duplicates=1, skipped={"picture": 2}, dead_letters={"empty": 1}
    )
    assert manifest.counts.ends() == 6
    assert manifest.tallies == {"total": {"words": 9}, "entity": {"place St. Ives": 1}, "format": {"nitf": 2}}
    assert [entry.name for entry in manifest.files] == ["stories/a", "stories/b"]
    name = commit_manifest(tmp_path, manifest)
    assert commit_manifest(tmp_path, manifest) == name
    assert list(read_manifests(tmp_path)) == [manifest]
