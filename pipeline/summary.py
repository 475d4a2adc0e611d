"""What a run shows: progress while it works (on a terminal only), and a summary table at its end."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pipeline.records import read_records
from schemas.records import DeadLetter
from transforms.manifest import Manifest
from transforms.progress import read_progress

__all__ = ["print_summary", "watching"]

_CHARACTERS_A_WORD = 6.0  # of English wire text, blanks included
_ROWS = 8


@contextmanager
def watching(folder: str) -> Iterator[None]:
    """Shows what the workers say in `folder` until the block ends; shows nothing where it is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    done = threading.Event()
    with Live(Text("starting ..."), console=console, transient=True, refresh_per_second=4) as live:
        watcher = threading.Thread(target=_watch, args=(folder, live, done), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def _watch(folder: str, live: Live, done: threading.Event) -> None:
    """Rates count from the first story on: before it, inputs are scanned and models loaded."""
    ticks = 0
    while not done.wait(0.5):
        stories, characters = read_progress(folder)
        if not stories:
            live.update(Text("reading, and loading the model ..."))
            continue
        ticks += 1
        seconds = ticks * 0.5
        words = characters / _CHARACTERS_A_WORD / seconds
        live.update(
            Text(f"{stories:,} stories, {stories / seconds:,.0f} a second, {words:,.0f} words a second")
        )


def print_summary(output: Path, manifest: Manifest, seconds: float) -> None:
    """The accounting, then the largest groups, then each class of dead letter with an example."""
    console = Console(file=sys.stdout)
    counts = manifest.counts
    console.print(
        f"[bold]{counts.messages:,}[/] messages = [bold]{counts.stories:,}[/] stories"
        f" + {counts.duplicates:,} duplicates + {sum(counts.skipped.values()):,} skipped"
        f" + {sum(counts.dead_letters.values()):,} dead letters",
        highlight=False,
    )
    words = manifest.tallies.get("total", {}).get("words", 0)
    console.print(
        f"{len(manifest.files)} files in {output}, {seconds:.1f} s,"
        f" {counts.stories / seconds:,.0f} stories and {words / seconds:,.0f} words a second",
        highlight=False,
    )
    for title, group in _groups(manifest):
        if group:
            console.print(_table(title, group))
    if counts.dead_letters:
        console.print(_dead_letters(output, counts.dead_letters))


def _groups(manifest: Manifest) -> Iterator[tuple[str, dict[str, int]]]:
    yield "Formats", manifest.tallies.get("format", {})
    yield "Providers", manifest.tallies.get("provider", {})
    yield "Languages", manifest.tallies.get("language", {})
    yield "Left without entities, by language", manifest.tallies.get("unannotated", {})
    yield "Skipped", manifest.counts.skipped
    yield "Top topics", manifest.tallies.get("topic", {})
    yield "Top entities (stories)", manifest.tallies.get("entity", {})


def _table(title: str, group: dict[str, int]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(min_width=40)
    table.add_column(justify="right", min_width=8)
    for name, count in list(group.items())[:_ROWS]:
        table.add_row(Text(name), f"{count:,}")
    if len(group) > _ROWS:
        table.add_row(Text(f"and {len(group) - _ROWS} more", style="dim"), "")
    return table


def _dead_letters(output: Path, classes: dict[str, int]) -> Table:
    table = Table(title="Dead letters", title_justify="left")
    for heading in ("class", "count", "example"):
        table.add_column(heading, overflow="fold")
    examples: dict[str, str] = {}
    for letter in read_records(output, DeadLetter):
        examples.setdefault(letter.error_class, f"{letter.source.uri}: {letter.message}")
        if len(examples) == len(classes):
            break
    for name, count in classes.items():
        table.add_row(Text(name), f"{count:,}", Text(examples.get(name, "")))
    return table
