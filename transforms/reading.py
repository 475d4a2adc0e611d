"""From an input to its messages, in an order that does not change, and back to any stretch of them.

The batch graph reads every input twice: once for the keys alone, once on the way to the model. So that the
second reading can be shared out, a stretch of messages has an address, its `Span`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from typing import BinaryIO, NamedTuple

from schemas.records import DeadLetter, Source
from transforms.containers import DAMAGE, Damaged, Member, as_parse_error, open_members
from transforms.formats import SNIFF_BYTES, Format, Hints, ParseError, Reason, detect, format_named
from transforms.parse import DEAD_LETTER_BYTES, Message, dead_letter
from transforms.secrets import redacted
from transforms.storage import StorageError

__all__ = ["InputChangedError", "Opener", "Span", "SpanReader", "read_messages"]

Opener = Callable[[str], BinaryIO]
"""Opens an input by its path for reading bytes; raises OSError."""


class Span(NamedTuple):
    """A stretch of an input's messages.

    Attributes:
      path: the input.
      first: ordinal of the first message; ordinals count messages and dead letters of an input from 0.
      size: how many ordinals.
      offset: where the first begins, if the input can be sought; -1 in compressed files and archives.
      format: of the messages, where `offset` is given.
    """

    path: str
    first: int
    size: int
    offset: int = -1
    format: str = ""


class Numbered(NamedTuple):
    """A message or a dead letter of an input, its ordinal, and whether its offset can be sought."""

    ordinal: int
    item: Message | DeadLetter
    seekable: bool


def read_messages(path: str, opener: Opener, hints: Hints, forced: Format | None) -> Iterator[Numbered]:
    """All messages of an input; what cannot be read is a dead letter in its place.

    Args:
      path: the input.
      opener: opens it.
      hints: what its user knows of it.
      forced: the format to read it as; None lets each member's first bytes decide.
    """
    ordinal = 0
    try:
        with opener(path) as raw:
            for member in open_members(path, raw, hints.limits):
                for item in _member_items(member, hints, forced):
                    yield Numbered(ordinal, item, isinstance(member, Member) and member.plain)
                    ordinal += 1
    except OSError as error:
        problem = ParseError(Reason.UNREADABLE, error.strerror or str(error))
        yield Numbered(ordinal, _unreadable(path, problem), False)
    except StorageError:
        raise
    except Exception as error:  # of a container: one bad file stops nothing
        problem = ParseError(Reason.UNEXPECTED, f"{type(error).__name__}: {error}")
        yield Numbered(ordinal, _unreadable(path, problem), False)


class InputChangedError(Exception):
    """An input is no longer what it was at the first reading; the message says which."""


class SpanReader:
    """Reads spans; of a file that cannot be sought it keeps its place, so that spans in order are one pass.

    Not shared between threads. `close` it, or use it as a context manager.
    """

    def __init__(self, opener: Opener, hints: Hints, forced: Format | None) -> None:
        self._opener, self._hints, self._forced = opener, hints, forced
        self._path: str | None = None
        self._rest: Iterator[Numbered] = iter(())
        self._next = 0

    def read(self, span: Span) -> Iterator[tuple[int, Message]]:
        """The messages of a span with their ordinals; its dead letters were dealt with before.

        Raises:
          InputChangedError: the input is gone, or shorter than it was.
        """
        last = span.first - 1
        for last, item in self._items(span):
            if isinstance(item, Message):
                yield last, item
            elif last == span.first:  # a span begins with a message: the input cannot be opened any more
                raise InputChangedError(f"{span.path}: {item.message}, while it was read")
        if last + 1 < span.first + span.size:
            raise InputChangedError(f"{span.path}: changed while it was read; run again when it is whole")

    def _items(self, span: Span) -> Iterator[tuple[int, Message | DeadLetter]]:
        try:
            if span.offset >= 0:
                yield from self._sought(span)
            else:
                yield from ((ordinal, item) for ordinal, item, _ in self._forward(span))
        except OSError as error:
            raise InputChangedError(f"{span.path}: {error.strerror or error}, while it was read") from None

    def _sought(self, span: Span) -> Iterator[tuple[int, Message]]:
        form = format_named(span.format)
        with self._opener(span.path) as stream:
            stream.seek(span.offset)
            for number, piece in enumerate(islice(form.split(stream, self._hints), span.size)):
                offset = span.offset + piece.offset
                yield span.first + number, Message(uri=span.path, offset=offset, data=piece.data, format=form)

    def _forward(self, span: Span) -> Iterator[Numbered]:
        if self._path != span.path or self._next > span.first:
            self._path, self._next = span.path, 0
            self._rest = read_messages(span.path, self._opener, self._hints, self._forced)
        for numbered in self._rest:
            self._next = numbered.ordinal + 1
            if numbered.ordinal >= span.first:
                yield numbered
            if self._next >= span.first + span.size:
                return


def _member_items(
    member: Member | Damaged, hints: Hints, forced: Format | None
) -> Iterator[Message | DeadLetter]:
    if isinstance(member, Damaged):
        yield _unreadable(member.uri, member.error)
        return
    try:
        form = forced or detect(_head(member.stream))
        if form is None or not member.stream.peek(1):
            yield _not_a_story(member)
            return
        for piece in form.split(member.stream, hints):
            yield Message(uri=member.uri, offset=piece.offset, data=piece.data, format=form)
    except ParseError as error:
        yield _unreadable(member.uri, error)
    except DAMAGE as error:
        yield _unreadable(member.uri, as_parse_error(error, "file"))
    except StorageError:
        raise  # the bucket is to blame, not the file
    except Exception as error:  # of a splitter: one bad file stops nothing
        yield _unreadable(member.uri, ParseError(Reason.UNEXPECTED, f"{type(error).__name__}: {error}"))


def _head(stream: io.BufferedReader) -> bytes:
    """The first bytes, without taking them from the stream (its buffer is larger than what is asked)."""
    return stream.peek(SNIFF_BYTES)[:SNIFF_BYTES]


def _not_a_story(member: Member) -> DeadLetter:
    """The dead letter of a file that is empty or of no known format: read whole, for its length and hash."""
    kept, length, digest = b"", 0, sha256()
    while chunk := member.stream.read(1 << 20):
        kept = kept or chunk[:DEAD_LETTER_BYTES]
        length += len(chunk)
        digest.update(chunk)
    source = Source(uri=redacted(member.uri), length=length, sha256=digest.hexdigest())
    if length == 0:
        reason, detail = Reason.EMPTY, "no bytes"
    else:
        reason, detail = Reason.UNKNOWN_FORMAT, f"no known format begins with {kept[:16]!r}"
    return dead_letter(source=source, stage="read", reason=reason, detail=detail, raw=kept, format_name=None)


def _unreadable(uri: str, error: ParseError) -> DeadLetter:
    return dead_letter(
        source=Source(uri=redacted(uri)),
        stage="read",
        reason=error.reason,
        detail=error.detail,
        raw=b"",
        format_name=None,
    )
