"""Tokenised data as running text, the way a wire story reads, with its names as stretches of characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from training.ner.tags import UNKNOWN, Document, spans

__all__ = ["Text", "spaces_after", "to_text"]

_NO_SPACE_BEFORE: Final = frozenset(". , ; : ! ? ) % 's 'S n't N'T 're 've 'll 'd 'm ' ] ” ’".split())
_NO_SPACE_AFTER: Final = frozenset("( $ [ ` # “ ‘".split())
_QUOTE: Final = '"'


class Text(NamedTuple):
    """A document as text.

    Attributes:
      text: its sentences; the first `head` of them on lines of their own.
      names: start, end and label of each name, in characters.
      unknown: start and end of each word about which the data says nothing.
    """

    text: str
    names: tuple[tuple[int, int, str], ...]
    unknown: tuple[tuple[int, int], ...]


def spaces_after(words: Sequence[str]) -> list[bool]:
    """Whether a blank follows each word: none before a comma, none after an opening bracket or quote."""
    spaces = [True] * len(words)
    quoted = False
    for i, word in enumerate(words):
        if word in _NO_SPACE_AFTER:
            spaces[i] = False
        if i and word in _NO_SPACE_BEFORE:
            spaces[i - 1] = False
        if word == _QUOTE:
            spaces[i if not quoted else max(i - 1, 0)] = False
            quoted = not quoted
    return spaces


def to_text(document: Document, head: int = 1) -> Text:
    """The document as text: a blank line after each of the first `head` sentences, as after a headline."""
    parts: list[str] = []
    size = 0
    names: list[tuple[int, int, str]] = []
    unknown: list[tuple[int, int]] = []
    for number, sentence in enumerate(document):
        bounds: list[tuple[int, int]] = []
        spaces = spaces_after(sentence.words)
        spaces[-1] = False
        for word, space in zip(sentence.words, spaces, strict=True):
            bounds.append((size, size + len(word)))
            parts.append(word + " " * space)
            size += len(parts[-1])
        names += [(bounds[a][0], bounds[b - 1][1], label) for a, b, label in spans(sentence.tags)]
        unknown += [bound for bound, tag in zip(bounds, sentence.tags, strict=True) if tag == UNKNOWN]
        parts.append("\n\n" if number < head else " ")
        size += len(parts[-1])
    return Text("".join(parts).rstrip(), tuple(names), tuple(unknown))
