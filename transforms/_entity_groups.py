"""Which spans name the same entity.

A group has one type. Within a type:

- Persons: full names that can be one person's ("Donald J. Trump", "D. Trump", "Donald Trump"); a single word
  belongs to the person of whose name it is a part. Where several persons have it (two Smiths), a mention goes
  to the one whose full name stands nearest before it, or, where none does, to the first that follows.
- Organisations: the same words but for the legal form ("Chrysler Corp", "Chrysler"); a shorter name belongs
  to the one longer name that it begins or ends ("Dixons", "Dixons Group Plc"; "Rovers", "Ellery Rovers").
- Places and others: the same words.
- All but persons: an acronym belongs to the one long form of which it has the initials, whatever type the
  model gave it, or after which it stands in brackets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from transforms._entity_names import analyse, is_acronym, short_for
from transforms._entity_people import group_people
from transforms._entity_spans import Span

__all__ = ["group"]

Key: TypeAlias = tuple[str, ...]
Group: TypeAlias = list[Span]


def group(texts: Mapping[str, str], spans: Sequence[Span]) -> list[Group]:
    """The spans, in one list for each entity; every span is in exactly one."""
    people = [span for span in spans if span.type == "person"]
    things: dict[tuple[str, Key], Group] = defaultdict(list)
    for span in spans:
        if span.type != "person":
            things[span.type, analyse(span.text).key].append(span)
    _join_short_names(things)
    _join_acronyms(texts, things)
    return [*group_people(people), *things.values()]


def _join_short_names(things: dict[tuple[str, Key], Group]) -> None:
    """Organisations: 'Dixons' joins 'Dixons Group Plc', if that is the only longer name it can be."""
    keys = [key for kind, key in things if kind == "organisation"]
    by_edge: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        if len(key) > 1:
            by_edge[key[0]].append(key)
            by_edge[key[-1]].append(key)
    for short in sorted(keys, key=len):
        longer = [key for key in by_edge.get(short[0], ()) if _is_edge(short, key)]
        if longer and (target := _only_family(longer)) and not is_acronym(things["organisation", short][0].text):
            things["organisation", target].extend(things.pop(("organisation", short)))
            for edge in (short[0], short[-1]) if len(short) > 1 else ():
                by_edge[edge].remove(short)


def _is_edge(short: Key, long: Key) -> bool:
    return len(short) < len(long) and short in (long[: len(short)], long[-len(short) :])


def _only_family(keys: Iterable[Key]) -> Key | None:
    """The longest of these names, where each other one begins or ends it; None where they differ."""
    longest = max(keys, key=len)
    return longest if all(key == longest or _is_edge(key, longest) for key in keys) else None


def _join_acronyms(texts: Mapping[str, str], things: dict[tuple[str, Key], Group]) -> None:
    long_forms = _long_forms(texts, things)
    for place in list(things):
        _, key = place
        targets = long_forms.get(key[0], []) if len(key) == 1 else []
        if len(targets) == 1 and targets[0] != place and is_acronym(things[place][0].text):
            target = targets[0]
            things[target].extend(span._replace(type=target[0]) for span in things.pop(place))


def _long_forms(
    texts: Mapping[str, str], things: Mapping[tuple[str, Key], Group]
) -> dict[str, list[tuple[str, Key]]]:
    """Letters of an acronym -> the entities that it can stand for: by brackets if there are any."""
    by_initials: dict[str, list[tuple[str, Key]]] = defaultdict(list)
    by_brackets: dict[str, list[tuple[str, Key]]] = {}
    for place, spans in things.items():
        for form in dict.fromkeys(span.text for span in spans):
            for letters in analyse(form).initials:
                if place not in by_initials[letters]:
                    by_initials[letters].append(place)
        for span in spans:
            if short := _bracketed_after(texts[span.field], span):
                by_brackets.setdefault(short, [place])
    return by_initials | by_brackets


def _bracketed_after(text: str, span: Span) -> str:
    if text[span.end : span.end + 2] != " (":
        return ""
    close = text.find(")", span.end, span.end + 14)
    short = text[span.end + 2 : close] if close > 0 else ""
    return short.replace(".", "").casefold() if short and short_for(short, span.text) else ""
