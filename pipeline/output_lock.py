"""One stream an output folder: a lock of the file system, or a lease on an object of the bucket."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.options import UsageError
from transforms.storage import Location

__all__ = ["alone"]


@contextmanager
def alone(output: Location, lost: Callable[[], object]) -> Iterator[None]:
    """Keeps the output to this process for the time of the block.

    Args:
      output: the output folder.
      lost: called when another process has taken the lease of a bucket; this one must then end at once.

    Raises:
      UsageError: another stream writes there.
      StorageError: the bucket cannot be used.
    """
    if isinstance(output, Path):
        with _locked(output):
            yield
        return
    from pipeline.bucket_lease import leased

    with leased(output, lost):
        yield


@contextmanager
def _locked(output: Path) -> Iterator[None]:
    """The lock goes with the process, however it ends."""
    with (output / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                f"{output}: another stream writes here; name another folder, or stop it"
            ) from None
        yield
