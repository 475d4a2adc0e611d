"""What must come of a wire day: duplicates, versions, chains, near duplicates, and what may be shown.

Made from what was sent and where it stands, by the meaning of each: nothing of newswire is used here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from tests.wire_days.desk import Sent
from tests.wire_days.prose import jaccard, shingles
from tests.wire_days.spread import Stood

__all__ = ["NEAR", "UNRELATED", "Near", "Truth"]

NEAR: Final = 0.7
"""Texts with this share of their shingles of four words in common are near duplicates."""

UNRELATED: Final = 0.45
"""Texts with no more are not. What lies between is left open: either answer is right."""

LEAST_WORDS: Final = 20
"""A shorter text is compared with none."""


class Near(NamedTuple):
    """What a message may be marked as a near duplicate of.

    Attributes:
      earliest: key of the earliest message of another uri that it plainly repeats; None for none.
      open: keys of those of which it may be said too, or may not.
    """

    earliest: int | None
    open: frozenset[int]


class Truth:
    """Of a wire day.

    Args:
      messages: all of it.
      stood: key -> where the message stands; the order of places settles which of two copies is the first.
    """

    def __init__(self, messages: Iterable[Sent], stood: Mapping[int, Stood]) -> None:
        self.messages = {sent.key: sent for sent in messages}
        self.repeats = self._repeats(stood)
        self.kept = {key: sent for key, sent in self.messages.items() if key not in self.repeats}
        self.lines = self._lines()
        self.before = {
            own.key: prior.key if prior else None
            for line in self.lines.values()
            for prior, own in zip([None, *line], line, strict=False)
        }
        self.chains = self._chains()
        self.near = dict(self._near())

    def shown(self, as_of: dt.datetime) -> set[int]:
        """Keys of the messages that a reader may see at a time: the newest of each uri, unless ended,
        killed by a note since, or under embargo."""
        kills: dict[int, dt.datetime] = {}
        for sent in self.kept.values():
            if sent.kills:
                kills[sent.story] = max(sent.copy.created, kills.get(sent.story, sent.copy.created))
        newest = (line[-1] for line in self.lines.values() if _embargo(line) <= as_of)
        return {
            sent.key
            for sent in newest
            if not sent.ends and not (sent.story in kills and sent.copy.created < kills[sent.story])
        }

    def _repeats(self, stood: Mapping[int, Stood]) -> dict[int, int]:
        """Key of each copy -> key of the one that is kept: the first by time, then by place."""
        editions = defaultdict(list)
        for sent in self.messages.values():
            editions[sent.edition].append(sent)
        repeats: dict[int, int] = {}
        for copies in editions.values():
            first, *others = sorted(copies, key=lambda sent: (sent.copy.created, stood[sent.key]))
            repeats |= {other.key: first.key for other in others}
        return repeats

    def _lines(self) -> dict[str, list[Sent]]:
        """Uri -> its versions, the oldest first."""
        lines = defaultdict(list)
        for sent in self.kept.values():
            lines[sent.uri].append(sent)
        return {uri: sorted(line, key=lambda sent: sent.order) for uri, line in lines.items()}

    def _chains(self) -> dict[int, list[Sent]]:
        """Story -> its messages in order of time, where there are several."""
        chains = defaultdict(list)
        for sent in self.kept.values():
            chains[sent.story].append(sent)
        return {
            story: sorted(chain, key=lambda sent: (sent.copy.created, sent.order))
            for story, chain in chains.items()
            if len(chain) > 1
        }

    def _near(self) -> Iterator[tuple[int, Near]]:
        """Each text is held against its own kin: two kins share next to nothing, as a test of all shows."""
        kins = defaultdict(list)
        for sent in self.kept.values():
            if not sent.is_note and sum(len(p.split()) for p in sent.copy.paragraphs) >= LEAST_WORDS:
                kins[sent.kin].append((sent, shingles(" ".join(sent.copy.paragraphs))))
        for kin in kins.values():
            kin.sort(key=lambda pair: pair[0].copy.created)
            for sent, own in kin:
                others = (o for o in kin if o[0].uri != sent.uri and o[0].copy.created <= sent.copy.created)
                likely = [
                    (other, alike) for other, text in others if (alike := jaccard(own, text)) > UNRELATED
                ]
                yield sent.key, self._near_of(sent, likely)

    def _near_of(self, sent: Sent, likely: list[tuple[Sent, float]]) -> Near:
        """Which of the texts of its kin that are not later than it, and alike, it repeats.

        A story that began before another, and was written through after it, may be said to repeat it or not;
        so may one of two that were sent in one minute.
        """
        began = min(version.copy.created for version in self.lines[sent.uri])
        is_open = {o.key: alike < NEAR or o.copy.created >= began for o, alike in likely}
        earliest = next((o.key for o, _ in likely if not is_open[o.key]), None)
        return Near(earliest, frozenset(key for key, either in is_open.items() if either))


def _embargo(line: list[Sent]) -> dt.datetime:
    """When the embargo on a uri ends. In NewsML-G2 it covers all versions; elsewhere each says its own."""
    ends = [sent.copy.embargo for sent in line]
    if line[0].copy.provider.format == "newsml-g2":
        ends = [next((end for end in reversed(ends) if end), None)]
    return ends[-1] or dt.datetime.min.replace(tzinfo=dt.UTC)
