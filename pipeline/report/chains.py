"""The chains that the report draws: those that end in a kill, then the longest."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, NamedTuple

import fastavro

from pipeline.records import avro_files
from pipeline.report.bounded import Tally
from schemas.avro import avro_schema
from schemas.records import Story
from transforms.storage import Location

__all__ = ["SHOWN", "ChainEvent", "is_ending", "read_chains"]

SHOWN: Final = 30
_MEMBERS: Final = 60
_ENDINGS: Final = frozenset({"kill", "withdrawal"})
_FIELDS: Final = frozenset(
    {"record_id", "uri", "version", "provider", "pub_status", "headline", "chain", "first_created"}
    | {"version_created", "received"}
)


class ChainEvent(NamedTuple):
    """One version in a chain."""

    position: int
    record_id: str
    uri: str
    version: str | None
    provider: str
    headline: str
    relation: str | None
    when: dt.datetime | None
    killed: bool


def is_ending(status: str, relation: str | None) -> bool:
    """Whether this version takes the story back."""
    return status == "canceled" or relation in _ENDINGS


def read_chains(output: Location, killed: Tally[str], followed: Tally[str]) -> dict[str, list[ChainEvent]]:
    """The chosen chains' versions in their order.

    Reads the few fields that it needs, by Avro's schema resolution: bodies are passed over undecoded.
    """
    chosen = [chain for chain, _ in killed.top(SHOWN // 2)]
    chosen += [chain for chain, _ in followed.top(SHOWN) if chain not in chosen]
    events: dict[str, list[ChainEvent]] = {chain: [] for chain in chosen[:SHOWN]}
    if not events:
        return {}
    schema = _narrow_schema()
    for path in avro_files(output, Story):
        with path.open("rb") as stream:
            rows: Any = fastavro.reader(stream, reader_schema=schema)
            for row in rows:
                members = events.get((row["chain"] or {}).get("chain_id", ""))
                if members is not None and len(members) < _MEMBERS:
                    members.append(_event(row))
    return {chain: sorted(members) for chain, members in events.items() if len(members) > 1}


def _narrow_schema() -> Any:
    schema = avro_schema(Story)
    schema["fields"] = [field for field in schema["fields"] if field["name"] in _FIELDS]
    return fastavro.parse_schema(schema)


def _event(row: dict[str, Any]) -> ChainEvent:
    return ChainEvent(
        position=row["chain"]["position"],
        record_id=row["record_id"],
        uri=row["uri"],
        version=row["version"],
        provider=row["provider"],
        headline=row["headline"],
        relation=row["chain"]["relation"],
        when=row["version_created"] or row["first_created"] or row["received"],
        killed=is_ending(row["pub_status"], row["chain"]["relation"]),
    )
