"""How good models are on sections that they were not trained on, and on sources that they never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from training.topics import features, linear, train
from training.topics.mapping import CURRENT_EVENTS, HUFFPOST, Section
from training.topics.sources import FILES
from training.topics.train import Data
from transforms._topic_features import TOPICS, Floats
from transforms.topic_model import topic_model

__all__ = ["best_topic_f1", "given_topics_f1", "report"]

_PLAIN_PENALTY: Final = 0.05
_COLUMN: Final = {code: number for number, code in enumerate(TOPICS)}
_TABLES: Final = {"current_events": CURRENT_EVENTS, "huffpost": HUFFPOST}


def report(shared: Path, work: Path) -> None:
    """Prints macro-F1 on both sources: of the model that ships, of models trained anew with each source and
    without, and of plain hashed n-grams."""
    data = train.prepare(shared, work)
    tests = {"current_events": _test_rows(data), "huffpost": data.chosen("huffpost")}
    _print_shipped(data, tests["current_events"])
    everything = train.train(data, tuple(FILES))
    _print_trained("all sources, trained anew", data, everything, "current_events", tests)
    for out in tests:
        rest = tuple(name for name in FILES if name != out)
        _print_trained(f"without {out}", data, train.train(data, rest), out, tests)
        _print_plain(f"plain n-grams without {out}", data, rest, out, tests[out])


def _test_rows(data: Data) -> np.ndarray:  # type: ignore[type-arg]
    return np.flatnonzero([example.is_test for example in data.examples])


def _print_shipped(data: Data, rows: np.ndarray) -> None:  # type: ignore[type-arg]
    model, texts = topic_model(), [data.examples[i] for i in rows]
    scores = np.stack([model.scores(text.headline, text.body) for text in texts])
    _print("the model that ships", data, "current_events", rows, scores, model.thresholds)


def _print_trained(
    name: str,
    data: Data,
    model: train.Trained,
    on: str,
    tests: Mapping[str, np.ndarray],  # type: ignore[type-arg]
) -> None:
    scores = model.probabilities([data.read[i] for i in tests[on]])
    _print(name, data, on, tests[on], scores, model.thresholds)


def _print(name: str, data: Data, on: str, rows: np.ndarray, scores: Floats, thresholds: Floats) -> None:  # type: ignore[type-arg]
    sections = [data.examples[i].section for i in rows]
    table = list(_TABLES[on].values())
    print(f"{name}, on {on} ({len(rows)} texts)")
    print("  given topics", _show(given_topics_f1(scores, thresholds, sections, table)))
    print("  best topic  ", _show(best_topic_f1(scores, sections, table)), flush=True)


def _print_plain(name: str, data: Data, names: Sequence[str], on: str, rows: np.ndarray) -> None:  # type: ignore[type-arg]
    """The same for hashed words and pairs of words, with the same texts and targets."""
    known = data.chosen(*names)
    found = features.plain([f"{one.headline} {one.body}" for one in data.examples], known)
    wanted = linear.balanced(train.targets_of(data, known))
    weights = linear.fit(found.rows(known), wanted, _PLAIN_PENALTY)
    scores = linear.sigmoid(linear.logits(weights, found.rows(rows)))
    _print(name, data, on, rows, scores, np.full(len(TOPICS), 0.5))


def _show(scores: Mapping[str, float]) -> str:
    each = ", ".join(f"{name} {score:.2f}" for name, score in scores.items())
    return f"macro-F1 {np.mean(list(scores.values())):.3f} ({each})"


def _units(table: Sequence[Section]) -> list[tuple[str, ...]]:
    return sorted({section.certain for section in table if section.certain})


def given_topics_f1(
    scores: Floats, thresholds: Floats, sections: Sequence[Section], table: Sequence[Section]
) -> dict[str, float]:
    """F1 of each section's topics, as they would be given: those over their thresholds.

    A section of several topics is right with any of them. A topic that a section leaves open counts neither
    way.
    """
    given = scores >= thresholds
    found = {}
    for unit in _units(table):
        columns = [_COLUMN[code] for code in unit]
        any_given = given[:, columns].any(1)
        own = np.array([section.certain == unit for section in sections])
        neither = np.array([not s.certain or bool({*unit} & {*s.certain, *s.open}) for s in sections])
        right = int((any_given & own).sum())
        wrong = int((any_given & ~own & ~neither).sum())
        if own.any():
            found["/".join(code[:2] for code in unit)] = 2 * right / (right + wrong + int(own.sum()))
    return found


def best_topic_f1(scores: Floats, sections: Sequence[Section], table: Sequence[Section]) -> dict[str, float]:
    """F1 of each section's topics where the topic with the highest score alone is the answer."""
    units = [unit for unit in _units(table) if any(section.certain == unit for section in sections)]
    best = np.stack([scores[:, [_COLUMN[code] for code in unit]].max(1) for unit in units], 1).argmax(1)
    own = np.array([units.index(s.certain) if s.certain in units else -1 for s in sections])
    found = {}
    for number, unit in enumerate(units):
        right = int(((best == number) & (own == number)).sum())
        total = int(((best == number) & (own >= 0)).sum()) + int((own == number).sum())
        found["/".join(code[:2] for code in unit)] = 2 * right / max(total, 1)
    return found
