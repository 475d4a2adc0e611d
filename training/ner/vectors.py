"""Word vectors without a new dependency at run time: each word alone through MiniLM, then fewer dimensions.

A word's vector is the mean over its pieces; PCA keeps the directions in which frequent words differ most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import jax
import numpy as np
import numpy.typing as npt

from training.ner import gazetteer
from training.ner.minilm import CLS, HIDDEN, SEP, Params, encode, pieces, pretrained, vocabulary

__all__ = ["make", "word_list"]

_WORD: Final = re.compile(r"[^\W\d_](?:[\w'’.-]*[^\W_])?")
_ROWS: Final = 256
_LENGTHS: Final = (4, 6, 10, 14)
_PCA_ROWS: Final = 20_000

_Floats = npt.NDArray[np.float32]


def word_list(texts: Iterable[str], size: int) -> list[str]:
    """Lower-case words for the table, the most frequent in the texts first.

    Words of MiniLM's own vocabulary and of names of people and places count beside those of the texts:
    names are what the table is for.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        found = _WORD.findall(text)
        counts.update(word.lower() for word in found)
        counts.update(word.lower() for word in found if not word.islower())
    counts.update(word for word in vocabulary() if word.isalpha() and len(word) > 1)
    for least in (20_000, 50_000, 100_000):
        counts.update(word.lower() for name in gazetteer.cities(least) for word in _WORD.findall(name))
    counts.update({word.lower(): 3 for name in gazetteer.countries() for word in _WORD.findall(name)})
    for country in gazetteer.people():
        counts.update({word.lower() for names in country for name in names for word in _WORD.findall(name)})
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [word for word, _ in ranked[:size]]


def make(words: Sequence[str], width: int) -> _Floats:
    """A row of `width` numbers for each word; the words must come the most frequent first.

    The numbers have no more bits than a 16-bit float has: the file compresses to half, and a round trip
    through either type gives the same.
    """
    raw = _embed(words)
    centred = raw - raw[:_PCA_ROWS].mean(0)
    _, _, axes = np.linalg.svd(centred[:_PCA_ROWS], full_matrices=False)
    kept = centred @ axes[:width].T
    table: _Floats = (kept / kept[:_PCA_ROWS].std()).astype(np.float16).astype(np.float32)
    return table


def _embed(words: Sequence[str]) -> _Floats:
    params = pretrained()
    out = np.zeros((len(words), HIDDEN), np.float32)
    split = [pieces(word) for word in words]
    least = 0
    for length in _LENGTHS:
        chosen = [i for i, ids in enumerate(split) if least < len(ids) + 2 <= length]
        for start in range(0, len(chosen), _ROWS):
            rows = chosen[start : start + _ROWS]
            out[rows] = np.asarray(_mean(params, *_arrays([split[i] for i in rows], length)))[: len(rows)]
        least = length
    return out


def _arrays(split: Sequence[Sequence[int]], length: int) -> tuple[npt.NDArray[np.int32], _Floats]:
    ids = np.zeros((_ROWS, length), np.int32)
    mask = np.zeros((_ROWS, length), np.float32)
    mask[:, :2] = 1
    for row, own in enumerate(split):
        ids[row, : len(own) + 2] = [CLS, *own, SEP]
        mask[row, : len(own) + 2] = 1
    return ids, mask


@jax.jit
def _mean(params: Params, ids: jax.Array, mask: jax.Array) -> jax.Array:
    """Of all but CLS; SEP, which has read the whole word, counts as a piece."""
    vectors = encode(params, ids, ids * 0, mask)[:, 1:]
    weight = mask[:, 1:, None]
    return (vectors * weight).sum(1) / weight.sum(1)
