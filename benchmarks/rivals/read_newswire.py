"""The project's own parser of a format over the files of a folder, identified stories and all."""

import io
import sys
import time
from pathlib import Path

from schemas.records import Story
from transforms.formats import DEFAULT_HINTS, format_named
from transforms.parse import Message, parse_message


def main() -> None:
    """Prints stories a second of processor time; fails where a file gives anything but stories."""
    documents = [path.read_bytes() for path in sorted(Path(sys.argv[1]).iterdir())]
    parse_all(documents[:1])  # what is loaded lazily is loaded now
    started = time.process_time()
    print(parse_all(documents) / (time.process_time() - started))


def parse_all(documents: list[bytes]) -> int:
    """Splits, parses and identifies; gives the number of stories."""
    row = format_named(sys.argv[2])
    stories = 0
    for data in documents:
        for piece in row.split(io.BytesIO(data), DEFAULT_HINTS):
            message = Message(uri="x", offset=piece.offset, data=piece.data, format=row)
            for outcome in parse_message(message, DEFAULT_HINTS):
                if not isinstance(outcome, Story):
                    raise SystemExit(f"{sys.argv[2]}: {str(outcome)[:500]}")
                stories += 1
    return stories


main()
