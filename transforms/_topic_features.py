"""What the topic model looks at in a story: its words, and what the lexicons say of them.

Only the headline and the beginning of the body count: a wire story says there what it is about. Words are
runs of the letters a to z in lower case. A headline's words count twice.
"""

from __future__ import annotations

import bisect
import csv
import importlib.resources
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from schemas.media_topics import media_topics

__all__ = ["TOPICS", "Features", "Lexicon", "LexiconRow", "Reader", "lexicon_rows"]

TOPICS: Final = media_topics().top_topics
"""Codes of the 17 top topics, in the order of the model's columns."""

_BODY_CHARACTERS: Final = 1_500  # some 250 words
_WORD: Final = re.compile(r"[a-z]+")
_HEADLINE_WEIGHT: Final = 2

Ints: TypeAlias = npt.NDArray[np.int32]
Floats: TypeAlias = npt.NDArray[np.float32]
Evidence: TypeAlias = dict[str, float]


class LexiconRow(NamedTuple):
    """A row of `data/topic_lexicons.tsv`."""

    medtop: str
    name: str
    words: str
    weight: str
    source: str


class Features(NamedTuple):
    """A text as the model sees it.

    Attributes:
      words: ids of the known words, each once, in rising order.
      counts: how often each stands there.
      evidence: code of a topic, of any level, to the weight of its words in the text.
      length: number of words, the unknown ones too.
    """

    words: Ints
    counts: Floats
    evidence: Evidence
    length: int


def lexicon_rows() -> Iterator[LexiconRow]:
    """The rows of the lexicons."""
    file = importlib.resources.files("transforms").joinpath("data", "topic_lexicons.tsv")
    lines = file.read_text("utf-8").splitlines()[1:]
    return (LexiconRow(*row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


class Lexicon:
    """The lexicons over one vocabulary: which words and phrases speak for which topic.

    Args:
      ids: a word's id, from 1.
      rows: `words` is a phrase of up to three words; a word that ends in * stands for all that begin so.
    """

    def __init__(self, ids: Mapping[str, int], rows: Iterable[LexiconRow]) -> None:
        ordered = sorted(ids)
        self._phrases: dict[tuple[int, ...], list[tuple[str, float]]] = {}
        longest = bytearray(len(ids) + 1)
        for row in rows:
            for phrase in _expand(row.words, ids, ordered):
                self._phrases.setdefault(phrase, []).append((row.medtop, float(row.weight)))
                longest[phrase[0]] = max(longest[phrase[0]], len(phrase))
        self._longest = np.frombuffer(longest, np.uint8)  # of the phrases that begin with a word

    def evidence(self, ids: Ints, headline: int) -> Evidence:
        """Weight of each topic's words: each word or phrase once, twice where the headline has it."""
        heard: dict[tuple[int, ...], float] = {}
        longest, words = self._longest[ids], ids.tolist()
        starts = np.flatnonzero(longest)
        for start, most in zip(starts.tolist(), longest[starts].tolist(), strict=True):
            for end in range(start + 1, start + most + 1):
                phrase = tuple(words[start:end])
                if phrase in self._phrases:
                    heard.setdefault(phrase, 2.0 if start < headline else 1.0)  # the headline comes first
        found: Evidence = {}
        for phrase, factor in heard.items():
            for topic, weight in self._phrases[phrase]:
                found[topic] = found.get(topic, 0.0) + weight * factor
        return found


def _expand(words: str, ids: Mapping[str, int], ordered: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The phrases, as ids, that a lexicon's entry stands for; none where the vocabulary lacks a word."""
    phrases: list[tuple[int, ...]] = [()]
    for word in words.split():
        forms = _beginning(word[:-1], ordered) if word.endswith("*") else [word]
        phrases = [(*phrase, ids[form]) for phrase in phrases for form in forms if form in ids]
    yield from phrases


def _beginning(stem: str, ordered: Sequence[str]) -> Sequence[str]:
    return ordered[bisect.bisect_left(ordered, stem) : bisect.bisect_left(ordered, stem + "{")]


class Reader:
    """Reads texts over one vocabulary.

    Args:
      words: the vocabulary; the first has id 1, and 0 stands for every other word.
      rows: of the lexicons.
    """

    def __init__(self, words: Sequence[str], rows: Iterable[LexiconRow]) -> None:
        self._ids = {word: number for number, word in enumerate(words, 1)}
        self._lexicon = Lexicon(self._ids, rows)

    def read(self, headline: str, body: str) -> Features:
        """The features of a text, in time that does not grow with the body beyond its beginning."""
        head = _WORD.findall(headline.lower())
        tokens = head + _WORD.findall(body[:_BODY_CHARACTERS].lower())
        known = self._ids
        ids = np.array([known.get(token, 0) for token in tokens], np.int32)
        weights = np.ones(len(ids), np.float32)
        weights[: len(head)] = _HEADLINE_WEIGHT
        words, inverse = np.unique(ids, return_inverse=True)
        counts = np.bincount(inverse, weights, len(words)).astype(np.float32)
        first = int(words[:1].sum() == 0 and len(words) > 0)  # 0, the unknown word, sorts first
        return Features(words[first:], counts[first:], self._lexicon.evidence(ids, len(head)), len(tokens))
