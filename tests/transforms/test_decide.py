"""Of stories with one record id, the first by (version_created, place) is kept."""

from __future__ import annotations

import itertools

from transforms.decide import decide
from transforms.scan import LAST, Head


def head(created: int, path: str, ordinal: int) -> Head:
    return Head("id", created, path, 0, ordinal, 0)


def test_one_story_is_kept() -> None:
    assert list(decide([head(1, "a", 0)])) == []


def test_the_earliest_is_kept_whatever_the_order() -> None:
    heads = [head(5, "a", 0), head(3, "z", 9), head(3, "z", 10), head(LAST, "a", 1)]
    for order in itertools.permutations(heads):
        verdicts = list(decide(order))
        assert [(v.path, v.ordinal) for v in verdicts] == [("z", 10), ("a", 0), ("a", 1)]
        assert {v.repeats for v in verdicts} == {"id"}
