"""Which mentions of persons are one person's; the rules stand in `_entity_groups`."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from transforms._entity_names import Key, analyse
from transforms._entity_spans import Span

__all__ = ["group_people"]

def group_people(spans: Sequence[Span]) -> list[list[Span]]:
    """The spans of persons (in reading order), in one list for each person."""
    keys = [analyse(span.text).key for span in spans]
    people = _People(keys)
    owners = {key: people.owners(key) for key in dict.fromkeys(keys)}
    full_names = [
        (place, owners[key][0]) for place, key in enumerate(keys) if len(key) > 1 and len(owners[key]) == 1
    ]
    groups: dict[int, list[Span]] = defaultdict(list)
    for place, (span, key) in enumerate(zip(spans, keys, strict=True)):
        owner = owners[key]
        groups[owner[0] if len(owner) == 1 else _nearest(place, owner, full_names)].append(span)
    return list(groups.values())


class _People:
    """The persons whom a story's names make, found by any word of a name."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._names: list[list[Key]] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for key in sorted(dict.fromkeys(keys), key=len, reverse=True):
            self._add(key)

    def owners(self, key: Key) -> list[int]:
        """The persons who can be meant by this name, in order of their longest names."""
        candidates = {person for word in key for person in self._by_word.get(word, ())}
        if len(candidates) > 1:
            candidates = sorted(candidates)
        return [person for person in candidates if _can_name(key, self._names[person])]

    def _add(self, key: Key) -> None:
        """A name that fits nobody makes a new person; one that fits several is nobody's own."""
        owners = self.owners(key)
        if not owners:
            for word in {part for word in key for part in (word, _bare(word))}:
                self._by_word[word].append(len(self._names))
            self._names.append([key])
        elif len(owners) == 1:
            self._names[owners[0]].append(key)


def _bare(word: str) -> str:
    """'assad' of 'al-assad', 'knowles' of 'beyonce-knowles'; a word without a hyphen as it is."""
    return word.rpartition("-")[2]


def _can_name(key: Key, names: Sequence[Key]) -> bool:
    return all(key == name or _is_part(key, name) or _is_part(name, key) or _is_variant(key, name) for name in names)


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


def _nearest(place: int, owners: Sequence[int], full_names: Sequence[tuple[int, int]]) -> int:
    """The owner whose full name stands nearest before this place; else the first after it."""
    cut = bisect_left(full_names, (place, 0))
    for _, owner in reversed(full_names[:cut]):
        if owner in owners:
            return owner
    return next((owner for _, owner in full_names[cut:] if owner in owners), owners[0])
