"""The text parts of a mail: character sets, format=flowed, signatures."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from transforms.formats._markup import html_to_text
from transforms.formats._text import Decoded, decode, paragraphs

__all__ = ["Text", "html_part", "plain_part", "unflow"]

_META: Final = re.compile(rb"<meta\b[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META_BYTES: Final = 2048
_DASHES: Final = re.compile(r"^-- ?$", re.MULTILINE)
_LONGEST_SIGNATURE: Final = 30  # lines; without the blank after the dashes, a third of it
_QUOTES: Final = re.compile(r">*")


class Text(NamedTuple):
    """A text part: clean paragraphs, its signature, how it was decoded."""

    body: str
    signature: str | None
    encoding: str
    notes: tuple[str, ...]


def plain_part(data: bytes, charset: str | None, *, flowed: bool, delsp: bool) -> Text:
    """text/plain."""
    decoded = decode(data, charset)
    text = decoded.text.replace("\r\n", "\n")
    text, signature = _split_signature(text)
    text = unflow(text, delsp=delsp) if flowed else text
    return _text(paragraphs(text), signature, decoded)


def html_part(data: bytes, charset: str | None) -> Text:
    """text/html; the page's own word on its character set counts where the mail has none."""
    said = _META.search(data, 0, _META_BYTES)
    decoded = decode(data, charset or (said[1].decode("ascii", "ignore") if said else None))
    return _text(html_to_text(decoded.text), None, decoded)


def _text(body: str, signature: str | None, decoded: Decoded) -> Text:
    return Text(body, signature, decoded.encoding, decoded.notes)


def _split_signature(text: str) -> tuple[str, str | None]:
    """What follows the last line of two dashes and a blank (RFC 3676 section 4.3), if it is short."""
    found = list(_DASHES.finditer(text))
    if not found:
        return text, None
    last = found[-1]
    lines = text[last.end() :].strip().split("\n")
    longest = _LONGEST_SIGNATURE if last[0].endswith(" ") else _LONGEST_SIGNATURE // 3
    if len(lines) > longest or not text[: last.start()].strip():
        return text, None
    return text[: last.start()], "\n".join(line.rstrip() for line in lines) or None


def unflow(text: str, *, delsp: bool = False) -> str:
    """Joins the lines of format=flowed (RFC 3676 section 4): one that ends in a blank goes on in the next.

    Only lines of the same quote depth are joined; one blank at a line's start is stuffing. With DelSp the
    blank at the end is none of the text.
    """
    lines: list[list[str]] = []
    open_depth = -1  # of the flowed line before; -1 where none is
    for line in text.split("\n"):
        depth = len(_QUOTES.match(line)[0])  # type: ignore[index]
        line = line[depth:].removeprefix(" ")
        flows = line.endswith(" ") and line != "-- "
        piece = line[:-1] if flows and delsp else line
        if depth == open_depth:
            lines[-1].append(piece)
        else:
            lines.append([">" * depth + " " if depth else "", piece])
        open_depth = depth if flows else -1
    return "\n".join("".join(pieces) for pieces in lines)
