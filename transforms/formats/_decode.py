"""Bytes to text: byte order marks, declared character sets, and wrong declarations repaired.

Contract: `decode` never fails, whatever the bytes and the declaration, and takes time linear in the bytes.
The text that it gives has no lone surrogates.

Sources: the WHATWG Encoding Standard, section 4.2 (labels; that ISO-8859-1 means windows-1252).
"""

from __future__ import annotations

import codecs
import functools
import re
from typing import Final, NamedTuple

__all__ = ["Decoded", "decode", "unmarked_utf16"]

# Byte order marks, longest first: that of UTF-32-LE begins with that of UTF-16-LE.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ANY_MARK: Final = tuple(mark for mark, _ in _MARKS)

# Labels that in practice mean a larger set (WHATWG, 4.2), by Python's name for the declared one.
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
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "charmap"}
)
_LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")
_LONGEST_LABEL: Final = 40

# windows-1252 as browsers read it: the five bytes that it leaves open are the C1 controls of Latin-1.
_CP1252: Final = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_STRAY: Final = re.compile("[\udc80-\udcff]+")
_WIDE: Final = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")
_READ_AS: Final = "read as windows-1252"


_LOOK: Final = 4096
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")


class Decoded(NamedTuple):
    """Text, the character set that it was decoded from, and what had to be assumed or mended."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


_LEAST_UTF16: Final = 16
"""Bytes: in eight characters every other byte is not NUL by accident."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """BOM first, then `declared`, then UTF-8, then cp1252; a wrong declaration is repaired with a note.

    Text that is UTF-8 but for a few bytes stays UTF-8; those bytes are read as windows-1252, with a note.
    """
    if data.startswith(_ANY_MARK):
        mark, encoding = next((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark))
        return _after_mark(data[len(mark) :], encoding)
    wide = None if declared else unmarked_utf16(data)
    if wide:
        return _after_mark(data, wide, (f"no byte order mark; read as {wide}",))
    codec = _codec(declared)
    notes = (f"unknown character set {declared[:40]!r}",) if declared and not codec else ()
    if codec is None or codec == "utf-8":
        return _undeclared(data, notes, "utf-8" if codec else None)
    return _declared(data, codec, str(declared).strip().lower())


def unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 text that has no mark; None where these are no such bytes.

    Most characters of such text are ASCII or Latin: every other byte is then NUL, and none of the others is.
    """
    head = data[: min(_LOOK, len(data) & ~1)]
    if b"\0" not in head or len(head) < _LEAST_UTF16:
        return None
    for encoding, high, low in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if not low.count(0) and 2 * high.count(0) > len(high):
            text = head.decode(encoding, "replace")
            return encoding if 100 * len(_CONTROLS.findall(text)) <= len(text) else None
    return None


def _after_mark(data: bytes, encoding: str, notes: tuple[str, ...] = ()) -> Decoded:
    if encoding == "utf-8":
        return _undeclared(data, (), encoding)
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd") if "\ufffd" in text else 0
    return Decoded(text, encoding, (*notes, f"{bad} characters are not {encoding}") if bad else notes)


def _codec(label: str | None) -> str | None:
    """Python's name of the character set that a label means in practice, None where it names none."""
    label = label.strip() if label else ""
    return _codec_named(label) if len(label) <= _LONGEST_LABEL else None


@functools.lru_cache(maxsize=256)
def _codec_named(label: str) -> str | None:
    if not _LABEL.fullmatch(label):
        return None
    try:
        name = codecs.lookup(label).name
        if name.replace("_", "-") in _NO_CHARSETS:
            return None
        b"\n\n\n\n".decode(name, "replace")  # LookupError for codecs that do not give text
    except LookupError:
        return None
    return _SUPERSETS.get(name, name)


def _undeclared(data: bytes, notes: tuple[str, ...], declared: str | None) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8", notes)
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "surrogateescape")
    stray = sum(len(run) for run in _STRAY.findall(text))
    if len(_WIDE.findall(text)) > 2 * stray:
        mended = _STRAY.sub(lambda run: _cp1252(run[0].encode("utf-8", "surrogateescape")), text)
        return Decoded(mended, "utf-8", (*notes, f"{stray} bytes are not utf-8; {_READ_AS}"))
    said = f"declared {declared}, but is not; " if declared else "not utf-8; "
    return Decoded(_cp1252(data), "windows-1252", (*notes, said + _READ_AS))


def _declared(data: bytes, codec: str, label: str) -> Decoded:
    if not data.isascii():
        try:  # hardly any text in another set is UTF-8 by chance
            return Decoded(data.decode("utf-8"), "utf-8", (f"declared {label}, but is utf-8",))
        except UnicodeDecodeError:
            pass
    if codec == "cp1252" and data.isascii():
        return Decoded(data.decode("ascii"), label)
    if codec == "cp1252":
        larger = label != "windows-1252" and any(0x80 <= byte < 0xA0 for byte in set(data))
        notes = (f"declared {label}, but is windows-1252",) if larger else ()
        return Decoded(_cp1252(data), "windows-1252" if larger else label, notes)
    try:
        return Decoded(data.decode(codec), label)
    except UnicodeDecodeError:
        return Decoded(_cp1252(data), "windows-1252", (f"declared {label}, but is not; {_READ_AS}",))


def _cp1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_CP1252)
