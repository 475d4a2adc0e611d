"""The header of an ANPA 1312 message: service level, number, priority, category, slug, date, word count.

Sources: ANPA Bulletin 1312; AP Stylebook, "Filing the wire".
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transforms.formats._contract import ParseError, Reason
from transforms.formats._wire import DC2, SOH, Frame, frame

__all__ = ["BARE", "Header", "cut"]

# First header line: service level designator, four-digit number, selector codes.
_FIRST: Final = re.compile(r"(?P<service>[A-Za-z])(?P<number>\d{4})(?:(?:-+|[ ]+)(?P<selector>\S.*)?)?")
# Second: priority and category letters, format identifier, then the slug's sections, date and word count.
_SECOND: Final = re.compile(
    r"(?P<priority>[A-Za-z]) ?(?P<category>[A-Za-z])(?: (?P<identifier>[a-z][tx])(?= ))? (?P<slug>\S.*?)"
    r"(?: (?P<date>[01]\d-[0-3]\d(?:-\d\d)?))?(?: (?P<words>\d{2,5}))?"
)
BARE: Final = (
    rb"[A-Za-z]\d{4}(?:[- ]{1,6}[^\r\n]{0,40})?\r?\n"
    rb"[A-Za-z] ?[A-Za-z] [^\r\n]{0,12}(?i:am|pm|bc|ap)s?-[^\r\n]{1,100}(?=[\r\n]|\Z)"
)
"""Both header lines by their shape, where no control character tells."""
_BARE_LINES: Final = re.compile(rf"(?m)^{BARE.decode()}")
_CONTROLS: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")
_LONGEST_BEFORE: Final = 600
_LONGEST_LINE: Final = 400
_MOST_LINES: Final = 8


class Header(NamedTuple):
    """Both header lines of a message. A second one that is missing or cannot be read leaves its fields ''."""

    service: str
    number: str
    selector: str = ""
    priority: str = ""
    category: str = ""
    identifier: str = ""  # format identifier, such as 'bt'
    slug: str = ""
    date: str = ""  # 'MM-DD' or 'MM-DD-YY'
    words: str = ""
    tabular: bool = False


def cut(text: str) -> tuple[str, Header, str, str]:
    """(what stands before the message, header, text, trailer)."""
    if SOH not in text and (bare := _BARE_LINES.search(text[:_LONGEST_BEFORE])):
        text = text[: bare.start()] + SOH + text[bare.start() :]
    whole = frame(text)
    lines = [line[:_LONGEST_LINE] for line in whole.header.split("\n", _MOST_LINES) if _plain(line)]
    match = _FIRST.fullmatch(_plain(lines[0])) if lines else None
    if match is None:
        raise _no_header(text, whole)
    rest, body = (match["selector"] or "", *lines[1:]), whole.text
    if len(lines) == 1 and not _SECOND.fullmatch(rest[0]):
        # STX is missing: the second line stands where the text begins.
        line, _, after = body.lstrip("\n").partition("\n")
        rest, body = (
            ((rest[0], line), after) if _SECOND.fullmatch(_plain(line[:_LONGEST_LINE])) else (rest, body)
        )
    header = _header(match, rest, tabular=DC2 in whole.header or DC2 in rest[-1])
    return " ".join(whole.before.split()), header, body, " ".join((whole.trailer or "").split())


def _header(first: re.Match[str], rest: tuple[str, ...], *, tabular: bool) -> Header:
    """From the match of the first line, and what follows service level and number."""
    found = [match for line in rest if (match := _SECOND.fullmatch(_plain(line)))]
    selector = rest[0] if not (found and found[0].string == rest[0]) else ""
    header = Header(first["service"].lower(), first["number"], selector.strip(), tabular=tabular)
    if not found:
        return header
    second = found[-1]
    return header._replace(
        priority=second["priority"].lower(),
        category=second["category"].lower(),
        identifier=second["identifier"] or "",
        slug=second["slug"],
        date=second["date"] or "",
        words=second["words"] or "",
    )


def _plain(line: str) -> str:
    """A header line with blanks for its control characters."""
    return " ".join(_CONTROLS.sub(" ", line).split())


def _no_header(text: str, whole: Frame) -> ParseError:
    if not _plain(text.replace(SOH, "")):
        return ParseError(Reason.EMPTY, "nothing between the control characters")
    reason = Reason.TRUNCATED if whole.has_soh and not whole.text else Reason.MALFORMED
    return ParseError(reason, f"no header 'service level and number' but {_plain(whole.header)[:60]!r}")
