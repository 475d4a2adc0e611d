"""How a run ends when it does not end well: one line that says what happened and what to do."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from pipeline.signals import handled
from pipeline.worker_pool import stop_worker_pool
from transforms.secrets import redacted
from transforms.storage import Location, StorageError
from transforms.storage.writing import TEMPORARY, remove_folder

__all__ = ["FAILED", "leave", "reason_of", "say", "stopped_by_signals"]

FAILED: Final = 1

_LAST: Final = re.compile(r"^(?:[\w.]+\.)?([A-Z]\w*(?:Error|Exception|Exit|Interrupt)): ?(.*)$", re.MULTILINE)
_STEP: Final = re.compile(r" \[while running '[^']*'[^\]]*\]")
_WRAPPED: Final = re.compile(r"^RuntimeError: (?=[\w.]+: )", re.MULTILINE)
_ERRNO: Final = re.compile(r"\[Errno (\d+)\] ")
_PLAIN: Final = frozenset({"ModelError", "InputChangedError", "StorageError"})
"""Errors of our own, whose message says all."""

_ADVICE: Final = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space",
    errno.EFBIG: "raise the limit of a file's size",
    errno.EROFS: "name another --output",
    errno.EACCES: "give this user the right to write there",
    errno.EPERM: "give this user the right to write there",
}


def reason_of(error: BaseException) -> str:
    """One line for what a runner raised: the error that a worker had, without the way that it took."""
    found = _LAST.findall(_WRAPPED.sub("", _STEP.sub("", str(error))))
    name, text = found[-1] if found else (type(error).__name__, str(error))
    line = " ".join(text.split())
    if isinstance(error, OSError) and not found:
        line = f"[Errno {error.errno}] {error.strerror}: {error.filename or ''}".rstrip(": ")
    number = _ERRNO.match(line)
    if number:
        advice = _ADVICE.get(int(number[1]), "see to it")
        return redacted(f"{_ERRNO.sub('', line)}; {advice}")
    return redacted(line if name in _PLAIN else f"{name}: {line}")[:400]


def say(line: str) -> None:
    """A line for people, on standard error."""
    print(f"newswire: {line}", file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def stopped_by_signals(output: Location) -> Iterator[None]:
    """SIGTERM and SIGINT end the process at once, with a line: what is committed stays for `--resume`.

    Beam's threads do not let go of a process that is asked nicely, and there is nothing to wait for: a file
    has its name when it is whole. The workers end with this process, and what they leave is nameless.
    """

    def end(number: int, _: Any) -> None:
        say(f"stopped by {signal.Signals(number).name}; run again with --resume to go on")
        threading.excepthook = lambda _: None  # the runner's threads, whose workers end now
        stop_worker_pool()
        if isinstance(output, Path):  # a bucket's is removed at the next start
            remove_folder(output / TEMPORARY)
        os._exit(FAILED)

    with handled({signal.SIGTERM: end, signal.SIGINT: end}):
        yield


def leave(output: Location) -> None:
    """Removes what has no name."""
    with suppress(StorageError):
        remove_folder(output / TEMPORARY)
