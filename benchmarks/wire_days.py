"""Writes many days of an invented wire: `python -m benchmarks.wire_days --stories N --output DIR`.

The same generator as the tests', streamed: a family of messages at a time, a pool of 5,000 that are
shuffled, and the files that are being filled. Memory does not grow with the number of stories.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.wire_days import pour, shuffled, wire_day

MOST_A_FILE = 500
POOL = 5_000


def write_days(stories: int, output: Path, seed: int) -> int:
    """Writes at least so many messages, of some 3 KB, into files below the folder; says how many."""
    return pour(shuffled(wire_day(seed, stories), seed, POOL), output, seed, MOST_A_FILE)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, required=True, metavar="N")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="empty, or not there yet")
    parser.add_argument("--seed", type=int, default=20260312)
    options = parser.parse_args()
    if options.output.exists() and any(options.output.iterdir()):
        parser.error(f"{options.output}: not empty; name another folder")
    started = time.monotonic()
    written = write_days(options.stories, options.output, options.seed)
    sys.stdout.write(f"{written:,} messages in {options.output}, {time.monotonic() - started:.0f} s\n")


if __name__ == "__main__":
    main()
