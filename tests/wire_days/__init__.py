"""Days of an invented wire, with known truth.

`wire_day(seed, stories)` sends messages, each with its meaning; `spread` puts them into files as agencies'
systems do; `Truth` says what must come of them. All of it is pure Python and comes from the seed alone.
Nothing here imports newswire: the truth is made from what each message means, not from how it is read.
"""

from tests.wire_days.copy import FOREVER, PROVIDERS
from tests.wire_days.day import shuffled, wire_day
from tests.wire_days.desk import FIRST_DAY, Sent
from tests.wire_days.prose import jaccard, shingles
from tests.wire_days.spread import Stood, pour, spread
from tests.wire_days.truth import NEAR, UNRELATED, Near, Truth

__all__ = [
    "FIRST_DAY",
    "FOREVER",
    "NEAR",
    "PROVIDERS",
    "UNRELATED",
    "Near",
    "Sent",
    "Stood",
    "Truth",
    "jaccard",
    "pour",
    "shingles",
    "shuffled",
    "spread",
    "wire_day",
]
