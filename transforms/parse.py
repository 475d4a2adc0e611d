"""From the bytes of one message to identified stories, skipped items and dead letters."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias

import msgspec
from msgspec.structs import replace

from schemas.records import DeadLetter, Source, Story
from transforms.formats import Format, Hints, ParseError, Reason, Skipped
from transforms.identity import content_id, derived_uri, record_id
from transforms.secrets import redacted, redacted_values

__all__ = ["DEAD_LETTER_BYTES", "Message", "Outcome", "dead_letter", "parse_in_time", "parse_message"]

DEAD_LETTER_BYTES: Final = 1 << 20
"""Cap of the raw bytes that a dead letter keeps; its `raw_length` and `raw_sha256` are of the whole."""

_NOTHING_SAID: Final = Source()
_ENCODER: Final = msgspec.msgpack.Encoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The bytes of one message and where they stand.

    Attributes:
      uri: the file; a member of an archive follows '!/'.
      offset: first byte, in the unpacked file.
      format: the format that the file was taken for.
    """

    uri: str
    offset: int
    data: bytes
    format: Format


Outcome: TypeAlias = Story | Skipped | DeadLetter


def parse_message(message: Message, hints: Hints) -> Iterator[Outcome]:
    """The stories of a message with their ids and their source; what is no story, by its reason.

    Never raises: what a parser cannot read is a dead letter, and so is an exception that no parser
    should let out (class `unexpected`), so that one bad message stops nothing.
    """
    digest = sha256(message.data).hexdigest()
    done = 0
    try:
        for item, parsed in enumerate(_checked(message, hints)):
            done = item + 1
            if isinstance(parsed, Story):
                yield _identified(parsed, message, item, digest)
            elif isinstance(parsed, ParseError):
                yield _failed(message, item, digest, parsed.reason, parsed.detail)
            else:
                yield parsed
    except ParseError as error:
        yield _failed(message, done, digest, error.reason, error.detail)
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        yield _failed(message, done, digest, Reason.UNEXPECTED, detail)


def parse_in_time(
    message: Message, hints: Hints, clock: Callable[[], float] = time.monotonic
) -> Iterator[tuple[Outcome, bool]]:
    """As `parse_message`, with whether the time for the message is over: its rest is then one dead letter.

    A parser cannot be broken off from outside of it: in a worker's thread there are neither signals nor
    timers, and an exception set from another thread would not reach a regular expression. So the clock is
    looked at after each item. What bounds a single item is the bytes that it may have, and that parsers take
    linear time (`tests/fuzz`).
    """
    end = clock() + hints.limits.parse_seconds
    for done, outcome in enumerate(parse_message(message, hints)):
        if clock() > end:
            detail = f"more than {hints.limits.parse_seconds} s for one message (--max-parse-seconds)"
            digest = sha256(message.data).hexdigest()
            yield _failed(message, done, digest, Reason.LIMIT, detail), True
            return
        yield outcome, False


def dead_letter(
    *, source: Source, stage: str, reason: Reason, detail: str, raw: bytes, format_name: str | None
) -> DeadLetter:
    """A dead letter; `raw` is cut to the cap, its length and hash are of the whole in `source`."""
    return DeadLetter(
        source=source,
        stage=stage,
        error_class=str(reason),
        message=redacted(" ".join(_encodable(detail).split()))[:200],
        format=format_name,
        raw=raw[:DEAD_LETTER_BYTES],
        raw_length=source.length,
        raw_sha256=source.sha256,
    )


def _checked(message: Message, hints: Hints) -> Iterator[Story | Skipped | ParseError]:
    if len(message.data) > hints.limits.message_bytes:
        raise ParseError(
            Reason.LIMIT, f"a message of more than {hints.limits.message_bytes} bytes (--max-message-bytes)"
        )
    if not message.data or message.data.isspace():
        raise ParseError(Reason.EMPTY, "no bytes but white space")
    return message.format.parse(message.data, hints)


def _identified(story: Story, message: Message, item: int, digest: str) -> Story | DeadLetter:
    if not story.headline and not story.body and story.pub_status == "usable":
        return _failed(message, item, digest, Reason.NO_TEXT, "neither headline nor body")
    try:
        _ENCODER.encode(story)  # a lone surrogate must fail here, not at the writer
        content = content_id(story)
    except (UnicodeEncodeError, OverflowError) as error:
        return _failed(message, item, digest, Reason.ENCODING, f"text that UTF-8 cannot carry: {error}")
    uri = redacted(derived_uri(story, content))
    return replace(
        story,
        record_id=record_id(uri, story.version, content),
        content_id=content,
        uri=uri,
        format=message.format.name,
        links=tuple([replace(link, uri=redacted(link.uri)) if link.uri else link for link in story.links]),
        extra=redacted_values(story.extra),
        source=_source(message, item, digest, story.source),
    )


def _failed(message: Message, item: int, digest: str, reason: Reason, detail: str) -> DeadLetter:
    return dead_letter(
        source=_source(message, item, digest),
        stage="parse",
        reason=reason,
        detail=detail,
        raw=message.data,
        format_name=message.format.name,
    )


def _source(message: Message, item: int, digest: str, said: Source = _NOTHING_SAID) -> Source:
    """Where an item stands; its encoding and notes are as its parser said."""
    return Source(
        uri=redacted(message.uri),
        offset=message.offset,
        length=len(message.data),
        item=item,
        sha256=digest,
        encoding=said.encoding,
        notes=said.notes,
        parser=message.format.name,
        parser_version=message.format.version,
    )


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
