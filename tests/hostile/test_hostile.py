"""All hostile inputs, through the whole pipeline in one run: each comes to its own end, in bounded memory."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import pytest

from pipeline.cli import DONE, main
from pipeline.records import read_records
from schemas.records import DeadLetter, Duplicate, Story
from tests.hostile import HOSTILE, Hostile
from tests.hostile.pages import ATTACKS
from tests.hostile.running import Ran, run_newswire
from transforms.manifest import read_manifests
from transforms.parse import DEAD_LETTER_BYTES

MOST_MB: Final = 1_536


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    base = tmp_path_factory.mktemp("hostile")
    folder, output = base / "in", base / "out"
    folder.mkdir()
    for hostile in HOSTILE:
        with (folder / hostile.name).open("wb") as file:
            file.writelines(hostile.pieces(hostile.name))
    done = run_newswire("run", folder, "--output", output, "--direct_num_workers", 2)
    for path in folder.iterdir():
        path.unlink()
    return output, done


def test_there_are_as_many_as_promised() -> None:
    assert len(HOSTILE) >= 120
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE)


def test_the_run_ends_well_and_in_bounded_memory(ran: tuple[Path, Ran]) -> None:
    output, done = ran
    assert (done.code, done.err) == (DONE, "")
    assert 0 < done.peak_mb < MOST_MB
    assert main(["validate", str(output)]) == DONE
    (manifest,) = read_manifests(output)
    assert manifest.counts.messages == sum(len(hostile.ends) for hostile in HOSTILE)


@pytest.fixture(scope="module")
def ends(ran: tuple[Path, Ran]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for kind in (Story, Duplicate):
        for record in read_records(ran[0], kind):
            found[_file(record.source.uri)].append("story")
    for letter in read_records(ran[0], DeadLetter):
        found[_file(letter.source.uri)].append(letter.error_class)
    return found


def _file(uri: str) -> str:
    return Path(uri.partition("!/")[0]).name


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_each_comes_to_its_end(hostile: Hostile, ends: dict[str, list[str]]) -> None:
    assert Counter(ends.get(hostile.name, [])) == Counter(hostile.ends)


def test_a_limit_is_named_and_a_letter_is_bounded(ran: tuple[Path, Ran]) -> None:
    for letter in read_records(ran[0], DeadLetter):
        assert letter.message
        assert len(letter.raw) <= DEAD_LETTER_BYTES
        if letter.error_class == "limit" and letter.stage == "read":
            assert re.search("--max-|header|overlap", letter.message)


def test_nothing_of_this_machine_is_in_a_record(ran: tuple[Path, Ran]) -> None:
    passwords = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()[0]
    for story in read_records(ran[0], Story):
        assert passwords not in story.body
        assert passwords not in str(story.extra)


def test_the_report_escapes_what_stories_bring(ran: tuple[Path, Ran], tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert main(["report", str(ran[0]), "-o", str(page), "--stories", "1000"]) == DONE
    text = page.read_text(encoding="utf-8")
    kept = [attack for attack in ATTACKS if attack.startswith("<") and attack in text]
    assert kept == []
    assert "default-src 'none'" in text
