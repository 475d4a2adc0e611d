"""Notes that kill: messages of their own, which say in words what must not be used."""

from __future__ import annotations

from typing import Any, Final

from tests.wire_days.copy import Copy
from tests.wire_days.desk import Sent, Thread
from tests.wire_days.prose import Cast, Tale
from tests.wire_days.writers import service_of

__all__ = ["send_note"]

_WORDS: Final = {"kill": "KILL KILL KILL", "withdrawal": "STORY WITHDRAWN", "hold": "HOLD HOLD HOLD"}
_ASKS: Final = {
    "kill": (
        "Editors, please kill {what}. It rests on a report that proved false. There will be no substitute.",
        "A mandatory kill: {what} must not be used, because a court has ordered it taken back.",
    ),
    "withdrawal": (
        "Attention editors: {what} is withdrawn. A substitute story may follow later in the day.",
        "Please withdraw {what}. Editors at {place} have found errors of fact in it.",
    ),
    "hold": (
        "Editors, hold {what} until further notice. We are checking the facts with our office in {place}.",
        "Do not use {what}. Our office in {place} is in doubt about its source.",
    ),
}
_VERSION_FIELDS: Final = {"kill": "Bulletin Kill", "withdrawal": "Bulletin Elimination", "hold": "Withhold"}


def send_note(thread: Thread, minutes: int, numbered: Copy | None = None) -> Sent:
    """A note that kills the thread's story: it names slug, or slug and number, or has the slug as its own.

    Args:
      thread: the story's.
      minutes: after the thread's start.
      numbered: the message whose number it names too; in ANPA it may do so in its slug line.
    """
    chance = thread.desk.chance
    relation = chance.choice(list(_WORDS))
    is_anpa = thread.provider.format == "anpa"
    refers = is_anpa and numbered is not None and chance.random() < 0.5
    by_name = not refers and (numbered is not None or chance.random() < 0.5)
    cast = Cast.pick(chance)
    what = _named(thread, numbered) if by_name else "this story"
    text = chance.choice(_ASKS[relation]).format(what=what, place=cast.names["P"])
    fields: dict[str, Any] = {"place": "", "slug": "Advisory" if by_name else thread.slug}
    if thread.provider.format == "ninjs":
        fields["status"] = chance.choice(("", "usable"))
    if is_anpa:
        reference = f", {_number(numbered)}" if refers and numbered else ""
        fields["version_field"] = _VERSION_FIELDS[relation] + reference
    meaning = {"relation": relation, "ends": True, "kills": True, "is_note": True}
    return thread.send(Tale(_WORDS[relation], (text,), cast), minutes, None, meaning=meaning, **fields)


def _named(thread: Thread, numbered: Copy | None) -> str:
    """As wires name a story: 'slugged BC-Ferry-Aground, number a0573'."""
    slug = f"BC-{thread.slug}" if thread.provider.format == "anpa" else thread.slug
    number = f", number {_number(numbered)}" if numbered else ""
    return f"the story slugged {slug}{number}"


def _number(copy: Copy) -> str:
    """ANPA's numbers are spoken of with their service's letter, 'a0573'."""
    return f"{service_of(copy) if copy.provider.format == 'anpa' else ''}{copy.number:04}"
