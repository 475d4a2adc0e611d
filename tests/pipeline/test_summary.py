"""What the summary says of codes that the tables of topics do not have."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.summary import print_summary
from schemas.records import Term
from tests.browser.outputs import a_story
from transforms.manifest import Counts, Manifest
from transforms.topics import unknown_codes

TITLE = "Codes that no vocabulary here knows"
WITHOUT = Manifest(newswire="0", inputs=(), counts=Counts(messages=1, stories=1), tallies={}, files=())


def test_unknown_codes_are_listed_with_the_number_of_their_stories(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown, known = Term(scheme="medtop", code="20999999"), Term(scheme="medtop", code="04000000")
    odd = Term(scheme="subj", code="15\x1b[2J")
    stories = [a_story(1, subjects=(unknown, known)), a_story(2, subjects=(unknown, odd))]
    tally = Counter(code for story in stories for code in unknown_codes(story))
    manifest = Manifest(
        newswire="0",
        inputs=(),
        counts=Counts(messages=2, stories=2),
        tallies={"unknown_code": dict(tally)},
        files=(),
    )
    print_summary(tmp_path, manifest, 1.0)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    at = lines.index(TITLE.split())
    assert lines[at + 1 : at + 3] == [["medtop:20999999", "2"], ["subj:15\ufffd[2J", "1"]]


def test_no_table_where_every_code_is_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(tmp_path, WITHOUT, 1.0)
    assert TITLE not in capsys.readouterr().out
