"""Figures: exact spans with mapped labels, in whole documents of raw text, as the pipeline reads them.

Two ways for each: what the model says (`raw`), and what the records say (`story`), after the consolidation
over the whole story.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas.records import Story
from training.ner import sources
from training.ner.tags import Document, Sentence
from training.ner.text import Text, to_text
from transforms import entities

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Score", "in_capitals", "measured_sets", "model_spans", "score", "seconds", "story_spans", "table"]

_GAP: Final = "\n\n"

Spans = frozenset[tuple[int, int, str]]


class Score(NamedTuple):
    """Precision, recall and F1 of exact spans; `bounds` is the F1 with the type left out of account."""

    precision: float
    recall: float
    f1: float
    bounds: float
    by_type: dict[str, float]


def measured_sets(corpora: Path, only: Sequence[str] = ()) -> dict[str, list[Document]]:
    """The documents that figures are given for; nothing that ships was trained on any of them."""
    testa = sources.read_conll(corpora / "conll2003/eng.testa")
    world = sources.read_worldwide(corpora / "ner/worldwide_newswire_train.tar.gz")
    sets = {"testa": testa, "worldwide": world, "testa in capitals": in_capitals(testa)}
    return {name: documents for name, documents in sets.items() if not only or name in only}


def in_capitals(documents: Iterable[Document]) -> list[Document]:
    """The documents with every word in capitals."""
    return [
        [Sentence(tuple(word.upper() for word in words), tags) for words, tags in document]
        for document in documents
    ]


def model_spans(nlp: Language, texts: Sequence[Text], labels: Mapping[str, str]) -> list[Spans]:
    """What the model finds, with the records' types."""
    docs = nlp.pipe([text.text for text in texts], batch_size=16)
    return [
        frozenset((e.start_char, e.end_char, labels[e.label_]) for e in doc.ents if e.label_ in labels)
        for doc in docs
    ]


def story_spans(nlp: Language, texts: Sequence[Text], labels: Mapping[str, str]) -> list[Spans]:
    """What the records would say: every mention of every consolidated entity."""
    found = []
    for text, rows in zip(
        texts, entities.annotate([_story(text) for text in texts], nlp, labels), strict=True
    ):
        shift = {"headline": 0, "body": len(text.text.partition(_GAP)[0]) + len(_GAP)}
        found.append(
            frozenset(
                (mention.start + shift[mention.field], mention.end + shift[mention.field], row.type)
                for row in rows
                for mention in row.mentions
            )
        )
    return found


def score(found: Sequence[Spans], gold: Sequence[Spans]) -> Score:
    """Of all documents together."""
    pairs = list(zip(found, gold, strict=True))
    precision, recall, f1 = _prf(pairs)
    bounds = _prf([(frozenset(x[:2] for x in a), frozenset(x[:2] for x in b)) for a, b in pairs])[2]
    kinds = sorted({kind for spans in gold for _, _, kind in spans})
    by_type = {kind: _prf([(_only(a, kind), _only(b, kind)) for a, b in pairs])[2] for kind in kinds}
    return Score(precision, recall, f1, bounds, by_type)


def table(
    nlp: Language, sets: Mapping[str, list[Document]], labels: Mapping[str, str] = entities.DEFAULT_LABELS
) -> dict[str, dict[str, Score]]:
    """Set -> raw and story -> Score."""
    rows: dict[str, dict[str, Score]] = {}
    for name, documents in sets.items():
        texts = [to_text(document) for document in documents]
        gold = [frozenset((a, b, labels[label]) for a, b, label in text.names) for text in texts]
        rows[name] = {
            "raw": score(model_spans(nlp, texts, labels), gold),
            "story": score(story_spans(nlp, texts, labels), gold),
        }
    return rows


def seconds(models: Mapping[str, Language], texts: Sequence[str], rounds: int = 5) -> dict[str, list[float]]:
    """Processor time of each model over the texts, in turn: A B A B, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in models}
    for number in range(rounds + 1):
        for name, nlp in models.items():
            begun = time.process_time()
            for _ in nlp.pipe(texts, batch_size=32):
                pass
            if number:
                taken[name].append(time.process_time() - begun)
    return taken


def _story(text: Text) -> Story:
    headline, _, body = text.text.partition(_GAP)
    return Story(headline=headline, body=body)


def _only(spans: Spans, kind: str) -> Spans:
    return frozenset(span for span in spans if span[2] == kind)


def _prf(
    pairs: Iterable[tuple[frozenset[tuple[object, ...]], frozenset[tuple[object, ...]]]],
) -> tuple[float, ...]:
    true = found = gold = 0
    for a, b in pairs:
        true, found, gold = true + len(a & b), found + len(a), gold + len(b)
    precision, recall = true / max(1, found), true / max(1, gold)
    return precision, recall, 2 * true / max(1, found + gold)
