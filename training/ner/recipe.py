"""The steps of `python -m training.ner train`, each from files to a file in the work folder.

vectors.pkl (words and their rows), teacher.pkl (the teacher's weights), silver.spacy (labelled text), then
the model. A step whose file is there is not done again: take the file away to repeat it.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from training.ner import examples, silver, sources, student, wire_tables
from training.ner.tags import Document, Sentence
from training.ner.text import to_text

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "HELD_OUT_SINCE",
    "WORDS",
    "agreement",
    "make_model",
    "make_silver",
    "make_teacher",
    "make_vectors",
]

WORDS: Final = 50_000
_WIDTH: Final = 96
_SEED: Final = 1
_TABLES: Final = 700
HELD_OUT_SINCE: Final = "2026-01-01"
_EVENTS: Final = "current_events/current_events_2025-01_2026-03.jsonl"
_HUFFPOST: Final = "topics/huffpost_10k.jsonl"


def make_vectors(corpora: Path, output: Path, extra: Sequence[str] = (), size: int = WORDS) -> None:
    """Words of the clean texts and their vectors; `extra` are further texts, for a house's own model."""
    from training.ner import vectors

    plain = [" ".join(s.words) for documents in _gold(corpora) for document in documents for s in document]
    linked = [
        f"{text} {' '.join(title for _, _, title in links)}"
        for text, links in sources.current_events(corpora / _EVENTS)
    ]
    texts = [*plain, *linked, *sources.huffpost(corpora / _HUFFPOST), *extra]
    words = vectors.word_list(texts, size)
    output.write_bytes(pickle.dumps((words, vectors.make(words, _WIDTH))))


def make_teacher(corpora: Path, output: Path) -> None:
    """MiniLM over wikigold, WNUT17 and the English Web Treebank."""
    from training.ner import teacher

    wikigold, web, tweets = _gold(corpora)
    named = [_with_names(documents) for documents in (web, tweets)]
    rng = random.Random(_SEED)
    first = _mixed(rng, wikigold, web, named[1])
    second = _mixed(rng, wikigold, named[0], wikigold)
    third = _mixed(rng, wikigold, *named)
    teacher.save(teacher.train([first, second, third], _SEED), output)


def make_silver(corpora: Path, weights: Path, output: Path, held_out: Path) -> None:
    """The teacher's labels on the clean news text, with the links' evidence.

    The last three months of current events are not for training: seeds are chosen on them (`held_out`), and
    links are measured on them.
    """
    import spacy
    from spacy.tokens import DocBin

    from training.ner import teacher

    nlp = spacy.blank("en")
    events = [*sources.current_events(corpora / _EVENTS, before=HELD_OUT_SINCE)]
    late = [*sources.current_events(corpora / _EVENTS, since=HELD_OUT_SINCE)]
    short: list[Any] = [(text, []) for text in sources.huffpost(corpora / _HUFFPOST)]
    items = silver.label(nlp, late + events + short, teacher.load(weights))
    types = silver.link_types(items)
    items = [silver.mend_demonyms(silver.apply_links(item, types)) for item in items]
    items = silver.doubt_outliers(items)
    docs = [silver.as_doc(nlp, item) for item in items]
    DocBin(docs=docs[: len(late)]).to_disk(held_out)
    DocBin(docs=docs[len(late) :]).to_disk(output)


def make_model(corpora: Path, vectors: Path, labelled: Path, settings: student.Settings) -> Any:
    """The wire model: a student of the gold, the silver and invented tables."""
    from spacy.tokens import DocBin

    words, rows = read_vectors(vectors)
    nlp = student.build(settings, words, rows)
    wikigold, web, _ = _gold(corpora)
    documents = [to_text(document, head=0) for document in [*wikigold * 2, *web]]
    tables = wire_tables.documents(_TABLES, _SEED)
    documents += [to_text(table, head=len(table) if i % 2 else 1) for i, table in enumerate(tables)]
    docs: list[Doc] = [examples.from_text(nlp, text) for text in documents]
    docs += DocBin().from_disk(labelled).get_docs(nlp.vocab)
    pieces = [piece for doc in docs for piece in examples.chunks(doc)]
    student.train(nlp, pieces, settings, examples.variation())
    return nlp


def agreement(nlp: Any, held_out: Path) -> float:
    """F1 of the model against the labels of the held-out text; words without a label count for nothing."""
    from spacy.tokens import DocBin
    from spacy.training import Example

    docs = list(DocBin().from_disk(held_out).get_docs(nlp.vocab))
    found = nlp.pipe([student.bare(doc) for doc in docs], batch_size=32)
    scores = nlp.get_pipe("ner").score([Example(own, doc) for own, doc in zip(found, docs, strict=True)])
    return float(scores["ents_f"])


def read_vectors(path: Path) -> tuple[list[str], npt.NDArray[np.float32]]:
    """What `make_vectors` wrote. Only for files of one's own: it is a pickle."""
    words, rows = pickle.loads(path.read_bytes())
    return words, rows


def _gold(corpora: Path) -> tuple[list[Document], list[Document], list[Document]]:
    """Wikigold, the web treebank and WNUT17; in the last two, what they do not tag is unknown."""
    wikigold = sources.read_wikigold(corpora / "ner/wikigold.conll")
    web = [d for part in ("dev", "test") for d in sources.read_ewt(corpora / f"ner/uner_ewt_{part}.iob2")]
    tweets = sources.read_wnut(corpora / "ner/wnut17_train.conll")
    return wikigold, sources.mask_unlisted(web), sources.mask_unlisted(tweets)


def _with_names(documents: Iterable[Document]) -> list[Document]:
    """Their sentences with a name: most of a tweet or a review has none, and the teacher is slow."""
    return [[s for s in document if any(tag[2:] for tag in s.tags)] for document in documents]


def _mixed(rng: random.Random, *sets: Iterable[Document]) -> list[Document]:
    """All of them, one in sixteen in capitals, in documents long enough to fill the teacher's windows."""
    chosen = [_upper(d) if rng.random() < 0.06 else d for documents in sets for d in documents]
    return sources.regroup(chosen, 40)


def _upper(document: Document) -> Document:
    return [Sentence(tuple(word.upper() for word in words), tags) for words, tags in document]
