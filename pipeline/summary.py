"""What a run shows: progress while it works (on a terminal only), and a summary at its end."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.records import read_records
from schemas.records import DeadLetter
from transforms.manifest import Manifest
from transforms.progress import Done, read_progress
from transforms.storage import Location

__all__ = ["Stages", "print_summary", "progress_line", "watching"]

_CHARACTERS_A_WORD: Final = 6.0  # of English wire text, blanks included
_ROWS: Final = 8
_TICK: Final = 0.5
_NARROWEST: Final = 76
"""Columns that two tables side by side need."""


class Stages:
    """When the stages of a run began, as far as the workers' counts tell; seconds of the monotonic clock."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.writing: float | None = None

    def see(self, done: Done) -> None:
        """Takes note of the moment of the first written story."""
        if done.stories and self.writing is None:
            self.writing = time.monotonic()

    def seconds(self, whole: float) -> dict[str, float]:
        """Seconds by stage, of a run that took so many; {} where no story was seen to be written."""
        if self.writing is None:
            return {}
        reading = min(max(self.writing - self.started, 0.0), whole)
        return {"reading, deciding and loading": reading, "annotating and writing": whole - reading}


@contextmanager
def watching(folder: str) -> Iterator[Stages]:
    """Watches what the workers say in `folder` until the block ends; shows it where there is a terminal."""
    console, stages, ended = Console(stderr=True), Stages(), threading.Event()
    live = Live(Text("starting ..."), console=console, transient=True, refresh_per_second=4)
    watcher = threading.Thread(target=_watch, args=(folder, live, stages, ended), daemon=True)
    if console.is_terminal:
        live.start()
    watcher.start()
    try:
        yield stages
    finally:
        ended.set()
        watcher.join()
        live.stop()


def _watch(folder: str, live: Live, stages: Stages, ended: threading.Event) -> None:
    while not ended.wait(_TICK):
        done = read_progress(folder)
        stages.see(done)
        if live.is_started:
            live.update(Text(progress_line(done, stages, time.monotonic())))


def progress_line(done: Done, stages: Stages, now: float) -> str:
    """The line that a person sees, at most 79 characters. Rates count from the first written story on."""
    dead = f", {done.dead:,} dead letters" if done.dead else ""
    if not done.stories or stages.writing is None:
        found = f"{done.found:,} stories found{dead}; " if done.found or done.dead else ""
        return f"{found}reading, and loading the model ..."
    seconds = max(now - stages.writing, _TICK)
    words = done.characters / _CHARACTERS_A_WORD / seconds
    rate = f"{done.stories / seconds:,.0f} stories/s, {words:,.0f} words/s"
    if done.found <= done.passed:
        return f"{done.stories:,} stories, {rate}{dead}"
    left = _span((done.found - done.passed) * seconds / max(done.passed, 1))
    return f"{done.passed:,} of {done.found:,}, {rate}, {left} left{dead}"


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def print_summary(output: Location, manifest: Manifest, seconds: float, stages: Stages | None = None) -> None:
    """The accounting, then the largest groups, then each class of dead letter with an example."""
    console = Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())
    counts = manifest.counts
    console.print(
        f"[bold]{counts.messages:,}[/] messages = [bold]{counts.stories:,}[/] stories"
        f" + {counts.duplicates:,} duplicates + {sum(counts.skipped.values()):,} skipped"
        f" + {sum(counts.dead_letters.values()):,} dead letters"
    )
    words = manifest.tallies.get("total", {}).get("words", 0)
    files = f"{len(manifest.files)} file{'s' if len(manifest.files) != 1 else ''}"
    console.print(Text(f"{files} in {output}"))
    console.print(
        f"{seconds:.1f} s, {counts.stories / seconds:,.0f} stories and {words / seconds:,.0f} words a second"
    )
    for name, spent in (stages.seconds(seconds) if stages else {}).items():
        console.print(f"  {name}: {spent:.1f} s", style="dim")
    _print_groups(console, [(title, group) for title, group in _groups(manifest) if group])
    if counts.dead_letters:
        console.print(_dead_letters(output, counts.dead_letters))


def _groups(manifest: Manifest) -> Iterator[tuple[str, dict[str, int]]]:
    tallies = manifest.tallies
    yield "Formats", tallies.get("format", {})
    yield "Providers", tallies.get("provider", {})
    yield "Languages", tallies.get("language", {})
    yield "Left without entities, by language", tallies.get("unannotated", {})
    yield "Versions, by what they are", tallies.get("relation", {})
    yield "Publishing status", tallies.get("status", {})
    yield "Skipped", manifest.counts.skipped
    yield "Codes that no vocabulary here knows", tallies.get("unknown_code", {})
    yield "Top topics", _renamed(tallies.get("topic", {}), "{1}")
    yield "Top entities (stories)", _renamed(tallies.get("entity", {}), "{1} ({0})")


def _renamed(group: dict[str, int], form: str) -> dict[str, int]:
    """'person Lena Okafor' -> 'Lena Okafor (person)'; 'medtop:04000000 economy' -> 'economy'."""
    names: dict[str, int] = {}
    for key, count in group.items():
        kind, _, name = key.partition(" ")
        names[form.format(kind, name)] = count
    return names


def _print_groups(console: Console, groups: list[tuple[str, dict[str, int]]]) -> None:
    """Two groups side by side on a terminal that is wide enough; one below the other, uncut, in a pipe."""
    if not console.is_terminal or console.width < _NARROWEST:
        for title, group in groups:
            console.print()
            console.print(_table(title, group, None))
        return
    width = (min(console.width, 110) - 4) // 2
    columns: tuple[list[RenderableType], list[RenderableType]] = ([], [])
    lines = [0, 0]
    for title, group in groups:
        shorter = lines.index(min(lines))
        columns[shorter].append(Padding(_table(title, group, width), (1, 0, 0, 0)))
        lines[shorter] += min(len(group), _ROWS + 1) + 2
    grid = Table.grid(padding=(0, 4, 0, 0))
    grid.add_row(*(Group(*column) for column in columns))
    console.print(grid)


def _table(title: str, group: dict[str, int], width: int | None) -> Table:
    table = Table(box=None, pad_edge=False, width=width, header_style="bold underline")
    table.add_column(title, ratio=1, min_width=36, no_wrap=width is not None, overflow="ellipsis")
    table.add_column("", justify="right")
    for name, count in list(group.items())[:_ROWS]:
        table.add_row(Text(_printable(name)), f"{count:,}")
    if len(group) > _ROWS:
        table.add_row(Text(f"and {len(group) - _ROWS:,} more", style="dim"), "")
    return table


def _dead_letters(output: Location, classes: dict[str, int]) -> Padding:
    table = Table(box=None, pad_edge=False, header_style="bold underline red")
    table.add_column("Dead letters")
    table.add_column("", justify="right")
    table.add_column("Example", overflow="fold")
    examples = _examples(output, set(classes))
    for name, count in classes.items():
        table.add_row(Text(name), f"{count:,}", Text(_printable(examples.get(name, ""))))
    return Padding(table, (1, 0, 0, 0))


def _examples(output: Location, classes: set[str]) -> dict[str, str]:
    """The first letter of each class: what is wrong, and where it is."""
    examples: dict[str, str] = {}
    for letter in read_records(output, DeadLetter):
        where = f"{letter.source.uri} at byte {letter.source.offset}"
        examples.setdefault(letter.error_class, f"{letter.message} ({where})")
        if classes <= examples.keys():
            break
    return examples


def _printable(text: str) -> str:
    """Without what would move the cursor: names and messages hold words of the wire."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)
