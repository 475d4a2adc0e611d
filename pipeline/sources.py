"""Inputs as the user names them - files, folders, globs, gs:// of these - to the paths of files."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from transforms.storage import Location, is_remote, location
from transforms.storage.finding import find_objects

__all__ = ["InputError", "check_input", "expand_input", "find_input", "open_input"]


class InputError(Exception):
    """An input that cannot be used; the message says which and what to do."""


def check_input(pattern: str) -> None:
    """Raises InputError where nothing is there to read. Looks at no more than one file."""
    if "://" in pattern and not is_remote(pattern):
        scheme = pattern.partition("://")[0]
        raise InputError(f"{pattern}: {scheme}:// is not read; gs:// is, and files: copy it first")
    if next(expand_input(pattern), None) is None:
        what = "no file in this folder" if location(pattern).is_dir() else "no such file or folder"
        raise InputError(f"{pattern}: {what}")


def find_input(pattern: str) -> Iterator[Location]:
    """The files of an input; those of Google Cloud Storage with their facts."""
    return find_objects(pattern) if is_remote(pattern) else map(Path, expand_input(pattern))


def expand_input(pattern: str) -> Iterator[str]:
    """The files of an input, sorted; in folders and globs, hidden files and folders are passed over.

    Raises:
      StorageError: Google Cloud Storage cannot be listed.
    """
    if is_remote(pattern):
        yield from map(str, find_objects(pattern))
        return
    path = Path(pattern)
    if path.is_dir():
        yield from _files_below(path)
    elif path.exists():
        yield str(path)
    elif glob.has_magic(pattern):
        for name in sorted(glob.iglob(pattern, recursive=True)):
            yield from _files_below(Path(name)) if Path(name).is_dir() else [name]


def open_input(path: str) -> BinaryIO:
    """Opens a file for reading, with a buffer large enough to look at its first bytes."""
    if is_remote(path):
        return location(path).open("rb")
    return Path(path).open("rb", buffering=1 << 18)


def _files_below(folder: Path) -> Iterator[str]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files_below(entry)
        elif entry.exists():  # a dangling link names nothing
            yield str(entry)
