"""Header lines of old wires: slug, headline, byline, notes, takes, embargoes and markers told apart.

IPTC 7901 puts them between STX and the line that ends in '='; ANPA 1312 begins each with '^' and ends it with
'<' or '='. What a line is, only its words say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from transforms.formats._agencies import is_agency
from transforms.formats._authors import is_byline
from transforms.formats._wire_embargo import embargo_text
from transforms.formats._wire_marks import marker
from transforms.formats._wire_takes import take_number

__all__ = ["SLUG", "Heading", "add_line", "first_lines"]

# Bells, and the apostrophes and asterisks that stand for them in print.
_BELLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+|'{3,}|(?:\* ?){3,}")
_NOTE: Final = re.compile(
    r"(?:eds?|editors?|attn|attention|note|notes? to editors|n\.b|nb|achtung|hinweis|redaktionen|avis|aviso"
    r"|nota|adds?|changes?|updates|corrects|subs?|inserts?|recasts|repeats|for use|not for use"
    r"|with photos?|mit bild(?:ern)?|avec photos?"
    r"|publication|photos?|grafik|graphic|video)\b ?[:(.,/]|/{3,}|-{3,}.*///|\(.*\)$",
    re.IGNORECASE,
)
_ADVANCE: Final = re.compile(r"\$? ?adv ?\d{1,2}", re.IGNORECASE)
_NOTE_HEAD: Final = re.compile(r" [-–] |:|,|\)")
_AGENCY_BYLINE: Final = re.compile(r"By The [A-Z][\w .]{2,40}")
_TITLE: Final = re.compile(
    r"(?:the )?associated press|\b(?:writers?|correspondents?|editors?|reporters?|columnists?|staff|analyst"
    r"|bureau chief|korrespondent(?:in)?|redakteur(?:in)?|envoyée? spéciale?|correspondante?|corresponsal"
    r"|inviato)\b",
    re.IGNORECASE,
)
SLUG: Final = re.compile(r"[^\s/][^\n]{0,110}/")
_LONGEST_TAKE_LINE: Final = 40
_LONGEST_FIRST_LINE: Final = 200
_MOST_FIRST_LINES: Final = 6


@dataclass(slots=True)
class Heading:
    """What the header lines of a message said."""

    slugs: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    byline: str | None = None
    byline_titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    markers: list[str] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    update_number: int | None = None
    take: int | None = None
    embargo: str | None = None
    signatures: list[str] = field(default_factory=list)

    @property
    def headline(self) -> str:
        """The headline's lines as one."""
        return " ".join(self.headlines)


def add_line(heading: Heading, line: str) -> None:
    """Puts one header line where it belongs. Never fails; a line that is nothing else is of the headline."""
    if not line.isprintable() or "*" in line or "'''" in line:
        line = _BELLS.sub(" ", line)
    line = " ".join(line.rstrip("=< \t\n").split())
    if not line:
        return
    if (when := embargo_text(line)) is not None:
        heading.embargo = when
        heading.notes.append(line)
    elif SLUG.fullmatch(line):
        heading.slugs.append(line.rstrip("/ "))
    elif found := marker(line):
        heading.markers.append(line)
        heading.signals.append(found.signal)
        heading.update_number = heading.update_number or found.number
    elif _ADVANCE.fullmatch(line):
        heading.markers.append(line)
    elif (
        len(line) <= _LONGEST_TAKE_LINE and (take := take_number(line)) is not None and not heading.headlines
    ):
        heading.take = take
        heading.markers.append(line)
    else:
        _add_words(heading, line)


def _add_words(heading: Heading, line: str) -> None:
    if is_byline(line) or _AGENCY_BYLINE.fullmatch(line):
        heading.byline = line.split(None, 1)[1] if heading.byline is None else f"{heading.byline}; {line}"
    elif is_agency(line.removeprefix("The ")):
        heading.signatures.append(line)
    elif heading.byline is not None and len(line) <= 60 and _TITLE.search(line):
        heading.byline_titles.append(line)
    elif _NOTE.match(line):
        heading.notes.append(line)
        if signal := _note_signal(line):
            heading.signals.append(signal)
    else:
        heading.headlines.append(line)


def _note_signal(line: str) -> str | None:
    """'(Zusammenfassung 1530 - mit Zitaten)', 'Eds: UPDATES with quotes', 'ATTENTION - RECTIFIE date ///'."""
    head, *rest = (part.strip(" (/-") for part in _NOTE_HEAD.split(line.strip("(/- "), maxsplit=1))
    found = marker(head)
    if found and found.signal != "advisory":
        return found.signal
    # Addressed to editors: the first word tells what about.
    said = marker(rest[0].split(None, 1)[0]) if rest and rest[0] else None
    return said.signal if said else found.signal if found else None


def first_lines(body: str, heading: Heading) -> str:
    """A body without the embargo and marker lines that stand at its head as paragraphs of their own."""
    for _ in range(_MOST_FIRST_LINES):
        first, gap, rest = body.partition("\n\n")
        if not gap or "\n" in first or len(first) > _LONGEST_FIRST_LINE:
            return body
        if embargo_text(first) is None and marker(first) is None:
            return body
        add_line(heading, first)
        body = rest
    return body
