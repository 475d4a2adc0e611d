"""What this process and its children need before Beam and numpy are imported."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from transforms.memory import collect_seldom, share_one_arena
from transforms.secrets import redacted
from transforms.spacy_models import single_thread
from transforms.storage import StorageError

__all__ = ["RedactingFormatter", "importing", "prepare_process"]

_CONNECTED: Final = ("bson", "google.cloud", "pandas", "pyarrow", "pymongo")
"""What Beam imports for connectors and coders of its own that a local run has no use for."""


def prepare_process() -> None:
    """One thread a worker for matrix products, one arena for all others; Beam's own chatter kept out of what
    people read.

    Call it before Beam is imported: OpenBLAS reads its environment when it is loaded.
    """
    single_thread()
    share_one_arena()
    threading.excepthook = _of_thread
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("apache_beam").setLevel(logging.CRITICAL)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(RedactingFormatter("%(levelname)s %(name)s: %(message)s"))
        handler.addFilter(_is_not_said_in_one_line)


@contextmanager
def importing() -> Iterator[None]:
    """For the time in which Beam and models are loaded: a third of that time is neither's own.

    Python's collector would look at all they make, some dozens of times; what stands at the end is never
    looked at again. And Beam imports whatever it has a connector for, wherever it is installed.
    """
    gc.disable()
    hidden = [name for name in _CONNECTED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say that it is not there
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
        gc.enable()
        collect_seldom()


class RedactingFormatter(logging.Formatter):
    """Lines of a log without the credentials of the addresses in them."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line, with its traceback."""
        return redacted(super().format(record))


def _of_thread(failed: threading.ExceptHookArgs) -> None:
    """Nothing of a thread of Beam's whose other end is gone: the run says what happened, in one line."""
    if not any(kind.__name__ == "RpcError" for kind in failed.exc_type.__mro__):
        threading.__excepthook__(failed)


def _is_not_said_in_one_line(record: logging.LogRecord) -> bool:
    """False for the tracebacks, of worker and runner, of what the command line says in one line."""
    kind = record.exc_info[0] if record.exc_info else None
    return not ("StorageError" in record.getMessage() or (kind and issubclass(kind, StorageError)))
