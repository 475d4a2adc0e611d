"""RSS by feedparser alone: every entry's fields, no plain text made of the HTML."""

import sys
import time
from pathlib import Path

import feedparser


def main() -> None:
    """Prints stories a second of processor time over the files of a folder."""
    documents = [path.read_bytes() for path in sorted(Path(sys.argv[1]).iterdir())]
    started = time.process_time()
    stories = 0
    for data in documents:
        for entry in feedparser.parse(data).entries:
            fields = (entry.id, entry.title, entry.published_parsed, entry.content[0].value)
            assert fields[0]
            stories += 1
    print(stories / (time.process_time() - started))


main()
