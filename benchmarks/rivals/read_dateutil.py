"""IPTC 7901 as scripts do it: split on control characters, lines, and dateutil for the date."""

import re
import sys
import time
from pathlib import Path

from dateutil import parser


def main() -> None:
    """Prints stories a second of processor time over the files of a folder."""
    documents = [path.read_bytes() for path in sorted(Path(sys.argv[1]).iterdir())]
    started = time.process_time()
    for data in documents:
        head, rest = data.decode("latin-1").strip("\x01").split("\x02", 1)
        body, trailer = rest.split("\x03", 1)
        found = re.match(r"(\d\d)(\d\d)(\d\d) (.*)", trailer.strip("\r\n\x04"))
        day, hour, minute, rest_of_date = found.groups()
        zone, month, year = rest_of_date.split()
        when = parser.parse(f"{day} {month} 20{year} {hour}:{minute} {zone}")
        lines = [line.strip() for line in body.splitlines()]
        text = re.sub(r"\s+", " ", " ".join(lines))
        assert all((when, head, text))
    print(len(documents) / (time.process_time() - started))


main()
