"""A house's own model from its own annotated wires, with its own labels.

The vectors are those of the model that ships, so nothing but spaCy is needed; a table with the house's words
in it (`python -m training.ner vectors --texts ...`) gives some points more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.ner import evaluate, examples, recipe, sources, student
from training.ner.text import to_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["make_model", "read", "scores"]


def make_model(files: Sequence[Path], settings: student.Settings, vectors: str) -> Any:
    """A model trained on CoNLL files (word first, tag last) or spaCy's binary ones.

    Args:
      files: to learn from.
      settings: of the net and its training.
      vectors: a file of `python -m training.ner vectors`, or a spaCy model whose vectors to take.
    """
    nlp = student.build(settings, *_vectors(vectors))
    docs = [piece for file in files for doc in read(nlp, file) for piece in examples.chunks(doc)]
    student.train(nlp, docs, settings, examples.variation(swaps=0.0))
    return nlp


def read(nlp: Language, file: Path) -> Iterator[Doc]:
    """The annotated documents of one file."""
    if file.suffix == ".spacy":
        from spacy.tokens import DocBin

        yield from DocBin().from_disk(file).get_docs(nlp.vocab)
        return
    for document in sources.read_conll(file, labels=None):
        yield examples.from_text(nlp, to_text(document))


def scores(nlp: Language, file: Path) -> evaluate.Score:
    """Exact spans and labels of the model itself on a file that it has not seen."""
    gold = list(read(nlp, file))
    found = nlp.pipe([doc.text for doc in gold], batch_size=16)
    return evaluate.score([_spans(doc) for doc in found], [_spans(doc) for doc in gold])


def _vectors(name: str) -> tuple[list[str], Any]:
    if name.endswith(".pkl"):
        return recipe.read_vectors(Path(name))
    from transforms import spacy_models

    table = spacy_models.load(name).vocab.vectors
    rows = sorted(table.key2row.items(), key=lambda item: item[1])
    return [table.strings[key] for key, _ in rows], table.data[[row for _, row in rows]]


def _spans(doc: Doc) -> evaluate.Spans:
    return frozenset((ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)
