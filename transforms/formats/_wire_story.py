"""The record of an old wire's message, or of the takes that make one story."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.records import Link, Source, Story, Term
from transforms.formats import _prose
from transforms.formats._agencies import is_agency
from transforms.formats._contract import Hints, ParseError, Reason
from transforms.formats._draft import urn
from transforms.formats._headlines import slug_signals
from transforms.formats._wire_embargo import Embargo, embargo_text, until
from transforms.formats._wire_heading import Heading
from transforms.formats._wire_takes import Take, slug_key
from transforms.formats._wire_time import NOT_SENT, Sent

__all__ = ["Wire", "story", "take_of"]

_URGENCIES: Final = frozenset("12345678")  # IPTC 7901 numbers priorities as the IPTC does urgency; 9 is free
_CANCELED: Final = frozenset({"kill", "withdrawal"})
# A message that says one of these is a version of its own and goes on with no take.
_FRESH: Final = frozenset(
    {"lead", "update", "correction", "kill", "withdrawal", "hold", "repeat", "refile", "wrapup", "advisory"}
)
# AP: the first line of an add says where it goes on: the dateline's place, and the last words before it.
_PICKUP: Final = re.compile(r"[^\W\d_a-z][^\n:.]{1,40}: [^\n]{2,60}\n\n")


@dataclass(slots=True, kw_only=True)
class Wire:
    """One message as its format's module read it.

    Attributes:
      service: the source identification (7901) or service level (1312), as sent.
      number: the message's number within its service and day, as sent.
      agency: the agency where envelope or signature name one, else ''.
      identity: the agency of the uri: from the envelope alone, so that hints and text do not move it.
      body: clean paragraphs, with note, byline and dateline still on them.
      follows: service and number of the message that it says it follows, 'a0573'.
      more: whether it says that another take follows.
      extra: fields of the envelope that the record has no place for.
    """

    service: str
    number: str
    agency: str = ""
    identity: str = ""
    sent: Sent = NOT_SENT
    priority: str = ""
    category: str = ""
    slug: str = ""
    keywords: tuple[str, ...] = ()
    heading: Heading = field(default_factory=Heading)
    body: str = ""
    more: bool = False
    signals: list[str] = field(default_factory=list)
    follows: str = ""
    signatures: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    notes: tuple[str, ...] = ()


def take_of(wire: Wire) -> Take:
    """What decides whether a message goes on with another."""
    fresh = not _FRESH.isdisjoint((*wire.signals, *wire.heading.signals))
    return Take(wire.service.lower(), slug_key(wire.slug), wire.heading.take, wire.more, fresh)


def story(takes: list[Wire], name: str, hints: Hints) -> Story:
    """One story of one message, or of its takes in order.

    Raises:
      ParseError: NO_TEXT where there is neither headline nor body.
    """
    first = takes[0]
    fields = _text_fields(takes)
    dateline = fields["dateline"]
    credit = dateline.credit if dateline else None
    provider = _spelled(first.agency) or credit or hints.provider or _spelled(first.identity)
    embargo = _embargo(first, fields, hints)
    return Story(
        uri=urn(name, first.identity or provider, first.service, first.number, first.sent.day),
        provider=provider,
        format=name,
        slugline=first.slug or None,
        keywords=first.keywords,
        priority=first.priority or None,
        urgency=int(first.priority) if first.priority in _URGENCIES else None,
        subjects=(Term(code=first.category.lower(), scheme=name),) if first.category else (),
        links=_links(first, name, provider),
        version_created=first.sent.time,
        embargo_until=embargo.until if embargo else None,
        extra=_extra(takes),
        source=Source(encoding=first.encoding, notes=_notes(takes, embargo)),
        **fields,
    )


def _text_fields(takes: list[Wire]) -> dict[str, Any]:
    """The fields of the record that header lines and text give."""
    first, heading = takes[0], takes[0].heading
    whole = (heading.take or 1) == 1
    texts = [take.body if take is first and whole else _PICKUP.sub("", take.body) for take in takes]
    body = "\n\n".join(filter(None, texts))
    if not body and not heading.headlines and not heading.markers:
        raise ParseError(Reason.NO_TEXT, f"message {first.service}{first.number}: no headline and no text")
    fields = _prose.read(heading.headline, body, heading.byline)
    tags, number = slug_signals(first.slug)
    signals = _signals(takes, (*fields["signals"], *tags))
    credits_ = (*fields["credits"], *_each(takes, "signatures"), *heading.signatures)
    return fields | {
        "signals": signals,
        "pub_status": _status(signals),
        "editorial_note": "\n".join(filter(None, [*heading.notes, fields["editorial_note"]])) or None,
        "update_number": fields["update_number"] or heading.update_number or number,
        "credits": tuple(dict.fromkeys(credits_)),
        # AP's rule before a credit line that is taken off.
        "body": fields["body"].removesuffix("___").rstrip(),
    }


def _embargo(wire: Wire, fields: dict[str, Any], hints: Hints) -> Embargo | None:
    """By the header lines; else by the note that says that there is one."""
    text = wire.heading.embargo
    if text is None and "embargo" in fields["signals"]:
        lines = (fields["editorial_note"] or "").split("\n")
        text = next((when for line in lines if (when := embargo_text(line)) is not None), " ".join(lines))
    if text is None:
        return None
    return until(text, wire.sent.zone or hints.timezone, wire.sent.time)


def _spelled(agency: str) -> str:
    """An agency's sign as it writes it: envelopes send 'nna' and 'NNA'."""
    upper = agency.upper()
    return upper if is_agency(upper) and not is_agency(agency) else agency


