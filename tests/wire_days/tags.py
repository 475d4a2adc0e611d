"""How desks mark what a message is to the one before it, by the conventions of three traditions."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from tests.wire_days.copy import Provider

__all__ = ["Style", "styled"]


class Style(NamedTuple):
    """How a desk marks what a message is to the one before it, and what a reader will say that it is."""

    relation: str | None
    headline: str = ""
    slug: str = ""
    paragraphs: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    version_field: str = ""
    has_headline: bool = True


_NOTES: Final = {
    "correction": ("(Corrects figure in the story)",),
    "refile": ("(Refiles to fix formatting)",),
}
_HEADLINES: Final = {"correction": "CORRECTED-", "refile": "REFILE-", "repeat": "RPT-"}


def styled(provider: Provider, relation: str | None, count: int, chance: Random) -> Style:
    """The conventions of Reuters in headlines and slugs, of 7901 in header lines, of AP in version fields."""
    if not relation:
        return Style(relation)
    if provider.format == "anpa":
        return _ap(relation, count)
    if relation in _HEADLINES:
        return Style(relation, _HEADLINES[relation], paragraphs=_NOTES.get(relation, ()))
    if relation == "alert":
        return Style(None, chance.choice(("ALERT-", "**")))
    if relation == "take" or relation == "lead":
        words = f"{_ordinal(count)} {'take' if relation == 'take' else 'Lead'}"
        if provider.format == "iptc7901":
            return Style(relation, markers=(words,))
        return Style(relation, slug=f", {words}")
    if chance.random() < 0.25:
        return Style(relation, slug=f" (UPDATE {count})")
    return Style(relation, f"UPDATE {count}-")


def _ap(relation: str, count: int) -> Style:
    """AP Stylebook, 'Filing practices': a lead replaces, an add goes on without a headline."""
    if relation in ("update", "lead"):
        return Style("lead", version_field=f"{_ordinal(count)} Ld-Writethru")
    if relation == "take":
        return Style("add", version_field=f"{_ordinal(count - 1)} Add", has_headline=False)
    if relation == "alert":
        return Style(None, version_field="NewsAlert")
    return Style(
        relation, version_field={"correction": "Correction", "refile": "Refile", "repeat": "Rpt"}[relation]
    )


def _ordinal(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"
