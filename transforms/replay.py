"""Dead letters read again: what their bytes give with the present parsers and hints."""

from __future__ import annotations

import io
from collections.abc import Iterator
from hashlib import blake2b
from typing import BinaryIO, Final

from schemas.records import DeadLetter, Source
from transforms.formats import Format, Hints, ParseError, detect, format_named
from transforms.parse import Message, Outcome, parse_message
from transforms.reading import Opener

__all__ = ["letter_key", "message_key", "place_of", "read_again"]

_MEMBER: Final = "!/"


def letter_key(letter: DeadLetter) -> str:
    """The same for the same letter, wherever it is written."""
    return _digest(*place_of(letter.source), letter.error_class, letter.raw_sha256)


def message_key(letter: DeadLetter) -> str:
    """What the letters of one message share."""
    return _digest(letter.source.uri, letter.source.offset, letter.raw_sha256)


def place_of(source: Source) -> tuple[str, int, int]:
    """Where an item stands; one item of a message is one place."""
    return source.uri, source.offset, source.item


def read_again(letter: DeadLetter, opener: Opener, hints: Hints, forced: Format | None) -> Iterator[Outcome]:
    """What the message of a letter gives now; nothing where its bytes cannot be had.

    They are had from the letter or, where it keeps only the first of them, from the file that it names, if
    that begins with the same bytes still.
    """
    for message in _messages(letter, opener, hints, forced):
        yield from parse_message(message, hints)


def _messages(letter: DeadLetter, opener: Opener, hints: Hints, forced: Format | None) -> Iterator[Message]:
    form = forced or (format_named(letter.format) if letter.format else detect(letter.raw))
    if form is None or not letter.raw:
        return
    source = letter.source
    # A message past the limit was cut there: what the letter has of it is not its end.
    whole = len(letter.raw) == letter.raw_length and "--max-message-bytes" not in letter.message
    if whole and letter.stage == "parse":
        yield Message(uri=source.uri, offset=source.offset, data=letter.raw, format=form)
    elif whole:
        yield from _split(io.BytesIO(letter.raw), letter, form, hints)
    elif _MEMBER not in source.uri:
        yield from _from_source(letter, form, opener, hints)


def _from_source(letter: DeadLetter, form: Format, opener: Opener, hints: Hints) -> Iterator[Message]:
    try:
        with opener(letter.source.uri) as stream:
            stream.seek(letter.source.offset)
            same = stream.read(len(letter.raw)) == letter.raw
            stream.seek(letter.source.offset)
            if same:
                messages = _split(stream, letter, form, hints)
                yield from messages if letter.stage == "read" else _first(messages)
    except OSError:
        return


def _first(messages: Iterator[Message]) -> Iterator[Message]:
    message = next(messages, None)
    if message is not None:
        yield message


def _split(stream: BinaryIO, letter: DeadLetter, form: Format, hints: Hints) -> Iterator[Message]:
    start = letter.source.offset
    try:
        for piece in form.split(stream, hints):
            yield Message(uri=letter.source.uri, offset=start + piece.offset, data=piece.data, format=form)
    except ParseError:
        return


def _digest(*parts: object) -> str:
    text = "\x1f".join(map(str, parts))
    return blake2b(text.encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()
