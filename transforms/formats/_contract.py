"""What a wire format's parser takes and gives.

A parser is a pure function `parse(data, hints) -> Iterator[Parsed]`: bytes of one message in, its items out.
It does no I/O, reads no clock, uses no random number, keeps no state, and imports neither Beam nor spaCy.

- A text story is yielded as a `Story`. The parser fills in what the format carries; it leaves `record_id`,
  `content_id`, `topics`, `entities`, `chain` and `annotation` alone, and of `source` it sets `encoding` and
  `notes` only: the pipeline adds the rest. It leaves `language` None where the feed is silent, and `uri`
  empty where the format has no identity at all (the pipeline then derives one from the content).
- An item that by its own declaration is no text story is yielded as `Skipped`.
- An item that is broken inside a message that is not is yielded as a `ParseError`.
- A message that is broken as a whole raises `ParseError`. No other exception may leave a parser.

A splitter `split(stream, hints) -> Iterator[Piece]` cuts a file of many messages; a format with one message
a file uses `whole_file`. A splitter must work when it starts at the beginning of any of its own pieces, and
the pieces' `offset`s count from where the stream was when the splitter was called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, NamedTuple, TypeAlias

from schemas.records import Story
from transforms.limits import DEFAULT_LIMITS, Limits

__all__ = [
    "DEFAULT_HINTS",
    "Format",
    "Hints",
    "ParseError",
    "Parsed",
    "Piece",
    "Reason",
    "Skipped",
    "whole_file",
]


class Reason(StrEnum):
    """Why a message is a dead letter. The values are the `error_class` of the record."""

    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    ENCODING = "encoding"
    MISSING_FIELD = "missing_field"
    NO_TEXT = "no_text"
    BAD_VALUE = "bad_value"
    LIMIT = "limit"
    UNSAFE = "unsafe"
    UNREADABLE = "unreadable"
    UNEXPECTED = "unexpected"


class ParseError(Exception):
    """A message, or an item of it, that cannot be read as a story.

    Attributes:
      reason: the class that it is counted under.
      detail: one line for people: what was found, what was expected, where. At most 200 characters.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = " ".join(detail.split())[:200]

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that is no text story by its own declaration.

    Attributes:
      reason: counted under this name: picture, video, audio, graphic, package, concept, knowledge,
        planning, event, ...
      uri: the item's identity, where it has one.
    """

    reason: str
    uri: str = ""


Parsed: TypeAlias = Story | Skipped | ParseError


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the user of a run knows about its input and the bytes do not say.

    Attributes:
      encoding: character set of input that declares none.
      timezone: IANA zone of times without one, where the provider's own is not known.
      day_first: True reads 03/04/2020 as 3 April, False as March 4; None leaves it to the provider.
      provider: agency of input that names none.
      field_map: record field -> column or key, for JSON Lines, CSV and Parquet data sets.
      separator: line that stands between plain-text stories in one file, as a regular expression.
      limits: how much an input may ask for.
    """

    encoding: str | None = None
    timezone: str = "UTC"
    day_first: bool | None = None
    provider: str | None = None
    field_map: tuple[tuple[str, str], ...] = ()
    separator: str | None = None
    limits: Limits = DEFAULT_LIMITS


DEFAULT_HINTS = Hints()


class Piece(NamedTuple):
    """The bytes of one message, and where they begin in the stream."""

    offset: int
    data: bytes


def whole_file(stream: BinaryIO, hints: Hints = DEFAULT_HINTS) -> Iterator[Piece]:
    """The splitter of formats that hold one message a file.

    Reads at most one byte past `hints.limits.message_bytes`: the reader makes a dead letter of such a piece.
    """
    yield Piece(0, stream.read(hints.limits.message_bytes + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A row of the table of formats.

    Attributes:
      name: as `--format` takes it and `Story.format` says it.
      title: for people.
      sniff: whether these first bytes (at most 4,096, byte order mark included) are of this format.
      parse: the parser.
      version: raised when the parser gives other fields for the same bytes.
      split: the splitter.
      gives: what it fills in, in one line for `newswire formats`.
      limits: what it does not do, in one line.
    """

    name: str
    title: str
    sniff: Callable[[bytes], bool]
    parse: Callable[[bytes, Hints], Iterator[Parsed]]
    version: str = "1"
    split: Callable[[BinaryIO, Hints], Iterator[Piece]] = whole_file
    gives: str = ""
    limits: str = ""
