"""Starts the worker server early, and workers from it when Beam asks for them.

Beam takes half a second to import and more, and spaCy with a model as long again. The server does both once,
while the command line's own process reads its options, imports Beam and builds the graph; a worker forked
from it starts in milliseconds and shares its memory. Nothing here imports Beam.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from queue import SimpleQueue

__all__ = [
    "WorkerPool",
    "start_worker_pool",
    "stop_unused_worker_pool",
    "stop_worker_pool",
    "worker_pool",
]


class WorkerPool:
    """A worker server and its workers."""

    def __init__(self) -> None:
        self._models: set[str] = set()
        self._has_forked = False
        command = [sys.executable, "-m", "pipeline.worker_server"]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._waiting: SimpleQueue[Callable[[int], None]] = SimpleQueue()
        self._started: SimpleQueue[int | None] = SimpleQueue()
        self._one_at_a_time = threading.Lock()
        threading.Thread(target=self._listen, name="worker pool", daemon=True).start()

    @property
    def unused(self) -> bool:
        """Whether no worker has been asked of it."""
        return not self._has_forked

    @property
    def alive(self) -> bool:
        """Whether the server can still fork."""
        return self._server.poll() is None

    def load(self, models: Iterable[str]) -> None:
        """Has the server load spaCy models (names or paths) for the workers to come; returns at once."""
        wanted = sorted(set(models) - self._models)
        self._models.update(wanted)
        if wanted:
            with suppress(BrokenPipeError):  # a server that died is said by `fork`
                self._write(wanted)

    def fork(self, environ: Mapping[str, str], on_end: Callable[[int], None]) -> int:
        """Starts a worker; waits until the server has imported and loaded what it should; gives its id.

        Args:
          environ: the worker's environment variables.
          on_end: called with the worker's exit code, -N for signal N, when it has ended.

        Raises:
          RuntimeError: the server has died.
        """
        with self._one_at_a_time:
            pid = None
            if self.alive:
                self._has_forked = True
                self._waiting.put(on_end)
                self._write(dict(environ))
                pid = self._started.get()
        if pid is None:
            raise RuntimeError("the process that starts workers died; is there enough memory?")
        return pid

    def close(self) -> None:
        """Ends the server and what is left of its workers."""
        if self.unused:
            self._server.kill()  # it may be importing still, which nobody needs to wait for
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait()

    def _write(self, message: object) -> None:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(message) + "\n")
        self._server.stdin.flush()

    def _listen(self) -> None:
        on_end: dict[int, Callable[[int], None]] = {}
        for line in self._server.stdout or ():
            event, pid, *status = line.split()
            if event == "started":
                on_end[int(pid)] = self._waiting.get()
                self._started.put(int(pid))
            else:
                on_end.pop(int(pid))(int(status[0]))
        self._started.put(None)


_pool: WorkerPool | None = None


def start_worker_pool(models: Iterable[str] = ()) -> None:
    """Starts the process's one pool, where there is none, and has it load models; returns at once."""
    global _pool
    if _pool is None or not _pool.alive:
        _pool = WorkerPool()
        atexit.register(_pool.close)
    _pool.load(models)


def stop_worker_pool() -> None:
    """Ends the process's pool and its workers, if there is one."""
    if _pool is not None:
        _pool.close()


def stop_unused_worker_pool() -> None:
    """Ends a pool that was started for workers that are not needed: it would take time from who is."""
    if _pool is not None and _pool.unused:
        _pool.close()


def worker_pool() -> WorkerPool:
    """The process's one pool; started now where nobody did."""
    if _pool is None or not _pool.alive:
        start_worker_pool()
    assert _pool is not None
    return _pool
