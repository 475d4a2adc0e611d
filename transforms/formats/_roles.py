"""Author lines: who did what, 'Additional reporting by A; Editing by B and C'.

Sources: the Reuters Handbook of Journalism ("Sign-offs"), the AP Stylebook ("bylines"), and the sign-offs of
Reuters' services in French, German, Spanish, Italian, Portuguese and Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from schemas.records import Author
from transforms.formats._people import is_name, people_in

__all__ = ["author_line", "begins_author_line", "is_author_line"]

# English: one or more of these before 'by' ('Reporting and writing by').
_ENGLISH: Final = {
    "report": "reporting",
    "writ": "writing",
    "edit": "editing",
    "compil": "compiling",
    "translat": "translation",
    "research": "research",
    "photograph": "photography",
    "photo": "photography",
    "film": "video",
    "video": "video",
    "graphic": "graphics",
    "illustrat": "graphics",
    "poll": "polling",
    "produc": "production",
    "desk": "desking",
    "contribut": "contributing",
    "analy": "analysis",
}
_ENGLISH_WORD: Final = (
    r"(?:report(?:ing|ed)|writ(?:ing|ten)|edit(?:ing|ed)|compil(?:ing|ed|ation)|translat(?:ion|ed|ing)|research(?:ed)?"
    r"|photograph(?:y|s|ed)?|photos?|film(?:ing|ed)|videos?|graphics?|illustrations?|polling|produc(?:tion|ed)"
    r"|desking|contribut(?:ing|ions?)|analysis)"
)
_ROLE_WORD: Final = re.compile(_ENGLISH_WORD, re.IGNORECASE)
_ENGLISH_PHRASE: Final = (
    rf"(?:(?:with |and )?(?:(?P<more>additional|further|other|extra) )?(?P<words>{_ENGLISH_WORD}"
    rf"(?:(?:, | and |, and )(?:(?:additional|desk|data|copy) )?{_ENGLISH_WORD}){{0,3}}) by)"
)
# Other languages: the whole phrase.
_PHRASES: Final = {
    "additional reporting": "reporte adicional de|información adicional de|reportage supplémentaire de"
    "|reportagem adicional de|zusätzliche berichterstattung von|mitarbeit:?",
    "reporting": "reporte de|reportage de|reportagem de|información de|bericht(?:et)? von|reporter:?"
    "|reporting di|verslag van|berichterstattung von",
    "writing": "escrito por|rédigé par|geschrieben von|scritto da|geschreven door",
    "editing": "editado(?: en español)? por|édit(?:é|ion) (?:par|de)|edição (?:de|por)|editing di"
    "|redigiert von|redaktion:?|redagiert von|bearbeitet von|bewerkt door|a cura di",
    "translation": "traducido por|traducción de|traduit par|version française(?: de)?|tradotto da"
    "|traduzione di|tradução de|übersetzt von|übersetzung:?",
    "compiling": "zusammengestellt von|compilé par",
    "graphics": "infografik:?|infographie(?: de)?|graphique de",
    "photography": "photographie(?: de)?|fotos?(?: von)?:?",
    "research": "recherche:?",
}
_ROLE_OF: Final = tuple(_PHRASES)
_OTHERS: Final = "|".join(f"(?P<r{number}>{forms})" for number, forms in enumerate(_PHRASES.values()))
_ROLE: Final = re.compile(
    rf"(?:^|(?<=[;,.()\n-])\s*|(?<=[;,.()\n-]\s))(?:(?:and|y|et|und)\s)?(?:{_ENGLISH_PHRASE}|{_OTHERS})(?=[\s:])[\s:]*",
    re.IGNORECASE,
)
_SIGN: Final = re.compile(r"[;,.()\n-]")
_SENTENCE: Final = re.compile(r"(?<=[a-z]{3})\.\s")
_CONTRIBUTED: Final = re.compile(
    r"(?:(?:the )?[\w .]{0,40}?\b(?:writers?|reporters?|correspondents?|journalists?|staff(?:ers)?)\s+)?"
    r"(?P<names>[A-ZÀ-Ý][^.;:!?\n]{2,300}?)\s+(?:also\s+)?contributed(?: reporting)?"
    r"(?: to this (?:report|story|article))?\.?"
)
_AROUND: Final = "()[]*—–- \n\t"
_LONGEST: Final = 900


def begins_author_line(text: str) -> bool:
    """Whether a text begins with a role: 'Reporting by', 'Redigiert von'."""
    return _ROLE.match(text.strip(_AROUND)) is not None


def is_author_line(text: str) -> bool:
    """Whether a text has roles and names in it and nothing else: 'Reporting by the BBC showed that' has."""
    inside = text.strip(_AROUND)
    if len(inside) > _LONGEST:
        return False
    authors = author_line(inside)
    return bool(authors) and all(is_name(author.name) for author in authors)


def author_line(text: str) -> tuple[Author, ...]:
    """'(Additional reporting by A; Editing by B and C)' -> A (additional reporting), B and C (editing)."""
    text = text.strip(_AROUND)[:_LONGEST]
    if not _ROLE.match(text):
        match = _CONTRIBUTED.fullmatch(text) if "contributed" in text else None
        return (
            tuple(Author(name=name, role="contributing") for name in people_in(match["names"]))
            if match
            else ()
        )
    matches = list(_phrases(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    authors: dict[Author, None] = {}
    for match, end in zip(matches, ends, strict=True):
        names = people_in(_SENTENCE.split(text[match.end() : end], maxsplit=1)[0].strip(" ;,()\n"))
        authors |= {Author(name=name, role=role): None for name in names for role in _roles(match)}
    return tuple(authors)


def _phrases(text: str) -> Iterator[re.Match[str]]:
    """As `_ROLE.finditer`, which asks at every character: a phrase begins the text, or follows a sign."""
    end = 0
    for after in chain((0,), (sign.end() for sign in _SIGN.finditer(text))):
        for start in (after, after + 1):
            if start >= end and (match := _ROLE.match(text, start)):
                yield match
                end = match.end()


@lru_cache(maxsize=128)
def _role_of(word: str) -> str:
    return next(role for stem, role in _ENGLISH.items() if word.startswith(stem))


def _roles(match: re.Match[str]) -> list[str]:
    """The roles of one phrase; an English one may name several."""
    if match["words"] is None:
        return [_ROLE_OF[int(str(match.lastgroup)[1:])]]
    roles = [_role_of(word.lower()) for word in _ROLE_WORD.findall(match["words"])]
    return [f"additional {role}" for role in roles] if match["more"] else roles
