"""Character sets, cleaning, paragraphs and tables."""

from __future__ import annotations

import time

import pytest

from transforms.formats._text import clean, decode, join_lines, one_line, paragraphs


@pytest.mark.parametrize(
    ("data", "declared", "text", "encoding", "noted"),
    [
        (b"plain", None, "plain", "utf-8", ""),
        ("Zürich".encode(), None, "Zürich", "utf-8", ""),
        (b"\xef\xbb\xbfZ\xc3\xbcrich", "iso-8859-1", "Zürich", "utf-8", ""),
        ("Zürich".encode("utf-16"), None, "Zürich", "utf-16-le", ""),
        (b"\xfe\xff\x00Z\x00\xfc", None, "Zü", "utf-16-be", ""),
        (b"\xff\xfe\x00\x00Z\x00\x00\x00", None, "Z", "utf-32-le", ""),
        (b"\xff\xfeZ\x00\xfc", None, "Z\ufffd", "utf-16-le", "1 characters"),
        (b"Z\xfcrich", None, "Zürich", "windows-1252", "not utf-8"),
        (b"Z\xfcrich", "iso-8859-1", "Zürich", "iso-8859-1", ""),
        ("Zürich".encode(), "iso-8859-1", "Zürich", "utf-8", "declared iso-8859-1, but is utf-8"),
        (b"\x93Z\xfcrich\x94", "ISO-8859-1", "“Zürich”", "windows-1252", "but is windows-1252"),
        (b"\x93Z\xfcrich\x94", "windows-1252", "“Zürich”", "windows-1252", ""),
        (b"Z\xfcrich", "utf-8", "Zürich", "windows-1252", "declared utf-8, but is not"),
        ("Москва".encode("koi8-r"), "koi8-r", "Москва", "koi8-r", ""),
        ("東京".encode("shift_jis"), "Shift_JIS", "東京", "shift_jis", ""),
        ("北京".encode("gbk"), "gb2312", "北京", "gb2312", ""),
        (b"\x81\xff", "shift_jis", "\x81ÿ", "windows-1252", "declared shift_jis, but is not"),
        (b"abc", "no-such-set", "abc", "utf-8", "unknown character set"),
        (b"abc", "base64", "abc", "utf-8", "unknown character set"),
        (b"abc", "a\x00b", "abc", "utf-8", "unknown character set"),
        (b"\\u00e9", "unicode_escape", "\\u00e9", "utf-8", "unknown character set"),
        # Mostly UTF-8: the two bytes of another set do not spoil the rest.
        ("äöüéèàâçñ".encode() + b" \x93", None, "äöüéèàâçñ “", "utf-8", "1 bytes are not utf-8"),
    ],
)
def test_decode(data: bytes, declared: str | None, text: str, encoding: str, noted: str) -> None:
    decoded = decode(data, declared)
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert noted in " ".join(decoded.notes)
    assert bool(noted) == bool(decoded.notes)


