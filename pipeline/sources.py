"""Inputs as the user names them - files, folders, globs, gs:// of these - to the paths of files."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from transforms.scan import Part
from transforms.storage import Location, is_remote, location
from transforms.storage.finding import find_objects

__all__ = [
    "LARGE_INPUT_BYTES",
    "InputError",
    "check_input",
    "expand_input",
    "file_of",
    "find_input",
    "input_parts",
    "open_input",
]

LARGE_INPUT_BYTES: Final = 16 << 20
"""From here on a file is scanned by several workers: to take apart the others' parts costs each some time."""

_STRAY: Final = range(0xDC80, 0xDD00)  # how Python shows bytes of a name that are no UTF-8 (PEP 383)
_PRIVATE: Final = 0xF780  # as others do: the end of the private use area
_TO_TEXT: Final = {stray: chr(_PRIVATE + stray - _STRAY.start) for stray in _STRAY}
_FROM_TEXT: Final = {ord(text): chr(stray) for stray, text in _TO_TEXT.items()}


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
    return (found for _, found in _named(pattern))


def input_parts(pattern: str, readers: int) -> Iterator[Part]:
    """The files of an input, each whole, or where it is large in as many parts as there are readers."""
    for path, found in _named(pattern):
        shared = readers > 1 and _size(found) >= LARGE_INPUT_BYTES
        parts = readers if shared else 1
        for number in range(parts):
            yield Part(path, number, parts)


def _named(pattern: str) -> Iterator[tuple[str, Location]]:
    if is_remote(pattern):
        yield from ((str(found), found) for found in find_objects(pattern))
    else:
        yield from ((path, file_of(path)) for path in expand_input(pattern))


def _size(found: Location) -> int:
    try:
        return found.stat().st_size
    except OSError:  # gone since: who opens it says so
        return 0


def expand_input(pattern: str) -> Iterator[str]:
    """The files of an input, sorted; in folders and globs, hidden files and folders are passed over.

    A name that is no UTF-8 comes with a private character for each of its stray bytes: records and runners
    carry text. `file_of` finds the file again.

    Raises:
      StorageError: Google Cloud Storage cannot be listed.
    """
    if is_remote(pattern):
        yield from map(str, find_objects(pattern))
    else:
        yield from (path.translate(_TO_TEXT) for path in _expanded(pattern))


def _expanded(pattern: str) -> Iterator[str]:
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
    found = file_of(path)
    return found.open("rb", buffering=1 << 18) if isinstance(found, Path) else found.open("rb")


def file_of(path: str) -> Location:
    """What `expand_input` named so."""
    if is_remote(path):
        return location(path)
    plain = Path(path)
    return plain if plain.exists() else Path(path.translate(_FROM_TEXT))


def _files_below(folder: Path) -> Iterator[str]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files_below(entry)
        elif entry.exists():  # a dangling link names nothing
            yield str(entry)
