"""Reuters-21578: splitting, the wire header, bodies and the whole collection."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Story
from transforms.formats import DEFAULT_HINTS, Hints, ParseError, Reason
from transforms.formats._reuters_body import _blocks, _even_paragraphs, clean_body
from transforms.formats._reuters_unproc import read_unprocessed
from transforms.formats._reuters_wire import read_header, resolve
from transforms.formats.reuters_sgml import FORMAT, parse, sniff
from transforms.limits import Limits

CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "reuters21578"
DOCUMENT = b'<REUTERS NEWID="%d">\n<DATE></DATE>\n<TEXT><TITLE>T%d</TITLE></TEXT>\n</REUTERS>\n'


def pieces(data: bytes, hints: Hints = DEFAULT_HINTS) -> list[bytes]:
    found = list(FORMAT.split(io.BytesIO(data), hints))
    assert all(data[piece.offset : piece.offset + len(piece.data)] == piece.data for piece in found)
    return [piece.data for piece in found]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS', True),
        (b'\xef\xbb\xbf\n<REUTERS TOPICS="YES" NEWID="1">', True),
        (b'<!-- a copy --> <REUTERS NEWID="1">', True),
        (b"<REUTERS>", False),
        (b"<?xml version='1.0'?><newsMessage>", False),
        (b"Reuters News\n<REUTERS NEWID=", False),
        (b"", False),
    ],
)
def test_sniff(head: bytes, expected: bool) -> None:
    assert sniff(head) is expected


def test_split_gives_each_document() -> None:
    documents = [DOCUMENT % (n, n) for n in range(3)]
    data = b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<!-- x --><LEWIS>\n' + b"\n".join(documents) + b"</LEWIS>\n"
    assert pieces(data) == [document.strip() for document in documents]


def test_split_reads_on_after_what_is_no_document() -> None:
    one, two = DOCUMENT % (1, 1), DOCUMENT % (2, 2)
    open_ended = one.replace(b"</REUTERS>\n", b"")
    assert pieces(b"junk " + one + b" more\n" + two) == [b"junk ", one.strip(), b"\n more\n", two.strip()]
    assert pieces(open_ended + two) == [open_ended, two.strip()]


def test_split_finds_tags_that_two_reads_share() -> None:
    class Drops(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(7)

    documents = [DOCUMENT % (n, n) for n in range(20)]
    found = list(FORMAT.split(Drops(b"".join(documents)), DEFAULT_HINTS))
    assert [piece.data for piece in found] == [document.strip() for document in documents]
    assert [piece.offset for piece in found] == [sum(map(len, documents[:n])) for n in range(20)]


def test_a_long_document_is_cut_one_byte_after_the_limit() -> None:
    long = (DOCUMENT % (1, 1)).replace(b"T1", b"x" * 3_000_000)
    found = list(FORMAT.split(io.BytesIO(long + DOCUMENT % (2, 2)), Hints(limits=Limits(message_bytes=5000))))
    assert [len(piece.data) for piece in found] == [5001, len(DOCUMENT % (2, 2)) - 1]
    assert found[1].offset == len(long)


@pytest.mark.parametrize("data", [b"", b"\n", b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n', b"junk"])
def test_a_file_without_documents_is_one_piece(data: bytes) -> None:
    assert pieces(data) == [data]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"junk", Reason.MALFORMED),
        (b'<REUTERS NEWID="1"', Reason.MALFORMED),
        (b'<REUTERS NEWID="1"><TEXT></TEXT>', Reason.TRUNCATED),
        (b'<REUTERS NEWID="1"></REUTERS>', Reason.MALFORMED),
        (b'<REUTERS NEWID="1"></TEXT><TEXT></REUTERS>', Reason.MALFORMED),
    ],
)
def test_errors(data: bytes, reason: Reason) -> None:
    with pytest.raises(ParseError) as caught:
        list(parse(data))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("A &lt;B> &amp; C", "A <B> & C"),
        ("&amp;lt;", "&lt;"),
        ("&#2;a&#3;&#22;b&#31;", "ab"),
        ("fe&#127;l", "fe\ufffdl"),
        ("&#233;&#65;&#x41;", "éA&#x41;"),
        ("&#55296;&#9999999;", "\ufffd\ufffd"),
        ("AT&T &unknown; &", "AT&T &unknown; &"),
    ],
)
def test_resolve(text: str, resolved: str) -> None:
    assert resolve(text) == resolved


@pytest.mark.parametrize(
    ("tail", "elements", "priority", "slug", "extra"),
    [
        (
            "",
            [" \n&#5;&#5;&#5;C T\n&#22;&#22;&#1;f0704&#31;reute\nu f BC-COCOA-REVIEW   02-26 0105"],
            "u",
            "BC-COCOA-REVIEW",
            {
                "wire_categories": "C T",
                "wire_number": "f0704",
                "wire_selector": "reute",
                "wire_category": "f",
                "wire_date": "02-26",
                "wire_words": "0105",
            },
        ),
        (
            "&#5;&#5;&#5;RM",
            ["&#22;&#22;&#1;f0004&#31;reute", " \nb f BC-A-&lt;B>   03-27 0092"],
            "b",
            "BC-A-<B>",
            {
                "wire_categories": "RM",
                "wire_number": "f0004",
                "wire_selector": "reute",
                "wire_category": "f",
                "wire_date": "03-27",
                "wire_words": "0092",
            },
        ),
        (
            "",
            ["nu f AM-X 1STLD-(WRITETHROUGH)   03-09 0114"],
            "u",
            "AM-X 1STLD-(WRITETHROUGH)",
            {"wire_category": "f", "wire_date": "03-09", "wire_words": "0114"},
        ),
        (
            "",
            ["u f  03-09 0114"],
            "u",
            None,
            {"wire_category": "f", "wire_date": "03-09", "wire_words": "0114"},
        ),
        ("", ["^! 12#345#"], None, None, {"UNKNOWN": "^! 12#345#"}),
        ("", ["x" * 500], None, None, {"UNKNOWN": "x" * 500}),
        ("", [], None, None, {}),
    ],
)
def test_wire_header(
    tail: str, elements: list[str], priority: str | None, slug: str | None, extra: dict[str, str]
) -> None:
    header = read_header(tail, elements)
    assert (header.priority, header.slug, header.extra) == (priority, slug, extra)
    assert header.recognised is (priority is not None)
    spelt_out = [element.replace("&#1;", "&#01;") for element in elements]  # which is read piece by piece
    assert "UNKNOWN" in extra or read_header(tail, spelt_out) == header


@pytest.mark.parametrize(
    ("raw", "body", "ending"),
    [
        ("One\nline.\n    Two.\n Reuter\n", "One line.\n\nTwo.", None),
        ("One.\nREUTER...^M\n\n", "One.", None),
        ("One. REUTER", "One.", None),
        ("One.\n RUTER", "One.", None),
        ("One.\n Reuters\n", "One.", None),
        ("One, Reuters said.", "One, Reuters said.", None),
        ("One.\n   \n More\n", "One.", "More"),
        ("One. MORE\n More\n", "One.", "More"),
        ("    Shr 34 cts vs 12\n    Net 8.1 mln", "Shr 34 cts vs 12\n\nNet 8.1 mln", None),
        (
            "Text:\n MTH   LAST\n May   1850\n Jly UNTRD\nEnd of\nit.",
            "Text:\n\nMTH   LAST\nMay   1850\nJly UNTRD\n\nEnd of it.",
            None,
        ),
        ('He said\n "so" and\nleft.', 'He said "so" and left.', None),
        ("", "", None),
    ],
)
def test_clean_body(raw: str, body: str, ending: str | None) -> None:
    assert clean_body(raw) == (body, ending)


@given(st.lists(st.sampled_from(["One", "two-", " ", "    ", "     ", "  ", "\n", "\n    ", "....", "\t"])))
def test_bodies_cut_at_their_indents_are_as_if_read_line_by_line(pieces: list[str]) -> None:
    raw = "".join(pieces)
    even = _even_paragraphs(raw)
    assert even in (None, "\n\n".join(_blocks([line.rstrip() for line in raw.split("\n")])))


@pytest.mark.parametrize(
    ("raw", "headline", "places", "body"),
    [
        (
            "\nLME PRICES - APR 7\n COPPER  918\n LEAD    307\n",
            "LME PRICES - APR 7",
            None,
            "COPPER  918\nLEAD    307",
        ),
        (
            "\nZURICH GOLD - APRIL 7 pool 420.50\nto 423.50\n",
            "ZURICH GOLD - APRIL 7",
            None,
            "pool 420.50 to 423.50",
        ),
        ("\nCBT CLSG 7-APR\n MAY  1552\n JUL  1585", "CBT CLSG 7-APR", None, "MAY  1552\nJUL  1585"),
        ("\nEXCHANGES - United\nKingdom 0.43", "EXCHANGES", None, "United Kingdom 0.43"),
        ("\nBANK SEES ACCORD LONDON, March 5\n- It said so.", "BANK SEES ACCORD", ("LONDON",), "It said so."),
        (
            "\nBANK SEES ACCORD NEW YORK, March 5 - It said so.",
            "BANK SEES ACCORD",
            ("NEW YORK",),
            "It said so.",
        ),
        ("\nFUND DIV\n    KARVOS, March 12 \n    Qtly div 8", "FUND DIV", ("KARVOS",), "Qtly div 8"),
        ("\nFUND DIV\n    KARVOS, March 12 - It paid.\n", "FUND DIV", ("KARVOS",), "It paid."),
        ("\n161125******BANK CUTS\nRATE\n", "******BANK CUTS RATE", None, ""),
        ("\nUSX, 75,000, 49-5/8\n", "USX, 75,000, 49-5/8", None, ""),
        ("&#2;\n&#3;\n\n", "", None, ""),
    ],
)
def test_unprocessed(raw: str, headline: str, places: tuple[str, ...] | None, body: str) -> None:
    found = read_unprocessed(resolve(raw))
    assert (found.headline, found.body) == (headline, body)
    assert (found.dateline.places if found.dateline else None) == places


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the collection is not beside this checkout (../shared/corpora)"
)
def test_the_collection() -> None:
    """One story a document, its header recognised; 97.2% of the DATELINE elements give place and date."""
    count: Counter[str] = Counter()
    for path in sorted(CORPUS.glob("reut2-*.sgm"))[:3]:
        with path.open("rb") as stream:
            for piece in FORMAT.split(stream, DEFAULT_HINTS):
                (story,) = parse(piece.data)
                assert isinstance(story, Story)
                assert story.first_created is not None
                assert "Blah" not in story.body
                count["documents"] += 1
                count["recognised"] += "UNKNOWN" not in story.extra and story.priority is not None
                if b"<DATELINE>" in piece.data:
                    count["datelines"] += 1
                    count["read"] += bool(story.dateline and story.dateline.places and story.dateline.date)
    assert count["documents"] == 3000
    assert count["recognised"] >= 0.984 * count["documents"]
    assert count["read"] >= 0.972 * count["datelines"]
