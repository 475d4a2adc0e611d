"""Words that begin a sentence, and that a model took for a name because of their capital."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from transforms._entity_spans import Span

__all__ = ["drop_common"]

_BEGINS: Final = re.compile(r"(?:^|[.?!:\n])[\s\"'“”‘’(*-]*$")
_BEFORE: Final = 8


def drop_common(texts: Mapping[str, str], spans: Sequence[Span]) -> list[Span]:
    """The spans without ordinary words: 'Underwriters expect ...' where the story has 'underwriters' too.

    Only a single word goes, and only where it begins a sentence each time; not the last word of a longer name
    (Brown, where the story has Gordon Brown).
    """
    doubted = {
        word
        for field, start, _, word, kind in spans
        if word.isalpha()
        and word[1:].islower()
        and kind != "other"
        and _begins_sentence(texts[field], start)
        and _is_common(texts, word.lower())
    }
    if not doubted:
        return list(spans)
    for span in spans:
        if span.text not in doubted or not _begins_sentence(texts[span.field], span.start):
            doubted.difference_update((span.text, span.text.rpartition(" ")[2]))
    return [span for span in spans if span.text not in doubted]


def _is_common(texts: Mapping[str, str], word: str) -> bool:
    """Whether the story has the word in lower case, or its form without an s."""
    forms = [word, word[:-1]] if word.endswith("s") else [word]
    return any(_has_word(text, form) for form in forms for text in texts.values())


def _has_word(text: str, word: str) -> bool:
    at = text.find(f" {word}")
    while at >= 0:
        if not text[at + len(word) + 1 : at + len(word) + 2].isalpha():
            return True
        at = text.find(f" {word}", at + 1)
    return False


def _begins_sentence(text: str, start: int) -> bool:
    if text[start - 1 : start] == " " and text[start - 2 : start - 1].isalnum():  # after a word, as most do
        return False
    return bool(_BEGINS.search(text, max(0, start - _BEFORE), start))
