"""Plain text: sniffing, splitting, the form of the seed, and texts with parts missing."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from pathlib import Path

import pytest

from schemas.records import FOREVER, Author, Dateline, Story
from transforms.formats import DEFAULT_HINTS, Hints, ParseError, Reason, detect
from transforms.formats._embargo import embargo_time, is_embargo_line
from transforms.formats.plain_text import parse, sniff, split
from transforms.limits import Limits

SEED = Path(__file__).parents[4] / "shared" / "seed"


def story(text: str | bytes, hints: Hints = DEFAULT_HINTS) -> Story:
    (found,) = parse(text.encode() if isinstance(text, str) else text, hints)
    assert isinstance(found, Story)
    return found


def pieces(text: bytes, hints: Hints = DEFAULT_HINTS) -> list[bytes]:
    found = list(split(io.BytesIO(text), hints))
    assert all(text[piece.offset : piece.offset + len(piece.data)] == piece.data for piece in found)
    return [piece.data.strip() for piece in found]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", True),
        (b" \n", True),
        (b"Ferry aground\n\nPORT ELLERY (NNA) - A ferry", True),
        ("Fähre".encode("cp1252"), True),
        ("Fähre".encode("utf-16"), True),
        ("Паром сел на мель".encode("cp1251"), True),
        ("フェリー".encode("shift_jis"), True),
        (b"tab\tand form feed\x0cand so on", True),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", False),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", False),
        (b"GIF89a\x01\x00\x01\x00", False),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", False),
        (b"{\\rtf1\\ansi Ferry}", False),
        (b"PK\x03\x04\x14\x00\x08\x00", False),
        (b"\x1f\x8b\x08\x00abc", False),
        (b"<?xml version='1.0'?><a/>", False),
        (b"\xef\xbb\xbf<html><body>", False),
        (b' {"headline": "x"}', False),
        (b"[{}]", False),
        (bytes(range(256)) * 4, False),
    ],
)
def test_sniff(head: bytes, expected: bool) -> None:
    assert sniff(head) is expected


def test_no_picture_is_detected_as_text() -> None:
    assert detect(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01") is None


@pytest.mark.parametrize("data", [b"", b" ", b"\r\n\t \x0c", b"\xef\xbb\xbf\n", b"\xff\xfe", b"\x01\x02"])
def test_empty(data: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        list(parse(data))
    assert caught.value.reason == Reason.EMPTY


def test_a_picture_by_force_is_an_error() -> None:
    with pytest.raises(ParseError) as caught:
        list(parse(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"))
    assert caught.value.reason == Reason.ENCODING


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed is not beside this checkout (../shared/seed)")
def test_the_seed() -> None:
    (path,) = SEED.glob("*.txt")
    (data,) = pieces(path.read_bytes())
    found = story(data)
    assert found.headline == "Trump, Putin discuss Syria ceasefire in first talks since U.S. air strikes"
    assert (found.provider, found.uri, found.format) == ("Reuters", "", "plain-text")
    assert found.byline == "Steve Holland and Alexander Winning"
    assert found.authors == (
        Author(name="Steve Holland", role="writer"),
        Author(name="Alexander Winning", role="writer"),
        Author(name="Yeganeh Torbati", role="additional reporting"),
        Author(name="Jonathan Oatis", role="editing"),
        Author(name="Grant McCool", role="editing"),
    )
    assert found.dateline == Dateline(
        text="WASHINGTON/MOSCOW (Reuters)", places=("WASHINGTON", "MOSCOW"), credit="Reuters"
    )
    assert found.body.startswith("U.S. President Donald Trump")
    assert len(found.body.split("\n\n")) == 14
    assert found.first_created == found.version_created == dt.datetime(2017, 5, 2, 15, 23, tzinfo=dt.UTC)
    assert found.source.notes == ("no zone given; read as UTC",)
    assert found.extra == {"source": "Reuters News"}


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        ("Only a headline", "Only a headline", ""),
        (
            "A headline that is long enough to be broken over\ntwo lines by the agency\n\nText of it.",
            "A headline that is long enough to be broken over two lines by the agency",
            "Text of it.",
        ),
        ("Headline\nLONDON (AP) - Text.", "Headline", "Text."),
        ("LONDON (AP) - Text.\n\nMore.", "", "Text.\n\nMore."),
        ("LONDON (AP) -\n\nText.", "", "Text."),
        ("(Adds quotes)\n\nLONDON (AP) - Text.", "", "Text."),
        (
            "A sentence that is too long for a headline, " * 3 + "and it ends here.\n\nMore.",
            "",
            "A sentence that is too long for a headline, A sentence that is too long for a headline, "
            "A sentence that is too long for a headline, and it ends here.\n\nMore.",
        ),
        ("Headline\n========\n\nText.", "Headline", "Text."),
    ],
)
def test_headline_and_body(text: str, headline: str, body: str) -> None:
    found = story(text)
    assert (found.headline, found.body) == (headline, body)


@pytest.mark.parametrize(
    ("text", "hinted", "provider"),
    [
        ("Headline\n\nReuters News\n\nText.", None, "Reuters"),
        ("Headline\n\nReuters News\n\nText.", "Harbour Press", "Reuters"),
        ("Headline\n\nLONDON (AP) - Text.", "Harbour Press", "AP"),
        ("Headline\n\nSource: Veldania Wire\n\nText.", None, "Veldania Wire"),
        ("Headline\n\nText.", "Harbour Press", "Harbour Press"),
        ("Headline\n\nText.", None, ""),
    ],
)
def test_provider(text: str, hinted: str | None, provider: str) -> None:
    assert story(text, Hints(provider=hinted)).provider == provider


def test_times() -> None:
    found = story(
        "Headline\nPosted: 12/03/2026 10:00\nUpdated: 2026-03-12 11:00 GMT\n\nText.",
        Hints(day_first=True, timezone="Europe/Paris"),
    )
    assert found.first_created == dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)
    assert found.version_created == dt.datetime(2026, 3, 12, 11, tzinfo=dt.UTC)
    assert found.source.notes == ("no zone given; read as Europe/Paris",)


def test_an_unreadable_time_is_noted() -> None:
    found = story("Headline\nPosted: two hours ago\n\nText.")
    assert found.first_created is None
    assert found.source.notes == ("no date: 'two hours ago'",)


def test_a_field_said_twice_is_kept() -> None:
    found = story("Headline\nSource: A Wire\nSource: B Wire\n\nText.")
    assert (found.provider, found.extra) == ("A Wire", {"header": "Source: B Wire"})


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (b"One\n\nText.\n\n==========\nTwo\n\nText.", 2),
        (b"One\n\nText.\n\n----------\n\nTwo\n\nText.", 2),
        (b"==========\nOne\n\nText.\n\n==========\nTwo\n\nText.\n\n==========\n", 2),
        (b"One\n\n==========\n==========\n\nTwo", 2),
        (b"One\x0cTwo\x0c\x0cThree", 3),
        (b"One\r\n\r\n**********\r\n\r\nTwo", 2),
        (b"One\n==========\n\nText.", 1),  # an underline
        (b"One\n\n----------\nTeam     Pts\nRovers    61\n----------\n", 1),  # the rules of a table
        (b"One\n\n---------\n\nText.", 1),  # nine
        (b"One\n\nText.\n\n-30-\n\nTwo\n\nBy Jane Doe\n\nText.", 2),
        (b"One\n\nText.\n###\nTwo\nLONDON (AP) - Text.", 2),
        (b"One\n\nText.\n\n###\n\nAbout us\n\nWe are an agency.", 1),
        (b"One\n\nText.\n\nENDS\n", 1),
        (b"One\n\nText.\n\n###\n\n" + b"line\n" * 9 + b"By Jane Doe\n", 1),  # too far away
    ],
)
def test_split(text: bytes, count: int) -> None:
    assert len(pieces(text)) == count


def test_split_by_separator() -> None:
    text = b"One\n==========\n%% 1 %%\nTwo\n\x0c\n%% 2 %%\n"
    assert pieces(text, Hints(separator=r"%% \d+ %%")) == [b"One\n==========", b"Two"]
    with pytest.raises(ParseError) as caught:
        pieces(text, Hints(separator="("))
    assert caught.value.reason == Reason.BAD_VALUE


@pytest.mark.parametrize(
    "text", [b"One\n\n==========\nTwo\n\n-30-\n\nThree\n\nBy Jane Doe\n\nText.\x0cFour", b"a\x0cb"]
)
def test_the_splitter_can_start_at_any_piece(text: bytes) -> None:
    found = list(split(io.BytesIO(text)))
    for number, piece in enumerate(found):
        again = list(split(io.BytesIO(text[piece.offset :])))
        assert [one.data for one in again] == [one.data for one in found[number:]]


def test_a_long_story_is_cut_one_byte_after_the_limit_and_the_next_one_is_read() -> None:
    text = b"x" * 70_000 + b"\n" + b"y\n" * 100_000 + b"\n==========\nTwo"
    found = list(split(io.BytesIO(text), Hints(limits=Limits(message_bytes=1000))))
    assert [len(piece.data) for piece in found] == [1001, 3]
    assert text[found[1].offset :] == b"Two"


def test_wide_characters_are_one_story() -> None:
    text = "One\n\n==========\nTwo".encode("utf-16")
    assert pieces(text) == [text]
    assert len(list(split(io.BytesIO(text[2:]), Hints(encoding="utf-16-le")))) == 1


@pytest.mark.parametrize(
    ("notice", "until"),
    [
        ("EMBARGOED UNTIL 0001 GMT, FRIDAY 13 MARCH 2026", dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC)),
        ("Embargo: 13 March 2026 00:01 GMT", dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC)),
        (
            "(Embargoed for release at 1130 GMT Thurs March 19)",
            dt.datetime(2026, 3, 19, 11, 30, tzinfo=dt.UTC),
        ),
        (
            "NOT FOR PUBLICATION before 00:01 GMT on March 13, 2026",
            dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC),
        ),
        ("Sperrfrist: 13. März 2026, 01.01 Uhr MEZ", dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC)),
        (
            "Sous embargo jusqu'au vendredi 13 mars 2026 à 00h01 GMT",
            dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC),
        ),
        ("EMBARGOED until further notice, 1st notice", FOREVER),
        ("EMBARGO LIFTED 0001 GMT", None),
        ("Ferry aground", None),
    ],
)
def test_embargo_time(notice: str, until: dt.datetime | None) -> None:
    found = embargo_time(notice, reference=dt.datetime(2026, 3, 12, tzinfo=dt.UTC))
    assert (found.until if found else None) == until


def test_an_arms_embargo_is_no_notice() -> None:
    assert not is_embargo_line("The embargo on Veldania of 2019 has failed, ministers in Brussels said.")
    found = story("Embargo on Veldania failed\n\nBRUSSELS (AP) - The embargo of 2019 has failed.")
    assert (found.embargo_until, found.signals) == (None, ())


@pytest.mark.parametrize(
    "unit",
    [
        b"Date: 1\n",
        b"\n=========\n",
        b"-30-\n",
        b"x\n\n-30-\n",
        b"\x0c",
        b"(adds) ",
        b"By A B\n\n",
        b"a  b\n",
        b"----\n",
    ],
)
def test_any_repetition_is_quick(unit: bytes) -> None:
    data = unit * (200_000 // len(unit))
    for piece in split(io.BytesIO(data)):
        with contextlib.suppress(ParseError):
            assert all(isinstance(item, Story) for item in parse(piece.data))
