"""Characters, lines and paragraphs: from the bytes of a wire to clean text.

Contract: `decode` and `paragraphs` never fail, whatever the bytes, and take time linear in their input.

Sources: the WHATWG Encoding Standard (section 4.2: labels, and that ISO-8859-1 means windows-1252);
IPTC 7901 for the control characters that stand around text.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from transforms.formats._tables import aligned, has_gap, is_tabular

__all__ = ["Decoded", "clean", "decode", "join_lines", "one_line", "paragraphs"]

# Byte order marks, longest first: that of UTF-32-LE begins with that of UTF-16-LE.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Labels that in practice mean a larger set (WHATWG Encoding, 4.2), by Python's name for the declared one.
_SUPERSETS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-8-sig": "utf-8",
}

# Python's text codecs that are no character sets, or whose decoders take more than linear time.
_NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "charmap"}
)
_LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,39}")

# windows-1252 as browsers read it: the five bytes that it leaves open are the C1 controls of Latin-1.
_CP1252: Final = {
    byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)
}
_STRAY: Final = re.compile("[\udc80-\udcff]+")
_WIDE: Final = re.compile("[\u0080-\U0010ffff]")

_NEWLINES: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls other than tab and line feed, and the marks that print nothing: soft hyphen, zero width, BOM.
_UNPRINTED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]+")
_ODD_BLANKS: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")

_LONG_LINE: Final = 120  # no wire wraps wider: a text of such lines has a line for each paragraph
_BREAK_SLACK: Final = 4  # how much room a line must have left before its end is taken for a paragraph's
_SENTENCE_END: Final = (".", "!", "?", '."', '!"', '?"', ".”", ".'", "?”", "!”", ".)", "...", "…", "。")
_HYPHENED: Final = re.compile(r"[^\W\d_]\.?-$")
_AND: Final = re.compile(r"(?:and|or|to|und|oder|et|ou|y|o|e|en|of)\b")


class Decoded(NamedTuple):
    """Text, the character set that it was decoded from, and what had to be assumed or mended."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """BOM first, then `declared`, then UTF-8, then cp1252; a wrong declaration is repaired with a note.

    Text that is UTF-8 but for a few bytes stays UTF-8; those bytes are read as windows-1252, with a note.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _after_mark(data[len(mark) :], encoding)
    codec = _codec(declared)
    notes = (f"unknown character set {declared[:40]!r}",) if declared and not codec else ()
    if codec is None or codec == "utf-8":
        return _undeclared(data, notes, "utf-8" if codec else None)
    return _declared(data, codec, str(declared).strip().lower())


def _after_mark(data: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        return _undeclared(data, (), encoding)
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd") if "\ufffd" in text else 0
    return Decoded(text, encoding, (f"{bad} characters are not {encoding}",) if bad else ())


def _codec(label: str | None) -> str | None:
    """Python's name of the character set that a label means in practice, None where it names none."""
    if not label or not _LABEL.fullmatch(label.strip()):
        return None
    try:
        name = codecs.lookup(label.strip()).name
        b"\n\n\n\n".decode(name, "replace")  # LookupError for codecs that do not give text
    except LookupError:
        return None
    return None if name in _NO_CHARSETS else _SUPERSETS.get(name, name)


def _undeclared(data: bytes, notes: tuple[str, ...], declared: str | None) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8", notes)
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "surrogateescape")
    stray = sum(len(run) for run in _STRAY.findall(text))
    if len(_WIDE.findall(text)) > 2 * stray:
        mended = _STRAY.sub(lambda run: _cp1252(run[0].encode("utf-8", "surrogateescape")), text)
        return Decoded(mended, "utf-8", (*notes, f"{stray} bytes are not utf-8; read as windows-1252"))
    said = f"declared {declared}, but is not; " if declared else "not utf-8; "
    return Decoded(_cp1252(data), "windows-1252", (*notes, said + "read as windows-1252"))


def _declared(data: bytes, codec: str, label: str) -> Decoded:
    if not data.isascii():
        try:  # hardly any text in another set is UTF-8 by chance
            return Decoded(data.decode("utf-8"), "utf-8", (f"declared {label}, but is utf-8",))
        except UnicodeDecodeError:
            pass
    if codec == "cp1252":
        text = _cp1252(data)
        notes = (f"declared {label}, but is windows-1252",) if _has_c1(data) and label != "windows-1252" else ()
        return Decoded(text, "windows-1252" if notes else label, notes)
    try:
        return Decoded(data.decode(codec), label)
    except UnicodeDecodeError:
        return Decoded(_cp1252(data), "windows-1252", (f"declared {label}, but is not; read as windows-1252",))


