"""AP's text conventions: '^...<' header lines, the slug said again, and how a text of them ends.

ANPA 1312 messages are written so, and AP's stories keep it when another agency sends them on inside 7901.

Source: AP Stylebook, "Filing the wire" and "Filing practices": keyword slug line, editor's notes, bylines;
'^' is how terminals show the boldface key before a header line, '<' and '=' the quads that end one.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transforms.formats._authors import is_byline
from transforms.formats._wire_embargo import embargo_text
from transforms.formats._wire_heading import Heading, add_line
from transforms.formats._wire_marks import marker

__all__ = ["NO_SLUG", "Slug", "catchwords", "has_ap_lines", "read_ap", "read_slug", "slug_fields"]

_AP_LINE: Final = re.compile(r"(?m)^[ \t]*\^[^\n]{1,200}[<=]?[ \t]*$")
_CYCLE: Final = r"(?:am|pm|bc|ap)s?"
# Keyword section, version section, reference number, word count: 'BC-Ferry, 1st Ld-Writethru, a0573,0412'.
_SLUG_LINE: Final = re.compile(rf"\^?{_CYCLE}-+ ?[^\n<]{{2,100}}<?", re.IGNORECASE)
_PREFIX: Final = re.compile(rf"({_CYCLE})-+ ?", re.IGNORECASE)
# A version section that no comma parts from the keyword: 'AM-Ferry 1stLd-Writethru'.
_VERSION: Final = re.compile(
    r" (?=\d{1,2}(?:st|nd|rd|th) ?(?:ld|lead|add|writethru)|adv ?\d\d?\b|writethru|urgent\b|advisory\b)",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[, ]+(?P<words>\d{3,5})$")
_REFERENCE: Final = re.compile(r"[, ]+(?P<reference>[a-z]\d{4})\b", re.IGNORECASE)
_EDS: Final = re.compile(r"eds?:|editors?:|attn|note:", re.IGNORECASE)
_MOST_LINES: Final = 30
_LONGEST_NOTE: Final = 12  # lines of one header line that is wrapped


class Slug(NamedTuple):
    """ANPA's keyword slug line."""

    cycle: str = ""  # am, pm, bc, ap
    keyword: str = ""  # with the cycle's prefix: what all messages of a story share
    version: str = ""
    reference: str = ""  # number of the message that this one follows, 'a0573'
    words: str = ""


NO_SLUG: Final = Slug()


def has_ap_lines(text: str) -> bool:
    """Whether a text begins with AP's header lines."""
    return "^" in text[:1500] and _AP_LINE.search(text[:1500]) is not None


def read_slug(line: str) -> Slug:
    """'BC-Ferry, 1st Ld-Writethru, a0573,0412<' -> its sections. Never fails."""
    line = " ".join(line.strip("^ \t").rstrip("<= \t").split())
    words = _WORDS.search(line)
    line = line[: words.start()] if words else line
    reference = _REFERENCE.search(line)
    line = line[: reference.start()] + line[reference.end() :] if reference else line
    keyword, comma, version = line.partition(",")
    if not comma and (match := _VERSION.search(line)):
        keyword, version = line[: match.start()], line[match.end() :]
    prefix = _PREFIX.match(keyword)
    cycle = prefix[1] if prefix else ""
    keyword = (keyword[prefix.end() :] if prefix else keyword).strip()
    return Slug(
        cycle=cycle.lower()[:2],
        keyword=f"{cycle}-{keyword}" if cycle and keyword else keyword,
        version=version.strip(" ,"),
        reference=reference["reference"].lower() if reference else "",
        words=words["words"] if words else "",
    )


def catchwords(slug: Slug) -> tuple[str, ...]:
    """The keyword section without the cycle's prefix."""
    word = slug.keyword[len(slug.cycle) :].lstrip("sS").lstrip("- ") if slug.cycle else slug.keyword
    return (word,) if word else ()


def slug_fields(slug: Slug) -> dict[str, str]:
    """What the sections say that the record has no place for."""
    return {"cycle": slug.cycle, "version_field": slug.version, "reference_number": slug.reference}


def read_ap(text: str, heading: Heading) -> tuple[str, Slug | None]:
    """(body with its marks, slug line of the text) after the header lines were put into `heading`."""
    lines = text.split("\n")
    slug: Slug | None = None
    at = 0
    while at < len(lines) and at < _MOST_LINES:
        end = _header_line(lines, at, heading)
        if end == at:
            break
        line = " ".join(part.strip() for part in lines[at:end]).strip()
        at = end
        if slug is None and _SLUG_LINE.fullmatch(line):
            slug = read_slug(line)
        elif line:
            add_line(heading, line.lstrip("^ "))
    return "\n".join(lines[at:]), slug


def _header_line(lines: list[str], at: int, heading: Heading) -> int:
    """The line after the header line that begins at `at`; `at` where the body begins there."""
    line = lines[at].strip()
    if not line:
        return at + 1
    if line.startswith("^"):
        end = at
        while not lines[end].rstrip().endswith(("<", "=")):
            end += 1
            if (
                end == len(lines)
                or end - at > _LONGEST_NOTE
                or not lines[end].strip()
                or lines[end].lstrip().startswith("^")
            ):
                return at + 1
        return end + 1
    return at + 1 if _is_bare_header(lines[at], heading) else at


def _is_bare_header(raw: str, heading: Heading) -> bool:
    """Whether a line without '^' is a header line all the same."""
    line = raw.strip()
    if _SLUG_LINE.fullmatch(line) and len(line) <= 80 and not line.endswith("."):
        return True
    bare = line.rstrip("<= ")
    if line.endswith("=") and bare[:3].lower() == "by " and len(line) <= 80:
        return True
    if bare == line or raw[:1] in " \t" or len(line) > 120:
        return False
    if _EDS.match(line) or is_byline(bare) or marker(bare) or embargo_text(bare) is not None:
        return True
    return (
        not bare.endswith((".", '"', "''"))
        and ") _" not in bare
        and ((not heading.headlines) or line.endswith("="))
    )
