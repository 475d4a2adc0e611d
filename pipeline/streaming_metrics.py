"""What a stream tells of itself: Prometheus metrics, a health check, and a log line a commit."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_wsgi_app
from rich.console import Console
from rich.live import Live
from rich.text import Text

from pipeline.process import RedactingFormatter
from transforms.secrets import redacted
from transforms.steps._stream_process import Under

__all__ = ["JsonFormatter", "StreamMetrics", "TextFormatter", "live_counts", "served"]

_LOG = logging.getLogger(__name__)

QUIET_SECONDS: Final = 60.0
"""A job whose sources were not asked for so long is not healthy."""

_BUCKETS: Final = (0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 90, 120, 300, 600, 3600)


class StreamMetrics:
    """The metrics of one run, brought up to date from what its process knows."""

    def __init__(self, under: Under) -> None:
        self._under = under
        self._seen: dict[str, int] = {}
        self.registry = CollectorRegistry()
        self._plain = {
            "read": Counter(
                "newswire_deliveries", "Files and messages that sources gave.", registry=self.registry
            ),
            "commits": Counter("newswire_commits", "Manifests committed.", registry=self.registry),
            "messages": Counter(
                "newswire_messages", "Messages that came to their end.", registry=self.registry
            ),
            "stories": Counter("newswire_stories", "Stories written.", registry=self.registry),
            "duplicates": Counter("newswire_duplicates", "Duplicates left out.", registry=self.registry),
        }
        self._by_reason = {
            "skipped": Counter("newswire_skipped", "Items skipped.", ["reason"], registry=self.registry),
            "dead_letters": Counter(
                "newswire_dead_letters",
                "Messages that could not be read.",
                ["error_class"],
                registry=self.registry,
            ),
        }
        self._seconds = Histogram(
            "newswire_commit_seconds",
            "Seconds from a message's arrival to its commit.",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        lag = Gauge(
            "newswire_watermark_lag_seconds",
            "How far the output is behind: age of the oldest message not committed, or of the last look.",
            registry=self.registry,
        )
        lag.set_function(under.lag)
        unacknowledged = Gauge(
            "newswire_unacknowledged", "Pieces of messages read and not committed.", registry=self.registry
        )
        unacknowledged.set_function(under.open)

    def update(self) -> None:
        """Adds what has happened since the last call, and logs it."""
        counts = self._under.snapshot()
        changes = {name: n - self._seen.get(name, 0) for name, n in counts.items()}
        self._seen = counts
        for name, change in changes.items():
            group, _, reason = name.partition(".")
            counter = self._by_reason[group].labels(reason) if reason else self._plain[group]
            counter.inc(change)
        seconds = self._under.drain_seconds()
        for value in seconds:
            self._seconds.observe(value)
        if changes.get("commits"):
            said = {name: change for name, change in changes.items() if change}
            _LOG.info(
                "committed", extra={"counts": said | {"slowest_seconds": round(max(seconds, default=0.0), 3)}}
            )

    def healthy(self) -> bool:
        """Whether the sources are asked."""
        return self._under.quiet() < QUIET_SECONDS


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the counts of a commit."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{record.msecs:03.0f}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": redacted(record.getMessage()),
        }
        line |= getattr(record, "counts", {})
        if record.exc_info:
            line["exception"] = redacted(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class TextFormatter(RedactingFormatter):
    """The same for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        counts = "".join(f" {name}={n}" for name, n in getattr(record, "counts", {}).items())
        return super().format(record) + counts


@contextmanager
def live_counts(under: Under) -> Iterator[Callable[[], None]]:
    """On a terminal, gives what shows the counts so far in one line; elsewhere, what does nothing."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    with Live(Text("starting ..."), console=console, refresh_per_second=4) as live:
        yield lambda: live.update(Text(_line(under)))


def _line(under: Under) -> str:
    counts = under.snapshot()
    skipped, dead = (
        sum(n for name, n in counts.items() if name.startswith(group))
        for group in ("skipped.", "dead_letters.")
    )
    return (
        f"{counts.get('messages', 0):,} messages = {counts.get('stories', 0):,} stories"
        f" + {counts.get('duplicates', 0):,} duplicates + {skipped:,} skipped + {dead:,} dead letters;"
        f" {counts.get('commits', 0):,} commits, {under.open():,} under way"
    )


def served(port: int, metrics: StreamMetrics, healthy: Callable[[], bool]) -> WSGIServer:
    """Serves /metrics and /healthz in a thread, on all addresses; port 0 takes a free one and logs it."""
    pages = make_wsgi_app(metrics.registry)

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/metrics":
            found: Iterable[bytes] = pages(environ, start)
            return found
        if path == "/healthz":
            well = healthy() and metrics.healthy()
            start("200 OK" if well else "503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"ok\n" if well else b"not well\n"]
        start("404 Not Found", [("Content-Type", "text/plain")])
        return [b"/metrics or /healthz\n"]

    server = make_server("", port, answer, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    _LOG.info("metrics on port %d", server.server_port)
    return server


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """A request is no news."""
