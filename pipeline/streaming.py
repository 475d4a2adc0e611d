"""`newswire run --streaming`: the unbounded graph, in a job that can be stopped, killed and started again."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.prism_runner import PrismRunner
from apache_beam.runners.runner import PipelineState

from pipeline import __version__
from pipeline.annotators import annotator_maker
from pipeline.output_lock import alone
from pipeline.prism import find_prism, running_prism
from pipeline.signals import handled
from pipeline.sources import open_input
from pipeline.stream_options import StreamSettings
from pipeline.streaming_metrics import JsonFormatter, StreamMetrics, TextFormatter, live_counts, served
from pipeline.watch import FolderPoller, HeldPoller
from transforms.steps._stream_process import Under, is_cluster_run, under_way
from transforms.steps.stream_admit import AdmitOnce
from transforms.steps.stream_commit import Acknowledger, AnnotatePieces, CommitPieces, StreamOutput
from transforms.steps.stream_decide import AnswerPieces, DecideStream
from transforms.steps.stream_read import Poller, PollSource, ReadPieces
from transforms.storage import Location, StorageError, is_remote, location
from transforms.storage.finding import find_objects
from transforms.storage.writing import make_folder
from transforms.stream_commit import recover

__all__ = ["alone", "build_stream", "log_to_stderr", "run_stream", "stopped_by_signals", "write_stream"]

_LOG = logging.getLogger(__name__)

DRAINED, FAILED = 0, 1

DRAIN_SECONDS: Final = 30.0

QUIET_SECONDS: Final = 1.0
"""After a stop is asked for, sources are asked no more: a last look may still be under way for so long."""

STILL_SECONDS: Final = 120.0
"""No step has worked for so long, and two windows, on what is under way, or a source was not asked."""

EXIT_SECONDS: Final = 5.0

_LOOK_SECONDS: Final = 0.1


def build_stream(root: Any, settings: StreamSettings, run: str, stop: str, workers: int = 1) -> Any:
    """Wires the sources to the stages; gives the manifests' names.

    Args:
      root: the pipeline.
      settings: what to read and where to write.
      run: a name that no other run has.
      stop: path of a file; when it stands, the sources end.
      workers: of a cluster, that share the work.
    """
    sources = _sources(settings, run)
    found = [
        root | f"Source {name}" >> PollSource(name, make, run, settings.poll, stop)
        for name, make in sources.items()
    ]
    deliveries = found | "All sources" >> beam.Flatten()
    if is_cluster_run(run):
        deliveries = deliveries | AdmitOnce(settings.state_seconds)
    return write_stream(deliveries, settings, run, workers)


def write_stream(deliveries: Any, settings: StreamSettings, run: str, workers: int = 1) -> Any:
    """Deliveries to committed manifests: pieces, decisions, annotation, windows, commits.

    Heads alone pass through the keyed state; a body is sent on twice, to wait for its answers and to its
    window.
    """
    read = deliveries | ReadPieces(open_input, settings.hints, settings.format, run, settings.output)
    answers = read.heads | DecideStream(run, settings.output, settings.state_seconds)
    return (
        (read.pieces, answers)
        | AnswerPieces(run)
        | AnnotatePieces(annotator_maker(settings), run, _annotating_shards(workers))
        | CommitPieces(_stream_output(settings, run, workers), partial(_acknowledger, run))
    )


def _annotating_shards(workers: int) -> int:
    """Keys fall to workers by chance: some more keys than workers, so that none is idle."""
    return 1 if workers == 1 else 4 * workers


def _sources(settings: StreamSettings, run: str) -> dict[str, Callable[[], Poller]]:
    """The sources by name; each is made once in the process that asks it."""
    sources: dict[str, Callable[[], Poller]] = {
        pattern: partial(FolderPoller, pattern, settings.settle, run, settings.output)
        for pattern in settings.watch
    }
    notified_of = settings.output if settings.notifications else None
    sources |= {name: partial(_subscription, run, name, notified_of) for name in settings.subscriptions}
    if settings.hold:
        sources["held stories"] = partial(HeldPoller, run, settings.output)
    return sources


def _subscription(run: str, name: str, notified_of: str | None) -> Poller:
    from pipeline.pubsub import subscription_of  # a client library that a folder does not need

    return subscription_of(run, name, notified_of)


def _acknowledger(run: str) -> Acknowledger:
    from pipeline.pubsub import PubSubAcknowledger

    return PubSubAcknowledger(run)


def run_stream(settings: StreamSettings) -> int:
    """Runs until SIGTERM or SIGINT, then drains; gives 0. What stops it otherwise gives 1.

    Raises:
      UsageError: it cannot be run so.
    """
    if sys.__stderr__:
        faulthandler.enable(sys.__stderr__)  # a crash in C must leave a trace
    log_to_stderr(as_json=settings.log_json)
    output = location(settings.output)
    make_folder(output)
    binary = find_prism(settings.prism_location)
    if settings.subscriptions:
        from pipeline.pubsub import check_subscription

        for subscription in settings.subscriptions:
            check_subscription(subscription)
    for pattern in filter(is_remote, settings.watch):
        next(find_objects(pattern), None)  # a wrong name or a missing right is said at once
    with (
        alone(output, lambda: _end(FAILED)),
        tempfile.TemporaryDirectory(prefix="newswire-stream-") as control,
    ):
        if not _recovered(output):
            return FAILED
        stop = Path(control) / "stop"
        with stopped_by_signals(stop), running_prism(binary, Path(control) / "prism.log") as prism:
            run = uuid.uuid4().hex
            _end_with(prism.alive, under_way(run), STILL_SECONDS + 2 * settings.window)
            options = PipelineOptions(
                [
                    f"--job_endpoint={prism.endpoint}",
                    "--streaming",
                    "--environment_type=LOOPBACK",
                    *settings.beam_args,
                ]
            )
            root = beam.Pipeline(runner=PrismRunner(), options=options)
            build_stream(root, settings, run, str(stop))
            _LOG.info("job begins; Prism is process %d", prism.pid)
            code = _Attended(root.run(), prism.alive, stop, under_way(run)).run(settings.metrics_port)
            _end_within(EXIT_SECONDS, code)
            return code


class _Attended:
    """A job that runs, until it is drained or fails."""

    def __init__(self, result: Any, alive: Callable[[], bool], stop: Path, under: Under) -> None:
        self._result, self._alive, self._stop, self._under = result, alive, stop, under
        self._metrics = StreamMetrics(under)
        self._known_state, self._next_state = "", 0.0

    def run(self, port: int | None) -> int:
        """Waits for the end; gives the exit code."""
        server = None if port is None else served(port, self._metrics, self._alive)
        try:
            with live_counts(self._under) as show:
                return self._wait(show)
        finally:
            if server:
                server.shutdown()

    def _wait(self, show: Callable[[], None]) -> int:
        asked: float | None = None
        while (code := self._ended(asked)) is None:
            if asked is None and self._stop.exists():
                _LOG.info("asked to stop; %d to commit", self._under.open())
                asked = time.monotonic()
            self._metrics.update()
            show()
            time.sleep(_LOOK_SECONDS)
        self._metrics.update()
        return code

    def _state(self) -> str:
        """Of the job; Prism is not asked more than once a second."""
        now = time.monotonic()
        if now >= self._next_state:
            self._known_state = self._result.state
            self._next_state = now + 1.0
        return self._known_state

    def _ended(self, asked: float | None) -> int | None:
        if not self._alive():
            _LOG.error("Prism is gone; what was not committed is read again at the next start")
            return FAILED
        state = self._state()
        if PipelineState.is_terminal(state):
            _LOG.info("job ended: %s", state)
            return DRAINED if state == PipelineState.DONE else FAILED
        if asked is None:
            return None
        waited = time.monotonic() - asked
        if self._under.open() == 0 and waited > QUIET_SECONDS:
            # Timers of keyed state would fire one by one at the end of time: not waited for.
            with suppress(Exception):
                self._result.cancel()
            return DRAINED
        if waited > DRAIN_SECONDS:
            _LOG.error("%d not committed after %.0f s", self._under.open(), DRAIN_SECONDS)
            return FAILED
        return None


def _recovered(output: Location) -> bool:
    """Makes good what a kill cut short."""
    try:
        for name in recover(output):
            _LOG.warning("ended a commit that was cut short: %s", name)
    except (OSError, StorageError) as error:
        _LOG.error("a commit that was cut short cannot be ended: %s", error)
        return False
    return True


def _stream_output(settings: StreamSettings, run: str, workers: int) -> StreamOutput:
    return StreamOutput(
        run=run,
        output=settings.output,
        codec=settings.codec,
        version=__version__,
        inputs=(*settings.watch, *settings.subscriptions),
        window=settings.window,
        shards=workers,
        most_stories=settings.max_file_stories,
        hold=settings.hold,
        flush_urgent=settings.flush_urgent,
    )


def _end_with(alive: Callable[[], bool], under: Under, still: float) -> None:
    """Ends this process when Prism is gone, or stands still: Beam's client may wait for ever for its answer.

    No harm is done: whatever is under way is made good at the next start, as after a kill. That Prism lived
    and gave nothing to do any more was seen in one life of some thousand, on a machine with far too much to
    do; why is not known.
    """

    def attend() -> None:
        while alive():
            if under.still() > still:
                _LOG.error(
                    "Prism stands still; %d not committed are read again at the next start", under.open()
                )
                _end(FAILED)
            time.sleep(_LOOK_SECONDS)
        _end_within(EXIT_SECONDS, FAILED)

    threading.Thread(target=attend, name="Prism's end", daemon=True).start()


def _end(code: int) -> None:
    """Ends this process at once, as a kill would."""
    os._exit(code)


def _end_within(seconds: float, code: int) -> None:
    """Ends this process if it has not ended by itself by then: Beam's threads may hold it."""
    timer = threading.Timer(seconds, os._exit, [code])
    timer.daemon = True
    timer.start()


@contextmanager
def stopped_by_signals(stop: Path) -> Iterator[None]:
    """SIGTERM and SIGINT ask for a drain; a second SIGINT is Python's own."""

    def ask(number: int, _: Any) -> None:
        stop.touch()
        signal.signal(number, signal.default_int_handler)

    with handled({signal.SIGTERM: ask, signal.SIGINT: ask}):
        yield


def log_to_stderr(*, as_json: bool) -> None:
    """What a stream says of itself, and nothing of Beam's chatter."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonFormatter() if as_json else TextFormatter("%(asctime)s %(levelname)s %(message)s")
    )
    logger = logging.getLogger("pipeline")
    logger.handlers = [handler]
    logger.propagate = False
    # On a terminal the counts are shown live, and a line a commit would be in their way.
    logger.setLevel(logging.INFO if as_json or not sys.stderr.isatty() else logging.WARNING)
