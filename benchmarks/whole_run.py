"""Whole batch run on two workers against loops over the same texts: the ideal one, and what people write.

The run reads the files as they came and writes Avro; the loops get the parsed texts for nothing.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.harness import Contender, compare, report
from pipeline.sources import expand_input, open_input
from schemas.records import Story
from transforms.formats import DEFAULT_HINTS
from transforms.parse import Message, parse_message
from transforms.reading import read_messages

FEW_FILES = 5
"""Of Reuters-21578, a thousand documents each. The rivals are slow: more would take an hour."""

RIVALS = Path(__file__).parent / "rivals"
RIVAL_PYTHON = Path(__file__).parent.parent / ".venv-rivals/bin/python"


def benchmark(inputs: list[str], rounds: int) -> None:
    """Against the bare loop of the same model and settings, and beside it the loop with the model made
    fast as a run does it; a few files, then all."""
    bare = _module("benchmarks.bare_loop")
    loops = {
        "bare loop, model made fast": [*bare, "--fast"],
        "bare loop, 2 processes": bare,
    }
    for paths, target in ((inputs[:FEW_FILES], "<= 1.25"), (inputs, "<= 1.10")):
        _compare(paths, rounds, loops, target)


def benchmark_rivals(inputs: list[str], rounds: int) -> None:
    """Against the newest spaCy as it comes, and a Beam pipeline as a tutorial would write it."""
    for script, name, target in (
        ("spacy_loop.py", "plain loop, newest spaCy", "<= 0.125"),
        ("beam_tutorial.py", "Beam as in a tutorial", "<= 0.083"),
    ):
        command = [str(RIVAL_PYTHON), str(RIVALS / script)]
        _compare(inputs, min(rounds, 2), {name: command}, target)


def _compare(inputs: list[str], rounds: int, loops: dict[str, list[str]], target: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        stories = stories_of(inputs)
        texts = scratch / "texts.jsonl"
        with texts.open("w", encoding="utf-8") as lines:
            # With a blank line between, as a run gives them to its model.
            lines.writelines(json.dumps(f"{story.headline}\n\n{story.body}") + "\n" for story in stories)
        run = [*_module("pipeline"), "run", *inputs, "--output", "{output}", "--direct_num_workers=2"]
        contenders = [
            Contender(name="newswire run, 2 workers", command=run),
            *(Contender(name=name, command=[*loop, str(texts), "{output}"]) for name, loop in loops.items()),
        ]
        title = f"whole run, {len(stories):,} stories"
        compared = compare(title, contenders, rounds=rounds, scratch=scratch, target=target)
        against = contenders[-1].name.split(",")[0].replace(" ", "_")
        report(compared, f"whole_run-{len(stories)}-{against}")


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


def stories_of(inputs: Sequence[str]) -> list[Story]:
    """The stories of the inputs, parsed."""
    found: list[Story] = []
    for pattern in inputs:
        for path in expand_input(pattern):
            for numbered in read_messages(path, open_input, DEFAULT_HINTS, None):
                if isinstance(numbered.item, Message):
                    parsed = parse_message(numbered.item, DEFAULT_HINTS)
                    found += [story for story in parsed if isinstance(story, Story)]
    return found
