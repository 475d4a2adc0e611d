"""A spaCy model that makes the embedding of a word once.

The first layer of the models that spaCy trains by default (MultiHashEmbed, with static vectors or without)
looks at each token by itself: its form, norm, prefix, suffix and shape, and whether a space follows. It takes
a third of the model's time, and nineteen of twenty tokens have been there before. Here its rows are kept.

A row is the same whichever words are made beside it: the rounding of a matrix product depends on where in the
matrix a row stands, so these products are made in double precision and rounded once. The layers behind see
each token between its neighbours, and are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from spacy.attrs import NAMES, NORM, ORTH, SPACY
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

__all__ = ["remember_embeddings"]

Floats: TypeAlias = npt.NDArray[np.float32]
Words: TypeAlias = npt.NDArray[np.uint64]

_MOST_WORDS: Final = 65_536
"""At 96 numbers a word, 25 MB. Where there are more, the later half is forgotten: common words came early."""

_ROW_BY_ROW: Final = frozenset(
    "extract_features list2ragged ints-getitem hashembed static_vectors maxout layernorm dropout "
    "ragged2list".split()
)
"""Layers of which a row of the output depends on the same row of the input alone."""

_OF_THE_WORD: Final = frozenset("ORTH NORM LOWER PREFIX SUFFIX SHAPE LENGTH IS_SPACE SPACY".split())
"""Features that follow from a token's form, its norm, and whether a space follows: what rows are kept by."""

_MIX: Final = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)


def remember_embeddings(nlp: Language) -> None:
    """Changes a model in place; one whose first layer is of another kind, or not NumPy's, stays as it is."""
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in list(model.walk()) if model is not None else ():
            for place, layer in enumerate(node.layers):
                if _looks_at_words(layer):
                    node.layers[place] = _remembering(layer)


def _looks_at_words(layer: Model[Any, Any]) -> bool:
    """Whether it takes documents, gives a row for each token, and looks at each token by itself."""
    if not (layer.name.startswith("extract_features>>") and layer.name.endswith(">>ragged2list")):
        return False
    leaves = [node for node in layer.walk() if not node.layers]
    columns = [column for leaf in leaves for column in leaf.attrs.get("columns", ())]
    names = {column if isinstance(column, str) else NAMES[column] for column in columns}
    return names <= _OF_THE_WORD and all(
        leaf.name in _ROW_BY_ROW and type(leaf.ops) is NumpyOps for leaf in leaves
    )


def _remembering(layer: Model[Any, Any]) -> Model[Any, Any]:
    for node in layer.walk():
        node.ops = _DoublePrecision(use_blis=False)
    embeddings = _Embeddings(layer)

    def forward(_: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Any, Any]:
        return layer(docs, is_train) if is_train else (embeddings.of(docs), lambda _: [])

    return Model("remembered", forward, layers=[layer])


class _DoublePrecision(NumpyOps):  # type: ignore[misc]
    """Matrix products whose rows do not depend on one another."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """x @ y, each transposed where so asked."""
        wide = [matrix.astype(np.float64) for matrix in (x.T if trans1 else x, y.T if trans2 else y)]
        product = (wide[0] @ wide[1]).astype(np.float32)
        if out is None:
            return product
        out[:] = product
        return out


class _Embeddings:
    """The rows of words, as a layer makes them."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        self._layer = layer
        self._places: dict[int, int] = {}  # a word's key -> its place among the rows
        self._rows: Floats = np.empty((0, 0), np.float32)

    def of(self, docs: Sequence[Doc]) -> list[Floats]:
        """The rows of each document's tokens."""
        tokens = [doc.to_array([ORTH, NORM, SPACY]).reshape(-1, 3) for doc in docs]
        features: Words = np.concatenate(tokens) if tokens else np.empty((0, 3), np.uint64)
        keys: list[int] = (features * _MIX).sum(axis=1, dtype=np.uint64).tolist()
        words = {key: number for number, key in enumerate(keys)}
        if any(key not in self._places for key in words):
            if len(words) > _MOST_WORDS:
                return [*self._layer.predict(docs)]
            self._learn(words, features, docs[0].vocab)
        places = self._places
        rows = self._rows[np.array([places[key] for key in keys], np.intp)] if keys else self._rows
        ends = accumulate(map(len, docs))
        return [rows[end - len(doc) : end] for doc, end in zip(docs, ends, strict=True)]

    def _learn(self, words: Mapping[int, int], features: Words, vocab: Vocab) -> None:
        """Adds the rows of those words that are new; forgets others where there is no room.

        Args:
          words: key of each word, and a token that is this word.
          features: of the tokens.
          vocab: of the tokens.
        """
        new = [key for key in words if key not in self._places]
        if len(self._places) + len(new) > _MOST_WORDS:
            # All of them where the half would not be room enough.
            kept = _MOST_WORDS // 2 if len(words) <= _MOST_WORDS // 2 else 0
            self._places = dict(islice(self._places.items(), kept))
            new = [key for key in words if key not in self._places]
        document = _document(features[[words[key] for key in new]].tolist(), vocab)
        rows = self._layer.predict([document])[0]
        if not len(self._rows):
            self._rows = np.empty((_MOST_WORDS, rows.shape[1]), np.float32)
        first = len(self._places)
        self._rows[first : first + len(new)] = rows
        self._places.update(zip(new, range(first, first + len(new)), strict=True))


def _document(words: Sequence[Sequence[int]], vocab: Vocab) -> Doc:
    """Words (form, norm, whether a space follows) as a document."""
    forms = [vocab.strings[form] for form, _, _ in words]
    doc = Doc(vocab, words=forms, spaces=[bool(space) for _, _, space in words])
    for token, (_, norm, _) in zip(doc, words, strict=True):
        if token.norm != norm:
            token.norm_ = vocab.strings[norm]
    return doc
