"""How right links are, on text and links that the tables have not seen.

    python -m benchmarks.link_quality
    python -m benchmarks.link_quality --model en_newswire --show 30
    python -m benchmarks.link_quality --places

Titles: the table is made from the items of Wikipedia's Current events portal before `--since`, and asked
about the links of those after it. Counted are the links whose words name a person, an organisation, a place
or an event (`training.links.titles.is_name`; offices, peoples, common words and pages about a part of what
is named are not).

- given: the words of the links as they stand there, of no type.
- end to end: the entities that the model finds and consolidation makes; recall is over the same links,
  precision over the links that the entities get where the portal has a link of just these words.

A place's link is right when the portal's title is a name of it, and what the title adds in brackets or
after a comma is its country, region or kind.

`--places` counts the judgements of `benchmarks/data/places_read.tsv`, links to GeoNames read by hand.

The kinds of names in the table come from the model as well.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from transforms import spacy_models

spacy_models.single_thread()  # before numpy is loaded

from schemas.records import Story  # noqa: E402
from training.links import titles  # noqa: E402
from training.links.titles import Item, is_name, same_page  # noqa: E402
from transforms import entities, linking  # noqa: E402
from transforms.link_places import Beside, Places  # noqa: E402
from transforms.link_table import (  # noqa: E402
    PEOPLE,
    Place,
    fold,
    place_of,
    read_lines,
    read_table,
    row_line,
)
from transforms.linking import Linker, Target  # noqa: E402
from transforms.sorted_lines import SortedLines  # noqa: E402

if TYPE_CHECKING:
    from spacy.language import Language

_CORPORA: Final = Path(__file__).parents[2] / "shared" / "corpora"
_EVENTS: Final = "current_events/current_events_2025-01_2026-03.jsonl"
_PLACES: Final = Path(linking.__file__).parent / "data" / "link_places.tsv.gz"
_NEAR: Final = 48
_KINDS: Final = {
    "country": ("country", "sovereign"),
    "region": ("state", "province", "region", "department", "governorate", "oblast", "territory", "emirate"),
    "city": ("city", "town", "municipality"),
}
_QUALIFIED: Final = re.compile(r"\s*\(([^)]*)\)$")


class Asked(NamedTuple):
    """A link of the portal and what the linker made of it: the words, the true title, and the answer."""

    words: str
    title: str
    found: Target | None


class Judge:
    """Says whether a link is the portal's."""

    def __init__(self) -> None:
        self._by_id: dict[str, Place] = {}
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        for _, (key, is_what, *fields) in read_lines(_PLACES):
            if is_what != PEOPLE:
                self._by_id[fields[0]] = place_of(fields)
                self._keys[fields[0]].add(key)
        self._places = Places(read_table(_PLACES))

    def right(self, asked: Asked) -> bool:
        """Whether the answer is what the portal's title names."""
        if asked.found is None:
            return False
        head, _, last = asked.found.id.rpartition("/")
        if "geonames.org" not in head:
            return same_page(unquote(last).replace("_", " ")) == same_page(asked.title)
        return self._names(last, asked.title)

    def _names(self, number: str, title: str) -> bool:
        place, names = self._by_id[number], self._keys[number]
        if fold(title) in names:
            return True
        base, _, added = _QUALIFIED.sub(r", \1", title).partition(", ")
        if fold(base) not in names:
            return False
        wholes = self._places.candidates(fold(added))
        if not added or any(_holds(whole, place.country, place.region) for whole in wholes):
            return True
        level = "city" if place.kind == "capital" else place.kind
        return any(word in _KINDS.get(level, ()) for word in fold(added).split())


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, default=_CORPORA)
    parser.add_argument("--model", default=spacy_models.DEFAULT_MODEL)
    parser.add_argument("--since", default="2026-01-01", help="first day whose links are asked for")
    parser.add_argument("--before", default="9999", help="first day after them")
    parser.add_argument("--show", type=int, default=0, help="wrong links to print")
    parser.add_argument("--places", action="store_true", help="count the places read by hand instead")
    args = parser.parse_args()
    if args.places:
        print(read_by_hand(Path(__file__).parent / "data" / "places_read.tsv"))
        return
    nlp = spacy_models.load(args.model)
    table = titles.rows(titles.read_items(args.corpora / _EVENTS, before=args.since), nlp)
    linker = Linker(read_table(_PLACES), SortedLines.of(map(row_line, table)))
    items = list(titles.read_items(args.corpora / _EVENTS, args.since, args.before))
    print(f"{len(table):,} rows from items before {args.since}; {len(items):,} items since; {args.model}")
    judge = Judge()
    _show("given", list(given(items, linker)), judge, args.show)
    _show("end to end", list(end_to_end(items, linker, nlp)), judge, args.show)


def given(items: Sequence[Item], linker: Linker) -> Iterator[Asked]:
    """Each name among the links, asked for as it stands there."""
    for item in items:
        words = [_bare(item.text[start:end]) for start, end, _ in item.links]
        keys = [[fold(own), *map(fold, own.split())] if own[:1].isupper() else [] for own in words]
        for (start, end, title), own, around in zip(item.links, words, linker.around(keys), strict=True):
            if is_name(own, title):
                beside = Beside(item.text[max(0, start - _NEAR) : start], item.text[end : end + _NEAR])
                yield Asked(own, title, linker.find(fold(own), "", around, [beside]))


def end_to_end(items: Sequence[Item], linker: Linker, nlp: Language) -> Iterator[Asked]:
    """Each name among the links, with the link of the entity that has a mention of just these words."""
    stories = [Story(body=item.text) for item in items]
    for item, story, rows in zip(items, stories, entities.annotate(stories, nlp), strict=True):
        linked = linker.link(Story(body=story.body, entities=rows))
        found = {(m.start, m.end): entity for entity in linked.entities for m in entity.mentions}
        for start, end, title in item.links:
            own = _bare(item.text[start:end])
            if is_name(own, title):
                entity = found.get((end - len(own), end))
                yield Asked(own, title, Target(entity.id) if entity and entity.id else None)


def read_by_hand(path: Path) -> str:
    """How many of the links that were read are right."""
    with path.open(encoding="utf-8") as stream:
        verdicts = Counter(row[-1] for row in csv.reader(stream, delimiter="\t") if row and row[0][0] != "#")
    right, wrong = verdicts["right"], verdicts["wrong"]
    return (
        f"{right + wrong} places read: {right} right, {wrong} wrong, precision {right / (right + wrong):.3f}"
    )


def _bare(words: str) -> str:
    return words[4:] if words[:4].lower() == "the " else words


def _holds(whole: Place, country: str, region: str) -> bool:
    same = whole.country == country
    return same and (whole.kind == "country" or (whole.kind == "region" and whole.region == region))


def _show(name: str, asked: Sequence[Asked], judge: Judge, wrong: int) -> None:
    linked = [one for one in asked if one.found]
    right = sum(map(judge.right, linked))
    places = [one for one in linked if one.found and "geonames.org" in one.found.id]
    print(
        f"{name}: {len(asked):,} names, {len(linked):,} linked ({len(places):,} to GeoNames), {right:,} "
        f"right: precision {right / max(1, len(linked)):.3f}, recall {right / max(1, len(asked)):.3f}; "
        f"precision of GeoNames links {sum(map(judge.right, places)) / max(1, len(places)):.3f}"
    )
    errors = Counter(
        (one.words, one.title, one.found.id) for one in linked if one.found and not judge.right(one)
    )
    for (words, title, found), times in errors.most_common(wrong):
        print(f"  {times} {words!r} is {title!r}, linked to {found}")


if __name__ == "__main__":
    main()
