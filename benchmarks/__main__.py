"""`make bench`, or `python -m benchmarks [NAME ...] [--input INPUT ...] [--rounds N]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import (
    archive,
    cold_start,
    growth,
    identity,
    memory,
    model_speed,
    parse_speed,
    topic_speed,
    whole_run,
)

ROOT = Path(__file__).parent.parent
BENCHMARKS = {
    "whole_run": whole_run.benchmark,
    "rivals": whole_run.benchmark_rivals,
    "cold_start": cold_start.benchmark,
    "identity": identity.benchmark,
    "growth": growth.benchmark,
    "parse_speed": parse_speed.benchmark,
    "topic_speed": topic_speed.benchmark,
    "memory": memory.benchmark,
    "archive": archive.benchmark,
    "model_speed": model_speed.benchmark,
}


def main() -> None:
    """Runs the benchmarks that are named, or all."""
    reuters = ROOT.parent / "shared/corpora/reuters21578"
    default = sorted(map(str, reuters.glob("*.sgm"))) or [str(ROOT / "samples")]
    parser = argparse.ArgumentParser()
    parser.add_argument("name", nargs="*", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--input", nargs="+", default=default)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    for name in options.name or BENCHMARKS:
        BENCHMARKS[name](options.input, options.rounds)


if __name__ == "__main__":
    main()
