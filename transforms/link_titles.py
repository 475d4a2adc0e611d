"""Which page or register entry a name means, by a table of names (`transforms.link_table.Row`).

A meaning is taken where its name says it all ("Boeing" is the page's own title), where it was used so
nearly always, or where the story names the country that the title adds: of the "Supreme Court of India" and
that of Brazil, the one of whose country the story speaks, and neither if it speaks of both. A name alone
that many may bear, a surname above all, needs more uses.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from transforms.link_places import Surroundings
from transforms.link_table import fold
from transforms.sorted_lines import SortedLines

__all__ = ["Meaning", "Titles"]

_NEARLY_ALWAYS: Final = 0.8
_SURNAME_USES: Final = 3
_REMEMBERED: Final = 5_000
_SMALL: Final = frozenset("of the and for in on at to de del la le el al".split())


class Meaning(NamedTuple):
    """What a line says; `title` is the last part of the URI as a key."""

    id: str
    type: str
    weight: float
    title: str


class Titles:
    """A table of names, to be asked by name.

    Args:
      table: of lines that `link_table.row_line` wrote.
      around_of: what a text of names (folded) says of countries and regions (`Places.surroundings`).
    """

    def __init__(self, table: SortedLines, around_of: Callable[[Iterable[str]], Surroundings]) -> None:
        self._table = table
        self._around_of = around_of
        self._remembered = lru_cache(_REMEMBERED)(self._read)

    def meanings(self, key: str) -> Sequence[Meaning]:
        """All that the name (folded) may mean."""
        return self._remembered(key)

    def _read(self, key: str) -> tuple[Meaning, ...]:
        return tuple(_meaning(*fields) for fields in self._table.find(key))

    def find(self, key: str, kind: str, around: Surroundings) -> Meaning | None:
        """What the name (folded) means in a story, or none where that is not sure.

        Args:
          key: the name, folded.
          kind: type of the entity; '' where it is not known.
          around: countries and regions that the story names.
        """
        every = self.meanings(key)
        if not every:
            return None
        total = sum(meaning.weight for meaning in every)
        fitting = [own for own in every if not kind or _agree(kind, own.type, " " in key)]
        possible = []
        for meaning in fitting:
            added = self._around_of(_added(key, meaning.title))
            if kind == "person" and not meaning.type and meaning.title != key:
                continue
            if meaning.title == key and meaning.weight >= total / 2:
                return meaning
            if added.countries:
                alone = len(every) == 1 and added.countries <= around.countries
                if alone or added.countries == around.countries:
                    possible.append(meaning)
            elif meaning.weight >= _NEARLY_ALWAYS * total and (
                " " in key
                or (kind != "person" and (kind or meaning.type != "person"))
                or meaning.weight >= _SURNAME_USES
            ):
                return meaning
        return possible[0] if len(possible) == 1 else None


def _meaning(uri: str, kind: str, weight: str) -> Meaning:
    title = fold(unquote(uri.rpartition("/")[2]).replace("_", " "))
    return Meaning(uri, kind, float(weight), title)


def _agree(kind: str, own: str, several_words: bool) -> bool:
    """Whether an entity of one type may mean another: in long names, models mix up all but people."""
    return not own or kind == own or (several_words and "person" not in (kind, own))


def _added(key: str, title: str) -> list[str]:
    """The words of a title that the name does not have, alone and in pairs."""
    words = [word for word in title.split() if word not in key.split() and word not in _SMALL]
    return words + [f"{a} {b}" for a, b in itertools.pairwise(words)]
