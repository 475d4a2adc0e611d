"""ANPA 1312: what a message is known by, its header, its versions, and what a stream of them gives."""

from __future__ import annotations

import contextlib
import io
import random
import re
import time

import pytest

from schemas.records import FOREVER, Story
from transforms.formats._anpa_header import cut
from transforms.formats._contract import DEFAULT_HINTS, Hints, ParseError, Piece, Reason
from transforms.formats.anpa import parse, sniff, split

WORDS = (
    "ferry aground off port ellery captain okafor rescued budget rate Rehn Halloran University Leeds".split()
)
TRAILER = "NNA-NY-03-12-26 1432GMT"


def message(
    *,
    first: str = "a0642\x1f",
    second: str = "r i \x14\x11 bc-ferry-aground 03-12 0112",
    text: str = "^Ferry runs aground<\n\tPORT ELLERY, Veldania (NNA) _ Text.\n",
    trailer: str = TRAILER,
) -> bytes:
    whole = f"\x16\x16\x01{first}\n{second}\n\x02{text}\x03{trailer}\n\x04"
    return whole.replace("\n", "\r\n").encode()


def only(data: bytes, hints: Hints = DEFAULT_HINTS) -> Story:
    (story,) = parse(data, hints)
    assert isinstance(story, Story)
    return story


def dressings(data: bytes) -> dict[str, bytes]:
    """The same message as other lines deliver it: another transmission, the same message number."""
    text = data.decode()
    names = {1: "SOH", 2: "STX", 3: "ETX", 4: "EOT", 0x11: "DC1", 0x14: "DC4", 0x16: "SYN", 0x1F: "US"}
    carets = {n: f"^{chr(n + 64)}" for n in (1, 0x11, 0x14, 0x16, 0x1F)} | {2: "^B", 3: "^C", 4: "^D"}
    return {
        "sequence number of the line": b"0077 \r\n" + data,
        "line feeds": data.replace(b"\r\n", b"\n"),
        "no SYN": data.replace(b"\x16", b""),
        "no US": data.replace(b"\x1f", b""),
        "no EOT": data.replace(b"\x04", b""),
        "no ETX": data.replace(b"\x03", b"\n"),
        "no word count": data.replace(b" 0112", b""),
        "fill": b"\x00\x7f\r\n" + data + b"\r\n\x7f\x00",
        "another selector": data.replace(b"a0642\x1f", b"a0642\x1fxbt-f"),
        "names": re.sub("[\x01-\x04\x11-\x1f]", lambda c: f"<{names[ord(c[0])]}>", text).encode(),
        "pictures": re.sub("[\x01-\x04\x11-\x1f]", lambda c: chr(0x2400 + ord(c[0])), text).encode(),
        "carets": text.translate(carets).replace("\r", "").encode(),
    }


@pytest.mark.parametrize("seed", range(25))
def test_the_same_story_twice_is_the_same_story(seed: int) -> None:
    """Agency, service level, message number and day identify; nothing that a line or a relay adds does."""
    rng = random.Random(seed)
    sentences = [" ".join(rng.choices(WORDS, k=9)).capitalize() + "." for _ in range(rng.randint(1, 6))]
    text = "^Ferry runs aground<\n\tPORT ELLERY, Veldania (NNA) _ " + "\n\t".join(sentences) + "\n"
    data = message(text=text)
    first = only(data)
    assert first.uri == "urn:x-newswire:anpa:nna:a:0642:2026-03-12"
    for name, again in dressings(data).items():
        story = only(again)
        assert (name, story.uri, story.body) == (name, first.uri, first.body)
        assert (name, story.headline, story.dateline) == (name, first.headline, first.dateline)


def test_another_number_service_day_or_agency_is_another_story() -> None:
    stories = [
        message(),
        message(first="a0643"),
        message(first="b0642"),
        message(trailer="NNA-NY-03-13-26 1432GMT"),
        message(trailer="HPA-NY-03-12-26 1432GMT"),
    ]
    assert len({only(story).uri for story in stories}) == 5


def test_the_reference_number_names_another_message() -> None:
    story = only(message(second="u i bc-ferry, 2nd Ld a0573 03-12 0112"))
    assert story.uri == "urn:x-newswire:anpa:nna:a:0642:2026-03-12"
    assert [link.uri for link in story.links] == ["urn:x-newswire:anpa:nna:a:0573:2026-03-12"]
    assert (story.signals, story.update_number) == (("urgent", "lead"), 2)


