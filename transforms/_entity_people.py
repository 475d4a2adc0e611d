"""Which mentions of persons are one person's; the rules stand in `_entity_groups`."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from transforms._entity_names import Key, analyse
from transforms._entity_spans import CACHED, Span

__all__ = ["group_people"]


_MOST_BEARERS: Final = 64
"""Of one word in one story's names: in a list of thousands of Smiths, 'Smith' tells nothing of who it is."""


def group_people(spans: Sequence[Span]) -> list[list[Span]]:
    """The spans of persons (in reading order), in one list for each person."""
    keys = [analyse(span.text).key for span in spans]
    owners, ambiguous = _owners(keys)
    full_names = _full_names(keys, owners) if ambiguous else []
    groups: dict[int, list[Span]] = defaultdict(list)
    for place, (span, key) in enumerate(zip(spans, keys, strict=True)):
        owner = owners[key] if key in owners else _nearest(place, ambiguous[key], full_names)
        groups[owner].append(span)
    return list(groups.values())


def _full_names(keys: Sequence[Key], owners: Mapping[Key, int]) -> list[tuple[int, int]]:
    """Where the full names stand that mean one person, and whom each means."""
    return [(place, owners[key]) for place, key in enumerate(keys) if len(key) > 1 and key in owners]


def _owners(keys: Iterable[Key]) -> tuple[dict[Key, int], dict[Key, Collection[int]]]:
    """Name -> the person, by number, whom it means; and ambiguous name -> the persons whom it can mean.

    The longest names make the persons. A name that fits nobody makes a new person.
    """
    people: list[list[Key]] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    owners: dict[Key, int] = {}
    ambiguous: dict[Key, Collection[int]] = {}
    for key in sorted(dict.fromkeys(keys), key=_fullness):
        fitting = _fitting(key, people, by_word)
        if len(fitting) > 1:
            ambiguous[key] = fitting
        elif fitting:
            (owners[key],) = fitting
            people[owners[key]].append(key)
        else:
            owners[key] = len(people)
            for word in _handles(key):
                by_word[word].append(len(people))
            people.append([key])
    return owners, ambiguous


def _fitting(key: Key, people: Sequence[list[Key]], by_word: Mapping[str, list[int]]) -> set[int]:
    """The persons so far whom this name can mean."""
    if by_word.keys().isdisjoint(key):
        return set()
    bearers = [by_word[word] for word in key if word in by_word]
    if len(key) == 1 and len(bearers[0]) > _MOST_BEARERS:
        return set(bearers[0])
    candidates = {person for some in bearers if len(some) <= _MOST_BEARERS for person in some}
    return {person for person in candidates if _can_name(key, people[person])}


@lru_cache(maxsize=CACHED)
def _fullness(key: Key) -> tuple[int, bool]:
    """To sort by: names of many words first, and of equals those without initials."""
    return -len(key), any(len(word) == 1 for word in key)


@lru_cache(maxsize=CACHED)
def _handles(key: Key) -> frozenset[str]:
    """The words that find a person: those of the name, and what stands behind their hyphens."""
    return frozenset((*key, *map(_bare, key)))


def _bare(word: str) -> str:
    """'assad' of 'al-assad', 'knowles' of 'beyonce-knowles'; a word without a hyphen as it is."""
    return word.rpartition("-")[2]


def _can_name(key: Key, names: Sequence[Key]) -> bool:
    """Whether this name and each of these can be one person's."""
    return all(
        key == name or _is_part(key, name) or _is_part(name, key) or _is_variant(key, name) for name in names
    )


def _is_part(short: Key, long: Key) -> bool:
    """Whether `short` is the beginning, the end, or one word of `long`: 'Pena Nieto', 'Xi', 'Assad'."""
    if len(short) == 1:
        return short[0] in long or any(_bare(word) == short[0] for word in long)
    return len(short) < len(long) and short in (long[-len(short) :], long[: len(short)])


def _is_variant(one: Key, other: Key) -> bool:
    """Whether two full names differ only by middle names that one leaves out, or by initials."""
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1] or not _same_first(one[0], other[0]):
        return False
    middle, longer = sorted((one[1:-1], other[1:-1]), key=len)
    return all(any(_same_first(word, other_word) for other_word in longer) for word in middle)


def _same_first(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _nearest(place: int, owners: Collection[int], full_names: Sequence[tuple[int, int]]) -> int:
    """The owner whose full name stands nearest before this place; else the first after it."""
    cut = bisect_left(full_names, (place, 0))
    around = itertools.chain(range(cut - 1, -1, -1), range(cut, len(full_names)))
    return next((owner for i in around if (owner := full_names[i][1]) in owners), min(owners))
