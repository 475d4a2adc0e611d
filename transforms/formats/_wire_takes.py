"""Stories sent in several takes: which message goes on with which, and streams in which they stand together.

A take that is not the last ends in a line 'MORE' (or its like in other languages); the next has the same slug
and says '2nd take', '1st Add' or nothing at all. Takes may have other stories between them. A splitter can
only give pieces of a stream as they stand, so a piece reaches from a first take to its last; the parser joins
what belongs together and gives what stood between them as stories of their own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from transforms.formats._contract import Piece
from transforms.formats._wire_marks import fold

__all__ = ["Take", "chains", "goes_on", "is_open", "join", "slug_key", "split_more", "take_number"]

_MORE_WORDS: Final = (
    r"more|more to (?:come|follow)|more follows|mf|m/f"
    r"|mehr|mehr folgt|folgt mehr|wird fortgesetzt|fortsetzung folgt|fortsetzung"
    r"|suite|(?:a|à|\W{1,2}) suivre|sigue|continuar(?:a|á|\W{1,2})|mas|segue|volgt|vervolg|forts"
    r"|forts\. följer|mere|mer"
)
# A line of its own: '(MORE)', '-more-', '= MEHR =', 'more<', with the bells of old terminals.
_MORE: Final = rf"[ \t(=\-–*\x07]*(?:{_MORE_WORDS})[ \t)=\-–.*<\x07]*"
_MORE_END: Final = re.compile(rf"(?:\A|\n)(?P<more>{_MORE})\s*\Z", re.IGNORECASE)
_MORE_TAIL: Final = re.compile(rf"(?im)^{_MORE}\r?$".encode())
_TAIL: Final = 400  # bytes from a message's end in which its MORE stands, trailer and fill included

_ORDINALS: Final = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": 0, "final": 0}
_TAKE_WORDS: Final = r"take|teil|folge|partie|parte|deel|del|part|suite"
_TAKE: Final = re.compile(
    rf"\b(?:{_TAKE_WORDS})[ .:]{{0,2}}(?P<n>\d{{1,2}})\b"
    rf"|\b(?P<m>\d{{1,2}}) ?(?:\.|st|nd|rd|th|e|er|eme)?[ -](?:{_TAKE_WORDS})\b(?!s)"
    rf"|\b(?P<word>{'|'.join(_ORDINALS)})[ -](?:take|part|add)\b"
    r"|\b(?P<add>\d{1,2})(?:st|nd|rd|th)? ?add\b|\badd (?P<add2>\d{1,2})\b"
    r"|(?P<bare>[=(] ?(?P<b>[2-9])(?: ?/ ?\d)? ?[=)]?$)"
)
_NUMBER: Final = re.compile(rf"\d|\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_TAKES_ALL: Final = re.compile(r"\b\d{1,2} takes\b")
_KEY_NOISE: Final = re.compile(r"[^\w]+")
_CYCLE: Final = re.compile(r"^(?:am|pm|bc|ap)s?-")
# How many other messages may stand between two takes of a story. A splitter holds no more than these.
_WINDOW: Final = 16

T = TypeVar("T")


class Take(NamedTuple):
    """What decides whether a message goes on with an earlier one."""

    service: str
    key: str  # `slug_key` of its slug
    number: int | None  # which take it says it is; 0 for the last, None where it says nothing
    more: bool  # whether it says that more follows
    fresh: bool  # whether it says that it is a version of its own: a lead, a correction, a kill


def take_number(text: str) -> int | None:
    """'2nd take' -> 2, '1st Add' -> 2 (the first add is the second take), 'Teil 3' -> 3, 'last take' -> 0."""
    if not _NUMBER.search(text):
        return None
    match = _TAKE.search(_TAKES_ALL.sub("", fold(text)))
    if not match:
        return None
    if match["word"]:
        return _ORDINALS[match["word"]]
    add = match["add"] or match["add2"]
    return int(add) + 1 if add else int(match["n"] or match["m"] or match["b"])


def slug_key(slug: str) -> str:
    """What is the same in the slugs of a story's takes."""
    return _KEY_NOISE.sub("-", _TAKE.sub("", _CYCLE.sub("", fold(slug)))).strip("-")


def split_more(text: str) -> tuple[str, bool]:
    """(text without the line at its end that says that more follows, whether there was one)."""
    match = _MORE_END.search(text[-80:])
    if not match:
        return text, False
    return text[: len(text) - len(text[-80:]) + match.start()].rstrip(), True


def is_open(data: bytes) -> bool:
    """Whether a message may end in 'MORE': cheap, and never False for one that does."""
    return _MORE_TAIL.search(data[-_TAIL:]) is not None


def goes_on(first: Take, later: Take) -> bool:
    """Whether `later` is the next take after `first`."""
    if not first.more or not later.key or (first.service, first.key) != (later.service, later.key):
        return False
    if later.number is None:
        return not later.fresh
    return later.number in (0, (first.number or 1) + 1)


def chains(messages: Sequence[T], describe: Callable[[T], Take | None]) -> list[list[T]]:
    """Messages in the order of first takes, each with the takes that go on with it."""
    found: list[list[T]] = []
    unfinished: dict[tuple[str, str], tuple[Take, list[T]]] = {}  # the newest of each slug
    for message in messages:
        take = describe(message)
        slug = (take.service, take.key) if take else ("", "")
        before = unfinished.get(slug)
        if take and before and goes_on(before[0], take):
            del unfinished[slug]
            chain = before[1]
        else:
            chain = []
            found.append(chain)
        chain.append(message)
        if take and take.more:
            unfinished[slug] = (take, chain)
    return found


def join(pieces: Iterator[Piece], describe: Callable[[bytes], Take | None], limit: int) -> Iterator[Piece]:
    """The pieces of a stream; those between two takes of one story become one piece with them."""
    waiting: deque[Piece] = deque()
    while waiting or (waiting := deque(_next(pieces))):
        if not is_open(waiting[0].data):
            yield waiting.popleft()
            continue
        count = _reach(waiting, pieces, describe, limit)
        together = [waiting.popleft() for _ in range(count)]
        yield Piece(together[0].offset, b"".join(piece.data for piece in together))


def _next(pieces: Iterator[Piece]) -> list[Piece]:
    piece = next(pieces, None)
    return [piece] if piece is not None else []


def _reach(
    waiting: deque[Piece], pieces: Iterator[Piece], describe: Callable[[bytes], Take | None], limit: int
) -> int:
    """How many pieces from the first on hold a story whole. Fills `waiting` as far as it has to look."""
    first = describe(waiting[0].data)
    unfinished = [(0, first)] if first and first.more else []
    last, at, size = 0, 1, len(waiting[0].data)
    while any(where <= last for where, _ in unfinished):
        if at == len(waiting):
            waiting.extend(_next(pieces))
        if at == len(waiting) or (size := size + len(waiting[at].data)) > limit:
            break
        unfinished = [entry for entry in unfinished if entry[0] >= at - _WINDOW]
        if take := describe(waiting[at].data):
            before = next((entry for entry in unfinished if goes_on(entry[1], take)), None)
            if before:
                unfinished.remove(before)
                last = at
            if take.more:
                unfinished.append((at, take))
        at += 1
    return last + 1
