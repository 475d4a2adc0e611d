"""Where inputs are and where output stands: local files, or Google Cloud Storage by the same few calls.

A `Location` is a `pathlib.Path` or, of a text that begins with gs://, a `GcsPath`, which has those methods of
Path that are used here. What the two cannot share stands in `transforms.storage.writing`.

GCS raises OSError only where a single object is to blame (it is not there, or changed while it was read), as
a file would; all else is a `StorageError`, which no reader takes for damage: it ends the run.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

from transforms.storage.gcs import GcsPath, StorageError

__all__ = ["GcsPath", "Location", "StorageError", "files_in", "is_remote", "location", "storage_failure"]

Location: TypeAlias = Path | GcsPath


def is_remote(text: str) -> bool:
    """Whether a path as the user gives it names something in Google Cloud Storage."""
    return text.startswith("gs://")


def location(text: str) -> Location:
    """What a path as the user gives it names. Asks nothing of the network.

    Raises:
      StorageError: it begins with gs:// and names no bucket.
    """
    return GcsPath.parse(text) if is_remote(text) else Path(text)


def storage_failure(error: BaseException) -> str:
    """What a StorageError said that made a Beam job fail; '' where it was another error.

    The error comes from a worker, as text.
    """
    found = re.findall(
        r"^(?:[\w.]+\.)?StorageError: (.+?)(?: \[while running .*)?$", str(error), re.MULTILINE
    )
    return str(error) if isinstance(error, StorageError) else str(found[-1]) if found else ""


def files_in(folder: Location, pattern: str) -> list[Location]:
    """The files of one folder whose names match, sorted; none where there is no such folder."""
    if isinstance(folder, Path):
        return [*sorted(folder.glob(pattern))]
    return [*sorted(folder.glob(pattern))]
