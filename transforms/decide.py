"""What is decided of stories from their heads: repeats, versions, chains, near duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schemas.records import Chain
from transforms.chains import ChainLink, chains_of
from transforms.heads import Head, Place
from transforms.nearness import Near, Text, second_of
from transforms.versions import Line, Repeat

__all__ = ["Verdict", "chain_of", "chain_verdicts", "line_key", "near_verdict", "repeat_verdict", "text_of"]


class Verdict(NamedTuple):
    """What is decided of one story. A story of which nothing is decided is kept as it is.

    Attributes:
      place: of the story.
      repeats: record_id of the story that it is a duplicate of; '' if it is kept.
      chain: its chain; None where this verdict says nothing of it.
      near: record_id of the earlier story that it nearly repeats; ''.
      score: similarity to that one.
      hidden: not to be shown in the current view.
    """

    place: Place
    repeats: str = ""
    chain: Chain | None = None
    near: str = ""
    score: float = 0.0
    hidden: bool = False


def repeat_verdict(repeat: Repeat) -> Verdict:
    """The verdict on a duplicate."""
    return Verdict(repeat.place, repeats=repeat.repeats.hex())


def line_key(line: Line) -> bytes:
    """What stories that may be of one chain share: the slug named by a kill note, their own, or their uri."""
    return line.slug or line.head.uri


def chain_verdicts(lines: Iterable[Line]) -> Iterator[Verdict]:
    """Verdicts on the stories of one `line_key`; none on a story that stands alone."""
    for link in chains_of(lines):
        if not link.alone:
            yield Verdict(link.line.head.place, chain=chain_of(link))


def text_of(head: Head) -> Text:
    """What nearness needs of a head."""
    return Text(head.record, head.uri, second_of(head.created), head.place, head.signature)


def near_verdict(near: Near) -> Verdict:
    """The verdict on a near duplicate."""
    return Verdict(near.place, near=near.near.hex(), score=near.score)


def chain_of(link: ChainLink) -> Chain:
    """A link as the record says it."""
    return Chain(
        chain_id=link.chain.hex(),
        position=link.position,
        supersedes=link.supersedes.hex() or None,
        relation=link.relation or None,
    )
