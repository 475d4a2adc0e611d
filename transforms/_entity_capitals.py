"""Lines in capitals, where a model finds too much: the rest of the story says which words are names.

"CHINESE BANKS TO ISSUE MORE BONDS" comes out of a model as one organisation. Words that the story itself
uses in lower case ("banks", "to", "bonds") are taken off a name's ends; what has such a word inside is none.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from transforms._entity_spans import Span
from transforms._entity_words import SMALL_WORDS

__all__ = ["Capitals"]

_LINES: Final = re.compile(r"\n[^a-z]{6,}$", re.MULTILINE)
"""A run of lines that may be in capitals; whether they are, `str.isupper` says for every alphabet.

The line feed before the run is part of the pattern: a character is found three times as fast as `^`.
"""

_SEPARATOR: Final = re.compile(r"(?:['’]S)?[\s,;:]+|['’]S$")
_LOWER: Final = re.compile(r"\b[a-z]{2,}\b")
_LONG: Final = 10_000
"""Characters. In a shorter text it is quicker to find the few words asked for than to gather all words; in a
longer one a list of thousands of names in capitals would take quadratic time."""


class Capitals:
    """The lines in capitals of a story's fields, and the words that its other lines have in lower case."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.lines = {
            field: [
                (match.start(), match.end() - 1)
                for match in _LINES.finditer(f"\n{text}")
                if match[0].isupper()
            ]
            for field, text in texts.items()
        }

    @cached_property
    def text(self) -> str:
        """All lines in capitals."""
        return "\n".join(
            [self._texts[field][start:end] for field, lines in self.lines.items() for start, end in lines]
        )

    @cached_property
    def _other_lines(self) -> str:
        """All but the lines in capitals."""
        parts = []
        for field, text in self._texts.items():
            last = 0
            for start, end in self.lines[field]:
                parts.append(text[last:start])
                last = end
            parts.append(text[last:])
        return "\n".join(parts)

    @cached_property
    def _lower_words(self) -> frozenset[str]:
        return frozenset(_LOWER.findall(self._other_lines))

    def holds(self, field: str, start: int) -> bool:
        """Whether this place is in a line of capitals."""
        lines = self.lines[field]
        if not lines or start < lines[0][0]:
            return False
        return start < lines[bisect_right(lines, (start, sys.maxsize)) - 1][1]

    def is_common(self, word: str) -> bool:
        """Whether the story has this word in lower case, or its form without an s."""
        plain = word.casefold()
        return self._has(plain) or (plain.endswith("s") and self._has(plain[:-1]))

    def _has(self, word: str) -> bool:
        """Whether a line that is not in capitals has this word of a to z, two letters or more."""
        if len(word) < 2 or not (word.isascii() and word.isalpha()):
            return False
        text = self._other_lines
        if len(text) > _LONG:
            return word in self._lower_words
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if not (_is_in_word(text[start - 1 : start]) or _is_in_word(text[end : end + 1])):
                return True
            start = text.find(word, end)
        return False

    def clean(self, spans: Sequence[Span]) -> list[Span]:
        """The spans, those in lines of capitals corrected by what the other lines say.

        A span that only contains a name of the other lines is dropped: the search finds that name again.
        """
        inside = {span for span in spans if self.lines[span.field] and self.holds(span.field, span.start)}
        if not inside:
            return list(spans)
        kinds: dict[str, set[str]] = defaultdict(set)
        for span in spans:
            if span not in inside:
                kinds[span.text.upper()].add(span.type)
        corrected = [self._corrected(span, kinds) if span in inside else span for span in spans]
        return [span for span in corrected if span is not None]

    def _corrected(self, span: Span, kinds: Mapping[str, set[str]]) -> Span | None:
        if known := kinds.get(span.text):
            return span.retyped(min(known)) if len(known) == 1 else span
        if _contains_any(span.text, kinds):
            return None
        return self._without_common(span)

    def _without_common(self, span: Span) -> Span | None:
        words = span.text.split(" ")
        first, last = 0, len(words)
        while first < last and self.is_common(words[first]):
            first += 1
        while first < last and self.is_common(words[last - 1]):
            last -= 1
        if first == last or any(self._is_foreign(word) for word in words[first:last]):
            return None
        if last - first == len(words):
            return span
        start = span.start + sum(len(word) + 1 for word in words[:first])
        text = " ".join(words[first:last])
        return Span(span.field, start, start + len(text), text, span.type)

    def _is_foreign(self, word: str) -> bool:
        return self.is_common(word) and word.casefold() not in SMALL_WORDS


def _is_in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _contains_any(text: str, names: Mapping[str, object]) -> bool:
    """Whether some of its words, in a row, are one of these names. No name has more than twelve words."""
    words = _SEPARATOR.split(text)[:12]
    return any(" ".join(words[i:j]) in names for i in range(len(words)) for j in range(i + 1, len(words) + 1))
