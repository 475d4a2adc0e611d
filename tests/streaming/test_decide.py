"""What a stream decides with a little state: the same as batch, and the same when a message comes twice."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.streaming.jobs import ROOT
from transforms.decide import chain_verdicts, line_key
from transforms.formats import Hints
from transforms.heads import Head
from transforms.manifest import SourceEntry
from transforms.reading import read_messages
from transforms.stream_decide import Seen, in_chain, in_line, repeats_of
from transforms.stream_items import Asked, asked, pieces
from transforms.versions import Line, line_of


def opener(path: str) -> Any:
    return Path(path).open("rb", buffering=1 << 18)


def questions() -> list[Asked]:
    """Those of all stories of the sample day."""
    found = []
    for path in sorted(p for p in (ROOT / "samples").rglob("*") if p.is_file()):
        source = SourceEntry(uri=str(path), sha256=str(path))
        messages = read_messages(str(path), opener, Hints(), None)
        for piece in pieces(source, messages, Hints(), arrived=0):
            found += asked(piece)
    return found


@pytest.fixture(scope="module")
def day() -> list[Asked]:
    return questions()


def test_who_comes_first_is_kept_and_comes_again_without_becoming_its_own_duplicate(day: list[Asked]) -> None:
    first, other = day[0], day[1]._replace(head=day[0].head)
    seen, repeats = repeats_of(None, first)
    assert repeats == b""
    assert repeats_of(seen, first) == (seen, b"")
    assert repeats_of(seen, other) == (seen, first.head.record)
    assert repeats_of(Seen(first.head.record, b"", -1), first)[1] == first.head.record


@pytest.mark.parametrize("seed", range(5))
def test_after_the_last_arrival_versions_and_chains_are_those_of_batch(day: list[Asked], seed: int) -> None:
    """Whatever the order, the state of a slug gives what batch gives for the same lines."""
    heads: dict[bytes, list[Head]] = {}
    lines: dict[bytes, list[Line]] = {}
    shuffled = [question.head for question in day]
    random.Random(seed).shuffle(shuffled)
    for head in shuffled:
        heads[head.uri], line = in_line(heads.get(head.uri, []), head)
        key = line_key(line)
        lines[key], _ = in_chain(lines.get(key, []), line)
    for known in heads.values():
        for line in line_of(known):
            again, verdict = in_chain(lines.get(line_key(line), []), line)
            if len(again) == len(lines.get(line_key(line), [])):
                batch = {v.place: v for v in chain_verdicts(again)}
                assert verdict == batch.get(line.head.place)


def test_a_story_that_comes_again_gets_the_same_answer(day: list[Asked]) -> None:
    heads: list[Head] = []
    lines: list[Line] = []
    for question in day[:20]:
        heads, line = in_line(heads, replace(question.head, uri=b"u"))
        lines, verdict = in_chain(lines, line)
        assert in_line(heads, replace(question.head, uri=b"u")) == (heads, line)
        assert in_chain(lines, line)[1] == verdict
        assert len(in_chain(lines, line)[0]) == len(lines)
