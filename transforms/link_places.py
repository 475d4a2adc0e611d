"""Which place of GeoNames a name means in a story: by how well known it is, and by what else the story names.

Each candidate has a weight (`Place.weight`), less for a name that is not its first. A country that the
story names (by its name, its people, a dateline, a place that can only be there) makes its places likelier,
a region still more, "Portland, Oregon" most of all. The best candidate is taken if it is far enough ahead
of the next and likely enough by itself; otherwise none is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from transforms.link_table import OTHER_NAME, PEOPLE, Place, fold, place_of
from transforms.sorted_lines import SortedLines

__all__ = ["Beside", "Places", "Surroundings"]

_WHOLE: Final = frozenset({"continent", "country"})
_CITIES: Final = frozenset({"capital", "city"})
_OTHER_NAME: Final = {"city": -0.5, "capital": -1.6, "region": 0.0, "country": 0.0, "continent": 0.0}
"""Added for a name that is not the place's first; a capital is not known as one under any other name."""
_SAME_COUNTRY: Final = 1.5
_SAME_REGION: Final = 1.2
_NEXT_TO_IT: Final = 4.0
_AHEAD: Final = 0.4
_ALONE: Final = 6.9
"""Least weight where the story says nothing of its country: Basel and Richmond, Virginia have 7.1."""
_ELSEWHERE: Final = 7.0
"""Least weight where the story names other countries alone."""
_IN_COUNTRY: Final = 7.2
"""Least weight and what the country adds: Calama in Chile has 6.4 by itself."""
_LONG_NAME: Final = 1.0
"""Less is asked of a name of several words that only one place has."""
_REMEMBERED: Final = 20_000
_REMEMBERED_NAMES: Final = 5_000
_REGION_ELSEWHERE: Final = 0.8
"""More is asked of a region of whose country the story says nothing: the Delta of Nigeria, or some other."""
_LARGER: Final = 10
"""A region is meant, and not its city of the same name, where it has so many times the city's people."""

_BEFORE: Final = re.compile(r"((?:[A-Z][\w.’'-]*\s){0,2}[A-Z][\w.’'-]*),\s{1,3}$")
_AFTER: Final = re.compile(
    r"(?:'s|’s)?,\s{1,3}(?:in )?((?:[A-Z][\w.’'-]*)(?:\s(?:of\s)?[A-Z][\w.’'-]*){0,3})"
)


_Row = tuple[float, Place]
"""A weight and a place of one name."""


class _Named(NamedTuple):
    """What a name means: the places of that name, and the country whose people or things are called so."""

    rows: Sequence[_Row] = ()
    people: str | None = None


_NOBODY: Final = _Named()


class Beside(NamedTuple):
    """The text right before a mention, and right after it."""

    before: str
    after: str


class Surroundings(NamedTuple):
    """Countries and regions (country, region) that a story names."""

    countries: frozenset[str] = frozenset()
    regions: frozenset[tuple[str, str]] = frozenset()

    def joined(self, other: Surroundings) -> Surroundings:
        """Those of both."""
        return Surroundings(self.countries | other.countries, self.regions | other.regions)


_NOTHING: Final = Surroundings()


