"""The Avro schemas and the records say the same."""

from __future__ import annotations

import datetime as dt
import io
import pickle
from pathlib import Path

import fastavro
import msgspec
import pytest

from schemas import avro
from schemas.avro import AVSC_FILES, avro_schema, avsc_text, parsed_schema, to_avro
from schemas.records import FOREVER, Author, Dateline, DeadLetter, Entity, Mention, Source, Story, Topic

FULL = Story(
    record_id="00" * 16,
    uri="urn:x",
    version="2",
    signals=("update",),
    update_number=1,
    headline="Ferry – aground",
    authors=(Author(name="Mara Quill"),),
    dateline=Dateline(text="PORT ELLERY", places=("PORT ELLERY",)),
    topics=(Topic(id="medtop:03000000", score=0.5),),
    entities=(Entity(name="Okafor", mentions=(Mention(start=1, end=7, text="Okafor"),)),),
    first_created=dt.datetime(2026, 3, 12, 9, 30, 0, 123456, tzinfo=dt.UTC),
    embargo_until=FOREVER,
    near_duplicate_score=0.97,
    extra={"fixture": "noon"},
)


def round_trip(record: object) -> object:
    stream = io.BytesIO()
    fastavro.writer(stream, parsed_schema(type(record)), [to_avro(record)])
    stream.seek(0)
    return msgspec.convert(next(fastavro.reader(stream)), type(record))


@pytest.mark.parametrize(("name", "record"), AVSC_FILES.items())
def test_the_avsc_file_is_what_the_records_say(name: str, record: type) -> None:
    """Where this fails: `make schemas`."""
    path = Path(avro.__file__).parent / name
    assert path.read_text(encoding="utf-8") == avsc_text(record)


@pytest.mark.parametrize(
    "record",
    [Story(), FULL, DeadLetter(raw=b"\x00\xff", raw_length=2, source=Source(uri="a!/b", notes=("x",)))],
    ids=["empty story", "full story", "dead letter"],
)
def test_a_record_survives_avro_and_pickle(record: object) -> None:
    assert round_trip(record) == record
    assert pickle.loads(pickle.dumps(record)) == record


@pytest.mark.parametrize("record", AVSC_FILES.values())
def test_every_field_has_a_doc_and_a_default(record: type) -> None:
    def walk(schema: object) -> None:
        if isinstance(schema, list):
            for branch in schema:
                walk(branch)
        elif isinstance(schema, dict):
            for field in schema.get("fields", []):
                assert field["doc"], field
                assert "default" in field, field
                walk(field["type"])
            walk(schema.get("items"))

    walk(avro_schema(record))


def test_a_type_without_an_avro_equivalent_is_refused() -> None:
    with pytest.raises(TypeError, match="no Avro type"):
        avro._type(set, set())
