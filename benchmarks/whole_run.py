"""Whole batch run on two workers against the bare loop, on 5,000 stories of the sample generator."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import Contender, compare, report
from pipeline.sources import expand_input, open_input
from schemas.records import Story
from transforms.formats import DEFAULT_HINTS
from transforms.parse import Message, parse_message
from transforms.reading import read_messages

STORIES = 5_000


def stories_of(inputs: list[str], limit: int) -> list[Story]:
    """The first stories of the inputs, parsed."""
    found: list[Story] = []
    for pattern in inputs:
        for path in expand_input(pattern):
            for numbered in read_messages(path, open_input, DEFAULT_HINTS, None):
                if isinstance(numbered.item, Message):
                    parsed = parse_message(numbered.item, DEFAULT_HINTS)
                    found += [story for story in parsed if isinstance(story, Story)]
                if len(found) >= limit:
                    return found[:limit]
    return found


def benchmark(inputs: list[str], rounds: int) -> None:
    """Times the run and the loop in turn on the same texts; prints and keeps the table."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        stories = stories_of(inputs, STORIES)
        archive, texts = scratch / "stories.jsonl", scratch / "texts.jsonl"
        with archive.open("w", encoding="utf-8") as wire, texts.open("w", encoding="utf-8") as bare:
            for story in stories:
                row = {"id": story.uri, "title": story.headline, "text": story.body, "language": "en"}
                wire.write(json.dumps(row) + "\n")
                bare.write(json.dumps(f"{story.headline}\n{story.body}") + "\n")
        python = sys.executable
        run = [
            python,
            "-m",
            "pipeline",
            "run",
            str(archive),
            "--output",
            "{output}",
            "--direct_num_workers=2",
        ]
        contenders = [
            Contender(name="newswire run, 2 workers", command=run),
            Contender(
                name="bare loop, 2 processes", command=[python, "-m", "benchmarks.bare_loop", str(texts)]
            ),
        ]
        title = f"whole run, {len(stories):,} stories"
        report(compare(title, contenders, rounds=rounds, scratch=scratch, target="<= 1.25"), "whole_run")
