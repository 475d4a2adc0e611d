"""Dead letters read again: what now parses joins once, with the ids that it would have had at first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli import DONE, USAGE, main
from pipeline.records import read_records
from schemas.records import DeadLetter, Duplicate, Story
from tests.hostile._input import story_line
from transforms.manifest import read_manifests


def run(*arguments: object) -> int:
    return main([*map(str, arguments), "--no-annotate"])


def stories(output: Path) -> dict[str, Story]:
    return {story.record_id: story for story in read_records(output, Story)}


@pytest.fixture
def folder(tmp_path: Path, tale: bytes) -> Path:
    """Two good stories; one in a character set that nobody named; a long one; rubbish."""
    into = tmp_path / "in"
    into.mkdir()
    lines = [story_line(name).encode() for name in ("one", "two")]
    lines.insert(1, story_line("três").encode("latin-1"))
    (into / "lines.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    (into / "long.txt").write_bytes(tale + b"And so on. " * 500)
    (into / "rubbish.bin").write_bytes(bytes(range(256)))
    return into


def test_what_now_parses_joins_the_output_once(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert run("run", folder, "--output", output, "--max-message-bytes", 4000) == DONE
    classes = sorted(letter.error_class for letter in read_records(output, DeadLetter))
    assert classes == ["encoding", "limit", "unknown_format"]
    assert run("replay", output, "--encoding", "latin-1") == DONE
    assert main(["validate", str(output)]) == DONE
    at_first = tmp_path / "at-first"
    assert run("run", folder, "--output", at_first, "--encoding", "latin-1") == DONE
    assert len(stories(output)) == 4
    assert stories(output) == stories(at_first)
    manifests = list(read_manifests(output))
    assert sum(len(manifest.replayed) for manifest in manifests) == 2


def test_a_second_replay_adds_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out"
    assert run("run", folder, "--output", output, "--max-message-bytes", 4000) == DONE
    assert run("replay", output) == DONE
    before = sorted(path.name for path in output.rglob("*"))
    for _ in range(2):
        assert run("replay", output) == DONE
        assert "0 stories, 0 duplicates" in capsys.readouterr().out.splitlines()[-1]
    assert sorted(path.name for path in output.rglob("*")) == before


def test_what_the_output_holds_already_is_a_duplicate(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    line = story_line("três")
    (tmp_path / "in" / "a.json").write_bytes(line.encode())
    (tmp_path / "in" / "b.json").write_bytes(line.encode("latin-1"))
    output = tmp_path / "out"
    assert run("run", tmp_path / "in", "--output", output) == DONE
    assert run("replay", output, "--encoding", "latin-1") == DONE
    (story,), (duplicate,) = read_records(output, Story), read_records(output, Duplicate)
    assert duplicate.repeats == story.record_id
    assert main(["validate", str(output)]) == DONE


def test_a_replay_into_another_folder(folder: Path, tmp_path: Path) -> None:
    output, to = tmp_path / "out", tmp_path / "to"
    assert run("run", folder, "--output", output) == DONE
    before = sorted(path.name for path in output.rglob("*"))
    for _ in range(2):
        assert run("replay", output, "--to", to, "--encoding", "latin-1") == DONE
    assert sorted(path.name for path in output.rglob("*")) == before
    assert [story.headline for story in stories(to).values()] == ["Harbour of três closed"]
    assert main(["validate", str(to)]) == DONE


def test_one_item_of_a_message_joins_and_the_others_are_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser that failed on an item is mended."""
    from transforms import formats, reading
    from transforms.formats import ParseError, Reason, format_named

    rss = format_named("rss")

    def broken(data: bytes, hints: object) -> object:
        for number, item in enumerate(rss.parse(data, hints)):  # type: ignore[arg-type]
            yield ParseError(Reason.BAD_VALUE, "not yet") if number == 1 else item

    items = "".join(
        f"<item><title>Harbour {n} closed</title><guid>urn:x:{n}</guid><description>{n}</description></item>"
        for n in range(3)
    )
    path = tmp_path / "feed.xml"
    path.write_text(f"<rss version='2.0'><channel><title>N</title>{items}</channel></rss>", encoding="utf-8")
    output = tmp_path / "out"
    with monkeypatch.context() as patched:
        row = replace(rss, parse=broken)
        patched.setattr(reading, "detect", lambda _: row)
        patched.setitem(formats._BY_NAME, "rss", row)
        assert run("run", path, "--output", output) == DONE
    assert len(stories(output)) == 2
    assert run("replay", output) == DONE
    assert main(["validate", str(output)]) == DONE
    assert sorted(s.headline for s in stories(output).values()) == [f"Harbour {n} closed" for n in range(3)]


def test_a_folder_without_an_output(tmp_path: Path) -> None:
    assert main(["replay", str(tmp_path)]) == USAGE
