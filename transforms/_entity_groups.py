"""Which spans name the same entity.

A group has one type. Within a type:

- Persons: full names that can be one person's ("Donald J. Trump", "D. Trump", "Donald Trump"); a single word
  belongs to the person of whose name it is a part. Where several persons have it (two Smiths), a mention goes
  to the one whose full name stands nearest before it, or, where none does, to the first that follows.
- Organisations: the same words but for the legal form ("Chrysler Corp", "Chrysler"); a shorter name belongs
  to the one longer name before it that it ends or heads ("Rovers", "Ellery Rovers"; "Bank", "Bank of Japan"),
  to the one company whose name it begins ("Magma", "Magma Copper Co"), or to which only words like Group are
  added ("Dixons", "Dixons Group Plc").
- Places and others: the same words.
- All but persons: an acronym belongs to the long form after which it stands in brackets; else to the one
  long form of which it has the initials.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias, TypeVar

from transforms._entity_names import Key, analyse, is_acronym, short_for
from transforms._entity_people import group_people
from transforms._entity_spans import CACHED, Span, reading_order
from transforms._entity_words import NEUTRAL_ENDS

__all__ = ["group"]

_T = TypeVar("_T")
Group: TypeAlias = list[Span]
Place: TypeAlias = tuple[str, Key]
"""Where a group is kept: its type and its key."""


def group(texts: Mapping[str, str], spans: Sequence[Span]) -> list[Group]:
    """The spans (in reading order), in one list for each entity; every span is in exactly one."""
    people: Group = []
    things: dict[Place, Group] = defaultdict(list)
    for span in spans:
        if span.type == "person":
            people.append(span)
        else:
            things[span.type, analyse(span.text).key].append(span)
    _join_short_names(things)
    _join_acronyms(texts, things)
    return [*group_people(people), *things.values()]


def _join(things: dict[Place, Group], place: Place, target: Place) -> None:
    """Moves a group's spans to another group, which stays in reading order and keeps its type."""
    things[target] += [span.retyped(target[0]) for span in things.pop(place)]
    things[target].sort(key=reading_order)


def _join_short_names(things: dict[Place, Group]) -> None:
    """Organisations: 'Dixons' joins 'Dixons Group Plc', if that is the only longer name it can be."""
    longer: dict[Key, list[Key]] = defaultdict(list)
    begun: dict[Key, list[Key]] = defaultdict(list)
    names = [key for kind, key in things if kind == "organisation"]
    known = frozenset(names)
    for key in names:
        if len(key) > 1:
            for short in known & _short_names(key):
                longer[short].append(key)
            beginnings = known.intersection(_beginnings(key))
            if beginnings and _has_form(things["organisation", key]):
                for short in beginnings:
                    begun[short].append(key)
    for short in sorted({*longer, *begun}, key=lambda key: (len(key), key)):
        place = ("organisation", short)
        if not _has_form(things[place]):
            target = _only_family(longer[short]) if short in longer else _only_one(begun[short])
            if target and _may_join(short, things[place], target, things["organisation", target]):
                _join(things, place, ("organisation", target))


@lru_cache(maxsize=CACHED)
def _short_names(key: Key) -> frozenset[Key]:
    """What an organisation may be called: 'Rovers', 'Bank' (of Japan), 'Dixons' (Group)."""
    found = [key[i:] for i in range(1, len(key))]
    if "of" in key[1:]:
        found.append(key[: key.index("of", 1)])
    if (plain := _without_neutral_ends(key)) != key:
        found.append(plain)
    return frozenset(found)


def _beginnings(key: Key) -> list[Key]:
    """What a company may be called too, by the first words of its name: 'Magma', of Magma Copper Co."""
    return [key[:i] for i in range(1, len(key))]


def _only_one(choices: Sequence[_T]) -> _T | None:
    return choices[0] if len(choices) == 1 else None


def _without_neutral_ends(key: Key) -> Key:
    while len(key) > 1 and key[-1] in NEUTRAL_ENDS:
        key = key[:-1]
    return key


def _only_family(keys: Sequence[Key]) -> Key | None:
    """The longest of these names, where each other one is short for it; None where they differ."""
    longest = max(keys, key=len)
    return longest if all(key == longest or key in _short_names(longest) for key in keys) else None


def _may_join(short: Key, mentions: Group, long: Key, full_mentions: Group) -> bool:
    """A wire gives the full name first; what stands before it in the body ("Fed", then "New York Fed") is
    something else, unless only a word like Group is left out."""
    if short == _without_neutral_ends(long):
        return True
    first, full = _first_in_body(mentions), _first_in_body(full_mentions)
    return full >= 0 and (first < 0 or full < first)


def _first_in_body(spans: Group) -> int:
    return min((span.start for span in spans if span.field != "headline"), default=-1)


def _has_form(spans: Iterable[Span]) -> bool:
    """Whether a mention has its own legal form: 'Fiat SpA' is not short for 'Fiat Holding NV'."""
    return any(analyse(span.text).is_company for span in spans)


def _join_acronyms(texts: Mapping[str, str], things: dict[Place, Group]) -> None:
    acronyms = [place for place, spans in things.items() if len(place[1]) == 1 and is_acronym(spans[0].text)]
    if not acronyms:
        return
    by_brackets, by_initials = _by_brackets(texts, things), _by_initials(things)
    for place in acronyms:
        letters = place[1][0]
        target = by_brackets.get(letters) or _only_one(
            [long for long in by_initials.get(letters, ()) if _may_stand_for(place[0], letters, long[0])]
        )
        if target and target != place:
            _join(things, place, target)


def _by_brackets(texts: Mapping[str, str], things: Mapping[Place, Group]) -> dict[str, Place]:
    """Letters of an acronym -> the entity after which it stands in brackets."""
    found: dict[str, Place] = {}
    if not any(" (" in text for text in texts.values()):
        return found
    for place, spans in things.items():
        for span in spans:
            if short := _bracketed_after(texts[span.field], span):
                found.setdefault(short, place)
    return found


def _by_initials(things: Mapping[Place, Group]) -> dict[str, list[Place]]:
    """Letters of an acronym -> the entities that have these initials."""
    found: dict[str, list[Place]] = defaultdict(list)
    for place, spans in things.items():
        if len(place[1]) > 1:
            initials = {letters: None for span in spans for letters in analyse(span.text).initials}
            for letters in initials:
                found[letters].append(place)
    return found


def _may_stand_for(kind: str, letters: str, long_kind: str) -> bool:
    """Without brackets: the types agree, or the acronym is too long for chance and no place (US, UAE)."""
    return kind == long_kind or (len(letters) > 2 and kind != "place")


def _bracketed_after(text: str, span: Span) -> str:
    if not text.startswith(" (", span.end):
        return ""
    close = text.find(")", span.end, span.end + 14)
    short = text[span.end + 2 : close] if close > 0 else ""
    return short.replace(".", "").casefold() if short and short_for(short, span.text) else ""
