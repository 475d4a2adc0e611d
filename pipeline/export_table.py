"""Stories as rows: the Arrow schema for Parquet, and the flat columns of CSV, both made from the record."""

from __future__ import annotations

import datetime as dt
import json
import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeGuard

import msgspec

from schemas.avro import to_avro
from schemas.records import Story

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_row", "arrow_schema", "columns", "flat_row"]


def columns() -> list[str]:
    """The columns of a flat row, in the order of the record: `headline`, ..., `chain.position`, ..."""
    return [".".join(path) for path in _paths(Story)]


def flat_row(story: Story) -> list[Any]:
    """A story as one row: lists and maps as JSON, '' for nothing."""
    return [_cell(_at(story, path)) for path in _paths(Story)]


@cache
def _paths(record: type[msgspec.Struct]) -> tuple[tuple[str, ...], ...]:
    """The way to every field that is no record itself."""
    return tuple(_walk(record, ()))


def _walk(record: type[msgspec.Struct], before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    hints = typing.get_type_hints(record)
    for name in record.__struct_fields__:
        kind = _not_null(hints[name])
        if _is_record(kind):
            yield from _walk(kind, (*before, name))
        else:
            yield (*before, name)


def _at(record: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if record is None:
            return None
        record = getattr(record, name)
    return record


def _cell(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, (tuple, dict)):
        return json.dumps(msgspec.to_builtins(value), ensure_ascii=False) if value else ""
    return "" if value is None else value


def arrow_row(story: Story) -> dict[str, Any]:
    """A story as pyarrow takes it: a map is a list of pairs."""
    row = to_avro(story)
    row["extra"] = list(row["extra"].items())
    return row


@cache
def arrow_schema() -> pa.Schema:
    """The Arrow schema of a story: the same names and nesting as the Avro schema."""
    import pyarrow as pa  # a quarter of a second, which CSV and JSON Lines need not wait for

    return pa.schema(_arrow_fields(Story))


def _arrow_fields(record: type[msgspec.Struct]) -> list[Any]:
    import pyarrow as pa

    hints = typing.get_type_hints(record)
    return [
        pa.field(name, _arrow_type(_not_null(hint)), nullable=hint is not _not_null(hint))
        for name in record.__struct_fields__
        for hint in [hints[name]]
    ]


def _arrow_type(kind: Any) -> Any:
    import pyarrow as pa

    if kind in _PRIMITIVES:
        return pa.type_for_alias(_PRIMITIVES[kind])
    if kind is dt.datetime:
        return pa.timestamp("us", tz="UTC")
    if _is_record(kind):
        return pa.struct(_arrow_fields(kind))
    args = typing.get_args(kind)
    if typing.get_origin(kind) is tuple:
        return pa.list_(pa.field("element", _arrow_type(args[0]), nullable=False))
    if typing.get_origin(kind) is dict:
        return pa.map_(pa.string(), pa.string())
    raise TypeError(f"no Arrow type for {kind!r}")


_PRIMITIVES: Final[dict[Any, str]] = {
    str: "string",
    bytes: "binary",
    bool: "bool",
    int: "int64",
    float: "float64",
}


def _is_record(kind: Any) -> TypeGuard[type[msgspec.Struct]]:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _not_null(hint: Any) -> Any:
    """The type without its None."""
    if typing.get_origin(hint) is types.UnionType:
        return typing.get_args(hint)[0]
    return hint
