"""A lease on an output folder of a bucket: the object `.lock`, written anew every few seconds by its holder.

Every write is on the condition that nobody else wrote it since. No clock is compared with another machine's:
a lease has run out when it was seen to stand still.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipeline.options import UsageError
from transforms.storage import GcsPath, StorageError
from transforms.storage.client import labels, remove, write_labels

__all__ = ["LEASE_SECONDS", "leased"]

_LOG = logging.getLogger(__name__)

RENEW_SECONDS: Final = 10.0
LEASE_SECONDS: Final = 40.0
"""A lease that nobody renews for so long is taken over: whoever held it is gone."""


@contextmanager
def leased(output: GcsPath, lost: Callable[[], object]) -> Iterator[None]:
    """Holds the lease for the time of the block.

    Args:
      output: the output folder.
      lost: called when another process has taken it.

    Raises:
      UsageError: another process holds it, and is alive.
    """
    lease = _Lease(output)
    lease.take()
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(RENEW_SECONDS):
            if not lease.renew():
                lost()

    thread = threading.Thread(target=renew, name="lease of the output", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=RENEW_SECONDS)
        lease.give_back()


class _Lease:
    def __init__(self, output: GcsPath) -> None:
        self._output, self._object = output, output / ".lock"
        self._me = {"owner": uuid.uuid4().hex, "host": socket.gethostname(), "pid": str(os.getpid())}
        self._generation = 0

    def take(self) -> None:
        """Takes it as soon as nobody alive holds it."""
        if self._write():
            return
        generation, holder = labels(self._object)
        if holder.get("host") != self._me["host"] or Path(f"/proc/{holder.get('pid')}").exists():
            self._wait(generation, holder)
        self._generation = labels(self._object)[0]
        if not self._write():
            raise self._taken()

    def renew(self) -> bool:
        """False when another has taken it. A failure is no answer: it is tried again."""
        try:
            if self._write():
                return True
        except StorageError as error:
            _LOG.warning("lease not renewed: %s", error)
            return True
        _LOG.error("%s: another stream has taken this output; this one ends here, uncommitted", self._output)
        return False

    def give_back(self) -> None:
        """For the next to take at once."""
        try:
            remove(self._object, generation=self._generation)
        except StorageError as error:
            _LOG.warning("lease not given back: %s", error)

    def _write(self) -> bool:
        written = write_labels(self._object, self._me, self._generation)
        if written is None:
            return False
        self._generation = written
        return True

    def _wait(self, generation: int, holder: dict[str, str]) -> None:
        """Until the lease has stood still for its time."""
        who = f"process {holder.get('pid')} on {holder.get('host')}"
        _LOG.warning("%s: %s holds it; waits up to %.0f s for its end", self._output, who, LEASE_SECONDS)
        end = time.monotonic() + LEASE_SECONDS
        while time.monotonic() < end:
            time.sleep(1.0)
            now = labels(self._object)[0]
            if now == 0:
                return
            if now != generation:
                raise self._taken()

    def _taken(self) -> UsageError:
        return UsageError(f"{self._output}: another stream writes here; name another folder, or stop it")
