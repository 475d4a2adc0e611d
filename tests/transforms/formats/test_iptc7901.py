"""IPTC 7901: what a message is known by, whatever it is wrapped in, and what a stream of them gives."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import re
import time
from pathlib import Path

import pytest

from schemas.media_topics import media_topics
from schemas.records import FOREVER, Story
from transforms.formats import detect
from transforms.formats._contract import DEFAULT_HINTS, Hints, ParseError, Piece, Reason
from transforms.formats.iptc7901 import parse, sniff, split

TABLES = Path(__file__).parents[3] / "transforms" / "data"
WORDS = (
    "ferry aground off port ellery captain okafor rescued budget rate märkte über café Rehn Halloran".split()
)


def message(
    *,
    number: str = "0123",
    slug: str = "Veldania-Ferry/",
    body: str = "Text.",
    trailer: str = "121432 GMT MAR 26",
) -> bytes:
    lines = ["", slug, "Ferry runs aground =", "", f"PORT ELLERY, March 12 (NNA) - {body}", ""]
    text = "\r\n".join(lines)
    return f"\x01nna{number} 4 dis 118  NNA 0456\r\n\x02{text}\x03{trailer}\r\n\x04".encode()


def only(data: bytes, hints: Hints = DEFAULT_HINTS) -> Story:
    (story,) = parse(data, hints)
    assert isinstance(story, Story)
    return story


def dressings(data: bytes) -> dict[str, bytes]:
    """The same message as other lines deliver it: another transmission, the same message number."""
    text = data.decode()
    return {
        "sequence number of the line": b"ZCZC 077\r\n" + data + b"\r\nNNNN\r\n",
        "line feeds": data.replace(b"\r\n", b"\n"),
        "agency's number in another service": data.replace(b"NNA 0456", b"NNA 0991"),
        "windows-1252": text.encode("cp1252"),
        "byte order mark": b"\xef\xbb\xbf" + data,
        "names": re.sub(
            "[\x01-\x04]", lambda c: f"<{('SOH', 'STX', 'ETX', 'EOT')[ord(c[0]) - 1]}>", text
        ).encode(),
        "pictures": text.translate({n: chr(0x2400 + n) for n in range(1, 5)}).encode(),
        "carets": text.translate({1: "^A", 2: "^B\n", 3: "^C", 4: "^D"}).replace("\r", "").encode(),
        "no EOT": data.replace(b"\x04", b""),
        "no STX": data.replace(b"\x02", b""),
        "bells and fill": b"\x00\x7f\r\n" + data.replace(b"\x02", b"\x02\x07\x07") + b"\x7f\x7f",
        "other word count": data.replace(b" 118 ", b" 4711 "),
        "priority raised": data.replace(b" 4 dis", b" 3 dis"),
    }


@pytest.mark.parametrize("seed", range(25))
def test_the_same_story_twice_is_the_same_story(seed: int) -> None:
    """Source, message number and day identify; nothing that a line or a relay adds does."""
    rng = random.Random(seed)
    sentences = (" ".join(rng.choices(WORDS, k=9)).capitalize() + "." for _ in range(rng.randint(1, 6)))
    data = message(number=f"{rng.randint(1, 9999):04}", body="\r\n\r\n".join(sentences))
    first = only(data)
    assert first.uri
    for name, again in dressings(data).items():
        story = only(again)
        assert (name, story.uri, story.body) == (name, first.uri, first.body)
        assert (name, story.headline, story.dateline) == (name, first.headline, first.dateline)


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("(EMBARGOED until 13 March 2026 00:01 GMT)", "2026-03-13T00:01:00+00:00"),
        ("(Note to editors: embargoed till 0600 GMT on 13 March 2026)", "2026-03-13T06:00:00+00:00"),
        ("(Eds: embargoed for the print edition)", FOREVER.isoformat()),
    ],
)
def test_an_embargo_in_a_note_of_the_text_holds(line: str, until: str) -> None:
    story = only(message().replace(b"PORT ELLERY", line.encode() + b"\r\n\r\nPORT ELLERY"))
    assert "embargo" in story.signals
    assert story.embargo_until is not None
    assert story.embargo_until.isoformat() == until


def test_another_number_or_day_or_source_is_another_story() -> None:
    stories = {
        only(message()).uri,
        only(message(number="0124")).uri,
        only(message(trailer="131432 GMT MAR 26")).uri,
        only(message().replace(b"\x01nna", b"\x01nnb")).uri,
    }
    assert len(stories) == 4


def test_the_uri_is_that_of_the_senders_day_in_any_zone() -> None:
    late = message(trailer="122350 EST MAR 26")
    assert only(late).uri == "urn:x-newswire:iptc7901:nna:nna:0123:2026-03-12"
    assert only(message(trailer="122350 MAR 26"), Hints(timezone="Asia/Tokyo")).uri == only(late).uri


def test_without_a_day_there_is_no_uri() -> None:
    """Numbers begin again each day: ten years of 0123 would be one story."""
    assert only(message(trailer="")).uri == ""


def test_hints_name_the_agency_but_do_not_move_the_uri() -> None:
    data = message().replace(b"  NNA 0456", b"").replace(b" (NNA)", b"")
    assert only(data, Hints(provider="Harbour Press")).provider == "Harbour Press"
    assert only(data, Hints(provider="Harbour Press")).uri == only(data).uri != ""


def test_times_without_a_zone_are_read_in_the_hinted_one_with_a_note() -> None:
    story = only(message(trailer="121432 MAR 26"), Hints(timezone="America/New_York"))
    assert story.version_created is not None
    assert story.version_created.isoformat() == "2026-03-12T18:32:00+00:00"
    assert "no zone given; read as America/New_York" in story.source.notes


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        (b"\x01nna0001 4 pol 20\r\n", True),
        (b"\x16\x16\x01FRS0001 4 ECO\r\n", True),
        (b"\x00\r\nZCZC 12\r\n\x01nna0001 4 pol 20\r\n", True),
        (b"NNNN\r\n\r\nZCZC 12\r\n\x01nna0001 4 pol 20\r\n", True),
        (b"<SOH>nna 001 9 I 0010 FRA\n", True),
        (b"nna0001 4 pol 20 NNA 0042\nText", True),
        (b"\x01a0001\r\nr i bc-ferry 03-12 0100\r\n", False),
        (b"nna0001 4 pol\nText", False),
        (b"Gold 2001 4 per cent up\nText", False),
        (b"\x01\x02\x03", False),
        (b"", False),
    ],
)
def test_sniff(head: bytes, claimed: bool) -> None:
    assert sniff(head) is claimed


def test_a_stream_gives_each_message_and_counts_its_bytes() -> None:
    data = b"".join(message(number=f"{n:04}", slug=f"Story-{n}/") for n in range(300))
    pieces = list(split(io.BytesIO(data), DEFAULT_HINTS))
    assert b"".join(piece.data for piece in pieces) == data
    assert [only(piece.data).extra["message_number"] for piece in pieces] == [f"{n:04}" for n in range(300)]


def test_takes_make_one_story_with_the_first_ones_uri() -> None:
    one = message(number="0001", body="One.\r\n\r\n(MORE)")
    other = message(number="0002", slug="Other/", body="Other.")
    two = message(number="0003", body="Two.\r\n\r\nMORE")
    three = message(number="0004", body="Three.")
    pieces = list(split(io.BytesIO(one + other + two + three), DEFAULT_HINTS))
    assert pieces == [Piece(0, one + other + two + three)]
    story, between = parse(pieces[0].data, DEFAULT_HINTS)
    assert isinstance(story, Story)
    assert isinstance(between, Story)
    assert between.body == "Other."
    assert story.uri == only(one).uri
    assert "One." in story.body
    assert "Three." in story.body
    assert "take" not in story.signals
    assert "take" in only(one).signals


def test_an_ap_story_inside_keeps_the_envelopes_identity() -> None:
    lines = ("BC-Rates, 2nd Ld<", "^Rate up<", "^By OLGA PETERS=", "   KARVOS (AP) _ ``Up,'' he said.")
    body = "\r\n".join((*lines, "   AP-NY-03-12-26 1104EST<", ""))
    story = only(f"\x01apa0801 4 i 88\r\n\x02\r\n{body}\x03121606 GMT MAR 26\r\n\x04".encode())
    assert story.uri == "urn:x-newswire:iptc7901:apa:apa:0801:2026-03-12"
    assert (story.provider, story.headline, story.byline) == ("AP", "Rate up", "OLGA PETERS")
    assert (story.body, story.signals, story.update_number) == ('"Up," he said.', ("lead",), 2)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"\x01\x02\x03\x04", Reason.EMPTY),
        (b"\x01nna01", Reason.TRUNCATED),
        (b"\x01What is this?\r\n\x02Text\r\n", Reason.MALFORMED),
        (b"\x01nna0001 4 pol 20\r\n\x02\r\n\x03121432 GMT MAR 26\r\n\x04", Reason.NO_TEXT),
    ],
)
def test_broken_messages(data: bytes, reason: Reason) -> None:
    with pytest.raises(ParseError) as caught:
        list(parse(data, DEFAULT_HINTS))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "filler",
    [
        b"KILL\n\n",
        b"MORE\n",
        b"* * * *\n\n",
        b"^A ",
        b"a/",
        b"=\n",
        b"<#>\n",
        b"\x01",
        b"  x  ",
        b"\x12",
        b"1 ",
        b"Eds: ",
    ],
)
def test_parsing_takes_linear_time(filler: bytes) -> None:
    data = (
        b"\x01nna0001 4 pol 20\r\n\x02" + filler * (300_000 // len(filler)) + b"\x03121432 GMT MAR 26\r\n\x04"
    )
    before = time.process_time()
    with contextlib.suppress(ParseError):
        assert all(parse(data, DEFAULT_HINTS))
    assert time.process_time() - before < 10


def test_claimed_before_anpa_and_plain_text() -> None:
    found = detect(message())
    assert found is not None
    assert found.name == "iptc7901"


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_category_letters_are_well_formed() -> None:
    letters = rows("category_letters.tsv")
    assert {row["scheme"] for row in letters} == {"anpa", "iptc7901"}
    assert len({(row["scheme"], row["code"]) for row in letters}) == len(letters)
    assert {row["code"] for row in letters if row["scheme"] == "anpa"} == set("abcdefghijklmnopqrstuvwxyz")
    for row in letters:
        assert row["meaning"]
        assert row["source"]
        assert re.fullmatch(r"\d{8}|", row["medtop"])
        assert row["match"] in (("exact", "broad") if row["medtop"] else ("",))


def test_category_letters_are_in_no_other_table() -> None:
    letters = {(row["scheme"], row["code"]) for row in rows("category_letters.tsv")}
    assert not letters & {(row["scheme"], row["code"]) for row in rows("topics_codes.tsv")}


def test_category_letters_name_topics_that_are_in_use() -> None:
    for row in rows("category_letters.tsv"):
        topic = media_topics().get(row["medtop"]) if row["medtop"] else None
        assert topic is None if not row["medtop"] else topic is not None and not topic.retired
