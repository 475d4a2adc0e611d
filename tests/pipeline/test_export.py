"""Exports: what comes out reads back as what went in, and ninjs is valid by the IPTC's own schema."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import fastavro
import msgspec
import pyarrow.parquet as pq
import pytest

from pipeline.export import TARGETS, export
from pipeline.export_ninjs import ninjs
from pipeline.export_table import columns
from pipeline.options import UsageError
from schemas.avro import to_avro
from schemas.records import (
    FOREVER,
    Author,
    Chain,
    Dateline,
    Entity,
    Link,
    Mention,
    Rights,
    Story,
    Term,
    Topic,
)
from tests.browser.outputs import DAY, a_story, write_output
from transforms.formats import DEFAULT_HINTS, format_named

NINJS_SCHEMA = Path(__file__).parents[3] / "shared/iptc/ninjs/schemas/ninjs-schema_3.0.json"

FULL = a_story(
    1,
    uri="nna 0431 à",
    version="3",
    pub_status="canceled",
    signals=("correction", "kill"),
    update_number=2,
    headline='He said "no", =1+1\nand left',
    slugline="FERRY/",
    abstract="A summary.",
    byline="Marit Solheim",
    authors=(Author(name="Marit Solheim"),),
    dateline=Dateline(text="PORT ELLERY, March 12", places=("PORT ELLERY",)),
    body="Lena Okafor spoke.\n\nIn Karvos; 12 % more.",
    editorial_note="Corrects headline",
    credits=("(Editing by Joan Sato)",),
    urgency=2,
    genres=("current",),
    keywords=("ferry", "rescue"),
    subjects=(
        Term(code="03010002", scheme="subj", name="maritime accident"),
        Term(name="sea"),
        Term(code="a b", scheme="x"),
    ),
    places=(Term(code="GBELL", scheme="NNA", name="Port Ellery"),),
    topics=(Topic(id="medtop:03000000", name="disaster", score=0.815, provenance="model"),),
    entities=(
        Entity(
            name="Lena Okafor",
            type="person",
            id="http://www.wikidata.org/entity/Q1",
            mentions=(Mention(start=0, end=11, text="Lena Okafor"),),
        ),
        Entity(name="Saint Brannoc", type="other"),
    ),
    chain=Chain(chain_id="ab", position=2, relation="kill"),
    links=(
        Link(rel="main", uri="https://example.org/a b", type="picture"),
        Link(uri="urn:x:1", type="image/jpeg", title="T"),
    ),
    embargo_until=FOREVER,
    rights=Rights(holder="Northstar"),
    extra={"nitf.uno": "NNA:1"},
)
STORIES = [FULL, a_story(2), Story(record_id="00" * 16), a_story(3, uri="", urgency=0, pub_status="new")]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return write_output(tmp_path / "out", STORIES)


def exported(output: Path, target: str) -> Path:
    path = output.parent / f"stories.{target}"
    assert export(str(output), target, str(path)) == 0
    return path


def test_json_lines_read_back_as_the_same_stories(output: Path) -> None:
    lines = exported(output, "jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(line, type=Story) for line in lines] == STORIES


def test_parquet_reads_back_as_the_same_stories(output: Path) -> None:
    rows = pq.read_table(exported(output, "parquet")).to_pylist()
    for row in rows:
        row["extra"] = dict(row["extra"])
    assert [msgspec.convert(row, Story) for row in rows] == STORIES


def test_parquet_keeps_what_may_not_be_null(output: Path) -> None:
    schema = pq.read_schema(exported(output, "parquet"))
    assert not schema.field("headline").nullable
    assert schema.field("slugline").nullable
    assert str(schema.field("version_created").type) == "timestamp[us, tz=UTC]"


def test_csv_has_a_column_for_every_field_and_exact_text(output: Path) -> None:
    with exported(output, "csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == columns()
    assert [row["headline"] for row in rows] == [story.headline for story in STORIES]
    first = rows[0]
    assert first["chain.position"] == "2"
    assert rows[1]["chain.position"] == ""
    assert json.loads(first["keywords"]) == ["ferry", "rescue"]
    assert json.loads(first["entities"])[0]["mentions"][0]["end"] == 11
    assert first["version_created"] == "2026-03-12T06:01:00Z"
    assert set(rows[2].values()) >= {"", "usable"}


def test_ninjs_is_valid_by_the_iptcs_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    if not NINJS_SCHEMA.exists():
        pytest.skip("the IPTC's schemas are not beside this checkout (../shared/iptc)")
    from referencing import Registry, Resource

    # The schema names GeoJSON's by address. No place here has a geometry, so any schema does.
    geo = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"})
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", geo)
    validator = jsonschema.Draft202012Validator(json.loads(NINJS_SCHEMA.read_text()), registry=registry)
    for story in STORIES:
        assert [error.message for error in validator.iter_errors(as_json(story))] == []


def as_json(story: Story) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(ninjs(story)))
    return found


def test_our_own_parser_reads_the_ninjs_back(output: Path) -> None:
    lines = exported(output, "ninjs").read_bytes().splitlines()
    row = format_named("ninjs")
    assert all(row.sniff(line[:4096]) for line in lines)
    (read,) = row.parse(lines[0], DEFAULT_HINTS)
    assert isinstance(read, Story)
    kept = (
        "version pub_status body byline provider urgency slugline abstract editorial_note version_created"
        " embargo_until rights places"
    ).split()
    assert [getattr(read, name) for name in kept] == [getattr(FULL, name) for name in kept]
    assert FULL.subjects[0] in read.subjects
    assert {"correction", "current"} <= set(read.genres)


def test_ninjs_gives_what_was_found_with_its_maker_and_no_uri_that_is_none() -> None:
    found = ninjs(FULL)
    assert found["uri"] == "urn:x-newswire:uri:nna%200431%20%C3%A0"
    assert {"role": "uri", "value": "nna 0431 à"} in found["altIds"]
    assert found["people"] == [
        {"name": "Lena Okafor", "rel": "mentions", "uri": "http://www.wikidata.org/entity/Q1"}
    ]
    assert found["subjects"][-1] == {
        "name": "disaster",
        "uri": "http://cv.iptc.org/newscodes/mediatopic/03000000",
        "literal": "03000000",
        "creator": "newswire",
        "confidence": 82,
    }
    assert {"literal": "a b"} in found["subjects"]
    assert [link["uri"] for link in found["associations"]] == ["urn:x:1"]
    assert found["descriptions"][1]["value"] == "(Editing by Joan Sato)"


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_takes_one_avro_file_and_an_output_of_many_rows(tmp_path: Path, target: str) -> None:
    output = write_output(tmp_path / "out", [a_story(n) for n in range(2100)])
    (avro,) = (output / "stories").glob("*.avro")
    assert exported(avro, target).stat().st_size > 0
    if target == "parquet":
        assert pq.ParquetFile(exported(avro, target)).num_row_groups == 3


def test_what_cannot_be_read_or_written_is_said_in_one_line(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match="no such file"):
        export(str(tmp_path / "none"), "csv", str(tmp_path / "x"))
    with pytest.raises(UsageError, match="is a folder"):
        export(str(output), "csv", str(tmp_path))
    with pytest.raises(UsageError, match="cannot be written"):
        export(str(output), "csv", str(tmp_path / "no" / "x"))
    (tmp_path / "bad.avro").write_bytes(b"no avro")
    assert export(str(tmp_path / "bad.avro"), "csv", str(tmp_path / "x")) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "x").exists()
    assert not list(tmp_path.glob(".x.*"))


def test_the_avro_of_a_story_is_what_the_exports_are_of() -> None:
    """A new field of the record reaches every export that has the record's own shape."""
    names = {field["name"] for field in fastavro.parse_schema(_schema())["fields"]}
    assert {name.partition(".")[0] for name in columns()} == names == set(to_avro(FULL))


def _schema() -> dict[str, Any]:
    from schemas.avro import avro_schema

    return avro_schema(Story)


def test_times_of_any_year_are_written_in_full() -> None:
    early = ninjs(a_story(4, first_created=dt.datetime(987, 1, 2, tzinfo=dt.UTC), version_created=DAY))
    assert early["firstCreated"] == "0987-01-02T00:00:00Z"
