"""Avro schemas, derived from the type hints and docs of `schemas.records`.

`python -m schemas.avro` writes `story.avsc` and `dead_letter.avsc` anew; a test fails where they differ
from the records. Schemas evolve by Avro's rules: every field has a default, so that a file of an earlier
version reads with the present schema and the other way round.
"""

from __future__ import annotations

import datetime as dt
import json
import types
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
import msgspec.structs

from schemas.records import DeadLetter, Duplicate, Story

__all__ = ["AVSC_FILES", "NAMESPACE", "avro_schema", "parsed_schema", "read_avro", "to_avro"]

T = TypeVar("T")

NAMESPACE: Final = "newswire.v1"

AVSC_FILES: Final[dict[str, type]] = {
    "story.avsc": Story,
    "dead_letter.avsc": DeadLetter,
    "duplicate.avsc": Duplicate,
}

_PRIMITIVES: Final[dict[Any, Any]] = {
    str: "string",
    bytes: "bytes",
    bool: "boolean",
    int: "long",
    float: "double",
    dt.datetime: {"type": "long", "logicalType": "timestamp-micros"},
}


def avro_schema(record: type) -> dict[str, Any]:
    """The Avro schema of a record class, as the JSON object that the Avro specification describes.

    Nested records are spelled out where they first occur and named after that, as Avro asks.

    Raises:
      TypeError: a field's type has no Avro equivalent here.
    """
    schema: dict[str, Any] = _record(record, set())
    return schema


@cache
def parsed_schema(record: type[Any]) -> dict[str, Any]:
    """The schema as fastavro wants it, made once."""
    import fastavro  # here, so that a look at a parser does not load it

    schema = fastavro.parse_schema(avro_schema(record))
    return typing.cast("dict[str, Any]", schema)


def to_avro(record: Any) -> dict[str, Any]:
    """A record as the dict that fastavro writes; times stay `datetime`, bytes stay bytes."""
    row: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(dt.datetime, bytes))
    return row


class Readable(typing.Protocol):
    """A file, here or elsewhere, as `pathlib.Path` opens it."""

    def open(self, mode: typing.Literal["rb"]) -> typing.IO[bytes]:
        """Its bytes, to be read."""


def read_avro(path: Readable, record: type[T]) -> Iterator[T]:
    """The records of one file, read with the present schema (Avro's resolution rules).

    Raises:
      ValueError, OSError: the file is no Avro file of these records.
    """
    import fastavro

    with path.open("rb") as stream:
        schema = parsed_schema(typing.cast("typing.Hashable", record))
        for row in fastavro.reader(stream, reader_schema=schema):
            yield msgspec.convert(row, record)


def _record(record: type, seen: set[str]) -> Any:
    name = record.__name__
    if name in seen:
        return f"{NAMESPACE}.{name}"
    seen.add(name)
    hints = typing.get_type_hints(record, include_extras=True)
    return {
        "type": "record",
        "name": name,
        "namespace": NAMESPACE,
        "doc": (record.__doc__ or "").strip().splitlines()[0],
        "fields": [_field(f, hints[f.name], seen) for f in msgspec.structs.fields(record)],
    }


def _field(field: msgspec.structs.FieldInfo, hint: Any, seen: set[str]) -> dict[str, Any]:
    hint, doc = typing.get_args(hint)
    return {"name": field.name, "type": _type(hint, seen), "doc": doc, "default": _default(field)}


def _type(hint: Any, seen: set[str]) -> Any:
    if hint in _PRIMITIVES:
        return _PRIMITIVES[hint]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _record(hint, seen)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return {"type": "array", "items": _type(args[0], seen)}
    if origin is dict:
        return {"type": "map", "values": _type(args[1], seen)}
    if origin is types.UnionType and args[1] is types.NoneType:
        return ["null", _type(args[0], seen)]
    raise TypeError(f"no Avro type for {hint!r}")


def _default(field: msgspec.structs.FieldInfo) -> Any:
    """A field's default as Avro writes it in a schema: JSON, bytes as a string of code points."""
    if field.default is msgspec.NODEFAULT:
        return msgspec.json.decode(msgspec.json.encode(field.default_factory()))
    if isinstance(field.default, bytes):
        return field.default.decode("latin-1")
    return msgspec.json.decode(msgspec.json.encode(field.default))


def avsc_text(record: type) -> str:
    """The text of a record's `.avsc` file."""
    return json.dumps(avro_schema(record), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for file_name, record_class in AVSC_FILES.items():
        (Path(__file__).parent / file_name).write_text(avsc_text(record_class), encoding="utf-8")
