"""The vocabulary, and word vectors for it: each word alone through MiniLM, then fewer dimensions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import jax
import numpy as np
import numpy.typing as npt

from training.ner.minilm import CLS, HIDDEN, SEP, Params, encode, pieces, pretrained, vocabulary
from transforms._topic_features import lexicon_rows

__all__ = ["make", "word_list"]

_WORD: Final = re.compile(r"[a-z]+")
_ROWS: Final = 512
_LENGTHS: Final = (3, 4, 6, 10, 14)
_PCA_ROWS: Final = 12_000
_STEPS: Final = 127  # of an 8-bit number on each side of zero
_LARGEST: Final = 4.0  # standard deviations

Floats = npt.NDArray[np.float32]


def word_list(texts: Iterable[str]) -> list[str]:
    """Words that stand twice in the texts, the most frequent first; then MiniLM's own and the lexicons'."""
    counts = Counter(word for text in texts for word in _WORD.findall(text.lower()))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    frequent = [word for word, count in ranked if count > 1 and len(word) > 1]
    own = [word for word in vocabulary() if word.isascii() and word.isalpha() and len(word) > 1]
    listed = sorted({word for row in lexicon_rows() for word in row.words.split() if word.isalpha()})
    return list(dict.fromkeys((*frequent, *own, *listed)))


def make(words: Sequence[str], width: int) -> npt.NDArray[np.int8]:
    """A row of `width` numbers for each word; row 0 is the unknown word's.

    The directions kept are those in which frequent words differ most, so those must come first.
    """
    raw = _embed(words)
    centred = raw - raw.mean(0)
    _, _, axes = np.linalg.svd(centred[:_PCA_ROWS], full_matrices=False)
    kept = centred @ axes[:width].T
    steps = np.clip(kept / kept.std() * _STEPS / _LARGEST, -_STEPS, _STEPS)
    return np.vstack((np.zeros((1, width)), steps)).round().astype(np.int8)


def _embed(words: Sequence[str]) -> Floats:
    params = pretrained()
    split = [pieces(word) for word in words]
    out = np.zeros((len(words), HIDDEN), np.float32)
    least = 0
    for length in _LENGTHS:
        chosen = [i for i, ids in enumerate(split) if least < len(ids) + 2 <= length]
        for start in range(0, len(chosen), _ROWS):
            rows = chosen[start : start + _ROWS]
            out[rows] = np.asarray(_mean(params, *_arrays([split[i] for i in rows], length)))[: len(rows)]
        least = length
    return out


def _arrays(split: Sequence[Sequence[int]], length: int) -> tuple[npt.NDArray[np.int32], Floats]:
    ids = np.zeros((_ROWS, length), np.int32)
    mask = np.zeros((_ROWS, length), np.float32)
    mask[:, :2] = 1
    for row, own in enumerate(split):
        ids[row, : len(own) + 2] = [CLS, *own, SEP]
        mask[row, : len(own) + 2] = 1
    return ids, mask


@jax.jit
def _mean(params: Params, ids: jax.Array, mask: jax.Array) -> jax.Array:
    vectors = encode(params, ids, ids * 0, mask)
    return (vectors * mask[..., None]).sum(1) / mask.sum(1)[:, None]
