"""The header of an IPTC 7901 message, and the header lines at the head of its text.

Sources: IPTC 7901, 5th revision, 1995; dpa English stylebook, "Slugs - Headlines".
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transforms.formats._contract import ParseError, Reason
from transforms.formats._datelines import split_dateline
from transforms.formats._text import clean
from transforms.formats._wire import EOT, ETX, SOH, STX, Frame, frame
from transforms.formats._wire_embargo import embargo_text
from transforms.formats._wire_heading import SLUG, Heading, add_line
from transforms.formats._wire_marks import marker

__all__ = ["BARE", "Header", "cut", "heading_lines"]

# Pre-text: source identification and message number, priority 1 to 9, category, word count, text.
_HEADER: Final = re.compile(
    r"(?P<source>[A-Za-z][A-Za-z-]{0,9}) ?(?P<number>\d{1,6}) +(?P<priority>[1-9])"
    r"(?: +(?P<category>[A-Za-z]{1,4})(?= |$))?(?: +(?P<words>\d{1,6})(?= |$))?(?: +(?P<text>\S.*))?"
)
BARE: Final = (
    rb"[A-Za-z]{2,5} ?\d{3,4} {1,3}[1-9] {1,3}[A-Za-z]{1,4} {1,3}\d{1,5}(?: [^\r\n]{0,80})?"
    rb"[ ]*(?=[\r\n]|\Z)"
)
"""A header line by its shape, where no control character tells: it has to have all of its fields."""
_BARE_LINE: Final = re.compile(rf"(?m)^{BARE.decode()}")
# The agency's own number in the header's text, 'dpa 0456'.
_AGENCY: Final = re.compile(r"(?P<agency>[A-Za-z][A-Za-z-]{1,9}) (?P<number>\d{2,6})\b")

_HEADER_END: Final = re.compile(r"=[ \t\x07\x7f]*$")
_DASH: Final = re.compile(r"[-–—_] ")
_SENTENCE_END: Final = (".", "!", ":", ";", ",", '"', "”")
_MOST_HEADER_LINES: Final = 28  # blank ones included
_LONGEST_HEADER: Final = 2000
_LONGEST_HEADLINE: Final = 160
_LONGEST_LINE: Final = 400


class Header(NamedTuple):
    """The header line's fields, as sent; what is missing is ''."""

    source: str
    number: str
    priority: str
    category: str = ""
    words: str = ""
    text: str = ""

    @property
    def agency(self) -> tuple[str, str]:
        """'dpa 0456' in the header's text -> the agency and its own number."""
        match = _AGENCY.match(self.text)
        return (match["agency"], match["number"]) if match else ("", "")


def cut(text: str) -> tuple[Frame, Header]:
    """The message cut at its control characters, and its header line."""
    if SOH not in text and (bare := _BARE_LINE.search(text[:_LONGEST_HEADER])):
        text = text[: bare.start()] + SOH + text[bare.start() :]
    whole = frame(text)
    line = clean(whole.header).lstrip("\n ").partition("\n")[0][:_LONGEST_LINE].rstrip()
    match = _HEADER.fullmatch(line)
    if match:
        return whole, Header(*(field or "" for field in match.groups()))
    if not text.strip("\x00\x7f \n" + SOH + ETX + EOT + STX):
        raise ParseError(Reason.EMPTY, "nothing between the control characters")
    reason = Reason.TRUNCATED if whole.has_soh and not whole.text else Reason.MALFORMED
    raise ParseError(reason, f"no header 'source+number priority category words' but {line[:60]!r}")


def heading_lines(text: str, heading: Heading) -> str:
    """Puts the header lines into `heading`; gives the body."""
    lines = text.split("\n")
    end = _block_end(lines)
    if end is not None:
        for line in lines[:end]:
            add_line(heading, line)
        return "\n".join(lines[end:])
    at = 0
    while at < min(len(lines), _MOST_HEADER_LINES // 2) and _is_header_line(lines[at]):
        add_line(heading, lines[at])
        at += 1
    return _headline_by_shape("\n".join(lines[at:]), heading)


def _block_end(lines: list[str]) -> int | None:
    """The line after the one that ends in '='; None where no such block begins the text."""
    size = 0
    for number, line in enumerate(lines[:_MOST_HEADER_LINES]):
        size += len(line)
        if size > _LONGEST_HEADER or line.startswith("^") or _begins_body(line):
            return None
        if _HEADER_END.search(line):
            return number + 1
    return None


def _begins_body(line: str) -> bool:
    return _DASH.search(line) is not None and split_dateline(line.strip())[0] is not None


def _is_header_line(line: str) -> bool:
    line = line.strip(" \t\x07\x7f'")
    if not line or SLUG.fullmatch(line):
        return True
    return marker(line) is not None or embargo_text(line) is not None


def _headline_by_shape(text: str, heading: Heading) -> str:
    """Where no '=' ends the header lines, a short first paragraph that is no sentence is the headline."""
    first, _, rest = text.partition("\n\n")
    bare = " ".join(first.split())
    if not bare or not rest.strip() or len(bare) > _LONGEST_HEADLINE or bare.startswith("^"):
        return text
    if bare.endswith(_SENTENCE_END) or split_dateline(bare)[0] is not None:
        return text
    for line in first.split("\n"):
        add_line(heading, line)
    return rest
