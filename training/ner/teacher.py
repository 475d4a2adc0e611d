"""The teacher: MiniLM-L6 fine-tuned to tag names; too slow to ship, it labels what the student learns from.

A linear head over the first piece of each word; AdamW with warm-up and a cosine; the weights kept are a
running mean. Tags are chosen by Viterbi over BIO, so that no I- follows another label.
"""

from __future__ import annotations

import math
import pickle
import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from training.ner.minilm import HIDDEN, Params, encode, pretrained
from training.ner.tags import OUTSIDE, TAGS, Document, Sentence
from training.ner.windows import BATCH, Batch, Window, arrays, windows

__all__ = ["Prediction", "load", "predict", "save", "train"]

_RATE: Final = 2e-4
_HEAD_RATE: Final = 8.0
"""The head's and the shapes' rate, as a multiple of the net's: they begin at nothing."""
_HEAD: Final = ("head", "bias", "shapes")
_FROZEN: Final = ("words", "places", "kind")
"""Vectors of the pieces: the little data would move those of its own words alone."""
_DECAY: Final = 0.01
_MEAN: Final = 0.99

Prediction = tuple[tuple[str, ...], npt.NDArray[np.float32]]
"""Of a sentence: a tag for each word, and how likely the teacher holds it."""


def train(epochs: Sequence[Sequence[Document]], seed: int = 1) -> Params:
    """The teacher, from MiniLM and annotated documents; each epoch brings its own."""
    rng = random.Random(seed)
    batches = [batch for documents in epochs for batch in _shuffled(list(windows(documents)), rng)]
    params = pretrained()
    params["head"] = jnp.asarray(
        np.random.default_rng(seed).normal(0, 0.02, (HIDDEN, len(TAGS))), jnp.float32
    )
    params["bias"] = jnp.zeros(len(TAGS))
    frozen = {name: params.pop(name) for name in _FROZEN}
    mean, first, second = params, *[jax.tree.map(jnp.zeros_like, params) for _ in range(2)]
    key, started, shown = jax.random.key(seed), time.monotonic(), 0.0
    for step, batch in enumerate(batches):
        key, own = jax.random.split(key)
        rate = _rate(step, len(batches))
        params, mean, first, second, loss = _step(
            params, mean, first, second, frozen, batch, own, rate, float(step + 1)
        )
        shown = float(loss) if not step else 0.98 * shown + 0.02 * float(loss)
        if step % 25 == 0:
            print(
                f"step {step} of {len(batches)} loss {shown:.4f} {time.monotonic() - started:.0f} s",
                flush=True,
            )
    return mean | frozen


def predict(params: Params, documents: Sequence[Document]) -> list[list[Prediction]]:
    """Tags and their likelihoods for each sentence of each document; the documents' own tags are not read."""
    scores = [
        [np.zeros((len(sentence.words), len(TAGS)), np.float32) for sentence in document]
        for document in documents
    ]
    pending = sorted(windows(documents), key=lambda window: len(window.ids))
    for i in range(0, len(pending), BATCH):
        chosen = pending[i : i + BATCH]
        batch = arrays(chosen)
        logits = np.asarray(_forward(params, batch.ids, batch.shapes, batch.mask))
        for row, window in enumerate(chosen):
            for place, (d, s, w) in zip(window.firsts, window.words, strict=True):
                scores[d][s][w] = logits[row, place + 1]
    return [[_decode(sentence) for sentence in document] for document in scores]


def tagged(documents: Sequence[Document], predictions: Sequence[Sequence[Prediction]]) -> list[Document]:
    """The documents with the predicted tags."""
    return [
        [Sentence(sentence.words, tags) for sentence, (tags, _) in zip(document, found, strict=True)]
        for document, found in zip(documents, predictions, strict=True)
    ]


def save(params: Params, path: Path) -> None:
    """Writes the weights; `load` reads them back."""
    path.write_bytes(pickle.dumps(jax.tree.map(np.asarray, params)))


