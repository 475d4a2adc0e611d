"""The features of many texts, as the model that ships computes them for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from training.topics.linear import Matrix
from transforms._topic_features import Features, Floats
from transforms.topic_model import dense, top_evidence

__all__ = ["Table", "evidence", "idf", "matrix", "plain"]

_PLAIN_BUCKETS: Final = 1 << 18
_PLAIN_LEAST: Final = 2


class Table(NamedTuple):
    """What words are worth.

    Attributes:
      idf: of each word; row 0 is the unknown word's.
      vectors: of each word.
    """

    idf: Floats
    vectors: npt.NDArray[np.int8]


def evidence(read: Sequence[Features]) -> Floats:
    """The lexicons' evidence for the top topics, a row a text."""
    return np.stack([top_evidence(features.evidence) for features in read])


def idf(read: Sequence[Features], words: int) -> Floats:
    """Inverse document frequencies over the texts."""
    seen = np.bincount(np.concatenate([features.words for features in read]), minlength=words + 1)
    return np.asarray(np.log((1 + len(read)) / (1 + seen)), np.float16).astype(np.float32)


def matrix(read: Sequence[Features], table: Table) -> Matrix:
    """The texts' features."""
    values = [np.sqrt(features.counts) * table.idf[features.words] for features in read]
    words = _sparse([features.words for features in read], values, len(table.idf))
    vectors = words @ table.vectors.astype(np.float32)
    rows = [dense(vector, features) for vector, features in zip(vectors, read, strict=True)]
    return Matrix(_normalised(words), np.stack(rows))


def plain(texts: Sequence[str], known: npt.NDArray[np.intp]) -> Matrix:
    """What the model is compared with: hashed words and pairs of words, tf-idf, and nothing else.

    Args:
      texts: all of them.
      known: rows of those that may be trained on; only what stands in two of them is a feature.
    """
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

    hashed = HashingVectorizer(ngram_range=(1, 2), n_features=_PLAIN_BUCKETS, alternate_sign=False, norm=None)
    counts = hashed.transform(texts)
    often = np.flatnonzero(np.bincount(counts[known].indices, minlength=_PLAIN_BUCKETS) >= _PLAIN_LEAST)
    weighting = TfidfTransformer(sublinear_tf=True).fit(counts[known][:, often])
    found = weighting.transform(counts[:, often])
    return Matrix(sparse.csr_matrix(found), np.zeros((len(texts), 0), np.float32))


def _sparse(
    columns: Sequence[npt.NDArray[np.int32]], values: Sequence[Floats], width: int
) -> sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, columns)])
    shape = (len(columns), width)
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)


def _normalised(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-9)) @ rows)
