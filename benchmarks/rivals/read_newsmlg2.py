"""NewsML-G2 by the newsmlg2 package, as its README shows: the document, its item and a dozen fields."""

import sys
import time
from pathlib import Path

import NewsMLG2


def main() -> None:
    """Prints stories a second of processor time over the files of a folder."""
    documents = [path.read_bytes() for path in sorted(Path(sys.argv[1]).iterdir())]
    started = time.process_time()
    for data in documents:
        item = NewsMLG2.NewsMLG2Document(data).get_item()
        meta, content = item.itemmeta, item.contentmeta
        fields = (item.guid, item.version, meta.versioncreated, meta.pubstatus)
        fields += (content.headline, content.subject)
        assert str(fields[0])
    print(len(documents) / (time.process_time() - started))


main()
