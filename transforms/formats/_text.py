"""Characters, lines and paragraphs: from the bytes of a wire to clean text.

Contract: nothing here fails, whatever the text, and all of it takes time linear in its input.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transforms.formats._decode import Decoded, decode, unmarked_utf16
from transforms.formats._tables import aligned, has_gap, table_end

__all__ = ["Decoded", "clean", "decode", "join_lines", "one_line", "paragraphs", "unmarked_utf16"]

_NEWLINES: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls other than tab and line feed, and what prints nothing: soft hyphen, zero width space, marks of byte
# order and text direction, noncharacters.
_UNPRINTED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060\u2066-\u2069\ufeff\ufffe\uffff]+"
)
# What a clean text in ASCII has in it.
_PRINTED: Final = bytes(range(0x20, 0x7F)) + b"\n\t"
_ODD_BLANKS: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_LONG_LINE: Final = 120  # no wire wraps wider: a text of such lines has a line for each paragraph
_FULL_LINE: Final = 50  # a text whose widest line is shorter is not wrapped at a margin
_BULLETS: Final = frozenset({"- ", "* ", "• ", "– "})
_SIGNS: Final = frozenset(" -*•–")  # what bullets and indents begin with
_BREAK_SLACK: Final = 4  # how much room a line must have left before its end is taken for a paragraph's
_SENTENCE_END: Final = (".", "!", "?", '."', '!"', '?"', ".”", "!”", "?”", ".'", ".»", ".)", "…", "。")
_HYPHENED: Final = re.compile(r"[^\W\d_]\.?-$")
_AND: Final = re.compile(r"(?:and|or|to|und|oder|et|ou|y|o|e|en|of)\b")


def clean(text: str) -> str:
    """Line ends as line feeds; control and unprinted characters dropped; odd blanks as blanks."""
    if text.isascii():
        if not text.encode("ascii").translate(None, _PRINTED):
            return text
    elif text.replace("\n", "").replace("\t", "").isprintable():
        return text
    text = _UNPRINTED.sub("", _NEWLINES.sub("\n", text))
    return text if text.isascii() else _ODD_BLANKS.sub(" ", text)


def one_line(text: str) -> str:
    """All of a text on one line, runs of white space as one blank."""
    return " ".join(clean(text).split())


def paragraphs(text: str, *, indent: bool | None = None) -> str:
    """Wire text to paragraphs apart by one blank line; a paragraph's own line breaks are joined, tables kept.

    A paragraph ends at a blank line; before an indented line, where other lines are not indented; at each
    line's end, where most text stands in lines longer than wires wrap; and, in a text with neither blank
    lines nor indents, after a sentence whose line had room left for the next word; and before the bullets of
    a list. Lines with columns (tabs, or runs of blanks) are a table, two or more in a row: their line breaks
    stay, and so do those of lines that all end well before the margin.

    Args:
      indent: True where an indented line always begins a paragraph, False where it never does; None judges
        by the text.
    """
    text = clean(text)
    text = (text.expandtabs(8) if "\t" in text else text).strip("\n")
    lines = [line.rstrip() for line in text.split("\n")]
    even = "  " not in text
    lines = _dedent(lines) if indent is None else lines
    breaks = _Breaks.of(lines, indent, even=even)
    if breaks.at_line and even and "...." not in text:
        return "\n\n".join([line.strip() for line in lines if line])
    return "\n\n".join(_blocks(lines, breaks))


class _Breaks(NamedTuple):
    """How paragraphs end in a text, apart from blank lines."""

    at_indent: bool
    at_line: bool
    at_short_line: bool
    width: int  # of the widest line
    even: bool  # no two blanks in a row, neither between words nor as an indent

    @classmethod
    def of(cls, lines: list[str], indent: bool | None, *, even: bool) -> _Breaks:
        lengths = [len(line) for line in lines if line]
        if indent is None:
            indented = 0 if even else sum(line.startswith("  ") for line in lines)
            at_indent = 0 < indented < len(lengths)
        else:
            at_indent = indent
        at_line = 2 * sum(length for length in lengths if length > _LONG_LINE) > sum(lengths)
        no_other_sign = not at_indent and not at_line and len(lengths) == len(lines)
        return cls(at_indent, at_line, no_other_sign, max(lengths, default=0), even)


def _dedent(lines: list[str]) -> list[str]:
    """Without the indent that all lines have."""
    if lines[0] and lines[0][0] != " ":
        return lines
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return [line[margin:] for line in lines] if margin else lines


def _blocks(lines: list[str], breaks: _Breaks) -> list[str]:
    """Paragraphs and tables in order."""
    blocks: list[str] = []
    current: list[str] = []
    tables = sum(has_gap(line) for line in lines if "  " in line or "...." in line) > 1
    ask_always = breaks.at_line or breaks.at_short_line
    after = 0  # the line after the last table
    for number, line in enumerate(lines):
        if number < after:
            continue
        end = table_end(lines, number) if tables else number
        if (
            not line
            or end > number
            or (current and (ask_always or line[0] in _SIGNS) and _begins_paragraph(current, line, breaks))
        ):
            _flush(blocks, current, breaks)
        if end > number:
            blocks.append(aligned(lines[number:end]))
            after = end
        elif line:
            current.append(line)
    _flush(blocks, current, breaks)
    return blocks


def _begins_paragraph(current: list[str], line: str, breaks: _Breaks) -> bool:
    """Whether a line begins another paragraph than the one that these lines are of."""
    if breaks.at_line or (breaks.at_indent and line.startswith("  ")):
        return True
    if line[:2] in _BULLETS and (line[0] == "•" or current[0][:2] == line[:2]):
        return True
    if not breaks.at_short_line or not current[-1].endswith(_SENTENCE_END):
        return False
    room = breaks.width - len(current[-1]) - 1 - len(line.split(None, 1)[0])
    return room >= _BREAK_SLACK


def _flush(blocks: list[str], current: list[str], breaks: _Breaks) -> None:
    """Ends a paragraph. Lines that all end well before the margin were broken on purpose, and stay."""
    if not current:
        return
    most = breaks.width * 6 // 10 if breaks.width >= _FULL_LINE else 0
    if len(current) > 1 and max(map(len, current)) <= most:
        blocks.append("\n".join(line.strip() for line in current))
    else:
        blocks.append(join_lines(current, even=breaks.even))
    current.clear()


def join_lines(lines: list[str], *, even: bool = False) -> str:
    """The clean lines of one paragraph; a word broken at its own hyphen is whole again ('U.S.-' + 'Russian').

    Args:
      even: True where no line has other white space than single blanks, which spares the search for it.
    """
    text = " ".join(map(str.strip, lines))
    if not even and ("  " in text or "\t" in text):
        text = " ".join(text.split())
    if len(lines) == 1 or "- " not in text:
        return text
    words = [" ".join(line.split()) for line in lines]
    text = words[0]
    for line in words[1:]:
        hyphened = _HYPHENED.search(text[-3:]) and line[:1].isalpha() and not _AND.match(line)
        text += line if hyphened else " " + line
    return text
