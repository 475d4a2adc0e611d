"""Bylines, author lines with roles, and trailers.

Contract: nothing here fails; a name is as it is written, and what is no author line stays in the body.

Sources: the Reuters Handbook of Journalism ("Sign-offs"), the AP Stylebook ("bylines"), and what AFP, dpa, EFE,
ANSA and Reuters' services in other languages put in the same places.
"""

from __future__ import annotations

import re
from typing import Final

from schemas.records import Author
from transforms.formats._agencies import is_agency

__all__ = ["byline_text", "is_byline", "parse_byline", "split_trailer"]

_BY: Final = re.compile(
    r"\W*(?:(?:story|text|words|analysis|commentary|report|written|texte) by|by|von|par|por|door|di|de|av|af)\s*:?\s+",
    re.IGNORECASE,
)
# What parts two names.
_AND: Final = re.compile(
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
_NAME: Final = re.compile(
    r"(?:[A-ZÀ-ÝŠŽČŁØÅ][\w.'’-]*|(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten|zu|y|e|the|al-\w+)\b[\w'’-]*)"
    r"(?:\s+(?:[A-ZÀ-ÝŠŽČŁØÅ(\"“][\w.'’\")”-]*|van|von|der|den|de|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten|zu|al-\w+|d['’]\w+|newsroom|bureau|desk)){0,6}"
)


def is_byline(line: str) -> bool:
    """Whether a line by itself is a byline: 'By' in some language, and nothing but names after it."""
    match = _BY.match(line)
    if not match or len(line) > 200 or line.rstrip().endswith((".", ":", "?")):
        return False
    return bool(parse_byline(line)) and line[match.end() : match.end() + 1].isupper()


def byline_text(text: str) -> str:
    """A byline as sent, without 'By'."""
    text = " ".join(text.split())
    match = _BY.match(text)
    return text[match.end() :] if match else text


def parse_byline(text: str) -> tuple[Author, ...]:
    """'By Steve Holland and Alexander Winning' -> two authors with role 'writer'."""
    text = text.strip()
    match = _BY.match(text)
    return tuple(Author(name=name) for name in _names(text[match.end() :] if match else text))


def _names(text: str) -> list[str]:
    """The people of a list; agencies, places and job titles left out."""
    text = _PARENTHESIS.sub(" , ", text)
    if _INVERTED.fullmatch(text.strip()):
        return [" ".join(text.split())]
    parts = [part for part in _AND.split(_JUNIOR.sub(" ", text))]
    names: list[str] = []
    for part in parts:
        name = _IN_PLACE.sub("", " ".join(part.split())).strip(" :-–—*")
        name = _AGENCY_AFTER.sub(_without_agency, name)
        name = name.rstrip(".") if len(name.rsplit(" ", 1)[-1]) > 3 else name
        if name and not is_agency(name) and not _is_title(name, first=not names) and name not in names:
            names.append(name)
    return names


def _without_agency(words: re.Match[str]) -> str:
    return "" if is_agency(words[1]) else words[0]


def _is_title(part: str, *, first: bool) -> bool:
    """'AP Business Writer' after a name is a job; 'Sydney newsroom' where a name belongs is an author."""
    return bool(_TITLES.search(part)) and not (first and "room" in part.lower())


# Phrases of author lines -> role. English: Reuters Handbook; the others are Reuters' own services.
_ROLES: Final = (
    ("additional reporting", r"additional reporting(?: and writing)?(?: by)?|with reporting by|further reporting by|reporte adicional de|información adicional de|reportage supplémentaire de|reportagem adicional de|zusätzliche berichterstattung von|mitarbeit:?"),
    ("reporting", r"report(?:ing|ed)(?: and (?:writing|editing|photography|photographs))?(?: by)?|reporte de|reportage de|reportagem de|información de|bericht(?:et)? von|reporter:?|reporting di|verslag van|berichterstattung von"),
    ("additional writing", r"additional writing by"),
    ("writing", r"writ(?:ing|ten)(?: and editing)? by|escrito por|rédigé par|geschrieben von|scritto da|geschreven door|compiled and written by"),
    ("additional editing", r"additional editing by"),
    ("editing", r"edit(?:ing|ed)(?: and \w+)? by|editado(?: en español)? por|édit(?:é|ion) (?:par|de)|edição (?:de|por)|editing di|redigiert von|redaktion:?|redagiert von|bewerkt door|a cura di|bearbeitet von"),
    ("translation", r"translat(?:ion|ed|ing) by|traducido por|traducción de|traduit par|version française(?: de)?|tradotto da|traduzione di|tradução de|übersetzt von|übersetzung:?"),
    ("compiling", r"compil(?:ed|ing|ation) by|zusammengestellt von|compilé par"),
    ("graphics", r"graphics?(?: and \w+)? by|infografik:?|infographie(?: de)?"),
    ("photography", r"photo(?:s|graphy|graphs)? by|photographie(?: de)?|fotos?:?(?: von)?"),
    ("video", r"video(?:s)? by"),
    ("research", r"research(?:ed)? by|recherche:?"),
    ("polling", r"polling by|poll(?:ing)? (?:data|conducted) by"),
    ("desking", r"desking by|desk editing by|produced by|production by"),
    ("contributing", r"contribut(?:ing|ions?)(?: to this (?:report|story))?(?: by|:)"),
)  # fmt: skip
_ROLE_GROUPS: Final = "|".join(f"(?P<r{n}>{forms})" for n, (_, forms) in enumerate(_ROLES))
_ROLE: Final = re.compile(
    rf"(?:(?<=^)|(?<=[;,.()\n-]\s)|(?<=[;,(\n]))\s*(?:(?:and|y|et|und)\s)?(?:{_ROLE_GROUPS})(?=[\s:])\s*:?\s*",
    re.IGNORECASE,
)
_CONTRIBUTED: Final = re.compile(
    r"(?:(?:the )?[\w .]{0,40}?\b(?:writers?|reporters?|correspondents?|journalists?|staff(?:ers)?)\s+)?"
    r"(?P<names>[A-ZÀ-Ý][^.;:!?\n]{2,300}?)\s+(?:also\s+)?contributed(?: reporting)?(?: to this (?:report|story|article))?\.?",
)
# Lines that end a story and name nobody: contacts, end marks, copyright.
_END_LINE: Final = re.compile(
    r"\(\(.*\)\)|\(?[\w.+-]+@[\w.-]+(?:[;,\s].{0,200})?\)?|-?\s?30\s?-|#{2,}|-?\s?(?:ends?|enditem|fin|ende)\s?-?|reuters?"
    r"|\(?\s?end\)?\s?dow jones newswires.*|={2}kyodo|\(?(?:c|©|copyright)\)?\s?.{0,10}(?:19|20)\d\d.{0,80}|copyright\b.{0,200}"
    r"|(?:for more|keywords?:|for (?:a )?related).{0,200}|our standards: .{0,120}|\[?newsroom:?[^\n]{0,100}\]?"
    r"|\(?(?:tel|phone|e-?mail|twitter|messaging|newsroom|desk)[.:].{0,200}",
    re.IGNORECASE,
)
# dpa's and others' notebook of contacts and sources, which follows the story.
_NOTEBOOK: Final = re.compile(
    r"(?:#+\s*)?(?:notizblock|notebook|redaktionelle hinweise|bloc-notes)\b.{0,20}|(?:\*\s*){3,}",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"@|\+\d\d|\btel\b|\bautor|\beditor|\bredaktion|\bkontakt|\bcontact|\binternet\b|\borte?\b|^#|^-|\bdpa\b|https?:|\bauthor",
    re.IGNORECASE,
)
_MOST_TRAILERS: Final = 12
_LONGEST_TRAILER: Final = 900


def split_trailer(body: str) -> tuple[str, tuple[str, ...], tuple[Author, ...]]:
    """(body without its trailer, trailer lines as sent, authors with roles)."""
    blocks = body.rstrip().split("\n\n")
    end = _notebook(blocks)
    lines = [line for block in blocks[end:] for line in block.split("\n") if line.strip()]
    trailers: list[str] = []
    while (
        end > 0
        and len(trailers) < _MOST_TRAILERS
        and (kept := _trailer(blocks[end - 1], only=end == 1)) is not None
    ):
        rest, found = kept
        trailers[:0] = found
        if rest:
            blocks[end - 1] = rest
            break
        end -= 1
    if not trailers and not lines:
        return body, (), ()
    authors = [author for line in (*trailers, *lines) for author in author_line(line)]
    return "\n\n".join(blocks[:end]), (*trailers, *lines), tuple(dict.fromkeys(authors))


def _notebook(blocks: list[str]) -> int:
    """The first block of the notebook section at the end; their number where there is none."""
    for at in range(len(blocks) - 1, max(0, len(blocks) - 25), -1):
        if _NOTEBOOK.fullmatch(blocks[at].split("\n", 1)[0].strip()):
            after = blocks[at + 1 :] or blocks[at].split("\n")[1:]
            if all(_CONTACT.search(block) or len(block) < 60 for block in after):
                return at
    return len(blocks)


def _trailer(block: str, *, only: bool) -> tuple[str, list[str]] | None:
    """(what of a block stays in the body, its trailer lines); None where it has none.

    The `only` block of a body is never a trailer as a whole.
    """
    text = block.strip()
    lines = text.split("\n")
    if not only and all(_is_trailer_line(line.strip()) for line in lines):
        return "", [line.strip() for line in lines]
    if len(lines) == 1 and text.endswith(
        ")"
    ):  # in the last line of a paragraph: '... said. (Reporting by X)'
        start = text.rfind(" (", 0)
        inside = text[start + 2 : -1]
        if start > 0 and _ROLE.match(inside) and _is_people(inside):
            return text[:start].rstrip(), [text[start + 1 :]]
    return None


def _is_trailer_line(line: str) -> bool:
    if not line or len(line) > _LONGEST_TRAILER:
        return False
    if _END_LINE.fullmatch(line):
        return True
    inside = line.strip("()[]*—–- ")
    if _ROLE.match(inside):
        return line.startswith(("(", "[")) or _is_people(inside)
    return bool(_CONTRIBUTED.fullmatch(inside))


def _is_people(text: str) -> bool:
    """Whether an author line without parentheses has nothing but names in it, and is no sentence."""
    authors = author_line(text)
    return bool(authors) and all(_NAME.fullmatch(author.name) for author in authors)


def author_line(text: str) -> tuple[Author, ...]:
    """'(Additional reporting by A; Editing by B and C)' -> A (additional reporting), B and C (editing)."""
    text = text.strip().strip("()[]*—–- ")
    matches = list(_ROLE.finditer(text))
    if not matches or matches[0].start() > 0:
        match = _CONTRIBUTED.fullmatch(text)
        return (
            tuple(Author(name=name, role="contributing") for name in _names(match["names"])) if match else ()
        )
    authors: list[Author] = []
    for at, match in enumerate(matches):
        end = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        role = _ROLES[int((match.lastgroup or "r0")[1:])][0]
        names = re.split(r"(?<=[a-z]{3})\.\s", text[match.end() : end])[0]
        authors += [Author(name=name, role=role) for name in _names(names.strip(" ;,.()\n"))]
    return tuple(authors)
