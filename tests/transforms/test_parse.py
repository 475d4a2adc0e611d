"""One message in: identified stories, skipped items, dead letters; never an exception."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from schemas.records import DeadLetter, Story
from transforms.formats import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Reason, Skipped
from transforms.limits import Limits
from transforms.parse import DEAD_LETTER_BYTES, Message, Outcome, parse_message

Parser = Callable[[bytes, Hints], Iterator[Parsed]]


def outcomes(parser: Parser, data: bytes = b"x", hints: Hints = DEFAULT_HINTS) -> list[Outcome]:
    row = Format(name="made-up", title="Made up", sniff=lambda _: True, parse=parser, version="3")
    return list(parse_message(Message(uri="in", offset=7, data=data, format=row), hints))


def giving(*items: Parsed, then: Exception | None = None) -> Parser:
    def parse(_: bytes, __: Hints) -> Iterator[Parsed]:
        yield from items
        if then:
            raise then

    return parse


def test_stories_get_their_ids_and_their_source() -> None:
    first, second = outcomes(giving(Story(uri="u", headline="A"), Story(headline="B")))
    assert isinstance(first, Story)
    assert isinstance(second, Story)
    assert (first.format, first.source.uri, first.source.offset, first.source.item) == ("made-up", "in", 7, 0)
    assert (second.source.item, second.source.parser_version) == (1, "3")
    assert first.uri == "u"
    assert second.uri == f"urn:x-newswire:content:{second.content_id}"
    assert len({first.record_id, second.record_id}) == 2


@pytest.mark.parametrize(
    ("parser", "data", "reason"),
    [
        (giving(), b"  \n ", "empty"),
        (giving(), b"y" * 101, "limit"),
        (giving(Story()), b"x", "no_text"),
        (giving(Story(headline="\ud800")), b"x", "encoding"),
        (giving(Story(headline="A", extra={"x": "\udfff"})), b"x", "encoding"),
        (giving(ParseError(Reason.BAD_VALUE, "item 0")), b"x", "bad_value"),
        (giving(then=ParseError(Reason.TRUNCATED, "cut")), b"x", "truncated"),
        (giving(then=ZeroDivisionError("no")), b"x", "unexpected"),
        (giving(then=RecursionError("deep")), b"x", "unexpected"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_a_dead_letter(parser: Parser, data: bytes, reason: str) -> None:
    (letter,) = outcomes(parser, data, Hints(limits=Limits(message_bytes=100)))
    assert isinstance(letter, DeadLetter)
    assert letter.error_class == reason
    assert letter.raw == data
    assert "\n" not in letter.message


def test_a_withdrawn_story_needs_no_text() -> None:
    (story,) = outcomes(giving(Story(uri="u", pub_status="canceled")))
    assert isinstance(story, Story)


def test_stories_before_the_damage_are_kept() -> None:
    story, letter = outcomes(giving(Story(headline="A"), then=ParseError(Reason.TRUNCATED, "cut")))
    assert isinstance(story, Story)
    assert isinstance(letter, DeadLetter)


def test_skipped_items_pass() -> None:
    assert outcomes(giving(Skipped("picture", "u"))) == [Skipped("picture", "u")]


def test_a_dead_letter_keeps_no_more_than_the_cap_and_says_how_long_the_message_was() -> None:
    data = b"z" * (DEAD_LETTER_BYTES + 5)
    (letter,) = outcomes(giving(then=ParseError(Reason.MALFORMED, "m" * 500)), data)
    assert isinstance(letter, DeadLetter)
    assert (len(letter.raw), letter.raw_length) == (DEAD_LETTER_BYTES, len(data))
    assert len(letter.message) <= 200
