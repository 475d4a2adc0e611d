"""Logistic regressions of all topics at once, over sparse and dense features; and their calibration."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from training.topics.targets import Targets
from transforms._topic_features import Floats

__all__ = ["Matrix", "Weights", "as_newsroom", "balanced", "calibrate", "fit", "logits", "sigmoid"]

_ITERATIONS: Final = 120
_SHARES: Final = (0.04, 0.2)
_BALANCE: Final = 0.25


class Matrix(NamedTuple):
    """The features of texts, a row each; either part may have no columns."""

    words: Any
    dense: Floats

    def rows(self, chosen: Any) -> Matrix:
        """Some of the rows."""
        return Matrix(self.words[chosen], self.dense[chosen])


class Weights(NamedTuple):
    """A column a topic; the last row of `dense` is the bias."""

    words: Floats
    dense: Floats


def fit(features: Matrix, targets: Targets, penalty: float) -> Weights:
    """The weights that minimise the weighted log loss with a ridge penalty."""
    topics, columns = targets.holds.shape[1], features.words.shape[1]
    transposed = sparse.csr_matrix(features.words.T)

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(-1, topics)
        z = logits(Weights(weights[:columns], weights[columns:]), features)
        error = (sigmoid(z) - targets.holds) * targets.weight
        gradient = np.vstack((transposed @ error, features.dense.T @ error, error.sum(0)[None]))
        gradient[:-1] += penalty * weights[:-1]
        value = ((np.logaddexp(0, z) - targets.holds * z) * targets.weight).sum()
        return float(value + penalty / 2 * (weights[:-1] ** 2).sum()), gradient.ravel()

    start = np.zeros((columns + features.dense.shape[1] + 1) * topics)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}).x
    both = found.reshape(-1, topics).astype(np.float32)
    return Weights(both[:columns], both[columns:])


def logits(weights: Weights, features: Matrix) -> Floats:
    """A row a text, a column a topic."""
    found = features.words @ weights.words + features.dense @ weights.dense[:-1] + weights.dense[-1]
    return np.asarray(found)


def sigmoid(z: Floats) -> Floats:
    """Logits as probabilities."""
    return np.asarray(1 / (1 + np.exp(-z)))


def balanced(wanted: Targets) -> Targets:
    """The same with more weight for the examples of rare topics: the fourth root of how rare they are.

    Without it a topic of few examples is mostly missed: nearly all errors of the rare sections were misses.
    """
    yes, no = (wanted.holds * wanted.weight).sum(0), ((1 - wanted.holds) * wanted.weight).sum(0)
    factor = np.maximum((no / np.maximum(yes, 1)) ** _BALANCE, 1)
    return Targets(wanted.holds, wanted.weight * np.where(wanted.holds > 0, factor, 1))


def as_newsroom(held: Targets) -> Targets:
    """The same with the examples of a topic weighted so that it has a 25th to a fifth of all.

    The share of a topic in the data is an accident of its sections: of HuffPost a third is politics, and of
    current events nothing is labour. A score should not depend on that.
    """
    yes, no = (held.holds * held.weight).sum(0), ((1 - held.holds) * held.weight).sum(0)
    share = np.clip(yes / (yes + no), *_SHARES)
    factor = share / (1 - share) * no / np.maximum(yes, 1e-9)
    return Targets(held.holds, held.weight * np.where(held.holds > 0, factor, 1))


def calibrate(z: Floats, held: Targets) -> Floats:
    """Platt's slope and offset for each topic, from logits of texts that the weights were not fitted to.

    The targets are Platt's own, a little inside 0 and 1, so that few examples do not make for certainty.
    """
    topics = range(z.shape[1])
    return np.stack([_platt(z[:, i], held.holds[:, i], held.weight[:, i]) for i in topics], 1)


def _platt(z: Floats, holds: Floats, weight: Floats) -> Floats:
    yes, no = float((holds * weight).sum()), float(((1 - holds) * weight).sum())
    target = np.where(holds > 0, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(ab: Floats) -> tuple[float, Floats]:
        y = ab[0] * z + ab[1]
        error = (sigmoid(y) - target) * weight
        value = ((np.logaddexp(0, y) - target * y) * weight).sum()
        return float(value), np.array([error @ z, error.sum()])

    return np.asarray(minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x)
