"""Types by the evidence of the whole story.

- A bare surname takes the type of the full name, and of a mention with a title ("Mr. Regan").
- A name with a company's legal form is an organisation, and so is the same name without it; so is a name
  right before a share's code ("Gruen <GMC>"), or between the brackets that some wires set around a company.
- An acronym that is an organisation in a third of its mentions is one in all of them (UCI). A short name that
  is now a person, now an organisation is one where a longer one begins with it (Fairchild Semiconductor).
- What stands after "in" or "the capital of", or before ", Calif.", is no person, nor what has a parliament.
- Where one surface form has several types, the majority wins if it turns the form to or from a person; a tie
  makes no person.

No other type is changed. An organisation and a place of one name that is no acronym stay as they are: a city
and its team are told apart by each sentence, not by a count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import Final, TypeAlias

from transforms._entity_names import Key, Name, analyse, is_acronym
from transforms._entity_spans import Span
from transforms._entity_words import HONORIFICS

__all__ = ["Form", "Forms", "Votes", "count_forms", "count_votes", "settle_types"]

Form: TypeAlias = tuple[str, str]
"""A surface form and a type that it has."""

Forms: TypeAlias = Mapping[Form, int]
"""How often each surface form has each type."""

Votes: TypeAlias = Mapping[Key, Mapping[str, float]]
"""The same by the form's words: capitals, dots and case make no difference."""

_CODE: Final = re.compile(r"(?: [A-Z][A-Za-z.]{1,4})? ?<[A-Z]{1,5}(?:\.[A-Z]{1,2})?>")
_COUNTRIES: Final = frozenset({"USA", "UAE", "USSR", "DRC", "PRC", "GDR", "FRG"})
_AROUND: Final = 20
_MAY_BE_PLACED: Final = frozenset({"person", "place"})
_IN_A_FIRM: Final = frozenset(
    "stake stakes share shares stock interest interests holding holdings shareholder investor investors "
    "invest invested confidence trust faith believe believed believes stakeholder pct percent".split()
)
_TO_A_PLACE: Final = re.compile(
    r"\b(?:(?:bank|government|capital|republic|people|coast|parliament|city|town|port) of"
    r"|outside|near|across|throughout) $",
    re.IGNORECASE,
)
_LAST_WORDS: Final = ("of", "outside", "near", "across", "throughout")
"""What `_TO_A_PLACE` ends with: asked first, in a fraction of the time, as few mentions stand after one."""

_OF_A_PLACE: Final = re.compile(
    r"['’]s (?:central bank|parliament|capital|economy|\w+ minister|coast|army|air force|currency)\b"
    r"|, (?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|"
    r"N\.[CDHJMY]|Okla|Ore|Pa|R\.I|S\.[CD]|Tenn|Tex|Vt|Va|Wash|W\.Va|Wis|Wyo)\."
)

_TITLED: Final = 2.0
"""A mention with a title counts as much as two that the model takes for a person."""


def count_forms(spans: Sequence[Span]) -> Forms:
    """Counts the surface forms, in order of their first mention."""
    return Counter([(text, kind) for _, _, _, text, kind in spans])


def count_votes(forms: Forms) -> Votes:
    """How often each name has each type. Capitals count half: models know them less well."""
    votes: dict[Key, dict[str, float]] = {}
    for (text, kind), count in forms.items():
        name = analyse(text)
        types = votes.setdefault(name.words, {})
        types[kind] = types.get(kind, 0.0) + (count / 2 if name.all_caps else count)
    return votes


def settle_types(texts: Mapping[str, str], spans: Sequence[Span]) -> tuple[list[Span], Forms]:
    """The same spans, some with another type, and the forms that they have then."""
    forms = count_forms(spans)
    votes = count_votes(forms)
    surnames = _surnames(forms, votes)
    _add_titled(surnames, texts, spans)
    companies = {name.key for text, _ in forms if (name := analyse(text)).is_company}
    if any("<" in text for text in texts.values()):
        companies.update(analyse(span.text).key for span in spans if _is_marked(texts[span.field], span))
    acronyms = _acronyms(texts, spans, votes)
    people = {words for words, types in votes.items() if "person" in types}
    doubted = {words for words in people if len(words) > 1 or words[0] not in surnames}
    placed = _placed(texts, spans, doubted) if doubted else set()
    firms = {words[0] for words, types in votes.items() if len(words) > 1 and "organisation" in types}
    turned: dict[Form, str] = {}
    for text, kind in forms:
        name = analyse(text)
        types = votes[name.words]
        if name.words in acronyms or (name.key in companies and _as_company(kind, name)):
            turned[text, kind] = "organisation"
        elif name.words in placed:
            if kind == "person":
                turned[text, kind] = "place"
        elif len(types) > 1 or (len(name.words) == 1 and name.words[0] in surnames):
            target = _turned(name.words, types, surnames, firms)
            if target and target != kind and "person" in (kind, target):
                turned[text, kind] = target
    if not turned:
        return list(spans), forms
    settled = [span.retyped(new) if (new := turned.get((span.text, span.type))) else span for span in spans]
    return settled, count_forms(settled)


