"""Makes `schemas/media_topics.json` from the IPTC's own release of the Media Topics.

    python tools/make_media_topics.py cptall-en-GB.json schemas/media_topics.json

The input is the SKOS/JSON file of all concepts in British English, retired ones included, that the IPTC
serves at https://cv.iptc.org/newscodes/mediatopic/. The output keeps codes, English labels, the tree and
the mappings, and drops definitions and notes. Run it again for each new release, and read the diff: the file
has one concept a line.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any, TypeAlias

Concept: TypeAlias = dict[str, Any]

ATTRIBUTION = (
    "IPTC Media Topics NewsCodes, copyright IPTC, International Press Telecommunications Council "
    "(https://iptc.org), licensed CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). "
    "Changed: definitions, notes and facets left out; replacements of retired concepts read from the notes."
)
COLUMNS = ("code", "name", "broader", "subject_code", "subject_match", "wikidata", "replaced_by", "replaced")

SUBJECT_SCHEME = "/subjectcode/"
_CODE = re.compile(r"\b\d{8}\b")
_MATCHES = ("exactMatch", "closeMatch", "broadMatch")

# Retired concepts that one note or Wikidata item seems to replace, and that mean more than it: they go to
# the nearest active concept above.
WIDER_THAN_NAMED = {
    "20000271",  # financial and business service: financial service is half of it
    "20000353",  # consumer issue: "individual product terms or product recall"
    "20000491",  # reproductive medicine: "family planning if relevant"
    "20000526",  # contract issue-healthcare: shares an item with workplace health and safety
}

# Subject Codes that no concept matches exactly or closely, by hand from the two vocabularies' own labels:
# first those that bear a topic's name, then those whose topic is plain. Every other Subject Code falls back
# to its parent (`MediaTopics.from_subject_code`).
SUBJECTS_BY_HAND = {
    "01020000": "20000002",  # arts (general): arts and entertainment
    "01021000": "20000002",  # entertainment (general): arts and entertainment
    "01028000": "20000747",  # history
    "03009000": "20000424",  # pollution: environmental pollution
    "03017000": "20000168",  # rescue: emergency response
    "04008023": "20000385",  # financial markets: market and exchange
    "04016011": "20000190",  # corporate officer: executive officer
    "04016014": "20001159",  # defence contract: public contract
    "04016020": "20001159",  # government contract: public contract
    "04016027": "20000170",  # litigation and regulation: business information
    "04016036": "20000176",  # rating: credit rating
    "04016045": "20001365",  # sales: business reporting and performance
    "04016048": "20001365",  # corporate performance: business reporting and performance
    "04016049": "20000178",  # losses: corporate earnings
    "04016051": "20000186",  # stock splits: stock activity
    "04016057": "20000205",  # new service: new product or service
    "07017001": "20000458",  # mental illness: mental health and disorder
    "08005002": "20000810",  # death: death and dying
    "08005003": "20001235",  # funeral: funeral and memorial service
    "09011000": "20000518",  # wage and pension: wages and benefits
    "10001002": "20001154",  # chess
    "10003000": "20000568",  # gastronomy: food and drink enthusiasm
    "10004003": "20001257",  # gardening
    "10007000": "20000563",  # travel and commuting: travel and tourism
    "10009000": "20000570",  # lifestyle (house and home): house and home
    "10014000": "20000566",  # auto trends: automobile enthusiasm
    "10018000": "20001236",  # wedding
    "11001007": "20000602",  # biological and chemical weapons: military weaponry and equipment
    "11001008": "20000602",  # missile systems: military weaponry and equipment
    "11001009": "20000602",  # nuclear weapons: military weaponry and equipment
    "11003009": "20000577",  # european elections: intergovernmental elections
    "11006011": "20000624",  # privatisation
    "11014000": "20000638",  # treaty and international organisation: international relations
    "11014001": "20000638",  # international relations
    "11014002": "20000073",  # peace negotiations: peace process
    "12004001": "20000659",  # christianity
    "12004002": "20000677",  # islam
    "12004003": "20000679",  # judaism
    "12004004": "20000658",  # buddhism
    "12004005": "20000676",  # hinduism
    "12005001": "20000697",  # religious facilities
    "13001000": "20000756",  # applied science: technology and engineering
    "13010000": "20000756",  # technology (general): technology and engineering
    "14006005": "20000816",  # sex: sexual behaviour
    "14010000": "20000795",  # minority group: national or ethnic minority
    "15036000": "20000987",  # luge
    "15073001": "20001177",  # Summer Olympics: Olympic Games
    "15073002": "20001177",  # Winter Olympics: Olympic Games
    "15073047": "20001178",  # paralympic games
    "15101000": "20001240",  # bodybuilding
}


def code_of(uri: str) -> str:
    """The code at the end of a concept's URI or QCode."""
    return re.split(r"[/:]", uri)[-1]


def label(concept: Concept) -> str:
    """The English label."""
    return str(concept["prefLabel"]["en-GB"]).strip()


def broader(concept: Concept) -> str | None:
    """The code of the concept above; None for a top topic."""
    uris = concept.get("broader", [])
    return code_of(uris[0]) if uris else None


def subject_match(concept: Concept) -> tuple[str | None, str | None]:
    """The Subject Code that a concept is mapped to, and how: exact, close or broad."""
    for kind in _MATCHES:
        for uri in concept.get(kind, []):
            if SUBJECT_SCHEME in uri:
                return code_of(uri), kind.removesuffix("Match")
    return None, None


