"""Families of messages: each function sends one story, or a few that are easily taken for one.

Each says in its first line what a reader must make of it. Nothing here looks at how newswire decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

from tests.wire_days.copy import PROVIDERS
from tests.wire_days.desk import Desk, Sent, Thread
from tests.wire_days.endings import embargoed, killed, killed_by_note, killed_by_number, killed_elsewhere
from tests.wire_days.prose import Tale, jaccard, shingles

__all__ = ["FAMILIES", "send_again"]

Family: TypeAlias = Callable[[Desk], list[Sent]]
LEAST_NEAR: Final = 0.73
"""What is sent as a near duplicate is at least so alike: plainly more than what the truth calls near."""


def _thread(desk: Desk, *formats: str, slug: str = "") -> Thread:
    return Thread(desk, desk.provider(*formats), slug or desk.slug(), desk.start())


def lone(desk: Desk) -> list[Sent]:
    """One story. One in five has a slug that many have."""
    thread = _thread(desk, slug=desk.generic_slug() if desk.chance.random() < 0.2 else "")
    return [thread.send(desk.tale(thread.provider), 0)]


def reports(desk: Desk) -> list[Sent]:
    """Two company reports on one form, of one provider and slug: two stories, alike in form alone."""
    first = _thread(desk, slug=desk.generic_slug())
    second = Thread(desk, first.provider, first.slug, desk.start())
    return [t.send(desk.with_about(t.provider, Tale.report(desk.chance)), 0) for t in (first, second)]


def sidebar(desk: Desk) -> list[Sent]:
    """Two stories about the same people under two slugs: not one story."""
    first = _thread(desk)
    main = desk.tale(first.provider)
    aside = Thread(desk, first.provider, desk.slug(), first.start + dt.timedelta(minutes=40))
    return [first.send(main, 0), aside.send(Tale.tell(desk.chance, 300, main.cast), 0)]


def slug_twins(desk: Desk) -> list[Sent]:
    """Two providers use one slug for two stories."""
    first = _thread(desk)
    second = Thread(desk, desk.other_provider(first.provider), first.slug.upper(), first.start)
    return [first.send(desk.tale(first.provider), 0), second.send(desk.tale(second.provider), 20)]


def orphan(desk: Desk) -> list[Sent]:
    """An update whose first version is not here, under a slug that many have: alone."""
    thread = _thread(desk, "ninjs", "iptc7901", slug=desk.generic_slug())
    return [thread.send(desk.tale(thread.provider), 0, "update", 1, meaning={"relation": ""})]


def versions(desk: Desk) -> list[Sent]:
    """One uri, two to twelve versions; now and then a number is left out, or sent again with other text."""
    thread = _thread(desk, "ninjs", "newsml-g2")
    tale, number, minutes = desk.tale(thread.provider), desk.chance.choice((1, 1, 1, 8)), 0
    sent = [thread.send(tale, 0, version=number)]
    for _ in range(desk.chance.choice((1, 1, 2, 3, 4, 11))):
        tale = desk.chance.choice((tale.grown, tale.corrected))(desk.chance)
        number += desk.chance.choice((0, 1, 1, 1, 1, 1, 2))
        minutes += 1 + desk.chance.randrange(90)
        sent.append(thread.send(tale, minutes, None, of=sent[0], version=number))
    return sent


def follow_ups(desk: Desk) -> list[Sent]:
    """A chain over several uris: updates, leads, corrections, refiles, repeats; each says what it is."""
    chance = desk.chance
    thread = _thread(desk, slug=desk.generic_slug() if chance.random() < 0.25 else "")
    tale, minutes, count, said = desk.tale(thread.provider), 0, 0, set[str]()
    sent = [thread.send(tale, 0)]
    for _ in range(chance.choice((1, 2, 3, 5))):
        minutes += chance.choice((5, 30, 120, 600)) + chance.randrange(20)
        relation = chance.choice(("update", "update", "lead", "correction", "refile", "repeat"))
        if relation in said:  # the same words under the same tag are a message sent again
            relation = "update"
        if relation in ("update", "lead"):
            count += 1
            tale = chance.choice((tale.grown, tale.grown, tale.recast))(chance)
            said.clear()
        elif relation == "correction":
            tale = tale.corrected(chance)
            said.clear()
        else:
            said.add(relation)
        sent.append(thread.send(tale, minutes, relation, count))
    return sent


def takes(desk: Desk) -> list[Sent]:
    """A long story in two or three takes: one story, though no take has a sentence of another."""
    thread = _thread(desk, "ninjs", "iptc7901", "anpa")
    tale = desk.tale(thread.provider)
    sent = [thread.send(tale, 0)]
    for number in range(2, desk.chance.choice((3, 4))):
        sent.append(thread.send(tale.next_take(desk.chance), 6 * number, "take", number))
    return sent


def alert_then_story(desk: Desk) -> list[Sent]:
    """An alert is a headline alone; the story that follows it has its headline, with a detail."""
    thread = _thread(desk, slug=desk.generic_slug() if desk.chance.random() < 0.25 else "")
    tale = desk.tale(thread.provider)
    flash = replace(tale, headline=tale.headline.upper(), paragraphs=())
    story = tale.detailed(desk.chance)
    sent = [thread.send(flash, 0, "alert", place=""), thread.send(story, 9, None)]
    if desk.chance.random() < 0.5:
        sent.append(thread.send(story.grown(desk.chance), 40, "update", 1))
    return sent


def untagged(desk: Desk) -> list[Sent]:
    """A chain whose follow-ups say nothing: same provider and slug, and plainly the text grown."""
    thread = _thread(desk)
    tale = desk.tale(thread.provider)
    sent: list[Sent] = []
    for minutes in (0, 50, 110):
        sent.append(thread.send(tale, minutes, None if sent else ""))
        tale = tale.grown(desk.chance)
    return sent


def too_late(desk: Desk) -> list[Sent]:
    """A repeat three days later is another story's beginning; its text is a near duplicate."""
    first = _thread(desk)
    tale = desk.tale(first.provider)
    later = Thread(desk, first.provider, first.slug, first.start + dt.timedelta(hours=75), first.kin)
    again = later.send(tale.edited(desk.chance, 0.03), 0, "repeat", meaning={"relation": ""})
    return [first.send(tale, 0), again]


