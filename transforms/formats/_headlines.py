"""Headline tags, update numbers, slug signals and first-line notes."""
from __future__ import annotations
from typing import NamedTuple

class Headline(NamedTuple):
    """A headline without its tag; the tag's signals ('update', 'correction', ...) and update number."""
    text: str
    signals: tuple[str, ...] = ()
    update_number: int | None = None

def split_headline(text: str) -> Headline:
    """'UPDATE 2-Oil climbs' -> ('Oil climbs', ('update',), 2). Also for tags in a slug."""
    raise NotImplementedError

def split_note(body: str) -> tuple[str | None, tuple[str, ...], str]:
    """(note, signals, rest) for first-line notes such as '(Adds quotes)', '(In Jan. 3 story, corrects ...)'."""
    raise NotImplementedError

def text_signals(text: str) -> tuple[str, ...]:
    """Signals of kill, withdrawal and hold notices in a headline, note or body: 'kill', 'withdrawal', 'hold'."""
    raise NotImplementedError