def wikidata(concept: Concept) -> str | None:
    """The Wikidata item that is the same; entity and page addresses both occur."""
    uris = (uri for uri in concept.get("exactMatch", []) if "wikidata.org" in uri)
    return next((code_of(uri) for uri in uris), None)


def is_retired(concept: Concept) -> bool:
    """Whether the IPTC withdrew it."""
    return "retired" in concept


def active_broader(code: str, concepts: dict[str, Concept]) -> str:
    """The nearest concept above that is not retired."""
    above = broader(concepts[code])
    while above is not None and is_retired(concepts[above]):
        above = broader(concepts[above])
    if above is None:
        raise ValueError(f"{code}: no active concept above")
    return above


def named_in_note(code: str, concepts: dict[str, Concept]) -> list[str]:
    """The concepts that the change note of a retired one names in its stead."""
    note = concepts[code].get("changeNote", {}).get("en-GB", "")
    if "Child terms moved up" in note:
        return []
    found = dict.fromkeys(_CODE.findall(note))
    return [other for other in found if other in concepts and other != code]


def same_concepts(code: str, concepts: dict[str, Concept]) -> list[str]:
    """Active concepts with the label, or else the Wikidata item, of a retired one."""
    active = [other for other, concept in concepts.items() if not is_retired(concept)]
    mine = concepts[code]
    same = [other for other in active if label(concepts[other]).casefold() == label(mine).casefold()]
    if not same and (item := wikidata(mine)):
        same = [other for other in active if wikidata(concepts[other]) == item]
    return same


def replacement(code: str, concepts: dict[str, Concept], seen: tuple[str, ...] = ()) -> tuple[str, str]:
    """What stands for a retired concept today, and how it was found.

    "named": the one concept that the change note names, or an active one with the same label or Wikidata
    item. "broader": the nearest active concept above, where the note names none or leaves a choice.
    """
    if code in seen:
        raise ValueError(f"{code}: replaced by itself through {seen}")
    named = named_in_note(code, concepts)
    same = same_concepts(code, concepts)
    if len(named) > 1:
        named = [other for other in named if other in same]
    elif not named:
        named = same
    if len(named) != 1 or code in WIDER_THAN_NAMED:
        return active_broader(code, concepts), "broader"
    if not is_retired(concepts[named[0]]):
        return named[0], "named"
    return replacement(named[0], concepts, (*seen, code))


def path(code: str, concepts: dict[str, Concept]) -> list[str]:
    """From the top topic down to the concept."""
    above = broader(concepts[code])
    return [*path(above, concepts), code] if above else [code]


def common_broader(codes: list[str], concepts: dict[str, Concept]) -> str | None:
    """The narrowest concept that is one of these or above all of them; None over several top topics."""
    steps = zip(*(path(code, concepts) for code in codes), strict=False)
    shared = [step[0] for step in steps if len(set(step)) == 1]
    return shared[-1] if shared else None


def looser_subjects(concepts: dict[str, Concept]) -> dict[str, str]:
    """Subject Codes that no concept equals: the topic that all concepts within the subject fall under."""
    matched: set[str] = set()
    within: dict[str, list[str]] = defaultdict(list)
    for code, concept in concepts.items():
        subject, kind = subject_match(concept)
        if subject and kind == "broad" and not is_retired(concept):
            within[subject].append(code)
        elif subject and kind != "broad":
            matched.add(subject)
    found = {s: common_broader(codes, concepts) for s, codes in within.items() if s not in concepts}
    kept = {subject: topic for subject, topic in found.items() if topic and subject not in matched}
    return dict(sorted({**kept, **SUBJECTS_BY_HAND}.items()))


def row(code: str, concepts: dict[str, Concept]) -> list[str | None]:
    """One line of the table, in the order of `COLUMNS`."""
    concept = concepts[code]
    replaced_by, how = replacement(code, concepts) if is_retired(concept) else (None, None)
    subject, match = subject_match(concept)
    return [code, label(concept), broader(concept), subject, match, wikidata(concept), replaced_by, how]


def table(release: dict[str, Any]) -> str:
    """The JSON text of the compact table."""
    concepts = {code_of(c["qcode"]): c for c in release["conceptSet"]}
    about = {"attribution": ATTRIBUTION, "source": release["uri"], "released": release["dateReleased"][:10]}
    rows = (json.dumps(row(code, concepts), ensure_ascii=False) for code in sorted(concepts))
    parts = {
        "about": json.dumps(about, indent=1),
        "columns": json.dumps(COLUMNS),
        "topics": "[\n" + ",\n".join(rows) + "\n]",
        "looser_subject_codes": json.dumps(looser_subjects(concepts), indent=0),
    }
    return "{\n" + ",\n".join(f'"{key}": {text}' for key, text in parts.items()) + "\n}\n"


def main() -> None:
    """Reads the release, writes the table."""
    parser = argparse.ArgumentParser(description="Makes the compact Media Topics table.")
    parser.add_argument("release", type=Path, help="cptall-en-GB.json of the IPTC")
    parser.add_argument("table", type=Path, help="schemas/media_topics.json")
    args = parser.parse_args()
    args.table.write_text(table(json.loads(args.release.read_text("utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
