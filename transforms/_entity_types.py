"""Types by the evidence of the whole story.

Two rules, and no others: a bare surname takes the type of the full name; and where one surface form has
several types, the majority wins if it turns the form to or from a person. An organisation and a place of one
name stay as they are: a city and its team are told apart by each sentence, not by a count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from transforms._entity_names import analyse
from transforms._entity_spans import Span

__all__ = ["Votes", "count_votes", "settle_types", "surnames"]

Key: TypeAlias = tuple[str, ...]
Votes: TypeAlias = dict[Key, dict[str, float]]


def count_votes(spans: Sequence[Span]) -> Votes:
    """How often each name has each type. Capitals count half: models know them less well."""
    votes: Votes = defaultdict(dict)
    for span in spans:
        name = analyse(span.text)
        types = votes[name.words]
        types[span.type] = types.get(span.type, 0.0) + (0.5 if name.all_caps else 1.0)
    return votes


def surnames(votes: Votes) -> dict[str, float]:
    """Last words of the full names of persons, and how many mentions of full names stand behind each."""
    found: Counter[str] = Counter()
    for words, types in votes.items():
        key = analyse(" ".join(words)).key
        if len(key) > 1 and _winner(types) == "person":
            found[key[-1]] += types["person"]
            if (bare := key[-1].partition("-")[2]) and len(key[-1]) - len(bare) == 3:  # al-Assad, el-Sisi
                found[bare] += types["person"]
    return found


def settle_types(spans: Sequence[Span]) -> list[Span]:
    """The same spans, some with another type."""
    votes = count_votes(spans)
    backing = surnames(votes)
    firms = {words[0] for words, types in votes.items() if len(words) > 1 and "organisation" in types}
    turned = {
        words: target
        for words, types in votes.items()
        if (target := _turned(words, types, backing, firms)) is not None
    }
    if not turned:
        return list(spans)
    return [_retyped(span, turned) for span in spans]


def _retyped(span: Span, turned: dict[Key, str]) -> Span:
    target = turned.get(analyse(span.text).words)
    if target is None or "person" not in (span.type, target):
        return span
    return span._replace(type=target)


def _turned(words: Key, types: dict[str, float], backing: dict[str, float], firms: set[str]) -> str | None:
    """The type that all mentions of this form get; None where they keep their own."""
    full_names = backing.get(words[0], 0.0) if len(words) == 1 else 0.0
    if full_names and _is_surname(types, full_names, firm=words[0] in firms):
        return "person"
    if len(types) > 1 and "person" in types:
        return _winner(types)
    return None


def _is_surname(types: dict[str, float], full_names: float, *, firm: bool) -> bool:
    """Whether a bare word is the surname of a person whom the story names in full.

    A place of that name needs to be outvoted (Denzel Washington, Washington), and so does an organisation
    where the story has a longer one that begins with the word (Henry Ford, Ford Motor Co, Ford).
    """
    person = types.get("person", 0.0) + full_names
    rivals = [types.get("place", 0.0)]
    if firm:
        rivals.append(types.get("organisation", 0.0))
    return person >= max(rivals)


def _winner(types: dict[str, float]) -> str | None:
    """The type with most votes; None where two share the lead."""
    best = max(types.values())
    leaders = [kind for kind, count in types.items() if count == best]
    return leaders[0] if len(leaders) == 1 else None