@pytest.mark.parametrize(
    "declared", [None, "utf-8", "latin-1", "utf-16", "gb18030", "euc-jp", "utf-7", "idna"]
)
def test_decode_takes_any_bytes(declared: str | None) -> None:
    for data in (bytes(range(256)), bytes(range(255, -1, -1)), b"\xed\xa0\x80", b"\xff" * 9, b"\xf0\x9f\x98"):
        text = decode(data, declared).text
        text.encode("utf-8")  # no lone surrogates


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00b\x1bc\x7fd\u200be\ufefff\u00adg", "abcdefg"),
        ("10\u00a0%\u202f\u3000x", "10 %  x"),
        ("a\tb\nc", "a\tb\nc"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the zero-width non-joiner is Persian spelling
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_one_line() -> None:
    assert one_line("  a\n\tb\u00a0 c ") == "a b c"


WRAPPED = """\
The ferry ran aground on rocks off the harbour wall in thick
fog on Thursday morning, the coast guard said.
All 212 people on board were taken off by lifeboats.
The cause of the accident was not known, and an inquiry into
it was opened at once.
"""


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("One line.\n\nAnother\nwrapped.\n", ["One line.", "Another wrapped."], id="blank-lines"),
        pytest.param("\n\n  One.\n \t \n\n\nTwo.\n\n", ["One.", "Two."], id="blank-lines-with-blanks"),
        pytest.param(
            "One begins\nhere.\n    Two begins\nhere.\n    Three.",
            ["One begins here.", "Two begins here.", "Three."],
            id="indent",
        ),
        pytest.param(
            "    One begins\n    here.\n\n    Two.", ["One begins here.", "Two."], id="all-indented"
        ),
        pytest.param(
            "L" * 130 + "\n" + "M" * 150 + "\nshort", ["L" * 130, "M" * 150, "short"], id="line-a-paragraph"
        ),
        pytest.param(
            WRAPPED,
            [
                "The ferry ran aground on rocks off the harbour wall in thick fog on Thursday morning, "
                "the coast guard said.",
                "All 212 people on board were taken off by lifeboats.",
                "The cause of the accident was not known, and an inquiry into it was opened at once.",
            ],
            id="short-lines",
        ),
        pytest.param(
            "the U.S.-\nRussian and pre-\nand post-war talks -\nheld",
            ["the U.S.-Russian and pre- and post-war talks - held"],
            id="hyphens",
        ),
        pytest.param(
            "Intro.\n\nTeam     P  Pts\nEllery   28  61\nKarvos   28  47\n\nEnd.",
            ["Intro.", "Team     P  Pts\nEllery   28  61\nKarvos   28  47", "End."],
            id="table",
        ),
        pytest.param(
            "Intro.\n  Team\tPts\n  Ellery\t61\n\n  Karvos\t47\nEnd.",
            ["Intro.", "Team  Pts\nEllery        61\nKarvos        47", "End."],
            id="tabs",
        ),
        pytest.param(
            "Rates....4.25\nPrime....6.00\nSaid  so", ["Rates....4.25\nPrime....6.00\nSaid  so"], id="leaders"
        ),
        pytest.param(
            "He left.  She stayed.  They\nmet later.  All was well.",
            ["He left. She stayed. They met later. All was well."],
            id="typists-blanks",
        ),
        pytest.param(
            "Two:\n\n- first of them\ngoes on\n- second",
            ["Two:", "- first of them goes on", "- second"],
            id="list",
        ),
        pytest.param(
            "x" * 60 + "\n\nEllery Rovers 2\nKarvos United 1\n\n" + "y" * 60,
            ["x" * 60, "Ellery Rovers 2\nKarvos United 1", "y" * 60],
            id="lines-broken-on-purpose",
        ),
        pytest.param("", [""], id="empty"),
        pytest.param("\n \n", [""], id="white"),
    ],
)
def test_paragraphs(text: str, blocks: list[str]) -> None:
    assert paragraphs(text).split("\n\n") == blocks


def test_indent_can_be_said() -> None:
    text = "    One\n    Two"
    assert paragraphs(text) == "One Two"
    assert paragraphs(text, indent=True) == "One\n\nTwo"
    assert paragraphs("One\n    Two", indent=False) == "One Two"


def test_join_lines_keeps_the_dash_between_words() -> None:
    assert join_lines(["a deal -", "said to be near"]) == "a deal - said to be near"


@pytest.mark.parametrize("unit", ["a-\n", "x  y\n", "    p\nq\n", "- a\n", "\n \n", "a.\n", "* ", "\t"])
def test_time_is_linear(unit: str) -> None:
    def took(count: int) -> float:
        start = time.process_time()
        paragraphs(unit * count)
        return time.process_time() - start

    took(100)
    assert took(80_000) < 100 * max(took(8_000), 0.002)
