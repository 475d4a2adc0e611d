"""AdministrativeMetadata and RightsMetadata of NewsML 1.x: who provides, who made it, who owns it.

Spec: NewsML 1.2 DTD.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from transforms.formats._draft import Draft
from transforms.formats._newsml1_names import Topics, formal_name
from transforms.formats._nodes import JsonValue, as_json, child_at, line_of

__all__ = ["ADMINISTRATIVE", "RIGHTS", "read_property"]

_Reader = Callable[[etree._Element, Draft, Topics], None]


def _provider(element: etree._Element, draft: Draft, topics: Topics) -> None:
    party = child_at(element, "Party")
    name = "" if party is None else topics.party(party)
    draft.provider = draft.provider or name
    draft.keep("Provider", _parties(element, topics))


def _party(element: etree._Element, draft: Draft, topics: Topics) -> None:
    draft.keep(str(element.tag), _parties(element, topics))


def _parties(element: etree._Element, topics: Topics) -> JsonValue:
    """The names of its parties where that is all there is, else the element whole."""
    parties = list(element.iterchildren("Party"))
    value = as_json(element)
    simple = isinstance(value, dict) and value.keys() == {"Party"}
    if not simple or any(_says_more(party, topics) for party in parties):
        return value
    names: list[JsonValue] = [topics.party(party) for party in parties]
    return names[0] if len(names) == 1 else names


def _says_more(party: etree._Element, topics: Topics) -> bool:
    """Whether a party has more than a name, or more than a reference that is resolved."""
    reference = party.get("Topic")
    resolved = not reference or (topics.at(reference) is not None and not party.get("FormalName"))
    return bool(len(party) or party.get("Scheme") or not resolved)


def read_property(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """A name and value of the provider's own."""
    name, value = formal_name(element), (element.get("Value") or element.get("ValueRef") or "").strip()
    if "keyword" in name.lower() and value:
        draft.keywords[value] = None
    elif len(element) or not value:
        draft.keep("Property", as_json(element))
    else:
        draft.keep_once(name or "Property", value)


def _copyright(element: etree._Element, draft: Draft, topics: Topics) -> None:
    holder = line_of(child_at(element, "CopyrightHolder"))
    draft.holder = draft.holder or holder or None
    if as_json(element) != {"CopyrightHolder": holder}:
        draft.keep("Copyright", as_json(element))


def _usage(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """Terms in words; holder, place and dates stay together in `extra`."""
    words = filter(None, (line_of(child_at(element, name)) for name in ("UsageType", "Limitations")))
    if terms := ". ".join(word.rstrip(".") for word in words):
        draft.usage[terms] = None
    draft.keep("UsageRights", as_json(element))


ADMINISTRATIVE: Final[dict[str, _Reader]] = {
    "Provider": _provider,
    "Creator": _party,
    "Source": _party,
    "Contributor": _party,
    "Property": read_property,
}

RIGHTS: Final[dict[str, _Reader]] = {
    "Copyright": _copyright,
    "UsageRights": _usage,
    "Property": read_property,
}
