"""Stories told in the words of `vocabulary`, and what desks do to them: write through, correct, edit, cut.

Pure: all chance comes from the `random.Random` that is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final, TypeAlias

from tests.wire_days.vocabulary import FORM, HEADLINES, PHRASES, SENTENCES

__all__ = ["Cast", "Tale", "jaccard", "shingles"]

_SLOT: Final = re.compile(r"\{(\w+?)(_[cs])?(\d?)\}")
_ARTICLE: Final = re.compile(r"^(?:the|a|an) ")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and where a story is about: what fills the slots A, a, B, b, C, O, P, Q."""

    names: dict[str, str]

    @staticmethod
    def pick(chance: Random) -> Cast:
        """Two persons, a company, an office and two places."""
        pick = chance.choice
        first, second = (f"{pick(PHRASES['given'])} {pick(PHRASES['surname'])}" for _ in range(2))
        place, other = chance.sample(PHRASES["place"], 2)
        return Cast(
            {
                "A": first,
                "a": first.split()[1],
                "B": second,
                "b": second.split()[1],
                "C": f"{pick(PHRASES['surname'])} {pick(PHRASES['trade'])}",
                "O": f"the {place} {pick(PHRASES['office'])}",
                "P": place,
                "Q": other,
            }
        )


_Filler: TypeAlias = Callable[[Cast, Random], str]


def _number(chance: Random, least: int, most: int) -> int:
    return least + int(chance.random() * (most - least))


_NUMBERS: Final[dict[str, Callable[[Random], str]]] = {
    "n": lambda chance: str(_number(chance, 2, 98)),
    "N": lambda chance: f"{_number(chance, 1_000, 990_000):,}",
    "M": lambda chance: f"{_number(chance, 1_000, 990_000):,}",
    "d": lambda chance: f"{_number(chance, 0, 40)}.{_number(chance, 1, 10)}",
    "year": lambda chance: str(_number(chance, 1931, 2025)),
}


def _filler(name: str, shape: str | None) -> _Filler:
    def fill(cast: Cast, chance: Random) -> str:
        if name in _NUMBERS:
            return _NUMBERS[name](chance)
        if name in cast.names:
            return cast.names[name]
        phrases = PHRASES[name]
        phrase = phrases[int(chance.random() * len(phrases))]
        if shape == "_s":  # headlines have no articles
            return _ARTICLE.sub("", phrase)
        return phrase[0].upper() + phrase[1:] if shape == "_c" else phrase

    return fill


_Template: TypeAlias = tuple[list[str], list[_Filler]]


def _compiled(text: str) -> _Template:
    fillers = [_filler(match[1], match[2]) for match in _SLOT.finditer(text)]
    return _SLOT.sub("\0", text).split("\0"), fillers


_SENTENCES: Final = [_compiled(text) for text in SENTENCES]
_HEADLINES: Final = [_compiled(text) for text in HEADLINES]
_FORM: Final = [_compiled(text) for text in FORM]


def _fill(template: _Template, cast: Cast, chance: Random) -> str:
    texts, fillers = template
    parts = [texts[0]]
    for filler, text in zip(fillers, texts[1:], strict=True):
        parts += (filler(cast, chance), text)
    sentence = "".join(parts)
    return sentence[0].upper() + sentence[1:]