class Places:
    """A table of places, to be asked by name.

    Args:
      table: of lines that `link_table.place_lines` wrote.
    """

    def __init__(self, table: SortedLines) -> None:
        self._table = table
        self._said_by = lru_cache(_REMEMBERED)(self._say)
        self._named = lru_cache(_REMEMBERED_NAMES)(self._read)

    def candidates(self, key: str) -> list[Place]:
        """All places of this name (folded)."""
        return [place for _, place in self._named(key).rows]

    def _read(self, key: str) -> _Named:
        people, rows = None, []
        for is_what, *fields in self._table.find(key):
            place = place_of(fields)
            if is_what == PEOPLE:
                people = place.country
            else:
                less = _OTHER_NAME[place.kind] if is_what == OTHER_NAME else 0.0
                rows.append((place.weight + less, place))
        return _Named(rows, people) if rows or people else _NOBODY

    def knows(self, key: str) -> bool:
        """Whether some place has this name (folded)."""
        return bool(self._named(key).rows)

    def surroundings(self, keys: Iterable[str]) -> Surroundings:
        """What these names (folded) say of where a story plays: countries, peoples, regions, sure cities."""
        said = _NOTHING
        for key in keys:
            if (own := self._said_by(key)) is not _NOTHING:
                said = own if said is _NOTHING else said.joined(own)
        return said

    def _say(self, key: str) -> Surroundings:
        if (people := self._named(key).people) is not None:
            return Surroundings(frozenset([people]))
        place = self.find(key)
        if place is None or not place.country:
            return _NOTHING
        regions = [(place.country, place.region)] if place.region else ()
        return Surroundings(frozenset([place.country]), frozenset(regions))

    def find(self, key: str, around: Surroundings = _NOTHING, beside: Sequence[Beside] = ()) -> Place | None:
        """The place that the name (folded) means, or none where that is not sure.

        Args:
          key: the name, folded.
          around: what the story names beside it.
          beside: the texts before and after the name's mentions.
        """
        rows = self._named(key).rows
        if not rows:
            return None
        parts = self._parts(text.before for text in beside) if len(rows) > 1 else _NOTHING
        if len(rows) > 1:
            rows = _without_namesakes(rows, parts.regions)
        wholes = self._wholes(text.after for text in beside)
        scored = sorted(
            ((_score(score, place, around, wholes, parts), place) for score, place in rows),
            key=lambda pair: (-pair[0], pair[1].id),
        )
        best, place = scored[0]
        if len(scored) > 1 and best - scored[1][0] < _AHEAD:
            return None
        named = place.country in around.countries or place.country in wholes.countries
        least = _IN_COUNTRY if named else _ELSEWHERE if around.countries else _ALONE
        if len(scored) == 1 and " " in key:
            least -= _LONG_NAME
        elif place.kind == "region" and not named:
            least += _REGION_ELSEWHERE
        return place if best >= least else None

    def _parts(self, before: Iterable[str]) -> Surroundings:
        """The regions of cities that stand right before the name: 'Atlanta, Georgia'."""
        regions: set[tuple[str, str]] = set()
        for text in before:
            if text.endswith((", ", ",\n")) and (match := _BEFORE.search(text)) is not None:
                words = match[1].split()
                keys = [fold(" ".join(words[i:])) for i in range(len(words))]
                named = next(filter(None, map(self.candidates, keys)), [])
                regions.update((place.country, place.region) for place in named if place.kind in _CITIES)
        return Surroundings(frozenset(), frozenset(regions))

    def _wholes(self, after: Iterable[str]) -> Surroundings:
        """The countries and regions that stand right after the name: 'Portland, Oregon'."""
        countries: set[str] = set()
        regions: set[tuple[str, str]] = set()
        for text in after:
            if (match := _AFTER.match(text)) is None:
                continue
            words = match[1].split()
            for length in range(len(words), 0, -1):
                named = self.candidates(fold(" ".join(words[:length])))
                found = [place for place in named if place.kind in ("country", "region")]
                countries.update(place.country for place in found if place.kind == "country")
                regions.update((place.country, place.region) for place in found if place.kind == "region")
                if found:
                    break
        return Surroundings(frozenset(countries), frozenset(regions))


def _score(
    score: float, place: Place, around: Surroundings, wholes: Surroundings, parts: Surroundings
) -> float:
    inside = place.kind not in _WHOLE
    own = (place.country, place.region)
    if place.kind in _CITIES and (own in wholes.regions or place.country in wholes.countries):
        score += _NEXT_TO_IT
    if place.kind == "region" and own in parts.regions:
        score += _NEXT_TO_IT
    if inside and place.country in around.countries:
        score += _SAME_COUNTRY
    if inside and own in around.regions:
        score += _SAME_REGION
    return score


def _without_namesakes(rows: Sequence[_Row], whole: frozenset[tuple[str, str]]) -> list[_Row]:
    """Without regions that share a name with a city in them; without the city if the region is far larger."""
    dropped: set[int] = set()
    for _, region in rows:
        if region.kind != "region":
            continue
        for _, city in rows:
            if city.kind in _CITIES and (city.country, city.region) == (region.country, region.region):
                larger = region.population >= _LARGER * city.population
                meant = larger or (region.country, region.region) in whole
                dropped.add(city.id if meant else region.id)
    return [row for row in rows if row[1].id not in dropped]