def load(path: Path) -> Params:
    """Weights that `save` wrote. Only for files of one's own: it is a pickle."""
    params: Params = jax.tree.map(jnp.asarray, pickle.loads(path.read_bytes()))
    return params


def _shuffled(pool: list[Window], rng: random.Random) -> list[Batch]:
    rng.shuffle(pool)
    pool.sort(key=lambda window: len(window.ids) // 32)
    groups = [pool[i : i + BATCH] for i in range(0, len(pool) - BATCH + 1, BATCH)]
    rng.shuffle(groups)
    return [arrays(group) for group in groups]


def _rate(step: int, steps: int) -> float:
    warm = max(1, steps // 10)
    if step < warm:
        return _RATE * (step + 1) / warm
    return _RATE * max(0.02, 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm))))


def _logits(params: Params, ids: Any, shapes: Any, mask: Any, key: Any = None) -> jax.Array:
    logits: jax.Array = encode(params, ids, shapes, mask, key) @ params["head"] + params["bias"]
    return logits


_forward: Callable[..., jax.Array] = jax.jit(_logits)


def _loss(params: Params, frozen: Params, batch: Batch, key: Any) -> jax.Array:
    logits = _logits(params | frozen, batch.ids, batch.shapes, batch.mask, key)
    known = batch.labels >= 0
    losses = -jnp.take_along_axis(jax.nn.log_softmax(logits), jnp.maximum(batch.labels, 0)[..., None], -1)[
        ..., 0
    ]
    return (losses * known).sum() / jnp.maximum(known.sum(), 1)


@partial(jax.jit, donate_argnums=(2, 3))
def _step(
    params: Params,
    mean: Params,
    first: Params,
    second: Params,
    frozen: Params,
    batch: Batch,
    key: Any,
    rate: float,
    number: float,
) -> tuple[Params, Params, Params, Params, jax.Array]:
    """One step of AdamW, with the gradient's norm clipped at 1."""
    loss, slope = jax.value_and_grad(_loss)(params, frozen, batch, key)
    norm = jnp.sqrt(sum(jnp.vdot(x, x) for x in jax.tree.leaves(slope)))
    slope = jax.tree.map(lambda x: x / jnp.maximum(norm, 1.0), slope)
    first = jax.tree.map(lambda m, x: 0.9 * m + 0.1 * x, first, slope)
    second = jax.tree.map(lambda v, x: 0.999 * v + 0.001 * x * x, second, slope)

    def moved(path: Any, value: jax.Array, m: jax.Array, v: jax.Array) -> jax.Array:
        head = path[0].key in _HEAD
        update = (m / (1 - 0.9**number)) / (jnp.sqrt(v / (1 - 0.999**number)) + 1e-8)
        return value - rate * (_HEAD_RATE * update if head else update + _DECAY * value)

    params = jax.tree_util.tree_map_with_path(moved, params, first, second)
    weight = jnp.minimum(_MEAN, number / (number + 10))
    mean = jax.tree.map(lambda a, b: weight * a + (1 - weight) * b, mean, params)
    return params, mean, first, second, loss


_FORBIDDEN: Final = np.array(
    [[-1e4 if to[:1] == "I" and of[2:] != to[2:] else 0.0 for to in TAGS] for of in TAGS], np.float32
)


def _decode(logits: npt.NDArray[np.float32]) -> Prediction:
    """The likeliest tags without an I- that follows another label, and the likelihood of each."""
    scores = logits - logits.max(-1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(-1, keepdims=True))
    total, back = logs[0] + _FORBIDDEN[TAGS.index(OUTSIDE)], []
    for row in logs[1:]:
        ways = total[:, None] + _FORBIDDEN
        back.append(ways.argmax(0))
        total = ways.max(0) + row
    best = [int(total.argmax())]
    for row in reversed(back):
        best.append(int(row[best[-1]]))
    best.reverse()
    return tuple(TAGS[i] for i in best), np.exp(logs[np.arange(len(best)), best])
