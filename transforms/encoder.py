"""A spaCy model whose encoder works in place.

The encoder of the models that spaCy trains by default (MaxoutWindowEncoder) is a few equal layers: each token
beside its neighbours, a matrix product, the largest of three, a norm, and the token itself added again. Thinc
makes each step for training too, with a new array for every part of it, and remembers which of three was the
largest. Here the same steps follow each other in the arrays that are there already: the same results, but for
the last bits, in nine tenths of the model's time. Rows go through all layers block by block, so that what is
made of them stays in the processor's cache however many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from thinc.api import Model, NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["work_in_place"]

Floats: TypeAlias = npt.NDArray[np.float32]

_LAYER: Final = "residual(expand_window>>maxout>>layernorm>>dropout)"
_LEAST_VARIANCE: Final = 1e-8  # as Thinc's layernorm has it

_ROWS_TOGETHER: Final = 1_000
"""What a processor's cache holds with all that is made of them."""


class _Layer(NamedTuple):
    """The numbers of one layer.

    Attributes:
      window: tokens on either side.
      weights: of the product, inputs by outputs; the outputs' first pieces side by side, then the second.
      bias: of the product.
      gain, shift: of the norm.
    """

    window: int
    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats


def work_in_place(nlp: Language) -> None:
    """Changes a model in place; one with another kind of encoder, or not NumPy's, stays as it is."""
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in list(model.walk()) if model is not None else ():
            for place, layer in enumerate(node.layers):
                if layer.name.startswith(_LAYER) and set(layer.name.split(")>>")) <= _NAMES:
                    node.layers[place] = _in_place(layer)


_NAMES: Final = {_LAYER, _LAYER.removesuffix(")")}
"""What the name of a chain of such layers falls apart into."""


def _in_place(encoder: Model[Any, Any]) -> Model[Any, Any]:
    nodes = list(encoder.walk())
    if any(type(node.ops) is not NumpyOps for node in nodes):
        return encoder
    layers = [_read(node) for node in nodes if node.name == _LAYER]
    ops = encoder.ops

    def forward(_: Model[Any, Any], tokens: Floats, is_train: bool) -> tuple[Any, Any]:
        if is_train or not len(tokens):
            return encoder(tokens, is_train)
        return _in_blocks(tokens, layers, ops), lambda _: tokens

    return Model("in_place", forward, layers=[encoder])


def _read(residual: Model[Any, Any]) -> _Layer:
    parts = {node.name: node for node in residual.walk()}
    maxout: Any = parts["maxout"]
    norm: Any = parts["layernorm"]
    weights: Floats = maxout.get_param("W")  # outputs, pieces, inputs
    return _Layer(
        parts["expand_window"].attrs["window_size"],
        np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1)),
        np.ascontiguousarray(maxout.get_param("b").T).reshape(-1),
        norm.get_param("G"),
        norm.get_param("b"),
    )


def _in_blocks(tokens: Floats, layers: Sequence[_Layer], ops: NumpyOps) -> Floats:
    """One block of rows after the other through all layers, each with the rows beside it that it looks at."""
    reach = sum(layer.window for layer in layers)
    found = np.empty_like(tokens)
    for start in range(0, len(tokens), _ROWS_TOGETHER):
        end, first = start + _ROWS_TOGETHER, max(start - reach, 0)
        block = _encoded(tokens[first : end + reach], layers, ops)
        found[start:end] = block[start - first :][:_ROWS_TOGETHER]
    return found


def _encoded(tokens: Floats, layers: Sequence[_Layer], ops: NumpyOps) -> Floats:
    for layer in layers:
        pieces = ops.seq2col(tokens, layer.window) @ layer.weights
        pieces += layer.bias
        width = len(layer.gain)
        best: Floats = pieces[:, :width].copy()
        for start in range(width, pieces.shape[1], width):
            np.maximum(best, pieces[:, start : start + width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best)[:, None] / width + _LEAST_VARIANCE
        best *= variance**-0.5
        best *= layer.gain
        best += layer.shift
        best += tokens
        tokens = best
    return tokens
