"""The process that the workers of a local run are forked from: everything is imported, the models are loaded.

`python -m pipeline.worker_server` reads lines of JSON: a list of models to load, or the variables of a worker
to start, for which it writes `started PID` and later `ended PID STATUS`. It ends, and its workers with it,
when its input ends. A model that cannot be loaded is left to the worker that needs it, which can say so.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.process import importing, prepare_process
from transforms import spacy_models

__all__ = ["main"]


def main() -> None:
    """Serves until its input ends."""
    prepare_process()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's interrupt is for the run to answer
    with importing():  # the workers share what is here: their garbage collectors need not touch it
        import apache_beam.runners.worker.sdk_worker_main  # noqa: F401

        import pipeline.graph  # noqa: F401  the graph's functions are unpickled in the workers
        from pipeline.data_plane import keep_queues_short
    keep_queues_short()
    signal.signal(signal.SIGCHLD, lambda *_: _report_ended())
    workers = set()
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, list):
            _load(asked)
            continue
        # Held back until its start is told: a worker that dies at once would be said to have ended before.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        pid = _fork(asked)
        workers.add(pid)
        _say(f"started {pid}")
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    for pid in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    os._exit(0)  # in an instant: the models need not be taken apart


def _load(models: Sequence[str]) -> None:
    with importing():
        for name in models:
            with contextlib.suppress(spacy_models.ModelError):
                spacy_models.warm(name)


def _fork(environ: Mapping[str, str]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        os.environ.update(environ)
        _work(environ)
        status = 0
    finally:
        os._exit(status)  # nothing of the server's is to be torn down here


def _work(environ: Mapping[str, str]) -> None:
    """Runs a Beam SDK harness until its runner ends it."""
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.WARNING)  # the harness opens the root logger to INFO
    # Beam prints a traceback of every failure there, besides sending it to the run, which says it in a line.
    sys.stderr = Path(os.devnull).open("w")
    from apache_beam.runners.worker import sdk_worker_main

    _, harness, _ = sdk_worker_main.create_harness(environ)
    harness.run()


def _report_ended() -> None:
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            _say(f"ended {ended[0]} {os.waitstatus_to_exitcode(ended[1])}")


def _say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    main()
