"""A spaCy entity recognizer that looks at all tokens at once.

spaCy's recognizer goes from token to token and gives each a move (B, I, L, U or O), with a small matrix
product and the interpreter's lock at every step. But what it decides on is little: while no entity is open
the token alone, and while one is open also the entity's first token and the token before. So here all tokens
are decided at once as if no entity were open; then those that could open one are followed, side by side, to
where it closes; and of these entities the ones stay that a walk from the left meets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["recognize_at_once"]

Floats: TypeAlias = npt.NDArray[np.float32]
Places: TypeAlias = npt.NDArray[np.intp]

_FEATURES: Final = 3
"""What a move is decided on: the token, the open entity's first token, and the token before."""

_TOKENS_TOGETHER: Final = 8_000
"""Documents go through the model together up to so many tokens: the embeddings of words that it has not met
are then made many at once. The encoder goes through them block by block."""


def recognize_at_once(nlp: Language) -> None:
    """Changes a model in place; one that is more than spaCy's usual recognizer stays as it is."""
    if len(nlp.pipeline) != 1:
        return  # A component before it may set entities or sentences, which the recognizer would respect.
    name, pipe = nlp.pipeline[0]
    if isinstance(pipe, EntityRecognizer) and _is_usual(pipe):
        # spaCy has no public way to put an object in a component's place.
        nlp._components[0] = (name, _Recognizer(pipe))


def _is_usual(pipe: Any) -> bool:
    model, moves = pipe.model, set(_moves(pipe))
    labels = {move[2:] for move in moves if move.startswith("B-")}
    return (
        type(model.ops) is NumpyOps
        and model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == _FEATURES
        and model.get_ref("lower").get_dim("nP") >= 2  # otherwise it is no maxout
        and pipe.cfg["beam_width"] == 1
        and not pipe.postprocesses
        and moves - {"U-"} == {"O"} | {f"{move}-{label}" for move in "BILU" for label in labels}
    )


def _moves(pipe: Any) -> list[str]:
    """The name of each column of the scores. A `U-` without a label is for entities that are set before."""
    return [pipe.moves.get_class_name(column) for column in range(pipe.moves.n_moves)]


class _Recognizer:
    """Does an EntityRecognizer's work in its place in the pipeline."""

    def __init__(self, pipe: Any) -> None:
        self.model = pipe.model
        lower, upper = (self.model.get_ref(name) for name in ("lower", "upper"))
        weights: Floats = lower.get_param("W")  # features, outputs, pieces, inputs
        features, _, self._pieces, inputs = weights.shape
        # The outputs' first pieces side by side, then their second ones: numpy adds and compares whole rows.
        by_piece = weights.transpose(0, 3, 2, 1).reshape(features, inputs, -1)
        self._token, self._first, self._before = map(np.ascontiguousarray, by_piece)
        padding: Floats = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(features, -1)
        self._open_bias: Floats = lower.get_param("b").T.reshape(-1)
        self._closed_bias = self._open_bias + padding[1] + padding[2]

        names = _moves(pipe)
        self._labels = [name[2:] for name in names if name.startswith("B-")]
        scores, bias = upper.get_param("W"), upper.get_param("b")
        # While no entity is open: B, U and O.
        columns = [column for column, name in enumerate(names) if name[0] in "BUO" and name != "U-"]
        self._closed_scores: Floats = np.ascontiguousarray(scores[columns].T)
        self._closed_score_bias: Floats = bias[columns]
        chosen = [names[column] for column in columns]
        self._is_begin = np.array([name[0] == "B" for name in chosen])
        self._is_entity = np.array([name != "O" for name in chosen])
        self._label = np.array([self._labels.index(name[2:]) if name != "O" else 0 for name in chosen])
        # While one is open: its I or its L. It goes on where the I has the higher score.
        inner, last = ([names.index(f"{move}-{label}") for label in self._labels] for move in "IL")
        self._goes_on: Floats = scores[inner] - scores[last]
        self._goes_on_bias: Floats = bias[inner] - bias[last]

    def __call__(self, doc: Doc) -> Doc:
        self._recognize([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The documents in their order, with entities; spaCy's batches are not heeded."""
        for some in _together(docs):
            self._recognize(some)
            yield from some

    def _recognize(self, docs: Sequence[Doc]) -> None:
        bounds = np.cumsum([0, *map(len, docs)])
        if not bounds[-1]:
            return
        vectors: Floats = self.model.layers[0].predict(docs)
        tokens = vectors @ self._token
        scores = self._largest(tokens + self._closed_bias) @ self._closed_scores + self._closed_score_bias
        finals = bounds[1:] - 1  # what begins at a document's last token has no end
        scores[np.ix_(finals[np.diff(bounds) > 0], self._is_begin)] = -np.inf
        moves = scores.argmax(axis=1)

        starts = np.flatnonzero(self._is_entity[moves])
        moves = moves[starts]
        labels, numbers = self._label[moves], np.searchsorted(bounds, starts, side="right") - 1
        ends = starts + 1
        longer = np.flatnonzero(self._is_begin[moves])
        ends[longer] = self._ends(vectors, tokens, starts[longer], labels[longer], finals[numbers[longer]])

        found: list[list[Span]] = [[] for _ in docs]
        free = 0
        entities = (each.tolist() for each in (numbers, starts - bounds[numbers], starts, ends, labels))
        for number, place, start, end, label in zip(*entities, strict=True):
            # Blanks begin no entity, whatever their score.
            if start >= free and not docs[number][place].is_space:
                span = Span(docs[number], place, place + end - start, label=self._labels[label])
                found[number].append(span)
                free = end
        for doc, spans in zip(docs, found, strict=True):
            doc.set_ents(spans, default="outside")

    def _ends(
        self, vectors: Floats, tokens: Floats, starts: Places, labels: Places, finals: Places
    ) -> Places:
        """Where entities that begin at `starts` end, at the latest after the token at `finals`."""
        first = vectors[starts] @ self._first
        ends = np.empty_like(starts)
        opened, at = np.arange(len(starts)), starts + 1
        while len(opened):
            seen = tokens[at] + first[opened] + vectors[at - 1] @ self._before + self._open_bias
            chosen = labels[opened]
            above = np.einsum("ij,ij->i", self._largest(seen), self._goes_on[chosen])
            on = (above + self._goes_on_bias[chosen] >= 0) & (at < finals[opened])
            ends[opened[~on]] = at[~on] + 1
            opened, at = opened[on], at[on] + 1
        return ends

    def _largest(self, pieces: Floats) -> Floats:
        """Maxout."""
        width = pieces.shape[1] // self._pieces
        best = pieces[:, :width]
        for start in range(width, pieces.shape[1], width):
            best = np.maximum(best, pieces[:, start : start + width])
        return best


def _together(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    """Documents in their order, in groups of at most _TOKENS_TOGETHER tokens, or of one that is longer."""
    group: list[Doc] = []
    tokens = 0
    for doc in docs:
        if group and tokens + len(doc) > _TOKENS_TOGETHER:
            yield group
            group, tokens = [], 0
        group.append(doc)
        tokens += len(doc)
    if group:
        yield group
