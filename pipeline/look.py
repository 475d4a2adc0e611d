"""`newswire parse` and `newswire formats`: a look at the parsers, without Beam and without a model."""

from __future__ import annotations

import sys
from typing import Final

import msgspec

from pipeline.options import UsageError
from pipeline.sources import open_input
from schemas.records import DeadLetter, Story
from transforms.formats import FORMATS, Hints, format_named
from transforms.parse import parse_message
from transforms.reading import read_messages
from transforms.storage import location

__all__ = ["look", "print_formats"]

_KINDS: Final[dict[type, str]] = {Story: "story", DeadLetter: "dead_letter"}


def look(file: str, hints: Hints, forced: str | None) -> int:
    """Prints what a file parses to, as JSON Lines; 1 where something in it could not be read.

    Raises:
      UsageError: there is no such file.
    """
    if not location(file).is_file():
        raise UsageError(f"{file}: no such file")
    encoder = msgspec.json.Encoder()
    failed = False
    for numbered in read_messages(file, open_input, hints, format_named(forced) if forced else None):
        item = numbered.item
        outcomes = [item] if isinstance(item, DeadLetter) else parse_message(item, hints)
        for outcome in outcomes:
            failed = failed or isinstance(outcome, DeadLetter)
            kind = _KINDS.get(type(outcome), "skipped")
            sys.stdout.write(encoder.encode({kind: outcome}).decode() + "\n")
    return int(failed)


def print_formats() -> int:
    """Prints the table of formats."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_lines=True)
    for heading in ("name", "format", "gives", "limits"):
        table.add_column(heading, overflow="fold")
    for row in FORMATS:
        table.add_row(row.name, row.title, row.gives, row.limits)
    Console(file=sys.stdout).print(table)
    return 0
