"""Every message has an ordinal; any stretch of them can be read again, alone."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from schemas.records import DeadLetter
from tests.transforms.test_containers import tar
from transforms.formats import DEFAULT_HINTS, Hints, format_named
from transforms.heads import Head
from transforms.limits import Limits
from transforms.parse import Message
from transforms.reading import Span, SpanReader, read_messages
from transforms.scan import BLOCK_MESSAGES, Part, Scanned, Unit, messages_of, scan

LINES = b"".join(b'{"title": "Story %d", "text": "Body %d."}\n' % (i, i) for i in range(200))


def opener(files: dict[str, bytes]) -> Callable[[str], BinaryIO]:
    def open_file(path: str) -> BinaryIO:
        if path not in files:
            raise FileNotFoundError(2, "No such file or directory", path)
        return io.BufferedReader(io.BytesIO(files[path]))  # type: ignore[arg-type]

    return open_file


@pytest.mark.parametrize("packed", [False, True], ids=["plain file", "tar"])
def test_the_units_of_a_file_read_again_give_each_message_once(packed: bool) -> None:
    files = {"in": tar({"x.jsonl": LINES, "y.jsonl": LINES[:400]}) if packed else LINES}
    numbered = list(read_messages("in", opener(files), DEFAULT_HINTS, None))
    units = [u for u in scan("in", numbered, DEFAULT_HINTS) if isinstance(u, Unit)]
    assert len(units) > 1
    reader = SpanReader(opener(files), DEFAULT_HINTS, None)
    again = [item for unit in units for item in reader.read(unit.span)]
    assert again == [(n.ordinal, n.item) for n in numbered]
    backwards = [list(reader.read(unit.span)) for unit in reversed(units)]
    assert [item for items in reversed(backwards) for item in items] == again


@pytest.mark.parametrize("of", [2, 3, 8])
def test_the_parts_of_an_input_find_together_what_one_reading_finds(of: int) -> None:
    broken = b'{"title": \n'
    lines = [LINES.splitlines(keepends=True)[i % 200] for i in range(2 * BLOCK_MESSAGES + 100)]
    lines[63], lines[BLOCK_MESSAGES - 1], lines[BLOCK_MESSAGES] = broken, broken, broken
    files = {"in": gzip.compress(b"".join(lines))}

    def scanned(number: int, of: int) -> list[Scanned]:
        numbered = read_messages("in", opener(files), DEFAULT_HINTS, None)
        return list(scan("in", messages_of(Part("in", number, of), numbered), DEFAULT_HINTS))

    whole = scanned(0, 1)
    parts = [found for number in range(of) for found in scanned(number, of)]
    for kind in (Head, Unit, DeadLetter):
        found = [each for each in whole if isinstance(each, kind)]
        assert found
        assert sorted(map(repr, found)) == sorted(repr(each) for each in parts if isinstance(each, kind))
    tallies = [each for each in parts if isinstance(each, Counter)]
    assert sum(tallies, Counter()) == whole[-1]
    assert len(tallies) == of


def test_heads_name_the_unit_that_holds_them() -> None:
    numbered = read_messages("in", opener({"in": LINES}), DEFAULT_HINTS, None)
    found = list(scan("in", numbered, DEFAULT_HINTS))
    spans = {u.span.first: u.span for u in found if isinstance(u, Unit)}
    heads = [h for h in found if isinstance(h, Head)]
    assert len(heads) == 200
    for head in heads:
        assert head.place.unit <= head.place.ordinal < head.place.unit + spans[head.place.unit].size


def test_a_missing_file_is_a_dead_letter() -> None:
    (numbered,) = read_messages("gone", opener({}), DEFAULT_HINTS, None)
    assert isinstance(numbered.item, DeadLetter)
    assert numbered.item.error_class == "unreadable"


def test_a_format_can_be_forced() -> None:
    files = {"in": LINES}
    (numbered,) = read_messages("in", opener(files), DEFAULT_HINTS, format_named("plain-text"))
    assert isinstance(numbered.item, Message)
    assert numbered.item.format.name == "plain-text"


def test_a_message_over_the_limit_is_a_dead_letter_of_that_name(tmp_path: Path) -> None:
    hints = Hints(limits=Limits(message_bytes=100))
    numbered = read_messages("in", opener({"in": b"word " * 100}), hints, None)
    letters = [x for x in scan("in", numbered, hints) if isinstance(x, DeadLetter)]
    assert [letter.error_class for letter in letters] == ["limit"]
    assert "--max-message-bytes" in letters[0].message


def test_spans_of_files_that_cannot_be_sought_are_one_pass() -> None:
    opened = []
    data = tar({"x.jsonl": LINES})

    def counting(path: str) -> BinaryIO:
        opened.append(path)
        return io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]

    reader = SpanReader(counting, DEFAULT_HINTS, None)
    for first in (0, 50, 100):
        assert [n for n, _ in reader.read(Span("in", first, 50))] == list(range(first, first + 50))
    assert opened == ["in"]
