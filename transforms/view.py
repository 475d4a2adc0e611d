"""The current view of an event log: the newest version of each uri, and nothing that must not be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from transforms.chains import ChainLink, chains_of
from transforms.decide import Verdict, chain_of
from transforms.versions import ENDING, Line, current, version_order

__all__ = ["hidden", "view_verdicts"]


def view_verdicts(lines: Iterable[Line], as_of: int) -> Iterator[Verdict]:
    """Verdicts on the stories of one `line_key`: their chain, and whether they are hidden at a time.

    Args:
      lines: as for `chains_of`; versions of one uri are always together.
      as_of: microseconds since 1970.
    """
    chains: dict[bytes, list[ChainLink]] = {}
    for link in chains_of(lines):
        chains.setdefault(link.chain, []).append(link)
    for links in chains.values():
        out_of_view = hidden(links, as_of)
        for link in links:
            chain = None if link.alone else chain_of(link)
            is_hidden = link.line.head.record in out_of_view
            if chain or is_hidden:
                yield Verdict(link.line.head.place, chain=chain, hidden=is_hidden)


def hidden(links: list[ChainLink], as_of: int) -> set[bytes]:
    """The records of one chain that are not shown: superseded, killed, withheld, held, under embargo.

    A note that kills by slug, under a uri of its own, kills what its chain held before it. What comes after
    it is news again.
    """
    ended = max((x.position for x in links if _is_note(x.line)), default=-1)
    of_uri: dict[bytes, list[ChainLink]] = {}
    for link in links:
        of_uri.setdefault(link.line.head.uri, []).append(link)
    shown = set()
    for versions in of_uri.values():
        ordered = sorted((x.line for x in versions), key=lambda line: version_order(line.head))
        positions = {x.line.head.record: x.position for x in versions}
        shown |= {head.record for head in current(ordered, as_of) if positions[head.record] > ended}
    return {x.line.head.record for x in links} - shown


def _is_note(line: Line) -> bool:
    """Whether this ends other uris' stories: it names a target, and is not merely its own uri's last word."""
    return line.head.relation in ENDING and bool(line.head.target) and line.slug == line.head.target
