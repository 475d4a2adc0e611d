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

_LINES: Final = re.compile(r"^[^a-z]{6,}$", re.MULTILINE)
"""A run of lines that may be in capitals; whether they are, `str.isupper` says for every alphabet."""

_SEPARATOR: Final = re.compile(r"(?:['’]S)?[\s,;:]+|['’]S$")
_LOWER: Final = re.compile(r"\b[a-z]{2,}\b")


class Capitals:
    """The lines in capitals of a story's fields, and the words that its other lines have in lower case."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.lines = {
            field: [match.span() for match in _LINES.finditer(text) if match[0].isupper()]
            for field, text in texts.items()
        }

    @cached_property
    def text(self) -> str:
        """All lines in capitals."""
        return "\n".join(
            self._texts[field][slice(*line)] for field in self._texts for line in self.lines[field]
        )

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(word for text in self._texts.values() for word in _LOWER.findall(text))

    def holds(self, field: str, start: int) -> bool:
        """Whether this place is in a line of capitals."""
        lines = self.lines[field]
        if not lines or start < lines[0][0]:
            return False
        return start < lines[bisect_right(lines, (start, sys.maxsize)) - 1][1]

    def is_common(self, word: str) -> bool:
        """Whether the story has this word in lower case, or its form without an s."""
        plain = word.casefold()
        return plain in self._common or (plain[-1:] == "s" and plain[:-1] in self._common)

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
        corrected = (self._corrected(span, kinds) if span in inside else span for span in spans)
        return [span for span in corrected if span is not None]

    def _corrected(self, span: Span, kinds: Mapping[str, set[str]]) -> Span | None:
        if known := kinds.get(span.text):
            return span._replace(type=min(known)) if len(known) == 1 else span
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


def _contains_any(text: str, names: Mapping[str, object]) -> bool:
    """Whether some of its words, in a row, are one of these names. No name has more than twelve words."""
    words = _SEPARATOR.split(text)[:12]
    return any(" ".join(words[i:j]) in names for i in range(len(words)) for j in range(i + 1, len(words) + 1))
