"""Media Topics from a story's text: a linear model over its words, word vectors and lexicons.

The model is `data/topic_model.npz` (made by `python -m training.topics train`; its card is
docs/model-card-topics.md) and is loaded once a process. It knows English alone. Each of the 17 top topics has
a score of its own: the share of texts with such a score that bore the topic, among texts that the model had
not seen. A topic below its threshold is not given, so some stories have none.

A narrower topic is given where the text is plain about it: its top topic is given, and much of what the
lexicons (`data/topic_lexicons.tsv`) find speaks for it. Its score is that of the top topic, discounted.
"""

from __future__ import annotations

import functools
import importlib.resources
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from schemas.media_topics import media_topics
from schemas.records import Topic
from transforms._topic_features import TOPICS, Evidence, Features, Floats, Reader, lexicon_rows

__all__ = ["LANGUAGES", "TopicModel", "text_topics", "topic_model"]

LANGUAGES: Final = frozenset({"en"})
"""Primary subtags of the languages that the model was trained on."""

_FILE: Final = "topic_model.npz"
_VECTOR_LENGTH: Final = 4.0
_USUAL_LENGTH: Final = 40  # words of a training text: a longer one has more of every topic's words
_NARROW_EVIDENCE: Final = 6.0  # three plain words, or one in the headline and another
_NARROW_SHARE: Final = 0.5  # of the evidence for its top topic
_NARROW_SCORE: Final = 0.9  # of its top topic's
_NEVER_NARROW: Final = frozenset({"20000385"})
"""Market and exchange: markets trade what business makes, in the same words, and two in three were wrong."""


class TopicModel:
    """The model in memory. It never changes once it is loaded: share it freely.

    Args:
      arrays: those of the model's file.

    Attributes:
      thresholds: the score from which each top topic is given, in the order of `TOPICS`.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._reader = Reader(arrays["words"].tobytes().decode("ascii").split("\n"), lexicon_rows())
        self._idf: Floats = arrays["idf"].astype(np.float32)
        self._word_weights: Floats = arrays["word_weights"].astype(np.float32)
        self._vectors: npt.NDArray[np.int8] = arrays["vectors"]  # those of a text alone become floats
        self._dense_weights: Floats = arrays["dense_weights"].astype(np.float32)
        self._calibration: Floats = arrays["calibration"].astype(np.float32)  # slope and offset of each topic
        self.thresholds: Floats = arrays["thresholds"].astype(np.float32)

    def scores(self, headline: str, body: str) -> Floats:
        """The score of each top topic, in the order of `TOPICS`."""
        return self._scores(self._reader.read(headline, body))

    def topics(self, headline: str, body: str) -> tuple[Topic, ...]:
        """The topics over their thresholds, the surest first, each before the narrower ones below it."""
        features = self._reader.read(headline, body)
        scores = self._scores(features)
        given = (i for i in np.argsort(-scores).tolist() if scores[i] >= self.thresholds[i])
        return tuple(topic for i in given for topic in _given(i, float(scores[i]), features.evidence))

    def _scores(self, features: Features) -> Floats:
        if not len(features.words):
            return np.zeros(len(TOPICS), np.float32)
        words = features.words
        # In double precision: how a product of single ones is rounded depends on where its numbers lie in
        # memory, and now and then a score of three digits would be another one.
        weights = (np.sqrt(features.counts) * self._idf[words]).astype(np.float64)
        logits = unit(weights) @ self._word_weights[words].astype(np.float64)
        vector = weights @ self._vectors[words].astype(np.float64)
        logits += dense(vector, features) @ self._dense_weights[:-1]
        logits += self._dense_weights[-1]
        slope, offset = self._calibration
        scores: Floats = (1 / (1 + np.exp(-(slope * logits + offset)))).astype(np.float32)
        return scores


def unit(vector: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The vector with length 1; zeros stay zeros."""
    length = float(np.sqrt(vector @ vector))
    return vector / length if length else vector


def dense(vector: npt.NDArray[Any], features: Features) -> npt.NDArray[Any]:
    """The features that every text has: the mean of its words' vectors, and what the lexicons find."""
    found = top_evidence(features.evidence)
    crowded = max(1.0, features.length / _USUAL_LENGTH) ** 0.5
    share = found / max(float(found.sum()), 1.0)
    return np.concatenate((unit(vector) * _VECTOR_LENGTH, np.log1p(found / crowded), 2 * share))


def top_evidence(evidence: Evidence) -> Floats:
    """The weight of the words for each top topic, those of its narrower topics with it."""
    found = [0.0] * len(TOPICS)
    for code, weight in evidence.items():
        found[_column(code)] += weight
    return np.array(found, np.float32)


@functools.cache
def _column(code: str) -> int:
    return TOPICS.index((*media_topics().ancestors(code), code)[0])


def _given(column: int, score: float, evidence: Evidence) -> Iterator[Topic]:
    """A top topic, and the topics right below it that the text is plain about."""
    yield _topic(TOPICS[column], score)
    below = {code: weight for code, weight in evidence.items() if _column(code) == column}
    least = max(_NARROW_EVIDENCE, _NARROW_SHARE * sum(below.values()))
    for code, weight in sorted(below.items(), key=lambda item: (-item[1], item[0])):
        if weight >= least and code != TOPICS[column] and code not in _NEVER_NARROW:
            yield _topic(code, score * _NARROW_SCORE)


def _topic(code: str, score: float) -> Topic:
    qcode, name, level = _entry(code)
    return Topic(id=qcode, name=name, level=level, score=round(score, 3), provenance="model")


@functools.cache
def _entry(code: str) -> tuple[str, str, int]:
    entry = media_topics()[code]
    return entry.id, entry.name, media_topics().level(code)


@functools.cache
def topic_model() -> TopicModel:
    """The model that ships, loaded once a process (some hundredths of a second)."""
    raw = importlib.resources.files("transforms").joinpath("data", _FILE).read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
        return TopicModel({name: arrays[name] for name in arrays.files})


def text_topics(headline: str, body: str) -> tuple[Topic, ...]:
    """The Media Topics that an English text is about; none where the model is not sure enough.

    Scores are calibrated, provenance is "model", and every narrower topic stands after its broader one.
    """
    return topic_model().topics(headline, body)
