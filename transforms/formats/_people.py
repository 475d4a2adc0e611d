"""Lists of people: 'Jane Doe in London, John Roe Jr. and María de la Cruz'."""

from __future__ import annotations

import re
from typing import Final

from transforms.formats._agencies import is_agency

__all__ = ["is_name", "people_in"]

# What parts two names: a comma, a slash, 'and' in the languages of the wires.
_BETWEEN: Final = re.compile(
    r"\s*(?:,\s*(?:and|und|et|y|e|en|og|och)\s|\s(?:and|und|et|y|e|en|og|och)\s|[,;&|\n]|\s/\s)\s*",
    re.IGNORECASE,
)
_INVERTED: Final = re.compile(r"[^\W\d_]+, [^\W\d_]+\.?(?: [^\W\d_]\.)?")  # 'Okafor, Lena'
_IN_PLACE: Final = re.compile(r"\s+(?:in|in the|à|aus|en|a|em|at|from)\s+[A-ZÀ-Ý].*$")
_AGENCY_AFTER: Final = re.compile(r"(?<=\w\w) ([A-Z]\w+)\.?$")  # 'Brad Schade Reuters'
_JUNIOR: Final = re.compile(r",\s*(?=(?:Jr|Sr|II|III|IV|Ph\.?D|M\.?D)\b)")
_TITLES: Final = re.compile(
    r"\b(?:writers?|reporters?|correspondents?|editors?|staff|bureau|columnist|analyst|contributor|photographer"
    r"|chief|desk|news|newsroom|special|freelance|producer|journaliste|redakteur(?:in)?|korrespondent(?:in)?)\b",
    re.IGNORECASE,
)
_PARENTHESIS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")

# A name: capitalised words and initials, small words (particles) between and before them.
_PARTICLE: Final = (
    r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten|zu|y|e|al-\w+|d['’]\w+)"
)
_WORD: Final = r"[A-ZÀ-ÝŠŽČŁØÅ][\w.'’-]*"
_NAME: Final = re.compile(
    rf"(?:{_WORD}|{_PARTICLE}\b[\w'’-]*|the\b)"
    rf"(?:\s+(?:[(\"“]?{_WORD}[)\"”]?|{_PARTICLE}|newsroom|bureau|desk)){{0,6}}"
)


def is_name(text: str) -> bool:
    """Whether a text has the form of a name."""
    return _NAME.fullmatch(text) is not None


def people_in(text: str) -> list[str]:
    """The names of a list, each once; agencies, places and job titles left out."""
    text = (_PARENTHESIS.sub(" , ", text) if "(" in text or "[" in text else text).strip()
    if not text:
        return []
    if "," in text:
        if _INVERTED.fullmatch(text):
            return [" ".join(text.split())]
        text = _JUNIOR.sub(" ", text)
    names: dict[str, None] = {}
    for part in _BETWEEN.split(text):
        name = _name(part)
        if name and not is_agency(name) and not _is_title(name, first=not names):
            names[name] = None
    return list(names)


def _name(part: str) -> str:
    """A part of the list without the place or agency after it; an abbreviation keeps its point."""
    name = _IN_PLACE.sub("", " ".join(part.split())).strip(" :-–—*")
    name = _AGENCY_AFTER.sub(_without_agency, name)
    return name.rstrip(".") if len(name.rsplit(" ", 1)[-1]) > 3 else name


def _without_agency(words: re.Match[str]) -> str:
    return "" if is_agency(words[1]) else words[0]


def _is_title(part: str, *, first: bool) -> bool:
    """'AP Business Writer' after a name is a job; 'Sydney newsroom' where a name belongs is an author."""
    return bool(_TITLES.search(part)) and not (first and "room" in part.lower())
