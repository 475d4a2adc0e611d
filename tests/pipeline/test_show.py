"""What people see on a terminal: stories, the summary, the line of progress; and what a pipe gets instead."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.options import UsageError
from pipeline.show import show, story_text
from pipeline.summary import Stages, print_summary, progress_line, watching
from schemas.records import FOREVER, Chain, DeadLetter, Source, Topic
from tests.browser.outputs import a_story, named, write_output
from transforms.manifest import read_manifests
from transforms.progress import Done

ROOT = Path(__file__).parents[2]
BODY = "Lena Okafor spoke in Karvos. " + "The ferry lies on the rocks. " * 8
STORY = a_story(
    1,
    body=BODY,
    byline="Marit Solheim",
    pub_status="canceled",
    signals=("kill",),
    embargo_until=FOREVER,
    editorial_note="Kills the story",
    topics=(Topic(id="medtop:03000000", name="disaster"),),
    entities=(named(BODY, "Lena Okafor", "person"), named(BODY, "Karvos", "place")),
    chain=Chain(chain_id="c1", position=1, supersedes="r0", relation="kill"),
)
LETTERS = [
    DeadLetter(source=Source(uri="bad.xml"), error_class="malformed", message="no \x1b[2J end tag"),
    DeadLetter(source=Source(uri="empty.txt"), error_class="empty", message="no bytes"),
]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return write_output(tmp_path / "out", [STORY, a_story(2)], LETTERS)


def on_a_terminal(command: list[str], **environment: str) -> str:
    """What a command writes to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    settings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    settings |= {"TERM": "xterm-256color", "COLUMNS": "80", **environment}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, cwd=ROOT, env=settings) as process:
        os.close(theirs)
        written = bytearray()
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the other end is closed: Linux says so in this way
                break
            if not data:
                break
            written += data
        process.wait()
    os.close(ours)
    return written.decode()


def shown(output: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", "show", str(output), *options]


def test_a_pipe_gets_plain_text_a_line_a_paragraph(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(str(output), limit=2, as_json=False) == 0
    text = capsys.readouterr().out
    assert "\x1b" not in text
    assert not re.search("[─│┌]", text)
    assert BODY.strip() in text
    assert "People         Lena Okafor 1\n" in text
    assert "CANCELED, KILL, embargo without end" in text
    assert "Chain          kill of r0, no. 2 in c1" in text


def test_a_terminal_of_80_columns_gets_colour_and_no_line_longer(output: Path) -> None:
    text = on_a_terminal(shown(output))
    assert re.search(r"\x1b\[1;36mLena Okafor\x1b\[0m", text)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(len, plain.splitlines())) <= 80


def test_no_color_is_obeyed(output: Path) -> None:
    text = on_a_terminal(shown(output), NO_COLOR="1")
    assert "Lena Okafor" in text
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", text)


def test_json_lines_are_the_same_in_a_pipe_and_on_a_terminal(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(str(output), limit=5, as_json=True) == 0
    assert on_a_terminal(shown(output, "--json")).replace("\r\n", "\n") == capsys.readouterr().out


def test_only_the_headline_is_bold() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=200)
    with console.capture() as captured:
        console.print(story_text(a_story(3, entities=())))
    assert captured.get().count("\x1b[1m") == 1


@pytest.mark.parametrize("evil", ["\x1b]0;taken\x07", "\x1b[2J", "\x9b2J", "\r", "\u202e"])
def test_no_story_moves_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str], evil: str) -> None:
    body = f"He said {evil} Karvos."
    story = a_story(
        4, headline=evil, body=body, byline=evil, uri=f"u{evil}", entities=(named(body, "Karvos", "place"),)
    )
    show(str(write_output(tmp_path / "out", [story])), limit=1, as_json=False)
    text = capsys.readouterr().out
    assert not set(evil) & set(text) & set("\x1b\x07\x9b\r\u202e")
    assert "Karvos" in text


def test_nothing_to_show_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        show(str(tmp_path / "none"), limit=1, as_json=False)
    (tmp_path / "no.avro").write_bytes(b"no avro")
    assert show(str(tmp_path / "no.avro"), limit=1, as_json=False) == 1


def test_the_summary_says_what_became_of_every_message(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stages = Stages()
    stages.writing = stages.started + 3
    print_summary(output, next(read_manifests(output)), 10.0, stages)
    text = capsys.readouterr().out
    assert "4 messages = 2 stories + 0 duplicates + 0 skipped + 2 dead letters" in text
    assert "annotating and writing: 7.0 s" in text
    assert re.search(r"malformed +1 +no .+ end tag \(bad\.xml at byte 0\)", text)
    assert "\x1b" not in text


def test_the_summary_of_a_terminal_stands_in_two_columns_of_80(output: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.summary import print_summary\n"
        "from transforms.manifest import Counts, Manifest\n"
        "names = ('format', 'provider', 'topic')\n"
        "tallies = {n: {f'{n} {i} ' + 'x' * 60: i for i in range(9)} for n in names}\n"
        "manifest = Manifest(newswire='0', inputs=(), counts=Counts(stories=9), tallies=tallies, files=())\n"
        "print_summary(Path('out'), manifest, 1.0)"
    )
    lines = re.sub(r"\x1b\[[0-9;]*m", "", on_a_terminal([sys.executable, "-c", code])).splitlines()
    assert max(map(len, lines)) <= 80
    assert any(re.match(r"Formats +Providers", line) for line in lines)


@pytest.mark.parametrize(
    ("done", "line"),
    [
        (Done(), "reading, and loading the model ..."),
        (Done(found=1200, dead=3), "1,200 stories found, 3 dead letters; reading, and loading the model ..."),
        (Done(stories=100, characters=60_000), "100 stories, 10 stories/s, 1,000 words/s"),
        (
            Done(stories=90, characters=60_000, found=1000, dead=2, passed=100),
            "100 of 1,000, 9 stories/s, 1,000 words/s, 2 min left, 2 dead letters",
        ),
    ],
    ids=["nothing yet", "reading", "total unknown", "total known"],
)
def test_the_line_of_progress(done: Done, line: str) -> None:
    stages = Stages()
    stages.see(done)
    now = (stages.writing or 0) + 10
    assert progress_line(done, stages, now) == line
    assert len(line) < 80


def test_a_stage_is_timed_without_a_terminal_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from transforms.progress import Progress

    with watching(str(tmp_path)) as stages:
        Progress(str(tmp_path)).add(Done(stories=1, characters=10))
        deadline = time.monotonic() + 10
        while stages.writing is None and time.monotonic() < deadline:
            time.sleep(0.05)
    assert set(stages.seconds(1e9)) == {"reading, deciding and loading", "annotating and writing"}
    assert capsys.readouterr() == ("", "")