@pytest.mark.parametrize(
    ("trailer", "text"),
    [
        ("", "^Head<\n\tKARVOS (NNA) _ Text.\n"),  # no year
        ("03-12-26 1432GMT", "^Head<\n\tText without a dateline.\n"),  # no agency
    ],
)
def test_what_cannot_be_told_apart_has_no_uri(trailer: str, text: str) -> None:
    assert only(message(trailer=trailer, text=text)).uri == ""


def test_the_agency_may_be_hinted() -> None:
    story = only(
        message(trailer="03-12-26 1432GMT", text="^Head<\n\tText.\n"), Hints(provider="Harbour Press")
    )
    assert (story.provider, story.uri) == (
        "Harbour Press",
        "urn:x-newswire:anpa:harbour-press:a:0642:2026-03-12",
    )


@pytest.mark.parametrize(
    ("first", "second", "fields"),
    [
        (
            "a0642",
            "r i bc-ferry 03-12 0112",
            ("a", "0642", "", "r", "i", "", "bc-ferry", "03-12", "0112", False),
        ),
        ("A0642", "R I BC-Ferry", ("a", "0642", "", "r", "i", "", "BC-Ferry", "", "", False)),
        (
            "a0642\x1f",
            "ri\x13\x12am-x, 1st Ld 12-31",
            ("a", "0642", "", "r", "i", "", "am-x, 1st Ld", "12-31", "", True),
        ),
        (
            "a0642 czc--",
            "u w bt bc-x 03-12-26 0040",
            ("a", "0642", "czc--", "u", "w", "bt", "bc-x", "03-12-26", "0040", False),
        ),
        (
            "a0642-----",
            "f f BC-Oil Prices 0330",
            ("a", "0642", "", "f", "f", "", "BC-Oil Prices", "", "0330", False),
        ),
        (
            "a0642\x1fr i bc-ferry 03-12 0112",
            "",
            ("a", "0642", "", "r", "i", "", "bc-ferry", "03-12", "0112", False),
        ),
        ("a0642", "", ("a", "0642", "", "", "", "", "", "", "", False)),
    ],
)
def test_header(first: str, second: str, fields: tuple[object, ...]) -> None:
    assert cut(f"\x01{first}\n{second}\n\x02Text\x03")[1] == fields


@pytest.mark.parametrize(
    ("second", "signals"),
    [
        ("f i bc-ferry", ("alert",)),
        ("b i bc-ferry, KILL", ("urgent", "kill")),
        ("d v bc-digest", ("advisory", "diary")),
        ("r s \x12 bc-scores", ("table",)),
        ("r i bc-ferry-glance", ("factbox",)),
        ("r i bc-ferry, 1st Ld-Writethru", ("lead", "update")),
        ("r i bc-ferry, 1st Add", ("add", "take")),
        ("r i bc-ferry, Adv13", ("embargo",)),
        ("r i bc-ferry", ()),
    ],
)
def test_signals_of_the_header(second: str, signals: tuple[str, ...]) -> None:
    assert only(message(second=second)).signals == signals


