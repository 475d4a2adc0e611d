"""Identity and management of a NewsItem of NewsML 1.x, and the envelope that it came in.

Spec: NewsML 1.2 DTD: NewsEnvelope, Identification, NewsManagement. The identity over all revisions is
ProviderId, DateId and NewsItemId; PublicIdentifier adds the revision to them, and in some feeds is one
constant for all items.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from lxml import etree

from schemas.records import FOREVER, Link
from transforms.formats._contract import DEFAULT_HINTS
from transforms.formats._draft import Draft, text_of
from transforms.formats._newsml1_names import Topics, formal_name
from transforms.formats._nodes import (
    XML_LANG,
    as_json,
    attributes,
    child_at,
    line_of,
    local_name,
    text_at,
)
from transforms.formats._status_words import signals_in

__all__ = ["Envelope", "read_envelope", "read_identity", "read_management", "uri_of"]

# The revision at the end of a PublicIdentifier: its number, and how it updates (N, U or A).
_REVISION: Final = re.compile(r":\d+[NUA]?$")
_UNQUOTED: Final = "-._~!$'()*+,;=@/"
_ENVELOPE: Final = frozenset("TransmissionId SentFrom SentTo DateAndTime NewsService NewsProduct".split())
_PARTS: Final = ("ProviderId", "DateId", "NewsItemId")
_RELATIONS: Final = {"DerivedFrom": "derivedFrom", "AssociatedWith": "associatedWith"}


@dataclass(frozen=True, slots=True)
class Envelope:
    """How and by whom a message was sent: read once, and the same for all of its items."""

    sender: str = ""
    priority: str | None = None
    language: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def apply(self, draft: Draft) -> None:
        """Gives a draft what has no nearer source."""
        draft.priority = self.priority
        draft.extra.update({name: [value] for name, value in self.extra.items()})


def read_envelope(root: etree._Element, topics: Topics) -> Envelope:
    """The envelope of a message, with the language and the catalog that its root names."""
    scratch = Draft(DEFAULT_HINTS)
    catalog, envelope = child_at(root, "Catalog"), child_at(root, "NewsEnvelope")
    scratch.keep("Catalog", "" if catalog is None else (catalog.get("Href") or "").strip())
    sender = None
    for child in () if envelope is None else envelope.iterchildren("*"):
        if child.tag == "Priority":
            scratch.priority = formal_name(child) or None
            continue
        sender = child_at(child, "Party") if child.tag == "SentFrom" and sender is None else sender
        known = child.tag in _ENVELOPE
        scratch.keep(f"NewsEnvelope.{child.tag}" if known else "NewsEnvelope", as_json(child))
    extra = {name: text_of(values) for name, values in scratch.extra.items()}
    name = "" if sender is None else topics.party(sender)
    return Envelope(name, scratch.priority, root.get(XML_LANG) or "", extra)


def read_identity(item: etree._Element, draft: Draft) -> None:
    """uri, version and labels."""
    identification = child_at(item, "Identification")
    if identification is None:
        return
    identifier = child_at(identification, "NewsIdentifier")
    for child in identification.iterchildren("*"):
        if child is not identifier:
            draft.keep(local_name(child), as_json(child))
    if identifier is None:
        return
    draft.uri = uri_of(item)
    draft.keep("PublicIdentifier", text_at(identifier, "PublicIdentifier"))
    revision = child_at(identifier, "RevisionId")
    draft.version = line_of(revision) or None
    if revision is not None:
        for name, value in attributes(revision).items():
            draft.keep(f"RevisionId.{name}", value)
        if revision.get("Update", "").strip().upper() == "U":
            draft.signal(["update"])


def uri_of(item: etree._Element) -> str:
    """Built from its parts, whatever PublicIdentifier says, since that names one revision; else from it."""
    identifier = child_at(item, "Identification/NewsIdentifier")
    if identifier is None:
        return ""
    parts = [text_at(identifier, name) for name in _PARTS]
    if all(parts):
        return ":".join(["urn:newsml", *map(_quoted, parts)])
    return _REVISION.sub("", text_at(identifier, "PublicIdentifier"))


def _quoted(part: str) -> str:
    return part if part.isascii() and part.isalnum() else quote(part, safe=_UNQUOTED)


def read_management(item: etree._Element, draft: Draft) -> None:
    """Dates, status, embargo, urgency, instructions and what it was made from."""
    management = child_at(item, "NewsManagement")
    if management is None:
        return
    for child in management.iterchildren("*"):
        name = local_name(child)
        if name in _RELATIONS:
            _relation(child, _RELATIONS[name], draft)
        elif name == "Instruction":
            _instruction(child, draft)
        elif name == "Property":
            draft.keep(formal_name(child) or name, (child.get("Value") or "").strip() or as_json(child))
        elif name not in _SINGLE:
            draft.keep(name, as_json(child))
    draft.first_created = draft.moment(text_at(management, "FirstCreated"), "FirstCreated")
    draft.version_created = draft.moment(text_at(management, "ThisRevisionCreated"), "ThisRevisionCreated")
    draft.set_urgency(formal_name(child_at(management, "Urgency")))
    kind = formal_name(child_at(management, "NewsItemType"))
    draft.keep("NewsItemType", kind)
    draft.signal(signals_in(kind))
    _status(management, draft)


_SINGLE: Final = frozenset(
    {"FirstCreated", "ThisRevisionCreated", "Urgency", "NewsItemType", "Status", "StatusWillChange"}
)


def _status(management: etree._Element, draft: Draft) -> None:
    """Status, and the embargo that it or StatusWillChange declares.

    An item that will be usable at some time is embargoed until then, whether it is now called embargoed,
    withheld or (as some do) usable. One called embargoed, with no word of when that ends, is so without end.
    """
    now = formal_name(child_at(management, "Status"))
    change = child_at(management, "StatusWillChange")
    draft.set_status(now)
    if now.strip().lower() == "embargoed":
        draft.embargo_until = FOREVER
    if change is None:
        return
    draft.keep("StatusWillChange", as_json(change))
    until = draft.moment(text_at(change, "DateAndTime"), "StatusWillChange")
    future = formal_name(child_at(change, "FutureStatus")).strip().lower()
    if future == "usable" and until and draft.pub_status != "canceled":
        draft.embargo_until, draft.pub_status = until, "usable"
        draft.signal(["embargo"])


def _relation(element: etree._Element, rel: str, draft: Draft) -> None:
    uri = (element.get("NewsItem") or "").strip()
    if uri:
        draft.links[Link(rel=rel, uri=uri, title=text_at(element, "Comment") or None)] = None
    if element.get("FormalName") or not uri:
        draft.keep(str(element.tag), as_json(element))


def _instruction(element: etree._Element, draft: Draft) -> None:
    """What the provider asks for, and what becomes of earlier revisions."""
    draft.signal(signals_in(formal_name(element)))
    for status in element.iterfind("RevisionStatus/Status"):
        draft.signal(signals_in(formal_name(status)))
    if note := text_at(element, "Comment"):
        draft.editorial_notes[note] = None
    draft.keep("Instruction", as_json(element))
