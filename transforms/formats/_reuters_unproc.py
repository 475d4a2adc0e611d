"""UNPROC texts of Reuters-21578: headline, dateline and body where their lines show them.

What is found, in this order:

- an embargo or asterisks before the headline;
- a headline with its date ('LME OFFICIAL PRICES - APR 7'), the report after it on the same line or the next;
- a headline run together with the dateline ('... REACH DEBT ACCORD LONDON, March 5 - London-based');
- a first line alone, or with the line that continues it.

Else all of the text is the body.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from schemas.records import Dateline
from transforms.formats._datelines import parse_dateline, split_dateline
from transforms.formats._places import CITIES
from transforms.formats._reuters_body import clean_body

__all__ = ["Unprocessed", "read_unprocessed"]

_MONTH: Final = r"(?:jan|feb|mar|a[bpv]r|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATED: Final = re.compile(
    rf"(?P<head>[^\n]{{3,70}}?[\s-](?:{_MONTH}\.?\s{{0,3}}\d{{1,2}}|\d{{1,2}}[- ]{_MONTH}(?:-\d\d)?))"
    r"(?=[\s,]|$)(?P<rest>[^\n]*)",
    re.IGNORECASE,
)
_RUN_ON: Final = re.compile(
    rf"(?P<head>[A-Z0-9][^a-z\n]{{9,70}}) (?P<place>[A-Z][A-Z .]{{2,24}}), "
    rf"(?P<date>(?i:{_MONTH})\.?\s\d{{1,2}})\s+- "
)
_BEFORE: Final = re.compile(r"\s*(?:(\([A-Z][^()\n]{5,80}\))\s+|\d{6})(?=\*{2,})")
_NAMED: Final = re.compile(r"(?P<head>[A-Z][A-Z0-9 .,&/-]{5,50}) - (?=[A-Z]?[a-z])")
_FULL_LINE: Final = 56


class Unprocessed(NamedTuple):
    """The parts of an UNPROC text."""

    headline: str
    dateline: Dateline | None
    body: str
    ending: str | None


def read_unprocessed(raw: str) -> Unprocessed:
    """Headline, dateline and body of a text that the collection leaves as it was sent."""
    text = raw.strip("\n").rstrip()
    before = _BEFORE.match(text)
    note, text = (before[1] or "", text[before.end() :]) if before else ("", text.lstrip(" "))
    headline, dateline, rest = _head(text)
    if dateline is None and rest.startswith("    "):
        dateline, rest = _dateline_line(rest)
    body, ending = clean_body(rest)
    return Unprocessed(headline, dateline, f"{note}\n\n{body}".strip("\n"), ending)


def _head(text: str) -> tuple[str, Dateline | None, str]:
    """(headline, dateline, the rest)."""
    if match := _RUN_ON.match(" ".join(text[:200].split("\n"))):
        return _run_on(match, text)
    if match := _DATED.match(text):
        rest = match["rest"].strip() + text[match.end() :]
        return match["head"].strip(), None, rest.lstrip("\n")
    if match := _NAMED.match(text):
        return match["head"].strip(), None, text[match.end() :]
    if _is_headline(text):
        return " ".join(text.split()), None, ""
    first, _, rest = text.partition("\n")
    second = rest.partition("\n")[0]
    if len(first) >= _FULL_LINE and second and second[0] != " " and second == second.upper():
        first, rest = f"{first} {second}", rest.partition("\n")[2]
    elif len(first) >= _FULL_LINE and second and second[0] != " ":
        return "", None, text
    return first.strip(), None, rest.lstrip("\n") if rest.strip() else ""


def _is_headline(text: str) -> bool:
    """An alert: up to three lines, none of them indented, begun by asterisks or in capitals."""
    lines = [line for line in text.replace("\x03", "").split("\n") if line.strip()]
    return (
        0 < len(lines) <= 3
        and all(line[0] != " " for line in lines)
        and (text[:1] == "*" or lines[0] == lines[0].upper())
    )


def _run_on(match: re.Match[str], text: str) -> tuple[str, Dateline | None, str]:
    """A headline in capitals with the dateline behind it: the place is the longest city that it ends in."""
    words = f"{match['head']} {match['place']}".split()
    count = next(
        (n for n in (3, 2, 1) if " ".join(words[-n:]).lower() in CITIES), len(match["place"].split())
    )
    place = " ".join(words[-count:])
    date = " ".join(match["date"].split())
    dateline = Dateline(text=f"{place}, {date}", places=(place,), date=date)
    return " ".join(words[:-count]), dateline, text[match.end() :]


def _dateline_line(rest: str) -> tuple[Dateline | None, str]:
    """A dateline as a line of its own, or at the start of the first paragraph."""
    first, _, after = rest.partition("\n")
    dateline = parse_dateline(first)
    if dateline.places and dateline.date:
        return dateline, after
    dateline_or_none, remainder = split_dateline(first.strip())
    return (dateline_or_none, f"    {remainder}\n{after}") if dateline_or_none else (None, rest)
