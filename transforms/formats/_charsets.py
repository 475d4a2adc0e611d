"""Character sets of old wires that declare none: 7-bit national variants and the PC code page 850.

Contract: `decode` never fails, whatever the bytes, and takes time linear in them.

IPTC 7901 is made for the 7-bit set ISO 646, whose national variants print letters where ASCII has brackets;
which variant it is, the message does not say, so one is used only where the caller names it. Latin-1, UTF-8
and windows-1252 are `_text.decode`'s.
"""

from __future__ import annotations

import re
from typing import Final

from transforms.formats._text import Decoded
from transforms.formats._text import decode as decode_text

__all__ = ["NATIONAL", "decode"]

# ISO 646 national variants by their ISO-IR registrations: 21 (DIN 66003), 69 (NF Z 62-010), 15 (Italy),
# 17 (Spain), 60 (NS 4551-1), 10 (SEN 85 02 00, Sweden and Finland).
NATIONAL: Final = {
    "iso646-de": str.maketrans("@[\\]{|}~", "§ÄÖÜäöüß"),
    "iso646-fr": str.maketrans("#@[\\]`{|}~", "£à°ç§µéùè¨"),
    "iso646-it": str.maketrans("#@[\\]`{|}~", "£§°çéùàòèì"),
    "iso646-es": str.maketrans("#@[\\]{|}", "£§¡Ñ¿°ñç"),
    "iso646-no": str.maketrans("[\\]{|}", "ÆØÅæøå"),
    "iso646-se": str.maketrans("[\\]{|}", "ÄÖÅäöå"),
}
"""Names that `Hints.encoding` takes beside Python's -> what to read for the national positions."""

# Bytes that are lower-case letters in code pages 437 and 850 (ü é ä ç ê è ï î å æ ö ø ñ), and in windows-1252
# marks and capitals that do not stand between two lower-case letters.
_DOS: Final = re.compile(rb"(?<=[a-z])[\x81\x82\x84\x86\x87\x88\x8a\x8b\x8c\x91\x94\x9b\xa4](?=[a-z])")
# Letters of Latin-1 between two lower-case letters; 0xE1 is left out, it is the sharp s of code page 850.
_LATIN: Final = re.compile(rb"(?<=[a-z])[\xc0-\xe0\xe2-\xff](?=[a-z])")
_SEVEN_BIT: Final = re.compile(r"[a-z][{|}][a-z]")


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """As `_text.decode`, with the national variants by name and code page 850 by its look."""
    if declared and (table := NATIONAL.get(declared.strip().lower())):
        decoded = decode_text(data, "latin-1")
        return Decoded(decoded.text.translate(table), declared.strip().lower(), decoded.notes)
    if declared is None and not data.isascii() and _is_dos(data):
        return Decoded(data.decode("cp850"), "cp850", ("not utf-8; read as cp850",))
    decoded = decode_text(data, declared)
    if b"{" in data or b"|" in data or b"}" in data:
        return _with_doubt(decoded, data)
    return decoded


def _with_doubt(decoded: Decoded, data: bytes) -> Decoded:
    """With a note where the text looks like one of a national set that the caller did not name."""
    if data.isascii() and _SEVEN_BIT.search(decoded.text):
        note = "brackets between letters: a 7-bit national set? Name one, such as iso646-de, as encoding"
        return decoded._replace(notes=(*decoded.notes, note))
    return decoded


def _is_dos(data: bytes) -> bool:
    if not _DOS.search(data) or _LATIN.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False
