"""The code blocks of a page of documentation, and a checkout of one's own to try them in.

A block after a line of nothing but a path in backquotes and a colon is that file: whole, or as a diff to it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"(?:^`([\w./-]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PARTS = ("pipeline", "transforms", "schemas", "samples", "tests/transforms/formats/test_cases.py")


class Block(NamedTuple):
    """A code block: the file that it is of, if any, its language, its text."""

    file: str
    language: str
    text: str


def blocks(page: str) -> list[Block]:
    """The blocks of a page under `docs/`, in their order."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [Block(*found.groups(default="")) for found in _BLOCK.finditer(text)]


def checkout(folder: Path) -> Path:
    """A copy of what the pages work on, and a `newswire` on the path that runs the copy."""
    for part in _PARTS:
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    for package in ("tests", "tests/transforms", "tests/transforms/formats"):
        (folder / package / "__init__.py").touch()
    commands = folder / ".bin"
    commands.mkdir()
    for name, arguments in (("newswire", "-m pipeline"), ("python", "")):
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
        (commands / name).chmod(0o755)
    return folder


def run(block: Block, folder: Path) -> str:
    """Does in the checkout what a block says; gives what it prints."""
    if block.file:
        _write(block, folder / block.file)
        return ""
    command = [sys.executable, "-c", block.text] if block.language == "python" else ["sh", "-euc", block.text]
    paths = {"PATH": f"{folder / '.bin'}:{os.environ['PATH']}", "PYTHONPATH": _python_path(folder)}
    done = subprocess.run(
        command, cwd=folder, env=os.environ | paths, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{block.text}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def _python_path(folder: Path) -> str:
    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))


def _write(block: Block, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if block.language != "diff":
        path.write_text(block.text, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    lines = block.text.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] == " ")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    assert text.count(before) == 1, f"{path.name} does not have this once:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")