def _has_c1(data: bytes) -> bool:
    return any(0x80 <= byte < 0xA0 for byte in set(data))


def _cp1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_CP1252)


def clean(text: str) -> str:
    """Line ends as line feeds; control and unprinted characters dropped; odd blanks as blanks."""
    if "\r" in text or not text.isascii() or not text.isprintable():
        text = _NEWLINES.sub("\n", text)
        text = _UNPRINTED.sub("", text)
        if not text.isascii():
            text = _ODD_BLANKS.sub(" ", text)
    return text


def one_line(text: str) -> str:
    """All of a text on one line, runs of white space as one blank."""
    return " ".join(clean(text).split())


def paragraphs(text: str, *, indent: bool | None = None) -> str:
    """Wire text to paragraphs apart by one blank line; a paragraph's own line breaks are joined, tables kept.

    A paragraph ends at a blank line; before an indented line, where other lines are not indented; at each
    line's end, where most text stands in lines longer than wires wrap; and, in a text with neither blank
    lines nor indents, after a sentence whose line had room left for the next word. Lines with columns
    (tabs, or runs of blanks) are a table, two or more in a row: their line breaks stay.

    Args:
      indent: True where an indented line always begins a paragraph, False where it never does; None judges
        by the text.
    """
    lines = [line.rstrip() for line in clean(text).expandtabs(8).split("\n")]
    lines = _dedent(lines) if indent is None else lines
    breaks = _Breaks.of(lines, indent)
    return "\n\n".join(_blocks(lines, breaks))


class _Breaks(NamedTuple):
    """How paragraphs end in a text, apart from blank lines."""

    at_indent: bool
    at_line: bool
    width: int  # of the widest line where short lines end a paragraph, else 0

    @classmethod
    def of(cls, lines: list[str], indent: bool | None) -> _Breaks:
        filled = [line for line in lines if line]
        indented = sum(line.startswith("  ") for line in filled)
        at_indent = indent if indent is not None else 0 < indented < len(filled)
        total = sum(map(len, filled))
        at_line = 2 * sum(len(line) for line in filled if len(line) > _LONG_LINE) > total
        plain = not at_indent and not at_line and len(filled) == len(lines.copy()) - _edges(lines)
        return cls(at_indent, at_line, max(map(len, filled), default=0) if plain else 0)


def _edges(lines: list[str]) -> int:
    """How many empty lines stand before and after the text."""
    filled = [number for number, line in enumerate(lines) if line]
    return len(lines) if not filled else filled[0] + len(lines) - 1 - filled[-1]


def _dedent(lines: list[str]) -> list[str]:
    """Without the indent that all lines have."""
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return [line[margin:] for line in lines] if margin else lines


def _blocks(lines: list[str], breaks: _Breaks) -> list[str]:
    """Paragraphs and tables in order."""
    blocks: list[str] = []
    current: list[str] = []
    tables = any(has_gap(line) for line in lines)
    number = 0
    while number < len(lines):
        if tables and (end := is_tabular(lines, number)) > number:
            _flush(blocks, current)
            blocks.append(aligned(lines[number:end]))
            number = end
            continue
        line = lines[number]
        if not line or _begins_paragraph(current, line, breaks):
            _flush(blocks, current)
        if line:
            current.append(line)
        number += 1
    _flush(blocks, current)
    return blocks


def _begins_paragraph(current: list[str], line: str, breaks: _Breaks) -> bool:
    if not current:
        return False
    if breaks.at_line or (breaks.at_indent and line.startswith("  ")):
        return True
    if not breaks.width or not current[-1].endswith(_SENTENCE_END):
        return False
    room = breaks.width - len(current[-1]) - 1 - len(line.split(None, 1)[0])
    return room >= _BREAK_SLACK


def _flush(blocks: list[str], current: list[str]) -> None:
    if current:
        blocks.append(join_lines(current))
        current.clear()


def join_lines(lines: list[str]) -> str:
    """The lines of one paragraph; a word broken at its own hyphen is whole again ('U.S.-' + 'Russian')."""
    text = " ".join(" ".join(line.split()) for line in lines)
    if any(line.endswith("-") for line in lines[:-1]):
        joined = [" ".join(line.split()) for line in lines]
        text = joined[0]
        for line in joined[1:]:
            hyphened = _HYPHENED.search(text[-3:]) and line[:1].isalpha() and not _AND.match(line)
            text += line if hyphened else " " + line
    return text
