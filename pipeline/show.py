"""`newswire show`: records for people on a terminal, plain text in a pipe, or JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from pipeline.options import UsageError
from pipeline.records import read_records
from schemas.records import Story

__all__ = ["show", "story_text"]

_COLOURS = {"person": "bold cyan", "organisation": "bold yellow", "place": "bold green"}


def show(path: str, *, limit: int, as_json: bool) -> int:
    """Prints the first records; gives the exit code.

    Raises:
      UsageError: there is nothing at the path that can be shown.
    """
    if not Path(path).exists():
        raise UsageError(f"{path}: no such file or folder")
    try:
        stories = islice(read_records(Path(path), Story), max(limit, 0))
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
    for story in stories:
        console.print(story_text(story))
        console.rule(style="dim") if console.is_terminal else console.print("-" * 72)


def story_text(story: Story) -> Text:
    """A story as a reader would want to see it, its entities coloured."""
    text = _marked(story, "headline", "bold")
    text.append("\n")
    for line in _envelope(story):
        text.append(line + "\n", style="dim")
    text.append("\n")
    if story.dateline:
        text.append(f"{story.dateline.text} - ", style="italic")
    text.append(_marked(story, "body", ""))
    for credit in story.credits:
        text.append(f"\n\n{credit}", style="dim")
    text.append("\n\n")
    text.append(_entities(story))
    return text


def _envelope(story: Story) -> Iterator[str]:
    created = story.version_created.isoformat(" ", "minutes") if story.version_created else "no date"
    yield " | ".join(
        part for part in (story.provider, story.format, created, story.language, story.slugline) if part
    )
    yield f"{story.record_id}  {story.uri}" + (f"  version {story.version}" if story.version else "")
    status = [story.pub_status, *story.signals]
    yield ", ".join(status) + (f" until {story.embargo_until:%Y-%m-%d %H:%M}" if story.embargo_until else "")
    if story.authors:
        yield "; ".join(f"{author.name} ({author.role})" for author in story.authors)
    if story.topics:
        yield ", ".join(f"{topic.name} [{topic.provenance}]" for topic in story.topics)
    if story.editorial_note:
        yield f"Note: {story.editorial_note}"


def _marked(story: Story, field: str, style: str) -> Text:
    text = Text(story.headline if field == "headline" else story.body, style=style)
    for entity in story.entities:
        for mention in entity.mentions:
            if mention.field == field:
                text.stylize(_COLOURS.get(entity.type, "bold magenta"), mention.start, mention.end)
    return text


def _entities(story: Story) -> Text:
    text = Text()
    for entity in story.entities:
        text.append(entity.name, style=_COLOURS.get(entity.type, "bold magenta"))
        text.append(f" {entity.type} x{len(entity.mentions)}  ", style="dim")
    return text