def _each(takes: list[Wire], name: str) -> Iterator[str]:
    for take in takes:
        yield from getattr(take, name)


def _signals(takes: list[Wire], read: tuple[str, ...]) -> tuple[str, ...]:
    """Those of envelope, header lines and text; 'take' where a part of the story is not here."""
    first, last = takes[0], takes[-1]
    alone = last.more or (first.heading.take or 1) != 1
    found = [*first.signals, *first.heading.signals, *read]
    found += ["embargo"] if first.heading.embargo is not None else []
    found += ["take"] if alone else []
    return tuple(dict.fromkeys(found))


def _status(signals: tuple[str, ...]) -> str:
    if not _CANCELED.isdisjoint(signals):
        return "canceled"
    return "withheld" if "hold" in signals else "usable"


def _links(wire: Wire, name: str, provider: str) -> tuple[Link, ...]:
    """The message that this one follows: numbers are given anew each day, so it is one of the same day."""
    uri = urn(name, wire.identity or provider, wire.follows[:-4], wire.follows[-4:], wire.sent.day)
    return (Link(rel="irel:evolvedFrom", uri=uri, type="text"),) if uri else ()


def _extra(takes: list[Wire]) -> dict[str, str]:
    first = takes[0]
    extra = {"service": first.service, "message_number": first.number, **first.extra}
    heading = first.heading
    if (heading.take or 1) != 1 and (pickup := _PICKUP.match(first.body)):
        extra["pickup"] = pickup[0].strip()
    if heading.markers:
        extra["markers"] = "; ".join(heading.markers)
    if heading.byline_titles:
        extra["byline_title"] = "; ".join(heading.byline_titles)
    if len(takes) > 1:
        extra["takes"] = json.dumps([_take_extra(take) for take in takes[1:]], ensure_ascii=False)
    return {key: value for key, value in extra.items() if value}


def _take_extra(take: Wire) -> dict[str, str]:
    """What a later take's envelope says; its text is in the body."""
    heading = take.heading
    fields = {
        "message_number": take.number,
        "priority": take.priority,
        "slug": take.slug,
        "headline": heading.headline,
    }
    pickup = _PICKUP.match(take.body)
    fields |= {"pickup": pickup[0].strip() if pickup else ""}
    fields |= {
        "byline": heading.byline or "",
        "notes": "; ".join(heading.notes),
        "markers": "; ".join(heading.markers),
    }
    return {key: value for key, value in (fields | take.extra).items() if value}


def _notes(takes: list[Wire], embargo: Embargo | None) -> tuple[str, ...]:
    notes = list(_each(takes, "notes"))
    notes += [take.sent.note for take in takes if take.sent.note]
    notes += [f"joined from {len(takes)} takes"] if len(takes) > 1 else []
    notes += [embargo.note] if embargo and embargo.note else []
    return tuple(dict.fromkeys(notes))