def near(desk: Desk) -> list[Sent]:
    """One story in the words of several providers: edited, cut, or both; some under the same slug."""
    chance = desk.chance
    first = _thread(desk)
    tale = Tale.tell(chance)
    sent = [first.send(tale, 0)]
    if first.provider.has_uris and chance.random() < 0.3:
        sent.append(first.send(tale.grown(chance), 8, None, of=sent[0], version=2))
    others = chance.sample([p for p in PROVIDERS if p is not first.provider], chance.choice((1, 1, 2, 4)))
    for place, provider in enumerate(others):
        slug = first.slug.upper() if chance.random() < 0.5 else desk.slug()
        start = first.start + dt.timedelta(minutes=5 + 11 * place + chance.randrange(10))
        sent.append(Thread(desk, provider, slug, start, first.kin).send(_near_text(tale, desk), 0))
    return sent


def regional(desk: Desk) -> list[Sent]:
    """A provider's story again, edited, under another slug: a near duplicate, but no chain."""
    first = _thread(desk)
    tale = desk.tale(first.provider)
    second = Thread(desk, first.provider, desk.slug(), first.start + dt.timedelta(hours=2), first.kin)
    return [first.send(tale, 0), second.send(tale.edited(desk.chance), 0)]


def _near_text(tale: Tale, desk: Desk) -> Tale:
    """Drawn again until it is plainly near."""
    own = shingles(tale.text)
    while True:
        edit, cut = desk.chance.choice(((0.05, 1), (0, 0.82), (0.02, 0.88), (0, 1)))
        found = tale.cut(cut).edited(desk.chance, edit) if edit else tale.cut(cut)
        if jaccard(own, shingles(found.text)) >= LEAST_NEAR:
            return found


FAMILIES: Final[tuple[tuple[int, Family], ...]] = (
    (400, lone),
    (10, reports),
    (15, sidebar),
    (15, slug_twins),
    (5, orphan),
    (50, versions),
    (40, killed),
    (6, killed_elsewhere),
    (30, killed_by_note),
    (8, killed_by_number),
    (60, follow_ups),
    (15, takes),
    (25, alert_then_story),
    (20, untagged),
    (8, too_late),
    (50, near),
    (10, regional),
    (25, embargoed),
)
"""How often each is sent."""


def send_again(desk: Desk, sent: list[Sent]) -> list[Sent]:
    """Copies of some of these messages: the very bytes, or an old wire's under a new number and time."""
    copies = []
    for each in sent:
        thread = Thread(desk, each.copy.provider, "", each.copy.created)
        for _ in range(2):
            if desk.chance.random() < 0.06:
                copies.append(thread.again(each))
        if not each.copy.provider.has_uris and not each.kills and desk.chance.random() < 0.08:
            copies.append(thread.again(each, 1 + desk.chance.randrange(300)))
    return copies
