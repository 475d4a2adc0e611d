"""What is generated from the records is as they are now; and BigQuery's schema holds what a story holds."""

from __future__ import annotations

import io
import json
from typing import Any

import fastavro
import pytest

from pipeline.reference import bigquery_schema, bigquery_text, records_markdown
from schemas.avro import to_avro
from tests.docs.page import ROOT
from tests.pipeline.test_export import FULL, STORIES


@pytest.mark.parametrize(
    ("name", "made"), [("records.md", records_markdown), ("story.bigquery.json", bigquery_text)]
)
def test_is_as_generated(name: str, made: Any) -> None:
    """Where this fails: run `python -m pipeline.reference`."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made()


def test_the_reference_has_every_field_with_its_text() -> None:
    text = records_markdown()
    assert "| `near_duplicate_score` | double, *null* | Jaccard similarity of the two, 0 to 1. |" in text
    assert "| `mentions` | list of [Mention](#mention) |" in text
    assert all(f"## {name}\n" in text for name in ("Story", "Mention", "DeadLetter", "Duplicate"))


def test_beams_bigquery_tools_take_the_schema_and_stories_fit_it() -> None:
    """By Beam's own way from a BigQuery schema to Avro, a story must go in and come out as it was."""
    from apache_beam.io.gcp import bigquery_avro_tools

    schema = bigquery_avro_tools.get_record_schema_from_dict_table_schema(
        "story", {"fields": bigquery_schema()}
    )
    rows = [_as_bigquery(to_avro(story)) for story in STORIES]
    written = io.BytesIO()
    fastavro.writer(written, fastavro.parse_schema(schema), rows)
    written.seek(0)
    assert [_plain(row) for row in fastavro.reader(written)] == [_plain(row) for row in rows]


def test_googles_client_takes_the_schema() -> None:
    from google.cloud.bigquery import SchemaField

    fields = {field.name: field for field in map(SchemaField.from_api_repr, json.loads(bigquery_text()))}
    assert set(fields) == set(to_avro(FULL))
    assert (fields["headline"].mode, fields["slugline"].mode, fields["topics"].mode) == (
        "REQUIRED",
        "NULLABLE",
        "REPEATED",
    )
    assert fields["version_created"].field_type == "TIMESTAMP"
    assert [part.name for part in fields["extra"].fields] == ["key", "value"]


def _as_bigquery(row: dict[str, Any]) -> dict[str, Any]:
    """A map is a repeated record there."""
    return row | {"extra": [{"key": key, "value": value} for key, value in row["extra"].items()]}


def _plain(value: Any) -> Any:
    """Tuples as lists, as Avro reads them back."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value
