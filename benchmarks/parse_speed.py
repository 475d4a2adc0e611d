"""Stories a second and core of every format at 3 KB a story, and of what people use for it today.

Each figure is of a process of its own, its imports not counted, by the time that the processor gives it; the
contenders of a format run in turn.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.harness import keep
from benchmarks.wires import MANY, STORY_BYTES, WIRES

HERE = Path(__file__).parent
RIVALS = {
    "newsml-g2": ("newsmlg2", "read_newsmlg2.py"),
    "rss": ("feedparser", "read_feedparser.py"),
    "iptc7901": ("dateutil loop", "read_dateutil.py"),
    "reuters-21578": ("BeautifulSoup", "read_soup.py"),
}
"""Format -> the rival's name and its script under `rivals/`."""

STORIES = 2_000

COLLECTION = "reuters-21578, the collection"
FEW_FILES = 3


def benchmark(inputs: list[str], rounds: int) -> None:
    """Times every format and its rival, all formats in each round; prints and keeps the table.

    Where the inputs are files of Reuters-21578, the first of them are a row of their own: real documents.
    """
    results: dict[str, dict[str, object]] = {}
    names = {name: name for name in WIRES}  # row of the table -> format
    with tempfile.TemporaryDirectory() as folder:
        for name in WIRES:
            _write(Path(folder) / name, name)
        if real := [Path(path) for path in inputs if path.endswith(".sgm")]:
            names[COLLECTION] = "reuters-21578"
            _link(Path(folder) / COLLECTION, real[:FEW_FILES])
        own: dict[str, list[float]] = {name: [] for name in names}
        rival: dict[str, list[float]] = {name: [] for name in names}
        for number in range(rounds):
            for name, form in names.items():
                _time(form, Path(folder) / name, own[name], rival[name])
                # Said at once: of a run that is killed after minutes, what it has measured is not lost.
                print(
                    number + 1, name, *(f"{speeds[-1]:,.0f}" for speeds in (own[name], rival[name]) if speeds)
                )
                sys.stdout.flush()
    for name, form in names.items():
        results[name] = {
            "stories_a_second": own[name],
            "rival": RIVALS.get(form, ("",))[0],
            "rival_a_second": rival[name],
        }
    _print(results)
    keep("parse_speed", formats=results)


def _write(folder: Path, name: str) -> None:
    folder.mkdir()
    for number in range(STORIES // MANY.get(name, 1)):
        (folder / f"{number:05d}").write_bytes(WIRES[name](number))


def _link(folder: Path, files: list[Path]) -> None:
    folder.mkdir()
    for file in files:
        (folder / file.name).symlink_to(file.resolve())


def _time(name: str, folder: Path, own: list[float], rival: list[float]) -> None:
    """One round of a format and its rival, one after the other: what slows the machine slows both."""
    own.append(_speed(Path(sys.executable), "read_newswire.py", folder, name))
    rival_python = HERE.parent / ".venv-rivals/bin/python"
    if name in RIVALS and rival_python.exists():
        rival.append(_speed(rival_python, RIVALS[name][1], folder))


def _speed(python: Path, script: str, *arguments: object) -> float:
    command = [str(python), str(HERE / "rivals" / script), *map(str, arguments)]
    # Its errors go where ours go: of a script that fails the exception here has only the exit status.
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parent, env=_environment()
    )
    return float(done.stdout)


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(HERE.parent), "PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"}


def _print(results: dict[str, dict[str, object]]) -> None:
    table = Table(title=f"parsers at {STORY_BYTES:,} bytes a story, one core, median", title_justify="left")
    for heading in ("format", "stories/s", "rival", "its stories/s", "ratio", "spread"):
        table.add_column(heading, justify="left" if heading in ("format", "rival") else "right")
    for name, result in results.items():
        own, rival = list(result["stories_a_second"]), list(result["rival_a_second"])  # type: ignore[call-overload]
        ratios = [a / b for a, b in zip(own, rival, strict=False)]
        table.add_row(
            name,
            f"{statistics.median(own):,.0f}",
            str(result["rival"]),
            f"{statistics.median(rival):,.0f}" if rival else "",
            f"{statistics.median(ratios):.1f}" if ratios else "",
            f"{min(ratios):.1f} - {max(ratios):.1f}" if ratios else "",
        )
    Console().print(table)
