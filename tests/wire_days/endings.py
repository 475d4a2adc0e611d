"""Families of messages in which something is killed, held, withdrawn or under embargo.

As in `families`, each function says in its first line what a reader must make of what it sends.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from tests.wire_days.copy import FOREVER
from tests.wire_days.desk import Desk, Sent, Thread
from tests.wire_days.notes import send_note
from tests.wire_days.prose import Tale

__all__ = ["embargoed", "killed", "killed_by_note", "killed_by_number", "killed_elsewhere"]


def _thread(desk: Desk, *formats: str, slug: str = "") -> Thread:
    return Thread(desk, desk.provider(*formats), slug or desk.slug(), desk.start())


_STATUS_ENDS: Final = (
    {"status": "canceled"},
    {"status": "canceled", "paragraphs": (), "note": "KILL KILL KILL. The report was false."},
    {"status": "canceled", "paragraphs": (), "headline": "STORY WITHDRAWN"},
    {"status": "withheld"},
    {"status": "withheld", "note": "HOLD HOLD HOLD. Editors, do not use until confirmed."},
)
_SIGNAL_ENDS: Final = ({"signal": "kill"}, {"signal": "withdrawn"})


def killed(desk: Desk) -> list[Sent]:
    """A uri whose newest version is a kill or a hold, or that a newer one revives; old ones change none."""
    thread = _thread(desk, "ninjs", "newsml-g2")
    chance, tale = desk.chance, desk.tale(thread.provider)
    sent = [thread.send(tale, 0, version=1)]
    for number in range(2, chance.choice((2, 2, 3, 4))):
        tale = tale.grown(chance)
        sent.append(thread.send(tale, 25 * number, None, of=sent[0], version=number))
    slug = {"slug": desk.slug()} if chance.random() < 0.2 else {}
    ends = _STATUS_ENDS + (_SIGNAL_ENDS if thread.provider.format == "newsml-g2" else ())
    number, minutes = len(sent) + 2, 25 * len(sent) + 60
    if thread.provider.has_versions and chance.random() < 0.3:
        # Stamped after the kill, of a version before it: a system that lagged behind.
        sent.append(thread.send(tale.grown(chance), minutes + 15, None, of=sent[0], version=number - 1))
    end = chance.choice(ends)
    meaning = {"ends": True, "is_note": "paragraphs" in end}
    sent.append(thread.send(tale, minutes, None, of=sent[0], version=number, meaning=meaning, **slug | end))
    if chance.random() < 0.3:
        mended = tale.corrected(chance).grown(chance)
        sent.append(thread.send(mended, minutes + 50, None, of=sent[0], version=number + 1))
    return sent


def killed_elsewhere(desk: Desk) -> list[Sent]:
    """A cancel of a uri of which nothing else is here, under a slug that others have: it ends no other."""
    thread = _thread(desk, "ninjs", "newsml-g2", slug=desk.generic_slug())
    tale = desk.tale(thread.provider)
    return [thread.send(tale, 0, version=3, status="canceled", meaning={"ends": True, "relation": "kill"})]


def killed_by_note(desk: Desk) -> list[Sent]:
    """A note kills what its slug's story has sent so far; what comes after it may be shown."""
    chance = desk.chance
    thread = _thread(desk, "ninjs", "iptc7901", "anpa")
    tale = desk.tale(thread.provider)
    sent = [thread.send(tale, 0)]
    if chance.random() < 0.4:
        tale = tale.grown(chance)
        sent.append(thread.send(tale, 30, "update", 1))
    if thread.provider.has_uris and chance.random() < 0.4:
        tale = tale.grown(chance)
        sent.append(thread.send(tale, 45, None, of=sent[-1], version=2))
    numbered = len(sent) == 1 and not thread.provider.has_uris and chance.random() < 0.5
    sent.append(send_note(thread, 90, sent[0].copy if numbered else None))
    if chance.random() < 0.3:
        sent.append(_revived(thread, tale, sent[-2]))
    if chance.random() < 0.4:
        other = Thread(desk, desk.other_provider(thread.provider), thread.slug.upper(), thread.start)
        sent.append(other.send(desk.tale(other.provider), 10))
    return sent


def _revived(thread: Thread, tale: Tale, last: Sent) -> Sent:
    mended = tale.corrected(thread.desk.chance).grown(thread.desk.chance)
    if thread.provider.has_uris:
        version = (last.copy.version or 0) + 1
        return thread.send(mended, 150, None, of=last, version=version)
    return thread.send(mended, 150, None)


def killed_by_number(desk: Desk) -> list[Sent]:
    """Unrelated stories of one slug; a note with slug and number kills one of them."""
    first = _thread(desk, "iptc7901", "anpa", slug=desk.generic_slug())
    sent = [first.send(desk.tale(first.provider), 0)]
    for minutes in (15, 35):
        other = Thread(desk, first.provider, first.slug, first.start)
        sent.append(other.send(desk.tale(other.provider), minutes))
    return [*sent, send_note(first, 60, sent[0].copy)]


def embargoed(desk: Desk) -> list[Sent]:
    """Not to be shown before a time, or ever; a newer version of ninjs may lift it, of NewsML-G2 not."""
    chance = desk.chance
    thread = _thread(desk, "ninjs", "newsml-g2", "iptc7901")
    end = chance.choice((FOREVER, *(thread.start + dt.timedelta(days=days) for days in (6, 8, 10))))
    tale = desk.tale(thread.provider)
    sent = [thread.send(tale, 0, embargo=end)]
    if thread.provider.has_uris and chance.random() < 0.6:
        kept = end if chance.random() < 0.4 else None
        sent.append(thread.send(tale.grown(chance), 60, None, of=sent[0], version=2, embargo=kept))
    return sent
