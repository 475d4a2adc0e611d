"""Tables of names and what they mean, as files: tab-separated text, plain or gzip.

A house's own (`--links FILE`) has names as they are written, and is checked line by line. The shipped ones
of Wikipedia titles (`Row`) and of places (`Place`) have the names' keys (`fold`) and are in their order: they
are looked up as they stand (`SortedLines`). Lines that begin with '#' are comments; the shipped tables give
their terms there.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from transforms.sorted_lines import SortedLines, in_order

__all__ = [
    "NO_LINKS",
    "OTHER_NAME",
    "PEOPLE",
    "SHIPPED",
    "Place",
    "Row",
    "TableError",
    "fold",
    "place_lines",
    "place_of",
    "read_lines",
    "read_rows",
    "read_table",
    "row_line",
    "write_table",
]

SHIPPED: Final = "default"
"""Value of --links for the shipped tables alone."""

NO_LINKS: Final = "none"
"""Value of --links for no links at all."""

_FIRST_NAME: Final = "name"
OTHER_NAME: Final = "other"
PEOPLE: Final = "people"
"""What a line's key is to its place: GeoNames' name, another one, or an adjective or its people's name."""

_COMMENTS: Final = re.compile(rb"(?:#.*\n)*")
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
      names: GeoNames' name first, then others; empty in a place that was found by one of them.
      adjectives: what its people and things are called; likewise.
    """

    id: int
    kind: str
    country: str
    region: str
    population: int
    weight: float
    latitude: float | None
    longitude: float | None
    names: tuple[str, ...] = ()
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


def read_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and fields of each line that is no comment.

    Raises:
      TableError: the file cannot be read.
    """
    try:
        text = _unpacked(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: {error}") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


def _unpacked(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except (OSError, EOFError, zlib.error) as error:
        raise TableError(f"{path}: {error}") from None


def row_line(row: Row) -> str:
    """Its line in a table by keys."""
    return f"{fold(row.name)}\t{row.id}\t{row.type}\t{row.weight}"


def place_lines(place: Place) -> Iterator[str]:
    """Its lines in a table by keys, one for each of its names and adjectives."""
    fields = "\t".join("" if value is None else str(value) for value in place[:8])
    names = [(name, OTHER_NAME if at else _FIRST_NAME) for at, name in enumerate(place.names)]
    for name, is_what in (*names, *((word, PEOPLE) for word in place.adjectives)):
        yield f"{fold(name)}\t{is_what}\t{fields}"


def place_of(fields: Sequence[str]) -> Place:
    """From what `place_lines` wrote after a key and what that is."""
    number, kind, country, region, population, weight, latitude, longitude = fields
    return Place(
        int(number),
        kind,
        country,
        region,
        int(population),
        float(weight),
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
    )


def read_table(path: Path) -> SortedLines:
    """A table that `write_table` wrote.

    Raises:
      TableError: the file cannot be read.
    """
    return SortedLines(_COMMENTS.sub(b"", _unpacked(path), count=1))


def write_table(path: Path, comment: str, lines: Iterable[str]) -> None:
    """Writes a shipped table in the order of its keys; the same lines give the same bytes."""
    head = [f"# {line}" for line in comment.splitlines()]
    text = "\n".join([*head, *in_order(lines)]) + "\n"
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))
