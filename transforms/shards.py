"""How work is shared out: contiguous shards of near-equal weight, the same on every runner."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final, TypeAlias

from transforms.scan import Unit

__all__ = ["ShardPlan", "plan_shards", "shard_of"]

SHARD_CHARACTERS: Final = 600_000
"""Some 100,000 words: four seconds of one core's annotation."""

MOST_SHARDS: Final = 96
"""More shards than this are made only where files would grow past `MOST_SHARD_CHARACTERS`."""

SHARDS_BY: Final = 8
"""Shards come by eight, so that one, two, four or eight workers have the same share of them."""

MOST_SHARD_CHARACTERS: Final = 150_000_000

UnitKey: TypeAlias = tuple[str, int]
ShardPlan: TypeAlias = list[UnitKey]
"""The first unit of each shard but the first, in order."""


def plan_shards(units: Iterable[Unit]) -> ShardPlan:
    """Cuts the units, in order of input and place, into shards of near-equal weight.

    Neither the number of workers nor the order in which units were found plays a part: a rerun gives the
    same files. There are enough shards for many workers, and few enough that files are worth opening.
    """
    ordered = sorted((unit.span.path, unit.span.first, max(unit.weight, 1)) for unit in units)
    total = sum(weight for _, _, weight in ordered)
    count = max(min(-(-total // SHARD_CHARACTERS), MOST_SHARDS), -(-total // MOST_SHARD_CHARACTERS))
    if count > 1:
        count = -(-count // SHARDS_BY) * SHARDS_BY
    plan: ShardPlan = []
    done = 0
    for path, first, weight in ordered:
        # A unit begins the next shard when its middle lies past that shard's share.
        if done and (done + weight / 2) * count >= total * (len(plan) + 1):
            plan.append((path, first))
        done += weight
    return plan


def shard_of(key: UnitKey, plan: ShardPlan) -> int:
    """The shard of the unit of an input that begins with this ordinal."""
    return bisect_right(plan, key)
