"""Documents cut into windows of word pieces for the teacher, and batches of them as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from training.ner.minilm import CLS, SEP, pieces, shape
from training.ner.tags import TAGS, Document

__all__ = ["BATCH", "LENGTH", "Batch", "Window", "arrays", "windows"]

LENGTH: Final = 128
"""The most pieces in a window, with CLS and SEP."""

_STEP: Final = 32
"""A batch is as long as its longest window, in these steps: the net is compiled once for each length."""

BATCH: Final = 8

_NO_LABEL: Final = -1
_IDS: Final = {tag: i for i, tag in enumerate(TAGS)}


class Window(NamedTuple):
    """Whole sentences where they fit.

    Attributes:
      ids, shapes: of each piece.
      firsts: the place of each word's first piece.
      words: document, sentence and word that each of `firsts` begins.
      labels: number of each word's tag; -1 for UNKNOWN.
    """

    ids: list[int]
    shapes: list[int]
    firsts: list[int]
    words: list[tuple[int, int, int]]
    labels: list[int]


class Batch(NamedTuple):
    """BATCH windows as arrays, a row each; rows left over are empty."""

    ids: npt.NDArray[np.int32]
    shapes: npt.NDArray[np.int32]
    mask: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int32]


def windows(documents: Sequence[Document]) -> Iterator[Window]:
    """The windows of each document; no window holds words of two."""
    for d, document in enumerate(documents):
        window = Window([], [], [], [], [])
        for s, sentence in enumerate(document):
            split = [pieces(word) for word in sentence.words]
            if window.ids and len(window.ids) + sum(map(len, split)) > LENGTH - 2:
                yield window
                window = Window([], [], [], [], [])
            for w, (word, tag, ids) in enumerate(zip(*sentence, split, strict=True)):
                if len(window.ids) + len(ids) > LENGTH - 2:
                    yield window
                    window = Window([], [], [], [], [])
                _append(window, (d, s, w), word, ids, _IDS.get(tag, _NO_LABEL))
        if window.ids:
            yield window


def arrays(chosen: Sequence[Window]) -> Batch:
    """At most BATCH windows as arrays."""
    longest = max(len(window.ids) for window in chosen) + 2
    room = (BATCH, -(-longest // _STEP) * _STEP)
    ids, shapes = np.zeros(room, np.int32), np.zeros(room, np.int32)
    mask, labels = np.zeros(room, np.float32), np.full(room, _NO_LABEL, np.int32)
    mask[:, 0] = 1  # an empty row must attend to something
    for row, window in enumerate(chosen):
        size = len(window.ids)
        ids[row, 0], ids[row, 1 : size + 1], ids[row, size + 1] = CLS, window.ids, SEP
        shapes[row, 1 : size + 1] = window.shapes
        mask[row, : size + 2] = 1
        labels[row, np.asarray(window.firsts) + 1] = window.labels
    return Batch(ids, shapes, mask, labels)


def _append(window: Window, place: tuple[int, int, int], word: str, ids: Sequence[int], label: int) -> None:
    first, later = shape(word)
    window.firsts.append(len(window.ids))
    window.words.append(place)
    window.labels.append(label)
    window.ids.extend(ids)
    window.shapes.extend([first, *[later] * (len(ids) - 1)])
