"""Work is shared out evenly, in order, and the same however it was found."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from transforms.reading import Span
from transforms.scan import Unit
from transforms.shards import MOST_SHARDS, SHARD_CHARACTERS, plan_shards, shard_of


def units(weights: list[int]) -> list[Unit]:
    return [Unit(Span(f"file{i // 10:03d}", i % 10, 1), weight) for i, weight in enumerate(weights)]


def weights_of(found: list[Unit]) -> list[int]:
    plan = plan_shards(found)
    totals = [0] * (len(plan) + 1)
    for unit in found:
        totals[shard_of((unit.span.path, unit.span.first), plan)] += unit.weight
    return totals


def test_nothing_and_little_are_one_shard() -> None:
    assert plan_shards([]) == []
    assert plan_shards(units([5, 5])) == []


def test_shards_of_equal_units_are_equal() -> None:
    totals = weights_of(units([SHARD_CHARACTERS // 10] * 80))
    assert totals == [SHARD_CHARACTERS] * 8


@given(st.lists(st.integers(0, SHARD_CHARACTERS // 4), min_size=1, max_size=300))
def test_no_shard_is_more_than_its_share_and_a_unit(weights: list[int]) -> None:
    totals = weights_of(units(weights))
    share = sum(weights) / len(totals)
    assert max(totals) <= share + 2 * max(weights) + len(weights)
    assert len(totals) <= MOST_SHARDS


@given(st.lists(st.integers(0, SHARD_CHARACTERS), min_size=1, max_size=100), st.randoms())
def test_the_order_of_discovery_changes_nothing(weights: list[int], chance: random.Random) -> None:
    found = units(weights)
    mixed = found[:]
    chance.shuffle(mixed)
    assert plan_shards(mixed) == plan_shards(found)
