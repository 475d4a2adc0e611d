"""Readers of the annotated data, each into documents of BIO sentences over PER, LOC, ORG and MISC.

CoNLL-2003 and the worldwide newswire are for measuring and for a house's own models: their terms keep them
out of the model that ships (training/data_manifest.json says what each file may be used for).
"""

from __future__ import annotations

import io
import json
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from training.ner.tags import LABELS, OUTSIDE, UNKNOWN, Document, Sentence, bio

__all__ = [
    "current_events",
    "huffpost",
    "mask_unlisted",
    "read_conll",
    "read_ewt",
    "read_wikigold",
    "read_wnut",
    "read_worldwide",
    "regroup",
]

WNUT_LABELS: Final = {
    "person": "PER",
    "location": "LOC",
    "corporation": "ORG",
    "group": "ORG",
    "creative-work": "MISC",
    "product": "MISC",
}
"""WNUT17's labels (Derczynski et al. 2017)."""

WORLDWIDE_LABELS: Final = {
    "Person": "PER",
    "Location": "LOC",
    "Facility": "LOC",
    "Organization": "ORG",
    "Misc": "MISC",
    "NORP": "MISC",
    "Product": "MISC",
}
"""The worldwide newswire's labels; its dates and sums of money are no entities here."""

_SAME: Final = {label: label for label in LABELS}


def read_conll(path: Path, labels: Mapping[str, str] | None = _SAME) -> list[Document]:
    """Columns apart by blanks, word first, tag last; a blank line ends a sentence, -DOCSTART- a document.

    With no `labels`, all are kept as they are.
    """
    return list(_documents(path.read_text(encoding="utf-8", errors="replace").splitlines(), labels))


def read_wikigold(path: Path) -> list[Document]:
    """Wikigold: CoNLL's format, with -DOCSTART- after each of its documents."""
    return read_conll(path)


def read_wnut(path: Path) -> list[Document]:
    """WNUT17: no documents in it, each sentence is one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    whole = next(_documents(lines, WNUT_LABELS, column=1, separator="\t"), [])
    return [[sentence] for sentence in whole]


def read_ewt(path: Path) -> list[Document]:
    """The English Web Treebank in Universal NER's IOB2; PER, LOC and ORG alone."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            lines.append("-DOCSTART-")
        if not line.startswith("#"):
            lines.append(line.partition("\t")[2])
    return list(_documents(lines, _SAME, column=1, separator="\t"))


def read_worldwide(path: Path) -> list[Document]:
    """The worldwide newswire's archive, a file a document; the address at the top of a file is no text."""
    found: list[Document] = []
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda entry: entry.name):
            stream = archive.extractfile(member) if member.name.endswith(".tsv") else None
            if stream is None:
                continue
            text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace").read()
            lines = [line for line in text.splitlines() if not line.startswith("http")]
            found += _documents(lines, WORLDWIDE_LABELS, column=1, separator="\t")
    return found


def current_events(
    path: Path, since: str = "", before: str = "9999"
) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Text and links (start, end, Wikipedia title) of each item of those days, `before` not among them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if since <= item["date"] < before:
            yield item["text"], [(start, end, title) for start, end, title in item["links"]]


def huffpost(path: Path) -> Iterator[str]:
    """Headline and short description of each story, a blank line between them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        yield "\n\n".join(filter(None, (item["headline"], item["short_description"])))


def mask_unlisted(documents: Sequence[Document]) -> list[Document]:
    """The same, with UNKNOWN for capitalised words outside names that are mostly written with a capital.

    For data that tags fewer kinds than the model has (no demonyms, no works): a capital there may well begin
    a name of the kinds left out.
    """
    forms = Counter(word for document in documents for sentence in document for word in sentence.words)

    def masked(word: str, tag: str) -> str:
        capital = word[:1].isupper() and word != "I"
        return UNKNOWN if tag == OUTSIDE and capital and forms[word] > forms[word.lower()] else tag

    return [
        [Sentence(words, tuple(map(masked, words, tags))) for words, tags in document]
        for document in documents
    ]


def regroup(documents: Iterable[Document], sentences: int) -> list[Document]:
    """Sentences of short documents put together, so that a window of the teacher is well filled."""
    flat = [sentence for document in documents for sentence in document]
    return [flat[i : i + sentences] for i in range(0, len(flat), sentences)]


def _documents(
    lines: Iterable[str], labels: Mapping[str, str] | None, *, column: int = -1, separator: str | None = None
) -> Iterator[Document]:
    document: Document = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*lines, "", "-DOCSTART-"]:
        start = line.startswith("-DOCSTART-")
        fields = [] if start else line.split(separator)
        if fields and fields[0].strip():
            words.append(fields[0].strip())
            tags.append(_tag(fields[column] if len(fields) > 1 else OUTSIDE, labels))
        elif words:
            document.append(Sentence(tuple(words), bio(tags)))
            words, tags = [], []
        if start and document:
            yield document
            document = []


def _tag(tag: str, labels: Mapping[str, str] | None) -> str:
    """The tag with the model's label; O for labels that it does not have."""
    label = tag.strip()[2:] if labels is None else labels.get(tag.strip()[2:])
    return f"{'B' if tag[0] in 'BS' else 'I'}-{label}" if label else OUTSIDE
