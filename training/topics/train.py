"""Trains the topic model, calibrates it, and writes the file that ships."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from training.topics import features, linear, sources, targets
from training.topics.linear import Matrix, Weights
from training.topics.sources import Example
from training.topics.targets import Targets
from transforms._topic_features import TOPICS, Features, Floats, Reader, lexicon_rows

__all__ = ["Data", "Trained", "prepare", "save", "targets_of", "train"]

_WIDTH: Final = 128
_PENALTY: Final = 0.2
_FOLDS: Final = 3
_SEED: Final = 20260312
_THRESHOLDS: Final = np.arange(0.35, 0.66, 0.05)
_PACKS_BADLY: Final = frozenset({"vectors"})  # by an eighth; to unpack them was half of the time to load
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # of the members of the archive: the same input gives the same bytes


class Data(NamedTuple):
    """The examples as features.

    Attributes:
      examples: the texts.
      words: the vocabulary.
      read: what the model sees of each.
      evidence: for the top topics.
      vectors: of the vocabulary.
    """

    examples: list[Example]
    words: list[str]
    read: list[Features]
    evidence: Floats
    vectors: npt.NDArray[np.int8]

    def chosen(self, *names: str) -> npt.NDArray[np.intp]:
        """Rows of the examples of some sources that may be trained on."""
        return np.flatnonzero([one.source in names and not one.is_test for one in self.examples])


class Trained(NamedTuple):
    """A model."""

    table: features.Table
    weights: Weights
    calibration: Floats
    thresholds: Floats

    def probabilities(self, read: Sequence[Features]) -> Floats:
        """Calibrated scores of texts."""
        z = linear.logits(self.weights, features.matrix(read, self.table))
        return linear.sigmoid(self.calibration[0] * z + self.calibration[1])


def prepare(shared: Path, work: Path) -> Data:
    """Reads the sources and makes the word vectors, which are kept in the work folder."""
    sources.check_hashes(shared)
    examples = sources.load(shared)
    kept = work / "topic_vectors.npz"
    if not kept.exists():
        _make_vectors(examples, kept)
    with np.load(kept) as arrays:
        words, vectors = arrays["words"].tobytes().decode("ascii").split("\n"), arrays["vectors"]
    reader = Reader(words, lexicon_rows())
    read = [reader.read(example.headline, example.body) for example in examples]
    return Data(examples, words, read, features.evidence(read), vectors)


def _make_vectors(examples: Sequence[Example], path: Path) -> None:
    from training.topics import vectors

    texts = [f"{one.headline} {one.body}" for one in examples if not one.is_test]
    words = vectors.word_list(texts)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, words=_as_bytes(words), vectors=vectors.make(words, _WIDTH))


def train(data: Data, names: Sequence[str]) -> Trained:
    """A model of some sources.

    It is calibrated on folds left out, and on each source left out, so that its scores allow for texts unlike
    those it knows.
    """
    rows = data.chosen(*names)
    read = [data.read[i] for i in rows]
    table = features.Table(features.idf(read, len(data.words)), data.vectors)
    seen = features.matrix(read, table)
    wanted = targets_of(data, rows)
    z, held = _held_out(data, rows, seen, wanted)
    calibration = linear.calibrate(z, held)
    scores = linear.sigmoid(calibration[0] * z + calibration[1])
    weights = linear.fit(seen, linear.balanced(wanted), _PENALTY)
    return Trained(table, weights, calibration, _thresholds(scores, held))


def targets_of(data: Data, rows: npt.NDArray[np.intp]) -> Targets:
    """What the examples in some rows say of each topic, the lexicons heard."""
    examples = [data.examples[i] for i in rows]
    return targets.make(examples, data.evidence[rows], targets.rare_topics(examples))


def _held_out(
    data: Data, rows: npt.NDArray[np.intp], seen: Matrix, wanted: Targets
) -> tuple[Floats, Targets]:
    """Logits of texts by models that were not fitted to them, with their targets."""
    source = np.array([data.examples[i].source for i in rows])
    texts = source != "media_topics"
    fold = np.random.default_rng(_SEED).integers(0, _FOLDS, len(rows))
    parts = [texts & (fold == number) for number in range(_FOLDS)]
    if len(set(source[texts])) > 1:
        parts += [source == name for name in sorted(set(source[texts]))]
    found, holds, weight = [], [], []
    for part in parts:
        weights = linear.fit(seen.rows(~part), linear.balanced(_rows(wanted, ~part)), _PENALTY)
        found.append(linear.logits(weights, seen.rows(part)))
        holds.append(wanted.holds[part])
        weight.append(wanted.weight[part])
    return np.vstack(found), linear.as_newsroom(Targets(np.vstack(holds), np.vstack(weight)))


def _rows(wanted: Targets, chosen: Any) -> Targets:
    return Targets(wanted.holds[chosen], wanted.weight[chosen])


def _thresholds(scores: Floats, held: Targets) -> Floats:
    """For each topic the threshold with the best F1 on the texts held out."""

    def f1(column: int, threshold: float) -> float:
        given = scores[:, column] >= threshold
        holds, weight = held.holds[:, column], held.weight[:, column]
        right = float((given * holds * weight).sum())
        return 2 * right / max(float((given * weight).sum() + (holds * weight).sum()), 1.0)

    best = [max(_THRESHOLDS.tolist(), key=lambda one: f1(column, one)) for column in range(len(TOPICS))]
    return np.array(best)


def save(trained: Trained, words: Sequence[str], path: Path) -> None:
    """Writes the model; the same model gives the same bytes."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "words": _as_bytes(words),
        "idf": trained.table.idf.astype(np.float16),
        "vectors": trained.table.vectors,
        "word_weights": trained.weights.words.astype(np.float16),
        "dense_weights": trained.weights.dense.astype(np.float32),
        "calibration": trained.calibration.astype(np.float32),
        "thresholds": trained.thresholds.astype(np.float32),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, array, allow_pickle=False)
            kind = zipfile.ZIP_STORED if name in _PACKS_BADLY else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _EPOCH), member.getvalue(), kind)


def _as_bytes(words: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode("ascii"), np.uint8)
