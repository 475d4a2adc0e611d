"""Control characters of the wire: messages in a stream, and text with its printed stand-ins made whole.

IPTC 7901 and ANPA 1312 frame a message alike: SOH header, STX text, ETX time group, EOT. Files of them come
with the characters themselves, with something printed in their place ('<SOH>', '^A', U+2401), or with
nothing at all, so that only the shape of the header line shows where a message begins.

Contract: `messages` reads a stream once, holds no more than `limit` bytes and a chunk, and finds the same
ends wherever it starts among them. `read` never fails, whatever the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from transforms.formats._charsets import decode
from transforms.formats._contract import Piece

__all__ = ["BEGIN", "DC1", "DC2", "EOT", "ETX", "SOH", "STX", "Frame", "frame", "marks", "messages", "read"]

SOH: Final = "\x01"
STX: Final = "\x02"
ETX: Final = "\x03"
EOT: Final = "\x04"
DC1: Final = "\x11"  # ANPA 1312: text from here
DC2: Final = "\x12"  # ANPA 1312: tabular matter from here

_CHUNK: Final = 1 << 18
# The longest mark: a header of two lines, or an end with the fill after it. None is longer.
_LONGEST_MARK: Final = 640

# What may stand between two messages: line ends, NUL and DEL as fill, the NNNN of teleprinter lines
# (IPTC 7901 keeps it for lines that still need it).
_AFTER: Final = rb"[\x00\r\n \t\x7f]{0,200}(?:NNNN[\x00\r\n \t\x7f]{0,200})?)"
# Each branch begins with a literal byte, so that the search passes over all other bytes at full speed; those
# that belong at a line's start begin with the line feed before it. A group's first letter is its kind.
_BRANCHES: Final = (
    rb"\x04(?P<e1>" + _AFTER,
    rb"<EOT>(?P<e2>" + _AFTER,
    rb"\[EOT\](?P<e3>" + _AFTER,
    rb"\xe2\x90\x84(?P<e4>" + _AFTER,
    rb"\n\^D(?=\s|\Z)(?P<e5>" + _AFTER,
    rb"\nNNNN(?=[\r\n]|\Z)(?P<e6>" + _AFTER,
    rb"\x01(?P<b1>)",
    rb"\x16[\x16 ]{0,8}\x01(?P<b2>)",
    rb"<(?:SYN><){0,4}SOH>(?P<b3>)",
    rb"\[(?:SYN\]\[){0,4}SOH\](?P<b4>)",
    rb"\xe2\x90(?:\x96\xe2\x90){0,4}\x81(?P<b5>)",
    rb"\n(?:\^V ?){0,4}\^A(?P<b6>)",
)
BEGIN: Final = (
    rb"(?:(?:\x16[\x16 ]{0,8})?\x01|<(?:SYN><){0,4}SOH>|\[(?:SYN\]\[){0,4}SOH\]"
    rb"|\xe2\x90(?:\x96\xe2\x90){0,4}\x81|(?:\^V ?){0,4}\^A)"
)
"""SOH, with its SYN, or what is printed in its place: for sniffers."""
_FILL: Final = re.compile(rb"(?:[\x00-\x20\x7f]|NNNN)*")

_NAMES: Final = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC"
    " FS GS RS US"
).split()
_BY_NAME: Final = {name: chr(number) for number, name in enumerate(_NAMES)} | {"DEL": "\x7f"}
_NAMED: Final = re.compile(rf"[<\[](?P<name>{'|'.join(_BY_NAME)})[>\]]")
_NAMED_LINE_END: Final = re.compile(r"(?:[<\[]CR[>\]])?[<\[]LF[>\]](?:\r?\n)?|[<\[]CR[>\]](?=\r?\n)")
# Unicode's control pictures, U+2400 to U+241F, and U+2421 for DEL.
_PICTURES: Final = {0x2400 + number: chr(number) for number in range(32)} | {0x2421: "\x7f"}
_PICTURED_LINE_END: Final = re.compile("\u240d?\u240a(?:\r?\n)?|\u240d(?=\r?\n)")
# Caret notation. ANPA's own '^' lines are why a caret is not enough: '^By' is no STX, '^Coast Guard' no ETX.
_CARET_BEGIN: Final = re.compile(r"(?m)^(?:\^V ?)*\^A")
_CARET_STX: Final = re.compile(r"(?m)^\^B(?:(?![a-z])|(?=(?:am|bc|pm|ap)-))")
_CARET_ETX: Final = re.compile(r"(?m)^\^C(?=\s*(?:\d|[A-Z]{2,5}-[A-Z]{2,3}-\d|[A-Za-z]{2,10} \d{6}|$|\^D))")
_CARET_EOT: Final = re.compile(r"(?m)\^D(?=\s|\Z)")
_CARET_FIELD: Final = re.compile(r"\^([NOPQRST_])")
_CARET_TABLE: Final = re.compile(r"(?m)^\^([QR])(?=\s|$)")


def marks(shape: bytes) -> re.Pattern[bytes]:
    """What begins and ends messages, for a format whose bare header has this shape (from a line's start)."""
    return re.compile(b"|".join((*_BRANCHES, rb"\n(?:" + shape + rb")(?P<s>)")))


def messages(stream: BinaryIO, limit: int, pattern: re.Pattern[bytes]) -> Iterator[Piece]:
    """The messages of a stream, with what stands before and after each; together they are the stream.

    A message longer than `limit` comes cut to one byte more, and its rest is passed over.
    """
    before: Piece | None = None
    for piece in _cut(stream, limit, pattern):
        if before is not None and _FILL.fullmatch(piece.data) and len(before.data) <= limit:
            piece = Piece(before.offset, before.data + piece.data)  # the end of the file is no message
        elif before is not None:
            yield before
        before = piece
    if before is not None:
        yield before


class _State:
    """What the message at hand has shown: nothing, a header by its shape, or one by its control character."""

    NOTHING, SHAPE, BEGIN = range(3)


def _cut(stream: BinaryIO, limit: int, pattern: re.Pattern[bytes]) -> Iterator[Piece]:
    # The line feed before the stream is not of it: a mark that belongs at a line's start looks for one.
    buffer, base, start, scanned = b"\n", -1, 1, 0
    state, passing, filled = _State.NOTHING, False, 0
    while True:
        chunk = stream.read(max(_CHUNK, len(buffer)))
        buffer += chunk
        safe = len(buffer) - _LONGEST_MARK if chunk else len(buffer) + 1
        while (match := pattern.search(buffer, scanned)) and match.start() < safe:
            # The line feed that a mark takes in at its end may be the one that the next begins with.
            scanned = max(match.start() + 1, match.end() - match[0].endswith(b"\n"))
            cut, state = _where(match, state)
            if cut is None:
                continue
            if not passing and _FILL.fullmatch(buffer, max(start, filled), cut):
                filled = cut  # fill before a message is its own
                continue
            if not passing:
                yield Piece(base + start, buffer[start : min(cut, start + limit + 1)])
            start, passing = cut, False
        scanned = max(scanned, safe)
        if not chunk:
            break
        keep = max(0, start - 1)
        buffer, base, start, scanned = buffer[keep:], base + keep, start - keep, max(0, scanned - keep)
        filled = max(0, filled - keep)
        if len(buffer) > limit + _LONGEST_MARK + 1:
            if not passing:
                yield Piece(base + start, buffer[start : start + limit + 1])
            drop = len(buffer) - _LONGEST_MARK
            buffer, base, start, scanned, passing = (
                buffer[drop:],
                base + drop,
                0,
                max(0, scanned - drop),
                True,
            )
    if start < len(buffer) and not passing:
        yield Piece(base + start, buffer[start : start + limit + 1])


def _where(match: re.Match[bytes], state: int) -> tuple[int | None, int]:
    """Where to cut at a mark (None: not here), and what the message at hand has shown after it."""
    kind = str(match.lastgroup)[0]
    if kind == "e":
        return match.end(), _State.NOTHING
    begin = match.start() + (match[0][:1] == b"\n")
    if kind == "b":
        return (begin if state != _State.NOTHING else None), _State.BEGIN
    if state == _State.NOTHING:  # a header without its SOH: what stood before it belongs to it
        return None, _State.SHAPE
    return (begin, _State.SHAPE) if state == _State.SHAPE else (None, state)


class Frame(NamedTuple):
    """A message cut at its control characters. Where one is missing, `text` holds what it would part."""

    before: str  # what stands before SOH, such as a line's own sequence number
    header: str  # from SOH to STX; where STX is missing, to the end of the first line
    text: str
    trailer: str | None  # from ETX to EOT; None where ETX is missing
    has_soh: bool


def frame(text: str) -> Frame:
    """Cuts a message that `read` gave."""
    before, soh, rest = text.partition(SOH)
    if not soh:
        before, rest = "", text
    rest = rest.partition(EOT)[0]
    rest, etx, trailer = rest.partition(ETX)
    header, stx, body = rest.partition(STX)
    if not stx:
        header, _, body = rest.lstrip("\n ").partition("\n")
    return Frame(before.strip("\x00\x16\x7f\n "), header, body, trailer if etx else None, bool(soh))


def read(data: bytes, encoding: str | None) -> tuple[str, str, tuple[str, ...]]:
    """(text with control characters and line feeds, character set, notes) of one message."""
    text, charset, notes = decode(data, encoding)
    if SOH not in text and STX not in text:
        text, note = _restore(text)
        notes = (*notes, note) if note else notes
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\n\r", "\n").replace("\r", "\n")
    return text, charset, notes


def _restore(text: str) -> tuple[str, str | None]:
    """Printed stand-ins back to control characters, and a note that says so."""
    if "\u2401" in text:
        return _PICTURED_LINE_END.sub("\n", text).translate(_PICTURES), "control pictures read as controls"
    if "<SOH>" in text or "[SOH]" in text:
        text = _NAMED_LINE_END.sub("\n", text)
        return _NAMED.sub(lambda match: _BY_NAME[match["name"]], text), "names of controls read as controls"
    if match := _CARET_BEGIN.search(text):
        head, rest = text[: match.start()], text[match.end() :]
        return head + "\x16\x16" + SOH + _from_carets(rest), "caret notation read as controls"
    return text, None


def _from_carets(text: str) -> str:
    """What follows '^A' in caret notation; the last '^C' and '^D' count, the first '^B'."""
    stx = _CARET_STX.search(text)
    header, body = (text[: stx.start()], text[stx.end() :]) if stx else ("", text)
    header = _CARET_FIELD.sub(_control, header)
    for pattern, control in ((_CARET_EOT, EOT), (_CARET_ETX, ETX)):
        if found := list(pattern.finditer(body)):
            body = body[: found[-1].start()] + control + body[found[-1].end() :]
    body = _CARET_TABLE.sub(_control, body)
    return f"{header}{STX}{body}" if stx else body


def _control(match: re.Match[str]) -> str:
    return chr(ord(match[1]) - 64)
