"""The README says what the program does: its formats, its options, its code."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import _parser
from pipeline.format_table import markdown_table
from transforms.formats import FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def verbs() -> dict[str, argparse.ArgumentParser]:
    (action,) = (a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def test_the_table_of_formats_is_the_programs_own() -> None:
    """Where this fails: put the output of `python -m pipeline.format_table` into the README."""
    assert markdown_table() in README


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_every_format_says_what_it_gives_and_where_it_ends(row: object) -> None:
    assert getattr(row, "gives", "")
    assert getattr(row, "limits", "")


def test_every_verb_and_every_option_of_run_is_in_the_readme() -> None:
    assert not [verb for verb in verbs() if f"newswire {verb}" not in README]
    options = [o for a in verbs()["run"]._actions for o in a.option_strings if o.startswith("--")]
    assert not [option for option in options if option != "--help" and f"`{option}" not in README]


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_readmes_code_runs(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_no_word_of_the_machine_that_it_was_made_on() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    home = re.compile(rb"(?<![\w.~-])/(?:work|root|home/\w+|Users/\w+)/")
    files = [ROOT / name for name in listed.stdout.splitlines() if "tests/test_docs" not in name]
    assert not [file for file in files if file.is_file() and home.search(file.read_bytes())]


@pytest.mark.parametrize("arguments", [["--help"], ["parse", "samples/ninjs/northstar-3.0.jsonl"]], ids=str)
def test_the_command_line_imports_neither_beam_nor_spacy(arguments: list[str]) -> None:
    code = (
        "import sys; from pipeline.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "assert not {'apache_beam', 'spacy', 'pyarrow'} & set(sys.modules)"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
