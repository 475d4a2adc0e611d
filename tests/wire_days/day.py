"""Wire days: a stream of messages in an order of chance, and its spreading over files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import Final, TypeVar

from tests.wire_days.desk import Desk, Sent
from tests.wire_days.families import FAMILIES, send_again

__all__ = ["shuffled", "wire_day"]

T = TypeVar("T")

POOL: Final = 20_000
"""So many messages wait for their turn: a day of no more is shuffled whole."""


def wire_day(seed: int, stories: int) -> Iterator[Sent]:
    """At least so many messages, in families; the same for the same seed. Holds one family at a time."""
    desk = Desk(seed)
    weights, families = zip(*FAMILIES, strict=True)
    while desk.sent < stories:
        (family,) = desk.chance.choices(families, weights)
        sent = family(desk)
        yield from sent
        yield from send_again(desk, sent)


def shuffled(items: Iterable[T], seed: int, pool: int = POOL) -> Iterator[T]:
    """The items in an order of chance; holds no more than `pool` of them."""
    chance, waiting = Random(seed), []
    for item in items:
        waiting.append(item)
        if len(waiting) >= pool:
            at = chance.randrange(len(waiting))
            waiting[at], waiting[-1] = waiting[-1], waiting[at]
            yield waiting.pop()
    chance.shuffle(waiting)
    yield from waiting
