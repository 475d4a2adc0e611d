"""How output comes to stand, whole under its final name or not at all.

In a local folder a file is written below `_tmp`, its bytes brought to the disk, and renamed. For Google Cloud
Storage it is written to a local temporary file and sent: an object appears when all of it has arrived. An
existing name is never overwritten by `publish` and `settle`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from transforms.storage import GcsPath, Location

__all__ = [
    "TEMPORARY",
    "beside",
    "check_writable",
    "make_folder",
    "publish",
    "remove_folder",
    "replace",
    "scratch_file",
    "settle",
    "staged",
    "write_scratch",
]

TEMPORARY: Final = "_tmp"
"""Folder of an output in which stands what is not yet under its final name."""

_THREADS: Final = 16


def make_folder(folder: Location) -> None:
    """Makes a folder that is to be written to; in a bucket, folders come with their objects."""
    if isinstance(folder, Path):
        folder.mkdir(parents=True, exist_ok=True)


def check_writable(output: Location) -> None:
    """Writes and removes an object, so that a missing right is said before the work and not after it.

    Raises:
      StorageError: a bucket may not be written to.
    """
    if isinstance(output, GcsPath):
        probe = output / TEMPORARY / uuid.uuid4().hex
        publish(write_scratch(output, b""), probe)
        probe.unlink()


def scratch_file(output: Location) -> Path:
    """A new local path to write to, before `publish` or `staged`: for a local output, in it."""
    if isinstance(output, GcsPath):
        return Path(tempfile.gettempdir()) / f"newswire-{uuid.uuid4().hex}"
    folder = output / TEMPORARY
    folder.mkdir(parents=True, exist_ok=True)
    return folder / uuid.uuid4().hex


def write_scratch(output: Location, data: bytes) -> Path:
    """Writes a small file to a `scratch_file`, its bytes on the disk."""
    path = scratch_file(output)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def publish(scratch: Path, final: Location) -> None:
    """Gives a finished scratch file its final name, and takes the scratch file away.

    A name that stands already is left as it is: names carry digests, so it holds the same records.

    Raises:
      OSError: it cannot be renamed.
      StorageError: it cannot be sent, or the name stands with other bytes.
    """
    if isinstance(final, GcsPath):
        try:
            final.create(scratch)
        finally:
            scratch.unlink()
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.exists():
        scratch.unlink()
        return
    scratch.rename(final)
    _sync_folder(final.parent)


def beside(final: Location) -> Path:
    """A new local path to write to, before `replace`."""
    if isinstance(final, GcsPath):
        return scratch_file(final)
    return final.with_name(f".{final.name}.{uuid.uuid4().hex}")


def replace(scratch: Path, final: Location) -> None:
    """As `publish`; but what stands there is replaced, as the user wants a file named for one.

    Raises:
      OSError, StorageError: as for `publish`.
    """
    if isinstance(final, GcsPath):
        try:
            final.replace(scratch)
        finally:
            scratch.unlink()
    else:
        scratch.replace(final)


def staged(scratch: Path, output: Location) -> str:
    """Makes a scratch file outlast this process, under a temporary name of the output; gives that name."""
    if isinstance(output, GcsPath):
        publish(scratch, output / TEMPORARY / scratch.name)
    return scratch.name


def settle(name: str, output: Location, final: str) -> None:
    """Gives what was `staged` its final name; harmless where that was done before.

    Raises:
      OSError, StorageError: as for `publish`.
    """
    temporary = output / TEMPORARY / name
    if isinstance(output, GcsPath):
        (output / TEMPORARY / name).move(output / final)
    elif isinstance(temporary, Path) and temporary.exists():
        publish(temporary, output / final)


def remove_folder(folder: Location) -> None:
    """Removes a folder with all that is in it; harmless where there is none."""
    if isinstance(folder, Path):
        shutil.rmtree(folder, ignore_errors=True)
        return
    from transforms.storage.client import listed

    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(GcsPath.unlink, listed(folder.bucket, folder.folder)):
            pass


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
