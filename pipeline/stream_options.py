"""The options of `newswire run --streaming`: how they are given, and the settings that they make."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.options import FLINK, StorySettings, UsageError
from transforms.storage import is_remote

__all__ = ["StreamSettings", "add_stream_options", "stream_settings"]

DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSettings(StorySettings):
    """A continuous run.

    Attributes:
      watch: folders and globs.
      subscriptions: of Google Cloud Pub/Sub, by their full names.
      notifications: whether their messages name objects of Cloud Storage, and are not stories themselves.
      output: the output folder.
      settle: seconds that a file must stand still before it is taken.
      poll: seconds between looks at a source.
      window: seconds of arrival that make a file.
      max_file_stories: a file is cut at so many; 0 for no limit.
      hold: whether stories under embargo are held until its end.
      flush_urgent: whether alerts and kills are committed within about a second.
      state_seconds: how long ids, versions and chains are remembered.
      prism_location: of Prism's binary; None to look for it.
      metrics_port: serves /metrics and /healthz; 0 for a free port, None for none.
      log_json: one JSON object a line of log.
      beam_args: Beam's own options, as given.
    """

    watch: tuple[str, ...]
    output: str
    subscriptions: tuple[str, ...] = ()
    notifications: bool = False
    settle: float = 2.0
    poll: float = 0.25
    window: float = 60.0
    max_file_stories: int = 0
    hold: bool = True
    flush_urgent: bool = False
    state_seconds: int = 3 * DAY
    prism_location: str | None = None
    metrics_port: int | None = None
    log_json: bool = False
    beam_args: tuple[str, ...] = ()


def add_stream_options(run: argparse.ArgumentParser) -> None:
    """Adds the options of a stream to those of `run`."""
    stream = run.add_argument_group("continuous runs")
    stream.add_argument("--streaming", action="store_true", help="run until SIGTERM, on what keeps arriving")
    stream.add_argument(
        "--watch",
        action="append",
        default=[],
        metavar="DIR|GLOB|gs://...",
        help="take files as they appear there; may be given again",
    )
    stream.add_argument(
        "--subscription",
        action="append",
        default=[],
        metavar="projects/P/subscriptions/S",
        help="take messages of Google Cloud Pub/Sub, each a story; may be given again",
    )
    stream.add_argument(
        "--notifications",
        action="store_true",
        help="messages of --subscription are Cloud Storage notifications: take the objects that they name",
    )
    stream.add_argument(
        "--settle",
        type=_seconds,
        default=2.0,
        metavar="S",
        help="seconds that a file must stand still before it is taken (default: 2)",
    )
    stream.add_argument(
        "--window", type=_positive, default=60.0, metavar="S", help="seconds of arrival a file (default: 60)"
    )
    stream.add_argument(
        "--max-file-stories",
        type=int,
        default=0,
        metavar="N",
        help="cut a file at N stories (default: no limit)",
    )
    stream.add_argument(
        "--flush-urgent", action="store_true", help="commit alerts and kills within about a second"
    )
    stream.add_argument(
        "--embargo",
        choices=("hold", "pass"),
        default="hold",
        help="hold stories until their embargo ends, or pass them on (default: hold)",
    )
    stream.add_argument(
        "--state-days",
        type=_positive,
        default=3.0,
        metavar="N",
        help="days that ids, versions and chains are remembered (default: 3)",
    )
    stream.add_argument(
        "--metrics-port", type=int, metavar="N", help="serve /metrics and /healthz there (0: a free port)"
    )
    stream.add_argument("--log-json", action="store_true", help="log one JSON object a line")
    stream.add_argument("--prism_location", metavar="PATH", help="Prism's binary (default: beside python)")


def stream_settings(
    options: argparse.Namespace, how: Mapping[str, Any], beam_args: Sequence[str]
) -> StreamSettings:
    """The settings of a stream from its parsed options, and those of its stories.

    Raises:
      UsageError: they do not go together.
    """
    if options.input:
        raise UsageError(
            f"{options.input[0]}: a stream reads what --watch names; give --watch {options.input[0]}"
        )
    if not options.watch and not options.subscription:
        raise UsageError("--streaming: nothing to read; give --watch DIR or --subscription NAME")
    if options.runner not in ("DirectRunner", "PrismRunner", *FLINK):
        raise UsageError(f"--runner {options.runner}: streams run on Prism here, and on Flink")
    if options.notifications and not options.subscription:
        raise UsageError("--notifications: of which subscription? give --subscription NAME")
    for pattern in options.watch:
        _check_watch(pattern, options.output)
    return StreamSettings(
        watch=tuple(options.watch),
        subscriptions=tuple(_subscription(name) for name in options.subscription),
        notifications=options.notifications,
        output=options.output,
        settle=options.settle,
        window=options.window,
        max_file_stories=options.max_file_stories,
        hold=options.embargo == "hold",
        flush_urgent=options.flush_urgent,
        state_seconds=round(options.state_days * DAY),
        **how,
        prism_location=options.prism_location,
        metrics_port=options.metrics_port,
        log_json=options.log_json,
        beam_args=tuple(beam_args),
    )


def _subscription(name: str) -> str:
    parts = name.split("/")
    if len(parts) != 4 or (parts[0], parts[2]) != ("projects", "subscriptions") or not all(parts):
        raise UsageError(f"--subscription {name}: expected projects/PROJECT/subscriptions/NAME")
    return name


def _check_watch(pattern: str, output: str) -> None:
    if is_remote(pattern) and is_remote(output):
        inside = f"{output.rstrip('/')}/".startswith(f"{pattern.rstrip('/')}/")
    elif "://" in pattern and not is_remote(pattern):
        raise UsageError(
            f"--watch {pattern}: folders and gs:// are watched, {pattern.partition(':')[0]}: is not"
        )
    else:
        inside = not is_remote(output) and Path(output).resolve().is_relative_to(Path(pattern).resolve())
    if inside:
        raise UsageError(f"--watch {pattern}: holds the output folder {output}; name one beside it")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < DAY:
        raise argparse.ArgumentTypeError(f"{text}: expected seconds, from 0")
    return seconds


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number <= DAY:
        raise argparse.ArgumentTypeError(f"{text}: expected a number above 0")
    return number
