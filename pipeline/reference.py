"""What the records are, for readers and for BigQuery: `python -m pipeline.reference` writes both anew.

`docs/records.md` is the reference of all fields, `docs/story.bigquery.json` the table schema that a BigQuery
load of the Avro files gives, with the docs of the fields. Both are made from `schemas.records`; a test fails
where they have drifted apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from schemas.avro import avro_schema
from schemas.records import DeadLetter, Duplicate, Story

__all__ = ["bigquery_schema", "bigquery_text", "records_markdown"]

_RECORDS: Final = (Story, DeadLetter, Duplicate)

_INTRODUCTION: Final = """\
# Record reference

Made from `schemas/records.py` by `python -m pipeline.reference`; do not edit by hand.

Three kinds of record are written, each to a folder of its own: `Story` to `stories/`, `DeadLetter` to
`dead_letters/`, `Duplicate` to `duplicates/`. Types are Avro's. A field marked *null* may be absent; every
other field always has a value, an empty one where the feed is silent. Times are UTC with microseconds.
Offsets count Unicode code points.
"""

_BIGQUERY: Final = {
    "string": "STRING",
    "bytes": "BYTES",
    "boolean": "BOOLEAN",
    "long": "INTEGER",
    "double": "FLOAT",
    "timestamp-micros": "TIMESTAMP",
}


def records_markdown() -> str:
    """The reference page: a table for every record, nested records right after the one that they stand in."""
    seen: dict[str, dict[str, Any]] = {}
    for record in _RECORDS:
        for nested in _records(avro_schema(record)):
            seen.setdefault(nested["name"], nested)
    return "\n".join([_INTRODUCTION, *(_section(record) for record in seen.values())])


def _records(schema: Any) -> Iterator[dict[str, Any]]:
    """A record and all that are spelled out in it."""
    if isinstance(schema, list):
        for option in schema:
            yield from _records(option)
    elif isinstance(schema, dict) and schema["type"] == "record":
        yield schema
        for field in schema["fields"]:
            yield from _records(field["type"])
    elif isinstance(schema, dict):
        yield from _records(schema.get("items") or schema.get("values"))


def _section(record: dict[str, Any]) -> str:
    rows = [
        f"| `{field['name']}` | {_type(field['type'])} | {_cell(field['doc'])} |"
        for field in record["fields"]
    ]
    head = [f"## {record['name']}", "", record["doc"], "", "| field | type | what |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _type(schema: Any) -> str:
    if isinstance(schema, list):
        return f"{_type(schema[1])}, *null*"
    if isinstance(schema, str):
        name = schema.rpartition(".")[2]
        return f"[{name}](#{name.lower()})" if name[0].isupper() else name
    if schema["type"] == "record":
        return _type(schema["name"])
    if schema["type"] == "array":
        return f"list of {_type(schema['items'])}"
    if schema["type"] == "map":
        return f"map of {_type(schema['values'])}"
    return "time" if "logicalType" in schema else str(schema["type"])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def bigquery_schema(record: type = Story) -> list[dict[str, Any]]:
    """The columns that BigQuery makes of the Avro schema, as its JSON schema files say them.

    By the rules of BigQuery's Avro loads: an array is REPEATED, a union with null NULLABLE, a map a REPEATED
    record of key and value; `--use_avro_logical_types` makes times TIMESTAMP.
    """
    schema = avro_schema(record)
    named = {f"{each['namespace']}.{each['name']}": each for each in _records(schema)}
    return [_column(field, named) for field in schema["fields"]]


def _column(field: dict[str, Any], named: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A column from a field; `named` are the records that later fields name only."""
    mode, schema = "REQUIRED", field["type"]
    if isinstance(schema, list):
        mode, schema = "NULLABLE", schema[1]
    if isinstance(schema, dict) and schema["type"] == "array":
        mode, schema = "REPEATED", schema["items"]
    if isinstance(schema, dict) and schema["type"] == "map":
        mode, schema = "REPEATED", {"type": "record", "fields": _pair(schema["values"])}
    if isinstance(schema, str):
        schema = named.get(schema, schema)
    column = {
        "name": field["name"],
        "type": _bigquery_type(schema),
        "mode": mode,
        "description": field["doc"],
    }
    if isinstance(schema, dict) and schema["type"] == "record":
        column["fields"] = [_column(each, named) for each in schema["fields"]]
    return column


def _pair(values: Any) -> list[dict[str, Any]]:
    return [
        {"name": "key", "type": "string", "doc": "Name."},
        {"name": "value", "type": values, "doc": "Value."},
    ]


def _bigquery_type(schema: Any) -> str:
    if isinstance(schema, str):
        return _BIGQUERY[schema]
    return "RECORD" if schema["type"] == "record" else _BIGQUERY[schema["logicalType"]]


def bigquery_text() -> str:
    """The text of the schema file."""
    return json.dumps(bigquery_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    docs = Path(__file__).parents[1] / "docs"
    (docs / "records.md").write_text(records_markdown(), encoding="utf-8")
    (docs / "story.bigquery.json").write_text(bigquery_text(), encoding="utf-8")
