"""Entities linked to public registers: places to GeoNames, everything else to Wikipedia, or to a house's own.

No network: two tables are shipped (`data/link_places.tsv.gz`, `data/link_titles.tsv.gz`; terms in their
first lines and in NOTICE), and a house may have its own (`--links FILE`), which goes before them. An entity
of which the tables are not sure has no link. Made by `python -m training.links`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from msgspec.structs import replace

from schemas.records import Entity, Location, Story
from transforms._entity_names import analyse
from transforms.link_places import Beside, Places, Surroundings
from transforms.link_table import NO_LINKS, SHIPPED, Place, fold, read_rows, read_table, row_line
from transforms.link_titles import Meaning, Titles
from transforms.sorted_lines import SortedLines

__all__ = ["Linker", "Target", "load"]

_T = TypeVar("_T")
_DATA: Final = Path(__file__).parent / "data"
_GEONAMES: Final = "https://www.geonames.org/"
_NEAR: Final = 48
_LOOKED_AT: Final = 5
_NOTHING: Final = Surroundings()


class Target(NamedTuple):
    """What a name means: a URI, and for a place of GeoNames where it is."""

    id: str
    location: Location | None = None


class Linker:
    """Links entities by tables that it holds; some 5 MB a process.

    Args:
      places: of lines that `link_table.place_lines` wrote.
      titles: of lines that `link_table.row_line` wrote.
      own: the same, a house's own: it goes first, and its names mean nothing else.
    """

    def __init__(self, places: SortedLines, titles: SortedLines, own: SortedLines | None = None) -> None:
        self._places = Places(places)
        self._titles = Titles(titles, self._places.surroundings)
        self._own = Titles(own, lambda _: _NOTHING) if own else None

    def link(self, story: Story) -> Story:
        """The story, each entity with the id and location that are certain."""
        if not story.entities:
            return story
        keys = [_keys(entity) for entity in story.entities]
        filed = [fold(place) for place in story.dateline.places] if story.dateline else []
        around = self.around([*keys, filed])
        linked = [self._linked(story, *row) for row in zip(story.entities, keys, around, strict=False)]
        return replace(story, entities=tuple(linked))

    def around(self, names: Iterable[Sequence[str]]) -> list[Surroundings]:
        """For each entity, given by its names (folded), the countries and regions that the others name."""
        own = [self._places.surroundings(keys) for keys in names]
        countries = Counter(country for said in own for country in said.countries)
        regions = Counter(region for said in own for region in said.regions)
        every = Surroundings(frozenset(countries), frozenset(regions))
        return [
            Surroundings(_others(countries, said.countries), _others(regions, said.regions))
            if any(said)
            else every
            for said in own
        ]

    def find(self, key: str, kind: str, around: Surroundings, beside: Sequence[Beside] = ()) -> Target | None:
        """What a name means in a story, or none where that is not sure.

        Args:
          key: the name, folded.
          kind: the entity's type; '' where it is not known.
          around: of the story.
          beside: the texts before and after its mentions.
        """
        if self._own and self._own.meanings(key):
            mine = self._own.find(key, kind, around)
            return Target(mine.id) if mine else None
        meaning = self._titles.find(key, kind, around)
        if kind == "place" or (not kind and self._may_be_a_place(key, meaning)):
            if meaning and "_(" not in meaning.id and self._places.knows(meaning.title):
                key = meaning.title  # Gaza is used for the Gaza Strip
            if self._places.knows(key):
                place = self._places.find(key, around, beside)
                return _target(place) if place else None
        return Target(meaning.id) if meaning else None

    def _may_be_a_place(self, key: str, meaning: Meaning | None) -> bool:
        meanings = [meaning] if meaning else self._titles.meanings(key)
        return all(each.type == "place" for each in meanings)

    def _linked(self, story: Story, entity: Entity, keys: Sequence[str], around: Surroundings) -> Entity:
        beside = _texts_beside(story, entity) if entity.type == "place" else ()
        for key in keys:
            target = self.find(key, entity.type, around, beside)
            if target is not None:
                return replace(entity, id=target.id, location=target.location)
        return entity


@cache
def load(links: str = SHIPPED) -> Linker | None:
    """The linker of a process: with the shipped tables, and a house's own where `links` is a file.

    Args:
      links: 'default', 'none' (gives None), or the path of a table of names (`link_table.read_rows`).

    Raises:
      TableError: the file cannot be read, or a line of it.
    """
    if links == NO_LINKS:
        return None
    own = None if links == SHIPPED else SortedLines.of(map(row_line, read_rows(Path(links))))
    return Linker(read_table(_DATA / "link_places.tsv.gz"), read_table(_DATA / "link_titles.tsv.gz"), own)


def _others(counted: Counter[_T], own: frozenset[_T]) -> frozenset[_T]:
    return frozenset(name for name, times in counted.items() if times > (name in own))


def _keys(entity: Entity) -> list[str]:
    """Its forms, folded, the fullest first; companies without their legal form at the end."""
    forms = dict.fromkeys([entity.name, *sorted({m.text for m in entity.mentions}, key=len, reverse=True)])
    bare = [" ".join(name.key) for form in forms if (name := analyse(form)).is_company]
    return list(dict.fromkeys(map(fold, [*forms, *bare])))


def _texts_beside(story: Story, entity: Entity) -> list[Beside]:
    texts = {"headline": story.headline, "body": story.body}
    found = [(texts[mention.field], mention.start, mention.end) for mention in entity.mentions[:_LOOKED_AT]]
    return [
        Beside(text[max(0, start - _NEAR) : start], text[end : end + _NEAR]) for text, start, end in found
    ]


def _target(place: Place) -> Target:
    return Target(
        f"{_GEONAMES}{place.id}",
        Location(country=place.country or None, latitude=place.latitude, longitude=place.longitude),
    )
