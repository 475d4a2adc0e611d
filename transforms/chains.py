"""Chains: which stories of one provider and slug are takes of one story, and what ends it.

Within a window, a story joins a chain when it says that it is a follow-up (UPDATE n, CORRECTED, a lead, a
take ...) or when its text is plainly the same story grown. A slug alone makes no chain: OIL/ is every day's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Final

import msgspec

from transforms.heads import Head
from transforms.shingles import similarity
from transforms.slugs import overlap
from transforms.versions import ENDING, Line

__all__ = ["ChainLink", "chains_of"]

WINDOW: Final = 48 * 3600 * 1_000_000
"""Microseconds from a chain's newest story within which a tagged follow-up may come."""

UNTAGGED_WINDOW: Final = 18 * 3600 * 1_000_000
"""The same without a tag: the next day's story on the same template is another story."""

OPEN_CHAINS: Final = 32
"""A story is held against so many of the newest chains of its slug: the cost stays linear."""

_SAME_TEXT: Final = 0.3  # shingles of four words: a third kept is a story rewritten, not another
_SOME_TEXT: Final = 0.12  # with a tag that says so; a shared closing paragraph is 0.05 to 0.1
_SAME_HEADLINE: Final = 0.5
_SAME_FIGURES: Final = 0.3

_LATEST: Final = 4
"""A chain is known by so many of its newest stories; a correction may be of the story before an update."""

_NAMED_AMONG: Final = 64
"""A kill note may name any of so many."""


class ChainLink(msgspec.Struct, frozen=True, gc=False):
    """A story's place in its chain.

    Attributes:
      line: the story.
      chain: record of the chain's first story.
      position: from 0.
      supersedes: record of the story before it; b'' for the first.
      relation: what it is to that one; '' for the first.
      alone: whether the chain is this one story.
    """

    line: Line
    chain: bytes
    position: int
    supersedes: bytes
    relation: str
    alone: bool


def chains_of(lines: Iterable[Line]) -> Iterator[ChainLink]:
    """The chains of the lines of one slug (or of one uri without a slug), each story once.

    Versions of one uri are always in one chain. The order of `lines` plays no part.
    """
    ordered = sorted(lines, key=_order)
    finder = _Finder()
    for line in ordered:
        finder.add(line)
    for chain in finder.chains:
        yield from chain.links()


class _Chain:
    """The stories of one chain.

    Attributes:
      lines: all of them.
      time: of the newest.
      latest: the last few, which it is known by.
      alert: whether these are alerts alone.
    """

    __slots__ = ("alert", "latest", "lines", "time")

    def __init__(self, line: Line) -> None:
        self.lines = [line]
        self.time = line.head.created
        self.latest = [line.head]
        self.alert = _is_alert(line.head)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.time = max(self.time, line.head.created)
        self.latest = [*self.latest[1 - _LATEST :], line.head]
        self.alert = all(map(_is_alert, self.latest))

    def likeness(self, head: Head) -> float:
        """To the nearest of the last few texts."""
        return max([similarity(head.signature, other.signature) for other in self.latest])

    def headline(self, head: Head) -> float:
        return max([overlap(head.headline, other.headline) for other in self.latest])

    def shares_figures(self, head: Head) -> bool:
        """Whether the figures speak against its being the same story: both have some, and other ones."""
        others = [other.figures for other in self.latest if other.figures]
        if not others or not head.figures:
            return True
        return max([overlap(head.figures, other) for other in others]) >= _SAME_FIGURES

    def links(self) -> Iterator[ChainLink]:
        first = self.lines[0].head.record
        before = b""
        for position, line in enumerate(self.lines):
            relation = "" if not before else line.head.relation or "update"
            supersedes = line.before or before
            yield ChainLink(line, first, position, supersedes, relation, len(self.lines) == 1)
            before = line.head.record


class _Finder:
    """Puts each story, in order of time, into its chain or a new one."""

    def __init__(self) -> None:
        self.chains: list[_Chain] = []
        self._open: list[_Chain] = []
        self._of_uri: dict[bytes, _Chain] = {}

    def add(self, line: Line) -> None:
        chain = self._of_uri.get(line.head.uri) or self._follow_up(line)
        if chain is None:
            chain = _Chain(line)
            self.chains.append(chain)
            del self._open[OPEN_CHAINS - 1 :]
        else:
            chain.add(line)
            self._open = [other for other in self._open if other is not chain][: OPEN_CHAINS - 1]
        self._of_uri[line.head.uri] = chain
        self._open.insert(0, chain)

    def _follow_up(self, line: Line) -> _Chain | None:
        head = line.head
        if not line.slug and not head.target:
            return None
        tagged = head.relation not in ("", "alert")
        window = WINDOW if tagged else UNTAGGED_WINDOW
        near = [chain for chain in self._open if head.created - chain.time <= window]
        if not near:
            return None
        if head.relation in ENDING:
            if not head.target:
                return None
            return _named(near, head) or near[0]
        alike = [(chain.likeness(head), chain) for chain in near]
        if not tagged:
            # What most stories are told apart by comes first: it costs the least.
            if not any(likeness >= _SAME_TEXT or chain.alert for likeness, chain in alike):
                return None
            alike = [(likeness, chain) for likeness, chain in alike if chain.shares_figures(head)]
            if not alike:
                return None
        likeness, headline, before = max(
            (likeness, chain.headline(head), -i) for i, (likeness, chain) in enumerate(alike)
        )
        best = alike[-before][1]
        if likeness >= _SAME_TEXT:
            return best
        if head.relation in ("add", "take") and not head.headline:
            return near[0]
        if (tagged or best.alert) and (likeness >= _SOME_TEXT or headline >= _SAME_HEADLINE):
            return best
        return None


def _named(chains: list[_Chain], head: Head) -> _Chain | None:
    """The chain with the number or the uri that a kill note names."""
    for chain in chains:
        for line in chain.lines[-_NAMED_AMONG:]:
            if head.target_number and _same_number(line.head.wire_number, head.target_number):
                return chain
            if head.target_uri and line.head.uri == head.target_uri:
                return chain
    return None


def _same_number(own: str, named: str) -> bool:
    """'0573' and 'a0573' are the same, 'a0573' and 's0573' are not."""
    digits, other = own.lstrip(ascii_lowercase), named.lstrip(ascii_lowercase)
    services = {own[: len(own) - len(digits)], named[: len(named) - len(other)]} - {""}
    return bool(digits) and digits.lstrip("0") == other.lstrip("0") and len(services) < 2


def _is_alert(head: Head) -> bool:
    """An alert has a headline alone: the story that follows it is known by its headline."""
    return head.relation == "alert" or head.empty


def _order(line: Line) -> tuple[int, bool, int, int, bytes]:
    """By time; within a minute what ends a story comes last, and old wires go by their numbers."""
    head = line.head
    number = head.wire_number.lstrip(ascii_lowercase)
    return head.created, head.relation in ENDING, int(number or 0), head.version, head.record
