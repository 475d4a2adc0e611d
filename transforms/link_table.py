"""Tables of names and what they mean, as files: tab-separated text, plain or gzip.

Two kinds. A table of names (`Row`: a house's own, `--links FILE`, and the shipped one of Wikipedia titles)
says what each name may mean. A table of places (`Place`, shipped) says where they are. Lines that begin
with '#' are comments; the shipped tables give their terms there.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

__all__ = [
    "NO_LINKS",
    "SHIPPED",
    "Place",
    "Row",
    "TableError",
    "fold",
    "place_line",
    "place_of",
    "read_lines",
    "read_rows",
    "row_line",
    "write_table",
]

SHIPPED: Final = "default"
"""Value of --links for the shipped tables alone."""

NO_LINKS: Final = "none"
"""Value of --links for no links at all."""

_TYPES: Final = ("", "person", "organisation", "place", "other")
_LETTERS: Final = re.compile(r"[^\w&+]+")
_DOTS: Final = re.compile(r"(?<=\w)\.(?=\w|$|\s)|[’'](?=s\b)")


class TableError(Exception):
    """A table that cannot be read; the message is one line that names the file and the line."""


class Row(NamedTuple):
    """One meaning of a name.

    Attributes:
      name: as written in stories.
      id: URI.
      type: of the entity (person, organisation, place, other); '' where any may be.
      weight: how often the name means this, beside the name's other rows.
    """

    name: str
    id: str
    type: str = ""
    weight: float = 1.0


class Place(NamedTuple):
    """A place of GeoNames.

    Attributes:
      id: of GeoNames.
      kind: continent, country, region (first level), capital or city.
      country: ISO 3166-1 alpha-2; '' for a continent.
      region: GeoNames' code of the first level within the country; '' for a country.
      population: a region's is the sum of its cities'.
      weight: how likely the name alone means it: log10(population) + log10(1 + names in GeoNames in any
        script), which stands for how well the world knows it.
      latitude, longitude: degrees (WGS 84); None where the source has none.
      names: GeoNames' name first, then others.
      adjectives: what its people and things are called.
    """

    id: int
    kind: str
    country: str
    region: str
    population: int
    weight: float
    latitude: float | None
    longitude: float | None
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """The key under which a name is found: lower case, no accents, no points, one blank between words."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    name = name.casefold()
    if not name.replace(" ", "").isalpha():
        name = _LETTERS.sub(" ", _DOTS.sub("", name))
    words = name.split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a table of names.

    Raises:
      TableError: the file cannot be read, or a line is not of the form.
    """
    for number, fields in read_lines(path):
        try:
            name, uri, kind, weight = (*fields, "", "1")[:4] if len(fields) == 2 else (*fields, "1")[:4]
            if not (name.strip() and ":" in uri and kind in _TYPES):
                raise ValueError
            yield Row(name.strip(), uri, kind, float(weight))
        except ValueError:
            raise TableError(
                f"{path}: line {number} is not name, tab, URI, and if need be tab, type, tab, weight; "
                "type is person, organisation, place, other or empty"
            ) from None


def place_of(fields: Sequence[str]) -> Place:
    """From the fields of a line that `place_line` wrote."""
    number, kind, country, region, population, weight, latitude, longitude, names, adjectives = fields
    return Place(
        int(number),
        kind,
        country,
        region,
        int(population),
        float(weight),
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
        tuple(names.split("|")),
        tuple(adjectives.split("|")) if adjectives else (),
    )


def read_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and fields of each line that is no comment.

    Raises:
      TableError: the file cannot be read.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: {error}") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


def row_line(row: Row) -> str:
    """As `read_rows` reads it."""
    return f"{row.name}\t{row.id}\t{row.type}\t{row.weight:g}"


def place_line(place: Place) -> str:
    """As `place_of` reads it."""
    fields = ["" if value is None else str(value) for value in place[:8]]
    return "\t".join([*fields, "|".join(place.names), "|".join(place.adjectives)])


def write_table(path: Path, comment: str, lines: Iterable[str]) -> None:
    """Writes a shipped table; the same lines give the same bytes."""
    head = [f"# {line}" for line in comment.splitlines()]
    text = "\n".join([*head, *lines]) + "\n"
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))
