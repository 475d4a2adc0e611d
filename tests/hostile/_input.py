"""What a hostile input is, and good stories to hide it among."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

__all__ = ["MANY", "Hostile", "nitf", "story_line", "tale"]

MANY: Final = 100_000


class Hostile(NamedTuple):
    """An input and its end.

    Attributes:
      name: of the file; it is the slug of its stories too, so that no two inputs repeat each other.
      ends: of its messages, in any order: 'story', 'skipped.REASON', or the class of a dead letter.
      pieces: gives its bytes, some at a time; called with the name.
    """

    name: str
    ends: tuple[str, ...]
    pieces: Callable[[str], Iterable[bytes]]


def tale(name: str) -> str:
    """A plain-text story that is like no other."""
    return (
        f"Harbour master of {name} resigns\n\nBy Mara Quill\n\n"
        f"PORT ELLERY, March 12 (NNA) - The harbour master of {name} resigned on Thursday.\n\n"
        f"Lena Okafor told reporters that {name} had been too much for her.\n"
    )


def story_line(name: str) -> str:
    """A story as one line of JSON."""
    return f'{{"uri":"urn:x:{name}","headline":"Harbour of {name} closed","body":"It was closed: {name}."}}'


def nitf(name: str, *, prolog: str = "", head: str = "", body: str = "") -> str:
    """An NITF document, with something put in before it, into its head, or into its text."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<nitf><head>{head}<docdata><doc-id id-string="{name}"/>'
        f"</docdata></head><body><body.head><hedline><hl1>Harbour of {name} closed</hl1></hedline></body.head>"
        f"<body.content><p>The harbour of {name} was closed.</p>{body}</body.content></body></nitf>"
    )
