"""Invented results, standings, scoreboards and short items in the shapes that wires send, with their names.

Wikipedia and the web have next to none of these, and they are a third of a day's wire: "Everton 2 Leeds 0" is
two clubs, "( Kenya )" after a runner is a place. Clubs are made from places of the whole world, people from
names of the whole world; nothing is taken from any agency's text.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final

from training.ner import gazetteer
from training.ner.demonyms import ADJECTIVES
from training.ner.tags import OUTSIDE, Document, Sentence

__all__ = ["documents"]

_SUFFIXES: Final = "United|City|Rovers|Town|Wanderers|Athletic|FC|County|Albion|Sporting".split("|")
_PREFIXES: Final = "Real|Dynamo|Sporting|Racing|Deportivo|Olympique|Lokomotiv|AC|FC|Sparta|Inter".split("|")
_NICKNAMES: Final = (
    "Bears|Eagles|Lions|Tigers|Hawks|Royals|Giants|Kings|Pirates|Rangers|Wolves|Chiefs|Stars|Falcons".split(
        "|"
    )
)
_DAYS: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|")
_MONTHS: Final = "Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec".split("|")
_SPORTS: Final = "SOCCER|RUGBY|BASKETBALL|ICE HOCKEY|HANDBALL|BASEBALL|VOLLEYBALL|FOOTBALL".split("|")
_BODIES: Final = "Ministry|Bank|University|Institute|Court|Parliament".split("|")
_LEGAL: Final = "Corp|Inc|Ltd|Group|SA|AG|Holdings|PLC".split("|")
_OPEN: Final = "TENNIS|ATHLETICS|GOLF|CYCLING|SWIMMING|BADMINTON|SKIING|BOXING".split("|")

_Marked = str
"""Words apart by blanks; a name as [LABEL words]."""


def documents(count: int, seed: int = 1) -> list[Document]:
    """That many documents, each of one kind and with names of its own."""
    rng = random.Random(seed)
    kinds = (_results, _standings, _ranking, _draw, _scoreboard, _report, _report, _american, _brief, _brief)
    return [[_sentence(line) for line in _Wire(rng).item(rng.choice(kinds))] for _ in range(count)]


class _Wire:
    """A fountain of names, all from one random source."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._bare = rng.random() < 0.6

    def item(self, kind: Callable[[_Wire], Iterator[_Marked]]) -> list[_Marked]:
        """Headline (half of them in capitals), dateline (mostly), and what the kind says."""
        head, *rest = kind(self)
        lines = [_upper(head) if self.rng.random() < 0.5 else head]
        if self.rng.random() < 0.7:
            lines.append(self.dateline())
        return lines + rest

    def dateline(self) -> _Marked:
        city, rng = self.city(), self.rng
        if rng.random() < 0.5:
            city = _upper(city)
        month, day = rng.choice(_MONTHS), rng.randint(1, 28)
        return rng.choice(
            [f"{city} {rng.randint(1990, 2027)}-0{rng.randint(1, 9)}-{day}", f"{city} , {month} {day}"]
        )

    def city(self) -> _Marked:
        return f"[LOC {self.rng.choice(gazetteer.cities(200_000))}]"

    def country(self) -> _Marked:
        return f"[LOC {self.rng.choice(gazetteer.countries(1_000_000))}]"

    def demonym(self) -> _Marked:
        return f"[MISC {self.rng.choice(ADJECTIVES)}]"

    def person(self, form: str = "full") -> _Marked:
        country = self.rng.choice(gazetteer.people())
        first, last = self.rng.choice(country.firsts), self.rng.choice(country.lasts)
        forms = {"full": f"{first} {last}", "initial": f"{first[0]}. {last}", "last": last}
        return f"[PER {forms[form]}]"

    def club(self) -> _Marked:
        place, rng = self.rng.choice(gazetteer.cities(100_000)), self.rng
        if self._bare or rng.random() < 0.4:
            return f"[ORG {place}]"
        return rng.choice(
            [f"[ORG {place} {rng.choice(_SUFFIXES)}]", f"[ORG {rng.choice(_PREFIXES)} {place}]"]
        )

    def team(self) -> _Marked:
        return f"[ORG {self.rng.choice(gazetteer.cities(300_000))} {self.rng.choice(_NICKNAMES)}]"

    def number(self, most: int) -> int:
        return self.rng.randint(0, most)


def _results(w: _Wire) -> Iterator[_Marked]:
    league = w.rng.choice(["first division", "premier league", "cup", "league", "second division"])
    sport, nation = w.rng.choice(_SPORTS), w.demonym()
    yield w.rng.choice(
        [f"{sport} - {nation} {league} results .", f"{sport} - {nation} results / standings ."]
    )
    yield f"Results of {nation} {league} matches played on {w.rng.choice(_DAYS)} :"
    side = w.country if w.rng.random() < 0.2 else w.club
    for _ in range(w.rng.randint(3, 8)):
        home, away, a, b = side(), side(), w.number(5), w.number(5)
        yield w.rng.choice(
            [f"{home} {a} {away} {b}", f"{home} {a} - {away} {b}", f"{home} beat {away} {a}-{b}"]
        )
        if w.rng.random() < 0.3:
            yield f"Scorers : {w.person('last')} {w.number(90)} , {w.person()} {w.number(90)}"