def _surnames(forms: Forms, votes: Votes) -> dict[str, float]:
    """Last words of the full names of persons, and how many mentions of full names stand behind each."""
    found: dict[str, float] = defaultdict(float)
    for (text, kind), count in forms.items():
        if kind == "person" and " " in text:
            name = analyse(text)
            types = votes[name.words]
            if len(name.words) > 1 and (len(types) == 1 or _winner(types) == "person"):
                last = name.key[-1]
                found[last] += count
                if last[2:3] == "-":  # al-Assad, el-Sisi
                    found[last[3:]] += count
    return found


def _add_titled(surnames: dict[str, float], texts: Mapping[str, str], spans: Sequence[Span]) -> None:
    """Adds the single words that stand after a title and that the model takes for something else."""
    for field, start, _, text, kind in spans:
        if kind != "person" and " " not in text and _has_title(texts[field], start):
            surnames[analyse(text).words[0]] += _TITLED


def _has_title(text: str, start: int) -> bool:
    """Whether the word before this place is a title with a capital: 'Mr.', 'President'."""
    if text[start - 1 : start] != " ":
        return False
    word = text[text.rfind(" ", 0, start - 1) + 1 : start - 1]
    return word[:1].isupper() and word.rstrip(".").casefold() in HONORIFICS


def _placed(texts: Mapping[str, str], spans: Sequence[Span], doubted: Set[Key]) -> set[Key]:
    """Those of the doubted names that stand where places do, in one mention or more."""
    found: set[Key] = set()
    for span in spans:
        if span.type in _MAY_BE_PLACED and (words := analyse(span.text).words) in doubted:
            text = texts[span.field]
            if (
                _is_after_in(text, span)
                or _is_to_a_place(text, span.start)
                or _OF_A_PLACE.match(text, span.end)
            ):
                found.add(words)
    return found


def _is_to_a_place(text: str, start: int) -> bool:
    before = text[max(0, start - _AROUND) : start]
    return before.rstrip().casefold().endswith(_LAST_WORDS) and bool(_TO_A_PLACE.search(before))


def _is_after_in(text: str, span: Span) -> bool:
    """After 'in', but for 'a stake in' and the like; with no possessive, which a person may have too."""
    if not text.startswith(" in ", span.start - 4) or text.startswith(("'", "’"), span.end):
        return False
    return text[max(0, span.start - _AROUND) : span.start - 4].rpartition(" ")[2].casefold() not in _IN_A_FIRM


def _is_marked(text: str, span: Span) -> bool:
    """Whether a share's code follows ("Gruen <GMC>"), or the brackets of a company's name are around it."""
    if text[span.start - 1 : span.start] == "<":
        return " " in span.text and text[span.end : span.end + 3].partition(">")[1] == ">"
    return bool(_CODE.match(text, span.end))


def _acronyms(texts: Mapping[str, str], spans: Sequence[Span], votes: Votes) -> set[Key]:
    """Acronyms among words in mixed case that are an organisation in a third of their mentions or more."""
    found: set[Key] = set()
    for span in spans:
        if span.type != "organisation" or len(span.text) < 3 or not span.text.isupper():
            continue
        if not is_acronym(span.text) or "." in span.text or span.text in _COUNTRIES:
            continue
        types = votes[analyse(span.text).words]
        text = texts[span.field]
        around = text[max(0, span.start - _AROUND) : span.start] + text[span.end : span.end + _AROUND]
        if types["organisation"] * 3 >= sum(types.values()) and any(map(str.islower, around)):
            found.add(analyse(span.text).words)
    return found


def _as_company(kind: str, name: Name) -> bool:
    """Whether it has a legal form, or is what is left of such a name and no place."""
    return name.is_company or kind in ("person", "other")


def _turned(
    words: Key, types: Mapping[str, float], surnames: Mapping[str, float], firms: set[str]
) -> str | None:
    """The type that all mentions of this form get; None where they keep their own."""
    backing = surnames.get(words[0], 0.0) if len(words) == 1 else 0.0
    if backing and _is_surname(types, backing, firm=words[0] in firms):
        return "person"
    if len(types) > 1 and "person" in types:
        if not backing and words[0] in firms and "organisation" in types:
            return "organisation"
        return _winner(types)
    return None


def _is_surname(types: Mapping[str, float], backing: float, *, firm: bool) -> bool:
    """Whether a bare word is the surname of a person whom the story names in full or with a title.

    A place of that name needs to be outvoted (Denzel Washington, Washington), and so does an organisation
    where the story has a longer one that begins with the word (Henry Ford, Ford Motor Co, Ford). Models
    often take a bare surname for an organisation, so any other needs four times the votes to stay one.
    """
    person = types.get("person", 0.0) + backing
    organisation = types.get("organisation", 0.0)
    return person >= max(types.get("place", 0.0), organisation if firm else organisation / 4)


def _winner(types: Mapping[str, float]) -> str | None:
    """The type with most votes; of two that share the lead, the one that is no person; None for others."""
    best = max(types.values())
    leaders = [kind for kind, count in types.items() if count == best]
    if len(leaders) == 2 and "person" in leaders:
        leaders.remove("person")
    return leaders[0] if len(leaders) == 1 else None
