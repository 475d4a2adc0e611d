"""What each example says of each of the 17 topics: yes, no, or nothing.

Sections are coarse, and none of them is labour or weather. So the lexicons have a say: a topic that the data
has too few examples of holds for texts that are full of its words, and a text with some of a topic's words
says nothing of it unless its section does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from training.topics.mapping import ARTS, ENVIRONMENT
from training.topics.sources import Example
from transforms._topic_features import TOPICS, Floats

__all__ = ["Targets", "make", "rare_topics"]

_TOO_FEW: Final = 100
_FULL: Final = 6.0  # evidence
_SHARE: Final = 0.4  # of all the evidence in the text
_SOME: Final = 3.0
_MUCH: Final = 6.0
_WEAK: Final = 0.7  # weight of an example that only the lexicons make
_UNSAID: Final = 0.3  # weight of a no that no section says
_SEED: Final = 0.5  # weight of a label or definition
_ELSE: Final = (ARTS, ENVIRONMENT)
"""Of several topics of a section the one that holds where the lexicons hear none of them."""
_COLUMN: Final = {code: number for number, code in enumerate(TOPICS)}


class Targets(NamedTuple):
    """Rows are examples, columns topics.

    Attributes:
      holds: 1 where the topic holds.
      weight: 0 where nothing is said.
    """

    holds: Floats
    weight: Floats


def rare_topics(examples: Sequence[Example]) -> frozenset[int]:
    """Columns of the topics that sections give too few examples of."""
    counts = Counter(
        code for example in examples for code in example.section.certain if example.source != "media_topics"
    )
    return frozenset(number for number, code in enumerate(TOPICS) if counts[code] < _TOO_FEW)


def make(examples: Sequence[Example], evidence: Floats, rare: frozenset[int]) -> Targets:
    """The targets of the examples, whose evidence for the top topics is given."""
    holds = np.zeros((len(examples), len(TOPICS)), np.float32)
    weight = np.ones_like(holds)
    for row, example in enumerate(examples):
        if example.source == "media_topics":
            holds[row, _COLUMN[example.name]] = 1
            weight[row] = _SEED
        else:
            _say(example, evidence[row], rare, holds[row], weight[row])
    return Targets(holds, weight)


def _say(example: Example, found: Floats, rare: frozenset[int], holds: Floats, weight: Floats) -> None:
    certain, open_topics = example.section
    if not certain:
        weight[found == 0] = _UNSAID
    weight[[_COLUMN[code] for code in open_topics]] = _UNSAID if not certain else 0
    _listen(found, rare, holds, weight)
    for code in certain:
        weight[_COLUMN[code]] = 0
    for code in _main(certain, found):
        holds[_COLUMN[code]] = weight[_COLUMN[code]] = 1


def _listen(found: Floats, rare: frozenset[int], holds: Floats, weight: Floats) -> None:
    """What the lexicons say."""
    total = float(found.sum())
    for column in np.flatnonzero(found >= _SOME).tolist():
        if column in rare and found[column] >= max(_FULL, _SHARE * total):
            holds[column], weight[column] = 1, _WEAK
        elif column in rare or found[column] >= _MUCH:
            weight[column] = 0


def _main(certain: Sequence[str], found: Floats) -> list[str]:
    """Of several topics of a section, those with the most evidence; of none, the one that is wider."""
    if len(certain) == 1:
        return list(certain)
    most = max(found[_COLUMN[code]] for code in certain) if certain else 0
    if most == 0:
        return [code for code in certain if code in _ELSE]
    return [code for code in certain if found[_COLUMN[code]] == most]
