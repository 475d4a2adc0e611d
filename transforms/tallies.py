"""What a run counts of the records that it writes, for the manifest and the summary."""

from __future__ import annotations

from typing import Final

from schemas.records import Duplicate, Story
from transforms.annotate import primary
from transforms.scan import Tally
from transforms.topics import unknown_codes

__all__ = ["count"]

_COUNTED_ENTITIES: Final = 3
"""Only a story's most salient entities are counted for the summary: the tally must stay small."""


def count(record: Story | Duplicate, tally: Tally) -> None:
    """Adds a record to the counts of its groups."""
    if isinstance(record, Duplicate):
        tally["duplicates"] += 1
        return
    tally["stories"] += 1
    tally["words"] += record.body.count(" ") + record.body.count("\n\n") + 1
    tally[f"format.{record.format}"] += 1
    tally[f"provider.{record.provider or 'unknown'}"] += 1
    tally[f"status.{record.pub_status}"] += 1
    if record.chain and record.chain.relation:
        tally[f"relation.{record.chain.relation}"] += 1
    tally[f"language.{record.language or 'unknown'}"] += 1
    if record.annotation.model is None:
        tally[f"unannotated.{primary(record.language) or 'unknown'}"] += 1
    for code in unknown_codes(record):
        tally[f"unknown_code.{code}"] += 1
    for topic in record.topics:
        tally[f"topic.{topic.id} {topic.name}"] += 1
    for entity in record.entities[:_COUNTED_ENTITIES]:
        tally[f"entity.{entity.type} {entity.name}"] += 1
