"""Files of each earlier version of the schema are read with the present one, and the other way round.

`tests/data/schemas/vN` holds, for each kind of record, a file as version N wrote it, its schema, and its
records as JSON. A new version adds a folder; what is there stays as it is.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, Final

import fastavro
import msgspec
import pytest

from schemas.avro import AVSC_FILES, avro_schema, read_avro, to_avro

VERSIONS: Final = Path(__file__).parent.parent / "data" / "schemas"
CASES: Final = [
    pytest.param(folder / name, record, id=f"{folder.name}-{name}")
    for folder in sorted(VERSIONS.iterdir())
    for name, record in AVSC_FILES.items()
]


def known(avsc: Path, record: type) -> list[Any]:
    lines = avsc.with_suffix(".jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=record) for line in lines]


def test_there_is_a_version() -> None:
    assert (VERSIONS / "v1" / "story.avro").exists()


@pytest.mark.parametrize(("avsc", "record"), CASES)
def test_an_earlier_file_is_read_with_the_present_schema(avsc: Path, record: type) -> None:
    assert list(read_avro(avsc.with_suffix(".avro"), record)) == known(avsc, record)


@pytest.mark.parametrize(("avsc", "record"), CASES)
def test_a_present_file_is_read_with_an_earlier_schema(avsc: Path, record: type) -> None:
    """A reader that was not updated finds the values of all fields that it knows."""
    schema = json.loads(avsc.read_text(encoding="utf-8"))
    file, records = io.BytesIO(), known(avsc, record)
    fastavro.writer(file, avro_schema(record), map(to_avro, records))
    file.seek(0)
    found = [msgspec.convert(row, record) for row in fastavro.reader(file, reader_schema=schema)]
    names = [field["name"] for field in schema["fields"]]
    assert [[getattr(each, name) for name in names] for each in found] == [
        [getattr(each, name) for name in names] for each in records
    ]


@pytest.mark.parametrize(("avsc", "record"), CASES)
def test_every_field_that_came_later_has_a_default(avsc: Path, record: type) -> None:
    present = {field["name"]: field for field in avro_schema(record)["fields"]}
    earlier = json.loads(avsc.read_text(encoding="utf-8"))["fields"]
    assert not {field["name"] for field in earlier} - present.keys()
    assert all("default" in field for field in present.values())