@dataclass(frozen=True, slots=True)
class Tale:
    """A story as a desk holds it.

    Attributes:
      headline: without tag.
      paragraphs: of the body, without dateline.
      cast: whom it is about.
    """

    headline: str
    paragraphs: tuple[str, ...]
    cast: Cast

    @property
    def text(self) -> str:
        """The body."""
        return "\n\n".join(self.paragraphs)

    @staticmethod
    def tell(chance: Random, words: int = 440, cast: Cast | None = None) -> Tale:
        """A new story of about so many words."""
        cast = cast or Cast.pick(chance)
        return Tale(headline(cast, chance), tuple(_paragraphs(cast, chance, words)), cast)

    @staticmethod
    def report(chance: Random) -> Tale:
        """A story on the one form that all company reports have."""
        cast = Cast.pick(chance)
        sentences = [_fill(template, cast, chance) for template in _FORM]
        return Tale(f"{cast.names['C']} reports quarterly results", tuple(sentences), cast)

    def grown(self, chance: Random) -> Tale:
        """With a new first paragraph, and another one or two behind it."""
        new = _paragraphs(self.cast, chance, chance.choice((50, 90)))
        return replace(self, paragraphs=(*new, *self.paragraphs[1:]))

    def recast(self, chance: Random) -> Tale:
        """Written anew around a third of what it was."""
        kept = self.paragraphs[1 : 1 + max(2, len(self.paragraphs) // 3)]
        new = _paragraphs(self.cast, chance, sum(len(p.split()) for p in self.paragraphs[: -len(kept)]))
        return replace(self, paragraphs=(*new, *kept))

    def next_take(self, chance: Random) -> Tale:
        """What goes on with it: the same people, no sentence of it."""
        return replace(self, paragraphs=tuple(_paragraphs(self.cast, chance, 260)))

    def corrected(self, chance: Random) -> Tale:
        """With another figure in one paragraph."""
        at = 1 + int(chance.random() * (len(self.paragraphs) - 1))
        mended = re.sub(r"\d+", lambda _: _NUMBERS["n"](chance), self.paragraphs[at], count=1)
        if mended == self.paragraphs[at]:
            mended += f" The number was {_NUMBERS['N'](chance)}."
        return replace(self, paragraphs=(*self.paragraphs[:at], mended, *self.paragraphs[at + 1 :]))

    def detailed(self, chance: Random) -> Tale:
        """With the same headline and a detail behind it, as the story that follows an alert."""
        detail = f"{_NUMBERS['n'](chance)} {chance.choice(PHRASES['crowd'])} affected"
        return replace(self, headline=f"{self.headline}, {detail}")

    def edited(self, chance: Random, share: float = 0.05) -> Tale:
        """With that share of its words replaced, in runs of three as an editor does it."""
        words = sum(len(p.split()) for p in self.paragraphs)
        runs = chance.sample(range(words // 3), max(1, round(words * share / 3)))
        return replace(self, paragraphs=tuple(_edit(self.paragraphs, {3 * run for run in runs}, chance)))

    def cut(self, keep: float) -> Tale:
        """Without the last paragraphs, so that at least this share of its words stays."""
        sizes = [len(p.split()) for p in self.paragraphs]
        least, at = keep * sum(sizes), 0
        while sum(sizes[:at]) < least:
            at += 1
        return replace(self, paragraphs=self.paragraphs[:at])

    def with_more(self, *paragraphs: str) -> Tale:
        """With these paragraphs at its end."""
        return replace(self, paragraphs=(*self.paragraphs, *paragraphs))


def headline(cast: Cast, chance: Random) -> str:
    """A headline about these people."""
    return _fill(chance.choice(_HEADLINES), cast, chance)


def _paragraphs(cast: Cast, chance: Random, words: int) -> list[str]:
    """Sentences on templates in random order, by ones and twos, until there are so many words."""
    made: list[str] = []
    templates: list[_Template] = []
    while words > 0:
        sentences = []
        for _ in range(chance.choice((1, 2, 2))):
            templates = templates or chance.sample(_SENTENCES, len(_SENTENCES))
            sentences.append(_fill(templates.pop(), cast, chance))
        made.append(" ".join(sentences))
        words -= len(made[-1].split())
    return made


def _edit(paragraphs: Sequence[str], starts: set[int], chance: Random) -> list[str]:
    edited, at = [], 0
    for paragraph in paragraphs:
        words = paragraph.split(" ")
        for i in range(len(words)):
            if (at + i) - (at + i) % 3 in starts:
                words[i] = chance.choice(PHRASES["surname"]).lower()
        at += len(words)
        edited.append(" ".join(words))
    return edited


def shingles(text: str) -> frozenset[str]:
    """All runs of four words, in lower case."""
    words = _WORD.findall(text.casefold())
    return frozenset(" ".join(words[i : i + 4]) for i in range(len(words) - 3))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of all their shingles that both have."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
