"""Corpora with gold names as raw text: documents of sentences, joined as a wire would have them."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

__all__ = ["CORPORA", "GoldStory", "read_corpus"]

Sentence: TypeAlias = list[tuple[str, str]]
GoldSpan: TypeAlias = tuple[int, int, str]
"""First character and the one after the last in `GoldStory.text`, and the label."""


class GoldStory(NamedTuple):
    """A document: its first sentence is the headline, the others make the body."""

    headline: str
    body: str
    names: frozenset[GoldSpan]

    @property
    def text(self) -> str:
        """Headline, a line end, body."""
        return f"{self.headline}\n{self.body}" if self.body else self.headline


CORPORA: Final = {
    "conll2003": "conll2003/eng.testa",
    "conll2003-train": "conll2003/eng.train",
    "worldwide": "ner/worldwide_newswire_train.tar.gz",
    "wikigold": "ner/wikigold.conll",
}

_LABELS: Final = {
    # Worldwide newswire -> the four of CoNLL-2003; its dates and amounts are no names.
    "Person": "PER",
    "Location": "LOC",
    "Facility": "LOC",
    "Organization": "ORG",
    "Misc": "MISC",
    "NORP": "MISC",
    "Product": "MISC",
} | {label: label for label in ("PER", "LOC", "ORG", "MISC")}

_NO_BLANK_BEFORE: Final = frozenset(". , ; : ! ? ) % ' ] 's 'S n't N'T 're 've 'll 'd 'm".split())
_NO_BLANK_AFTER: Final = frozenset("( $ [ ` #".split())


def read_corpus(name: str, root: Path, *, capitals: bool = False) -> list[GoldStory]:
    """The stories of a corpus; with `capitals`, all in upper case where that keeps their length."""
    path = root / CORPORA[name]
    documents = _worldwide(path) if path.name.endswith(".tar.gz") else _conll(path)
    stories = [_story(sentences) for sentences in documents if sentences]
    return [_in_capitals(story) for story in stories] if capitals else stories


def _conll(path: Path) -> Iterator[list[Sentence]]:
    """Documents apart by -DOCSTART- lines, sentences by blank lines; word first, tag last."""
    document: list[Sentence] = []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for sentence in _sentences(lines):
            if sentence[0][0] == "-DOCSTART-":
                yield document
                document = []
            else:
                document.append(sentence)
    yield document


def _worldwide(path: Path) -> Iterator[list[Sentence]]:
    """One .tsv file a document; its first line is its address."""
    with tarfile.open(path) as archive:
        for member in sorted(archive, key=lambda member: member.name):
            stream = archive.extractfile(member) if member.name.endswith(".tsv") else None
            if stream is not None:
                sentences = list(_sentences(io.TextIOWrapper(stream, encoding="utf-8", errors="replace")))
                yield sentences[sentences[0][0][0].startswith("http") :]


def _sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    sentence: Sentence = []
    for line in lines:
        columns = [column.strip() for column in line.split("\t")] if "\t" in line else line.split()
        if columns and columns[0] == "-DOCSTART-" and sentence:
            yield sentence
            sentence = []
        if columns and (len(columns) > 1 or columns[0] == "-DOCSTART-"):
            sentence.append((columns[0], columns[-1]))
        elif not columns and sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _story(sentences: list[Sentence]) -> GoldStory:
    text, names = "", set[GoldSpan]()
    ends: list[int] = []
    for sentence in sentences:
        start = len(text) + (len(ends) > 0)
        joined, offsets = _join([word for word, _ in sentence])
        text += (" " if len(ends) > 1 else "\n" if ends else "") + joined
        ends.append(len(text))
        for first, last, label in _names([tag for _, tag in sentence]):
            names.add((start + offsets[first][0], start + offsets[last][1], label))
    return GoldStory(text[: ends[0]], text[ends[0] + 1 :], frozenset(names))


def _join(words: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The words as a sentence, and where each stands in it."""
    text, offsets, open_quote, glued = "", [], False, True
    for word in words:
        closes = word == '"' and open_quote
        if not glued and not closes and word not in _NO_BLANK_BEFORE:
            text += " "
        offsets.append((len(text), len(text) + len(word)))
        text += word
        glued = word in _NO_BLANK_AFTER or (word == '"' and not open_quote)
        open_quote ^= word == '"'
    return text, offsets


def _names(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """First and last word of each name, in any of the IOB schemes (BIO, IOB1, BIOES)."""
    start, kind = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        mark, _, label = tag.partition("-")
        inside = bool(kind) and label == kind and mark not in "BS"
        if kind and not inside:
            if kind in _LABELS:
                yield start, place - 1, _LABELS[kind]
            kind = ""
        if label and not inside:
            start, kind = place, label


def _in_capitals(story: GoldStory) -> GoldStory:
    headline, body = (
        "".join(upper if len(upper := letter.upper()) == 1 else letter for letter in text)
        for text in (story.headline, story.body)
    )
    return GoldStory(headline, body, story.names)