def _standings(w: _Wire) -> Iterator[_Marked]:
    yield f"{w.rng.choice(_SPORTS)} - {w.demonym()} league standings ."
    yield "Standings ( tabulate under played , won , drawn , lost , points ) :"
    for _ in range(w.rng.randint(4, 10)):
        yield f"{w.club()} " + " ".join(str(w.number(30)) for _ in range(w.rng.randint(4, 7)))


def _ranking(w: _Wire) -> Iterator[_Marked]:
    event = w.rng.choice(["Grand Prix", "Open", "World Cup", "Masters", "Championships", "Marathon"])
    host = w.rng.choice([w.demonym(), w.city()])
    yield f"{w.rng.choice(_OPEN)} - leading scores at [MISC {_words(host)} {event}] ."
    for place in range(1, w.rng.randint(4, 10)):
        name, land, score = w.person(), w.country(), f"{w.number(59)}.{w.number(99):02}"
        yield w.rng.choice(
            [f"{place} . {name} ( {land} ) {score}", f"{place} . {name} , {land} , {score} seconds"]
        )


def _draw(w: _Wire) -> Iterator[_Marked]:
    yield f"TENNIS - results at [MISC {_words(w.demonym())} Open] ."
    yield w.rng.choice(["Men 's singles , second round", "Women 's singles , quarter-finals"])
    for number in range(1, w.rng.randint(3, 8)):
        winner, loser = (f"{w.person()} ( {w.country()} )" for _ in range(2))
        seed = f"{number} - " if w.rng.random() < 0.3 else ""
        yield f"{seed}{winner} beat {loser} 6-{w.number(4)} 7-{w.rng.randint(5, 6)}"


def _scoreboard(w: _Wire) -> Iterator[_Marked]:
    home, away = w.club(), w.club()
    yield f"CRICKET - {home} v {away} scoreboard ."
    yield f"Scores on the second day of the match between {home} and {away} :"
    yield f"{home} first innings"
    for _ in range(w.rng.randint(3, 7)):
        yield f"{w.person('initial')} c {w.person('last')} b {w.person('last')} {w.number(120)}"
    yield f"Bowling : {w.person('last')} {w.number(30)}-{w.number(9)}-{w.number(90)}-{w.number(5)}"
    bat, ball = w.person("initial"), w.person("initial")
    yield f"{away} {w.number(400)} ( {bat} {w.number(150)} ; {ball} {w.number(9)}-54 )"


def _american(w: _Wire) -> Iterator[_Marked]:
    side = w.club if w._bare else w.team
    league = w.rng.choice(["National League", "American League", "Eastern Conference"])
    yield f"{w.rng.choice(['BASEBALL', 'BASKETBALL', 'HOCKEY'])} - [MISC {league}] results ."
    for _ in range(w.rng.randint(3, 6)):
        home, away = side(), side()
        line = w.rng.choice([f"{home} at {away}", f"{home} {w.number(12)} , {away} {w.number(12)}"])
        yield _upper(line) if w.rng.random() < 0.5 else line


def _report(w: _Wire) -> Iterator[_Marked]:
    home, away, star, coach = w.club(), w.club(), w.person(), w.person()
    nation, last, day = w.demonym(), star.split()[-1], w.rng.choice(_DAYS)
    yield w.rng.choice([f"{w.rng.choice(_SPORTS)} - {home} beat {away} .", f"{star} seals win for {home} ."])
    yield f"{nation} striker {star} scored twice as {home} beat {away} {w.number(4)}-1 on {day} ."
    yield f"[PER {last} , who joined from {w.club()} in June , struck again before half-time ."
    yield f"{home} coach {coach} said his side had earned the win in {w.city()} ."
    yield f"{away} , beaten by {w.club()} last week , play {w.club()} at home on {w.rng.choice(_DAYS)} ."


def _brief(w: _Wire) -> Iterator[_Marked]:
    body = f"[ORG {w.rng.choice(_BODIES)} of {_words(w.country())}]"
    firm = f"[ORG {_words(w.person('last'))} {w.rng.choice(_LEGAL)}]"
    who, place, land, nation = w.person(), w.city(), w.country(), w.demonym()
    yield w.rng.choice([f"{who} meets {nation} leaders in {place} .", f"{firm} to buy {nation} rival ."])
    day = w.rng.choice(_DAYS)
    yield f"{nation} minister {who} said in {place} on {day} that {land} would sign the treaty ."
    yield f"{firm} of {w.country()} said profit rose {w.number(99)} percent on sales in {w.country()} ."
    yield f"The {body} had no comment , {w.person()} , a spokesman , told reporters ."
    yield f"-- {place} newsroom , + {w.number(99)} {w.number(999)} {w.number(9999)}"


def _sentence(line: _Marked) -> Sentence:
    words: list[str] = []
    tags: list[str] = []
    label, begin = "", False
    for part in line.split():
        if part[0] == "[":
            label, begin = part[1:], True
            continue
        words.append(part.removesuffix("]"))
        tags.append(f"{'B' if begin else 'I'}-{label}" if label else OUTSIDE)
        begin = False
        if part.endswith("]"):
            label = ""
    return Sentence(tuple(words), tuple(tags))


def _words(marked: _Marked) -> str:
    return marked.partition(" ")[2].removesuffix("]")


def _upper(line: _Marked) -> _Marked:
    """In capitals; the labels are."""
    return line.upper()
