"""The story's own names, found again where the model missed them.

A small gazetteer is made of the names that the model found in this story; nothing from outside comes in. A
name is looked for as it is written, and in capitals in lines of capitals. It is not found inside a word, nor
inside a longer name ("Washington" in "Washington Post").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from transforms._entity_capitals import Capitals
from transforms._entity_names import analyse, is_acronym, short_for
from transforms._entity_spans import CACHED, Span
from transforms._entity_types import Form, Forms, count_votes
from transforms._entity_words import CALENDAR, COMMON_WORDS, HEADINGS, TITLES

__all__ = ["find_again", "find_bracketed"]

_MOST_NAMES: Final = 2_000
"""A longer list of names, such as all results of an election, is looked through for its first ones."""

_UNSAFE: Final = COMMON_WORDS | CALENDAR | HEADINGS
_BRACKETED: Final = re.compile(r" \(([A-Z][A-Za-z.&]{1,9})\)")
_LAST_WORD: Final = re.compile(r"([^\s\"“‘'(]+) $")
_NEXT_WORD: Final = re.compile(r" ([^\s,.;:\"”’')]+)")
_SENTENCE_END: Final = frozenset('.!?:\n"”“-—–')


def find_bracketed(texts: Mapping[str, str], spans: Sequence[Span]) -> list[Span]:
    """Spans for the abbreviations in brackets that follow a long form and that no span covers yet."""
    if not any(" (" in text for text in texts.values()):
        return []
    found = []
    for place, span in enumerate(spans):
        text = texts[span.field]
        if text.startswith(" (", span.end) and span.type != "person":
            match = _BRACKETED.match(text, span.end)
            following = spans[place + 1][:2] if place + 1 < len(spans) else None
            if match and following != (span.field, match.start(1)) and short_for(match[1], span.text):
                found.append(Span(span.field, *match.span(1), match[1], span.type))
    return found


def find_again(
    texts: Mapping[str, str], capitals: Capitals, spans: Sequence[Span], forms: Forms
) -> list[Span]:
    """Spans for further mentions of the names in `spans`; none overlaps a span or another of its own.

    `forms` are those of the spans, as `count_forms` counts them.
    """
    by_field: dict[str, list[Span]] = {field: [] for field in texts}
    for span in spans:
        by_field[span.field].append(span)
    rests = {field: _rest(text, by_field[field]) for field, text in texts.items()}
    names = _names(forms, "\0".join(rests.values()), capitals.text)
    found: list[Span] = []
    for field, text in texts.items():
        here = _standing_in(rests[field], names)
        here_in_capitals = _standing_in(rests[field], _in_capitals(names)) if capitals.lines[field] else {}
        if not here and not here_in_capitals:
            continue
        taken = bytearray(len(text))
        for span in by_field[field]:
            _take(span, taken)
        for span in _search(field, text, here, taken):
            inside = capitals.holds(field, span.start)
            if not _in_longer_name(text, span, taken) and not (inside and capitals.is_common(span.text)):
                found.append(_take(span, taken))
        for span in _search(field, text, here_in_capitals, taken):
            if capitals.holds(field, span.start):
                found.append(_take(span, taken))
    return found


def _rest(text: str, spans: Sequence[Span]) -> str:
    """What of a field's text stands outside its spans."""
    parts = []
    last = 0
    for _, start, end, _, _ in spans:
        parts.append(text[last:start])
        last = end
    parts.append(text[last:])
    return "\0".join(parts)


def _standing_in(text: str, names: Mapping[str, str]) -> dict[str, str]:
    return {form: kind for form, kind in names.items() if form in text}


def _names(forms: Forms, rest: str, in_capitals: str) -> dict[str, str]:
    """Surface form -> type, the longest first, of the names that stand in these texts.

    Left out are forms that are unsafe to look for, and those whose type the story leaves open.
    """
    full = list(itertools.islice(forms, _MOST_NAMES))
    last = [(surname, kind) for text, kind in full if kind == "person" and (surname := _surname(text))]
    names = dict(_worth_finding(last, rest, in_capitals))
    names.update(_clear(_worth_finding(full, rest, in_capitals), forms))
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


def _worth_finding(names: Sequence[Form], rest: str, in_capitals: str) -> list[Form]:
    """Those that stand in one of these texts and are safe to look for."""
    return [
        (text, kind)
        for text, kind in names
        if (text in rest or text.upper() in in_capitals) and _is_safe(text)
    ]


def _clear(names: Sequence[Form], forms: Forms) -> list[Form]:
    """Those whose type the story does not leave open."""
    if not names:
        return []
    words = {analyse(text).words for text, _ in names}
    votes = count_votes({form: count for form, count in forms.items() if analyse(form[0]).words in words})
    return [(text, kind) for text, kind in names if _is_clear(kind, votes[analyse(text).words])]


def _is_clear(kind: str, votes: Mapping[str, float]) -> bool:
    return len(votes) == 1 or 2 * votes[kind] > sum(votes.values())


@lru_cache(maxsize=CACHED)
def _surname(full_name: str) -> str:
    """The last word of a person's name as written, where it can be looked for by itself."""
    if " " not in full_name:
        return ""
    last = full_name.split()[len(analyse(full_name).key) - 1].rstrip(",")
    return last if len(last) > 3 and last[1:].islower() and last[0].isupper() else ""


@lru_cache(maxsize=CACHED)
def _is_safe(form: str) -> bool:
    return " " in form or (
        (len(form) > 2 or is_acronym(form)) and form[0].isupper() and form.casefold() not in _UNSAFE
    )


def _in_capitals(names: Mapping[str, str]) -> dict[str, str]:
    """The names in capitals, but for acronyms and what is too short to be told from a word."""
    return {form.upper(): kind for form, kind in names.items() if len(form) > 3 and not form.isupper()}


def _search(field: str, text: str, names: Mapping[str, str], taken: bytearray) -> Iterator[Span]:
    """Places where a name stands free; the caller takes them or leaves them."""
    for form, kind in names.items():
        start = text.find(form)
        while start >= 0:
            end = start + len(form)
            if not taken[start] and _is_free(text, start, end, taken):
                yield Span(field, start, end, form, kind)
            start = text.find(form, end)


def _take(span: Span, taken: bytearray) -> Span:
    taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return span


def _is_free(text: str, start: int, end: int, taken: bytearray) -> bool:
    """Whether no span is there and no letter, digit or hyphen joins it to another word."""
    return (
        taken.find(1, start, end) < 0
        and not (start and (text[start - 1].isalnum() or text[start - 1] in "-&@_"))
        and not (end < len(text) and (text[end].isalnum() or text[end] in "&@_"))
        and not (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum())
    )


def _in_longer_name(text: str, span: Span, taken: bytearray) -> bool:
    """Whether a neighbour with a capital, in no span of its own, makes it part of a longer name."""
    after = _NEXT_WORD.match(text, span.end)
    if after and _is_capitalised(after[1]) and not taken[after.start(1)]:
        return True
    before = _LAST_WORD.search(text, max(0, span.start - 40), span.start)
    if not before or not _is_capitalised(before[1]) or taken[before.start(1)]:
        return False
    return not _begins_sentence(text, before.start(1))


def _is_capitalised(word: str) -> bool:
    """Whether it looks like a part of a name: a capital, but no acronym, title, day or month."""
    if not word[0].isupper() or word.isupper():
        return False
    plain = word.casefold().rstrip(".")
    return plain not in TITLES and plain not in CALENDAR


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in _SENTENCE_END
