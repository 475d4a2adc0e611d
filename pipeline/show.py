"""`newswire show`: stories for people on a terminal, plain text in a pipe, or JSON Lines.

Colour, wrapping and rules are for a terminal. In a pipe a paragraph is a line, and nothing is coloured;
NO_COLOR takes the colours from a terminal too. Control characters of a story never reach the terminal.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Final

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.options import UsageError
from pipeline.records import read_records
from schemas.records import FOREVER, Story
from transforms.storage import location

__all__ = ["show", "story_text"]

_COLOURS: Final = {"person": "bold cyan", "organisation": "bold yellow", "place": "bold green"}
_OTHER: Final = "bold magenta"
_KINDS: Final = {"person": "People", "organisation": "Organisations", "place": "Places"}
_ALARMS: Final = frozenset({"kill", "withdrawal", "canceled", "withheld", "hold", "embargo"})
_LABEL: Final = 14
_WIDEST: Final = 92
"""Longer lines are hard to read."""

# C0 and C1 without tab and newline, and the marks that turn the direction of text. One character for one: the
# offsets of mentions still hold.
_CONTROLS: Final = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)


def show(path: str, *, limit: int, as_json: bool) -> int:
    """Prints the first records; gives the exit code.

    Raises:
      UsageError: there is nothing at the path that can be shown.
    """
    if not location(path).exists():
        raise UsageError(f"{path}: no such file or folder")
    try:
        stories = islice(read_records(location(path), Story), max(limit, 0))
        if as_json:
            _print_json(stories)
        else:
            _print_text(stories)
    except (ValueError, msgspec.ValidationError) as error:
        print(f"newswire: {path}: not an Avro file of stories: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _print_json(stories: Iterator[Story]) -> None:
    encoder = msgspec.json.Encoder()
    for story in stories:
        sys.stdout.write(encoder.encode(story).decode() + "\n")


def _print_text(stories: Iterator[Story]) -> None:
    console = Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())
    if console.is_terminal:
        console.width = min(console.width, _WIDEST)
    for number, story in enumerate(stories):
        if number:
            console.rule(style="dim") if console.is_terminal else console.print("-" * 72)
        console.print(story_text(story))
        console.print()
        console.print(_grid(story) if console.is_terminal else _list(story))


def story_text(story: Story) -> Text:
    """A story as a reader would want to see it: headline, envelope, text with its entities coloured."""
    text = Text()  # its own style must be empty: it would be that of all that is appended
    if story.headline:
        text.append_text(_marked(story, "headline", "bold")).append("\n")
    else:
        text.append_text(_clean(story.slugline or "(no headline)", "bold")).append("\n")
    for line in _envelope(story):
        text.append_text(line).append("\n")
    text.append("\n")
    if story.dateline:
        text.append_text(_clean(f"{story.dateline.text} - ", "italic"))
    text.append_text(_marked(story, "body", ""))
    for credit in story.credits:
        text.append("\n\n").append_text(_clean(credit, "dim"))
    return text


def _grid(story: Story) -> Table:
    """The facts, long ones wrapped under themselves."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=_LABEL, style="dim")
    grid.add_column(overflow="fold")
    for name, value in _facts(story):
        grid.add_row(name, value)
    return grid


def _list(story: Story) -> Text:
    """The facts, one a line."""
    return Text("\n").join(Text(f"{name:<{_LABEL}} ").append_text(value) for name, value in _facts(story))


def _clean(text: str, style: str = "") -> Text:
    return Text(text.translate(_CONTROLS), style=style)


def _envelope(story: Story) -> Iterator[Text]:
    """What a reader looks at before the text."""
    line = (story.provider, _time(story.version_created), story.format, story.language, story.slugline)
    yield _clean(" | ".join(part for part in line if part), "dim")
    if tags := _tags(story):
        yield tags
    if story.byline:
        yield _clean(f"By {story.byline}")
    if story.editorial_note:
        yield _clean(f"Note: {story.editorial_note}", "italic")


def _tags(story: Story) -> Text:
    """Status and signals, where there is something to know; those that stop a story stand out."""
    names = dict.fromkeys(name for name in (story.pub_status, *story.signals) if name != "usable")
    tags = [_clean(name.upper(), "bold red" if name in _ALARMS else "bold") for name in names]
    if story.embargo_until:
        end = "without end" if story.embargo_until == FOREVER else f"until {_time(story.embargo_until)}"
        tags.append(_clean(f"embargo {end}", "bold red"))
    return Text(", ").join(tags)


def _marked(story: Story, field: str, style: str) -> Text:
    text = _clean(story.headline if field == "headline" else story.body, style)
    for entity in story.entities:
        for mention in entity.mentions:
            if mention.field == field:
                text.stylize(_COLOURS.get(entity.type, _OTHER), mention.start, mention.end)
    return text


def _facts(story: Story) -> Iterator[tuple[str, Text]]:
    """What stands below the text, by name."""
    if story.topics:
        yield "Topics", _clean(", ".join(f"{topic.name} [{topic.provenance}]" for topic in story.topics))
    yield from _entities(story)
    if credited := [f"{author.name} ({author.role})" for author in story.authors]:
        yield "Credits", _clean("; ".join(credited))
    if story.chain:
        relation = story.chain.relation or "first"
        after = f" of {story.chain.supersedes}" if story.chain.supersedes else ""
        yield "Chain", _clean(f"{relation}{after}, no. {story.chain.position + 1} in {story.chain.chain_id}")
    if story.near_duplicate_of:
        yield "Near duplicate", _clean(f"{story.near_duplicate_of} ({story.near_duplicate_score or 0:.2f})")
    version = f", version {story.version}" if story.version else ""
    yield "Identity", _clean(story.uri + version)
    yield "Record", _clean(story.record_id)
    yield "From", _clean(f"{story.source.uri} at byte {story.source.offset}")


def _entities(story: Story) -> Iterator[tuple[str, Text]]:
    """Names by kind, with how often each is named."""
    for kind in (*_KINDS, None):
        named = [each for each in story.entities if (each.type if each.type in _KINDS else None) == kind]
        if not named:
            continue
        style = _COLOURS.get(kind or "", _OTHER)
        line = Text(", ").join(
            Text.assemble(_clean(each.name, style), (f" {len(each.mentions)}", "dim")) for each in named
        )
        yield _KINDS.get(kind or "", "Other names"), line


def _time(time: dt.datetime | None) -> str:
    return f"{time.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" if time else "no date"
