"""Sentences with BIO tags over four labels, and the spans that the tags say.

Everything that is read becomes these: CoNLL's IOB1, IOB2 and nested tags are brought into plain BIO here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

__all__ = ["LABELS", "OUTSIDE", "TAGS", "UNKNOWN", "Document", "Sentence", "bio", "spans"]

LABELS: Final = ("PER", "LOC", "ORG", "MISC")
"""Of the model; the records say person, place, organisation, other (transforms.entities.DEFAULT_LABELS)."""

OUTSIDE: Final = "O"
UNKNOWN: Final = "?"
"""Of a token about which the data says nothing: it is trained neither as a name nor as none."""

TAGS: Final = (OUTSIDE, *(f"{begin}-{label}" for label in LABELS for begin in "BI"))


class Sentence(NamedTuple):
    """Words and a tag for each."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


Document = list[Sentence]


def bio(tags: Sequence[str]) -> tuple[str, ...]:
    """Tags in IOB1, IOB2 or BIO as BIO: every name begins with B-. UNKNOWN stays."""
    out, before = [], OUTSIDE
    for tag in tags:
        label = tag[2:]
        inside = tag[:2] == "I-" and before[2:] == label
        out.append(f"{'I' if inside else 'B'}-{label}" if label else tag)
        before = tag
    return tuple(out)


def spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end (exclusive) and label of each name in BIO tags."""
    start = 0
    for i, tag in enumerate(tags):
        if tag[:2] == "B-":
            start = i
        follows = tags[i + 1] if i + 1 < len(tags) else OUTSIDE
        if tag[2:] and follows[:2] != "I-":
            yield start, i + 1, tag[2:]
