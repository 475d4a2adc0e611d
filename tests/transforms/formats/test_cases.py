"""Every fixture under `tests/data/<format>/`: a wire file, and beside it `<name>.expected.json`.

The expected file is a list with one object for each item of the file, in order:
`{"story": {field: value, ...}}` with every field that the parser sets away from its default,
`{"skipped": reason, "uri": uri}`, or `{"error": reason}`.

A new case is a new file. Set `NEWSWIRE_WRITE_EXPECTED=1` to write them anew; then read the diff.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.records import Story
from transforms.formats import (
    DEFAULT_HINTS,
    FORMATS,
    SNIFF_BYTES,
    Format,
    Hints,
    ParseError,
    Reason,
    Skipped,
    detect,
    format_named,
)

DATA = Path(__file__).parents[2] / "data"
CASES = sorted(
    path
    for row in FORMATS
    for path in (DATA / row.name).glob("*")
    if path.is_file() and not path.name.endswith((".expected.json", ".hints.json"))
)
DEFAULTS = msgspec.to_builtins(Story())


def hints_of(path: Path) -> Hints:
    """`<name>.hints.json` beside a case holds the hints that it needs."""
    hints = path.with_name(path.name + ".hints.json")
    return msgspec.json.decode(hints.read_bytes(), type=Hints) if hints.exists() else DEFAULT_HINTS


def items(row: Format, data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[dict[str, Any]]:
    """What a file gives, as the expected files say it."""
    try:
        pieces = list(row.split(io.BytesIO(data), hints))
    except ParseError as error:
        yield {"error": str(error.reason)}
        return
    for piece in pieces:
        assert data[piece.offset : piece.offset + len(piece.data)] == piece.data
        try:
            for item in row.parse(piece.data, hints):
                yield as_json(item)
        except ParseError as error:
            yield {"error": str(error.reason)}


def as_json(item: Story | Skipped | ParseError) -> dict[str, Any]:
    if isinstance(item, ParseError):
        return {"error": str(item.reason)}
    if isinstance(item, Skipped):
        return {"skipped": item.reason, "uri": item.uri}
    fields = msgspec.to_builtins(item)
    return {"story": {name: value for name, value in fields.items() if value != DEFAULTS[name]}}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_gives_the_expected_items(path: Path) -> None:
    expected = path.with_name(path.name + ".expected.json")
    found = list(items(format_named(path.parent.name), path.read_bytes(), hints_of(path)))
    got = json.loads(json.dumps(found))  # tuples are lists in JSON
    if os.environ.get("NEWSWIRE_WRITE_EXPECTED"):
        expected.write_text(json.dumps(got, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert got == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_is_claimed_by_its_own_row_only(path: Path) -> None:
    found = detect(path.read_bytes()[:SNIFF_BYTES])
    assert found is not None
    assert found.name == path.parent.name


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_damaged_copies_give_items_or_parse_errors(path: Path) -> None:
    """Cut at every byte (at 400 places of long files), with CRLF, as Latin-1, with trailing bytes."""
    row, data, hints = format_named(path.parent.name), path.read_bytes(), hints_of(path)
    step = max(1, len(data) // 400)
    copies = [data[:cut] for cut in range(0, len(data), step)]
    copies += [data.replace(b"\n", b"\r\n"), data + b"\x00\xff trailing", data + data]
    copies.append(data.decode("utf-8", "replace").encode("latin-1", "replace"))
    for copy in copies:
        for item in items(row, copy, hints):
            assert item.get("error") != Reason.UNEXPECTED
            if story := item.get("story"):
                assert "uri" not in story or isinstance(story["uri"], str)