@pytest.mark.parametrize(
    ("version", "trailer", "until"),
    [
        ("Adv13", TRAILER, "2026-03-13T00:00:00+00:00"),
        ("Adv12", TRAILER, "2026-03-12T00:00:00+00:00"),
        ("Adv02", TRAILER, "2026-04-02T00:00:00+00:00"),
        ("Adv02", "NNA-NY-12-30-26 1432GMT", "2027-01-02T00:00:00+00:00"),
        ("Adv13", "", FOREVER.isoformat()),
        ("HFR", TRAILER, FOREVER.isoformat()),
    ],
)
def test_advances_are_embargoes(version: str, trailer: str, until: str) -> None:
    story = only(message(second=f"a a pm-malaria, {version}", trailer=trailer))
    assert story.embargo_until is not None
    assert story.embargo_until.isoformat() == until


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("\t``Everyone is safe,'' she said _ twice.\n", '"Everyone is safe," she said — twice.'),
        ("\tOne line\nand its rest.\n\tTwo.\n", "One line and its rest.\n\nTwo."),
        ("   One.<\n   Two.=\n", "One.\n\nTwo."),
        ("\t_One.\n\t_Two.\n", "—One.\n\n—Two."),
        ("\tOne.\n\t___\n\tNNA writer Tom Fox contributed to this report.\n", "One."),
        ("\tA snake_case stays.\n", "A snake_case stays."),
        ("\tOne:\n\x12\nA 1\nB 2\n\x11\n\tTwo.\n", "One:\n\nA 1\nB 2\n\nTwo."),
    ],
)
def test_typography(text: str, body: str) -> None:
    assert only(message(text="^Head<\n" + text)).body == body


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("^By LENA SMITH=\n^Northstar News Writer=\n\tText.\n", "byline", "LENA SMITH"),
        ("^Head<\nBy LENA SMITH=\n\tText.\n", "byline", "LENA SMITH"),
        ("^Eds: UPDATES with\nmore.<\n\tText.\n", "editorial_note", "Eds: UPDATES with more."),
        ("^A headline\n^over two lines<\n\tText.\n", "headline", "A headline over two lines"),
        ("Ferry runs aground\n\tText.\n", "headline", "Ferry runs aground"),
        ("BC-Ferry Aground, 1st Ld,0040<\n^Head<\n\tText.\n", "slugline", "BC-Ferry Aground"),
    ],
)
def test_caret_lines(text: str, field: str, value: str) -> None:
    story = only(message(text=text))
    assert (getattr(story, field), story.body) == (value, "Text.")


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        (b"\x16\x16\x01a0642\x1fxbt\r\nr i", True),
        (b"\x01a0642\r\n", True),
        (b"<SYN><SYN><SOH>a0642<US>\n", True),
        (b"^V^V^Aa0642^_\n", True),
        (b"a0642\r\nr i BC-Ferry 03-12 0112\r\n", True),
        (b"a0642\r\nAbout the ferry\r\n", False),
        (b"\x01nna0001 4 pol 20\r\n", False),
        (b"", False),
    ],
)
def test_sniff(head: bytes, claimed: bool) -> None:
    assert sniff(head) is claimed


def test_takes_make_one_story() -> None:
    one = message(text="^Head<\n\tKARVOS (NNA) _ One.\n\tMORE<\n")
    between = message(first="s0001", second="r s bc-football 03-12 0010", text="^Goal<\n\tA goal.\n")
    two = message(
        first="a0643",
        second="r i bc-ferry-aground, 1st Add 03-12 0020",
        text="KARVOS: last words.<\n\tTwo.\n",
    )
    pieces = list(split(io.BytesIO(one + between + two), DEFAULT_HINTS))
    assert pieces == [Piece(0, one + between + two)]
    story, other = parse(pieces[0].data, DEFAULT_HINTS)
    assert isinstance(story, Story)
    assert isinstance(other, Story)
    assert (story.body, story.signals, other.body) == ("One.\n\nTwo.", (), "A goal.")


def test_a_lead_does_not_go_on_with_a_take() -> None:
    one = message(text="^Head<\n\tKARVOS (NNA) _ One.\n\tMORE<\n")
    lead = message(first="a0643", second="r i bc-ferry-aground, 1st Ld 03-12 0020")
    assert len(list(split(io.BytesIO(one + lead), DEFAULT_HINTS))) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"\x16\x16\x01\x02\x03\x04", Reason.EMPTY),
        (b"\x16\x16\x01a06", Reason.TRUNCATED),
        (b"\x16\x16\x01What is this?\r\n\x02Text\r\n", Reason.MALFORMED),
        (b"\x16\x16\x01a0642\r\nr i bc-ferry\r\n\x02\x03\x04", Reason.NO_TEXT),
    ],
)
def test_broken_messages(data: bytes, reason: Reason) -> None:
    with pytest.raises(ParseError) as caught:
        list(parse(data, DEFAULT_HINTS))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "filler", [b"^x<\n", b"^x\n", b"MORE<\n", b"_ ", b"``", b"\x12", b"BC-x,", b"=\n", b"a0001 "]
)
def test_parsing_takes_linear_time(filler: bytes) -> None:
    many = filler * (300_000 // len(filler))
    before = time.process_time()
    for data in (b"\x01a0642\r\nr i bc-ferry\r\n\x02" + many, b"\x01a0642\r\nr i bc-" + many + b"\x02Text"):
        with contextlib.suppress(ParseError):
            assert all(parse(data, DEFAULT_HINTS))
    assert time.process_time() - before < 10
