"""What 7901 and 1312 share: framing, character sets, header lines, takes, embargoes, time groups."""

from __future__ import annotations

import datetime as dt
import io
import random
import time

import pytest

from schemas.records import FOREVER
from transforms.formats._charsets import decode
from transforms.formats._contract import Piece
from transforms.formats._wire import frame, marks, messages, read
from transforms.formats._wire_ap import Slug, read_slug
from transforms.formats._wire_body import split_end, to_paragraphs
from transforms.formats._wire_embargo import embargo_text, until
from transforms.formats._wire_heading import Heading, add_line
from transforms.formats._wire_marks import marker, version_marks
from transforms.formats._wire_takes import Take, chains, goes_on, join, slug_key, split_more, take_number
from transforms.formats._wire_time import sent_at

MARKS = marks(rb"[a-z]{3}\d{4} [1-9] [a-z]{3} \d{1,4}(?=\r?\n|\Z)")
CONTROLS = b"\x01nna0001 4 pol 20\r\n\x02Body\r\n\x03121432 GMT MAR 26\r\n\x04"
FORMS = {
    "controls": CONTROLS + b"\r\n",
    "no end": CONTROLS.replace(b"\x04", b""),
    "line numbers": b"ZCZC 7\r\n" + CONTROLS + b"\r\nNNNN\r\n\r\n",
    "names": b"<SYN><SYN><SOH>nna0001 4 pol 20\n<STX>Body\n<ETX>121432\n<EOT>\n",
    "carets": b"^V^V^Anna0001 4 pol 20\n^BBody\n^C121432\n^D\n",
    "pictures": "␁nna0001 4 pol 20\n␂Body\n␃121432\n␄\n".encode(),
    "shape": b"nna0001 4 pol 20\nBody\n\n121432 GMT MAR 26\n\n",
}


class Dripping(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(7)


def cut(data: bytes, limit: int = 10**6) -> list[Piece]:
    return list(messages(io.BytesIO(data), limit, MARKS))


@pytest.mark.parametrize("form", FORMS)
def test_messages_are_cut_at_their_ends_and_nothing_is_lost(form: str) -> None:
    pieces = cut(FORMS[form] * 3)
    assert [piece.data for piece in pieces] == [FORMS[form]] * 3
    assert [piece.offset for piece in pieces] == [len(FORMS[form]) * n for n in range(3)]


@pytest.mark.parametrize("form", FORMS)
def test_messages_do_not_depend_on_how_a_stream_is_read(form: str) -> None:
    data = FORMS[form] * 200
    assert list(messages(Dripping(data), 10**6, MARKS)) == cut(data)


def test_messages_are_the_same_from_the_beginning_of_any_of_them() -> None:
    data = b"\x00\r\n" + b"".join(FORMS.values()) * 2
    pieces = cut(data)
    assert len(pieces) > 10
    for piece in pieces:
        again = [Piece(later.offset + piece.offset, later.data) for later in cut(data[piece.offset :])]
        assert again == [later for later in pieces if later.offset >= piece.offset]


def test_fill_at_the_end_of_a_file_is_no_message() -> None:
    assert len(cut(CONTROLS + b"\r\n\x00\x7f\r\nNNNN\r\n\x04\x04")) == 1


def test_a_message_over_the_limit_is_cut_and_passed_over() -> None:
    long = CONTROLS.replace(b"Body", b"Body " * 2000)
    pieces = cut(long + CONTROLS, limit=500)
    assert [len(piece.data) for piece in pieces] == [501, len(CONTROLS)]
    assert pieces[1].offset == len(long)


@pytest.mark.parametrize(
    "data",
    [
        b"\x04" * 400_000,
        b"\n" * 400_000,
        b"\x16" * 400_000,
        b"^V" * 200_000,
        b"<SYN>" * 80_000,
        b"\x01" * 400_000,
    ],
    ids=["eot", "lf", "syn", "caret", "name", "soh"],
)
def test_cutting_takes_linear_time(data: bytes) -> None:
    before = time.process_time()
    cut(data)
    assert time.process_time() - before < 5


def test_frame_keeps_what_stands_before_the_message() -> None:
    assert frame("ZCZC 12\n\x01head\nslug/\n\x02text\x03121432 GMT\n\x04NNNN") == (
        "ZCZC 12",
        "head\nslug/\n",
        "text",
        "121432 GMT\n",
        True,
    )


def test_caret_lines_of_anpa_are_no_control_characters() -> None:
    text, _, notes = read(
        b"^V^V^Aa0001^_\n^B^Coast Guard says<\n^By X=\n^Drama at sea<\nText\n^C121432\n^D\n", None
    )
    assert text.count("\x02") == text.count("\x03") == text.count("\x04") == 1
    assert "^Coast Guard says<\n^By X=\n^Drama at sea<" in text
    assert notes == ("caret notation read as controls",)


@pytest.mark.parametrize(
    ("data", "declared", "text", "encoding"),
    [
        ("für große Märkte".encode("cp850"), None, "für große Märkte", "cp850"),
        ("für große Märkte".encode("latin-1"), None, "für große Märkte", "windows-1252"),
        ("für große Märkte".encode(), None, "für große Märkte", "utf-8"),
        ("„Märkte“ fallen – stark".encode("cp1252"), None, "„Märkte“ fallen – stark", "windows-1252"),
        (b"f}r gro~e M{rkte", "iso646-de", "für große Märkte", "iso646-de"),
        (b"p} svenska: sm|rg}s", "ISO646-SE", "på svenska: smörgås", "iso646-se"),
    ],
)
def test_character_sets(data: bytes, declared: str | None, text: str, encoding: str) -> None:
    decoded = decode(data, declared)
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_brackets_between_letters_are_remarked_on() -> None:
    assert "iso646-de" in decode(b"f}r M{rkte").notes[0]
    assert decode(b"a {b} c").notes == ()


@pytest.mark.parametrize(
    ("line", "signal", "number"),
    [
        ("KILL KILL KILL", "kill", None),
        ("Bulletin Kill", "kill", None),
        ("BULLETIN ELIMINATION", "withdrawal", None),
        ("HOLD HOLD HOLD", "hold", None),
        ("BERICHTIGUNG", "correction", None),
        ("(Korrektur)", "correction", None),
        ("2. Zusammenfassung", "wrapup", 2),
        ("Zusammenfassung 1530", "wrapup", None),
        ("Rückzug", "withdrawal", None),
        ("ANNULATION", "kill", None),
        ("ANNULE ET REMPLACE", "correction", None),
        ("URGENT ///", "urgent", None),
        ("Papier général", "wrapup", None),
        ("ANULACIÓN", "kill", None),
        ("RETTIFICA", "correction", None),
        ("Achtung", "advisory", None),
        ("Rättelse", "correction", None),
    ],
)
def test_marker_lines(line: str, signal: str, number: int | None) -> None:
    assert marker(line) == (signal, number)


@pytest.mark.parametrize(
    "line",
    ["Killers at large", "Kill a bill, kill a law", "Korrektur der Börse erwartet", "Budget", "", "212"],
)
def test_headlines_are_no_markers(line: str) -> None:
    assert marker(line) is None


@pytest.mark.parametrize(
    ("version", "marks_"),
    [
        ("1st Ld-Writethru", (("lead", "update"), 1, None)),
        ("2nd Ld-1st Add", (("lead", "add"), 2, 1)),
        ("10th Ld", (("lead",), 10, None)),
        ("3rd Add", (("add",), None, 3)),
        ("WITHHOLD", (("hold",), None, None)),
        ("Hold for Release", (("embargo",), None, None)),
        ("Adv13-2 Takes", (("embargo",), None, None)),
        ("Correction", (("correction",), None, None)),
        ("Bulletin", (("alert",), None, None)),
        ("Gold, Sold, Addis", ((), None, None)),
    ],
)
def test_version_field(version: str, marks_: tuple[tuple[str, ...], int | None, int | None]) -> None:
    assert version_marks(version) == marks_


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        (
            "BC-Ferry, 1st Ld-Writethru, a0573,0412<",
            Slug("bc", "BC-Ferry", "1st Ld-Writethru", "a0573", "0412"),
        ),
        (
            "AM-NelsonMandela 1stLd-Writethru a0512",
            Slug("am", "AM-NelsonMandela", "1stLd-Writethru", "a0512", ""),
        ),
        ("^PMs-Oil Prices,0330<", Slug("pm", "PMs-Oil Prices", "", "", "0330")),
        ("bc-veldania-budget", Slug("bc", "bc-veldania-budget", "", "", "")),
        ("PM-Malaria, Adv13-2 Takes", Slug("pm", "PM-Malaria", "Adv13-2 Takes", "", "")),
        ("Ferry", Slug("", "Ferry", "", "", "")),
        ("", Slug()),
    ],
)
def test_slug_sections(line: str, slug: Slug) -> None:
    assert read_slug(line) == slug


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["Veldania-Ferry/"], "slugs", ["Veldania-Ferry"]),
        (
            ["Ferry runs aground off Port", "Ellery, 212 rescued ="],
            "headline",
            "Ferry runs aground off Port Ellery, 212 rescued",
        ),
        (["By Marta Lindqvist ="], "byline", "Marta Lindqvist"),
        (["Von Jörg Müller, dpa ="], "byline", "Jörg Müller, dpa"),
        (["By OLGA PETERS=", "Associated Press Writer="], "byline_titles", ["Associated Press Writer"]),
        (["By The Associated Press="], "byline", "The Associated Press"),
        (["Eds: With photos"], "notes", ["Eds: With photos"]),
        (
            ["///-------- ATTENTION - AJOUTE déclarations ///"],
            "notes",
            ["///-------- ATTENTION - AJOUTE déclarations ///"],
        ),
        (["(2. Zusammenfassung - neu: Zitate)"], "signals", ["wrapup"]),
        (["Achtung: Foto folgt"], "signals", ["advisory"]),
        (["///-------- ATTENTION - RECTIFIE date ///"], "signals", ["correction"]),
        (["Eds: UPDATES with quotes."], "signals", ["update"]),
        (["Eds: With photos."], "signals", []),
        (["KORREKTUR \x07\x07"], "signals", ["correction"]),
        (["TAKE 2"], "take", 2),
        (["2nd take"], "take", 2),
        (["Teil 3"], "take", 3),
        (["Sperrfrist: 13. März 2026, 18.00 Uhr"], "embargo", "13. März 2026, 18.00 Uhr"),
        (["Minister takes 2 weeks off"], "headline", "Minister takes 2 weeks off"),
        (["Embargo against Veldania widens"], "headline", "Embargo against Veldania widens"),
        (["The AP"], "signatures", ["The AP"]),
    ],
)
def test_header_lines(lines: list[str], field: str, value: object) -> None:
    heading = Heading()
    for line in lines:
        add_line(heading, line)
    assert getattr(heading, field) == value


SENT = dt.datetime(2026, 3, 12, 12, 0, tzinfo=dt.UTC)  # a Thursday


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("EMBARGO: 13 March 2026 00:01 GMT", "2026-03-13T00:01"),
        ("EMBARGOED until 0001 GMT Friday 13 March 2026", "2026-03-13T00:01"),
        ("Achtung Sperrfrist: Freitag, 13. März 2026, 00.01 Uhr", "2026-03-13T00:01"),
        ("SPERRFRIST bis Freitag 18.00 Uhr!", "2026-03-13T18:00"),
        ("SOUS EMBARGO jusqu'au vendredi 13 mars 2026 à 06h00 GMT", "2026-03-13T06:00"),
        ("Embargo hasta el 13 de marzo de 2026", "2026-03-13T00:00"),
        ("For Release FRI AMs, March 13", "2026-03-13T00:00"),
        ("HOLD FOR RELEASE until 18:30 GMT, March 12", "2026-03-12T18:30"),
        ("Sperrfrist: Ende der Rede", None),
        ("EMBARGO", None),
    ],
)
def test_embargoes(line: str, end: str | None) -> None:
    text = embargo_text(line)
    assert text is not None
    expected = dt.datetime.fromisoformat(end).replace(tzinfo=dt.UTC) if end else FOREVER
    assert until(text, "UTC", SENT).until == expected


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on oil exports widens",
        "Sperrfrist: keine",
        "EMBARGO LIFTED",
        "Sperrfrist aufgehoben",
        "The embargo: a history",
    ],
)
def test_no_embargoes(line: str) -> None:
    assert embargo_text(line) is None


@pytest.mark.parametrize(
    ("text", "agency", "moment", "day"),
    [
        ("121432 GMT MAR 26", "", "2026-03-12T14:32", "2026-03-12"),
        ("121432 MEZ Mär 26", "", "2026-03-12T13:32", "2026-03-12"),
        ("121432 Mrz 26", "dpa", "2026-03-12T13:32", "2026-03-12"),
        ("MPA 121432 GMT MARS 2026", "", "2026-03-12T14:32", "2026-03-12"),
        ("112350 EST Mar 26", "", "2026-03-12T04:50", "2026-03-11"),
        ("12 10:05 TU mars 2026", "", "2026-03-12T10:05", "2026-03-12"),
        ("010930 luglio 99", "", "1999-07-01T09:30", "1999-07-01"),
        ("AP-NY-03-12-26 1432EST", "", "2026-03-12T19:32", "2026-03-12"),
        ("03-12-26 1432GMT", "", "2026-03-12T14:32", "2026-03-12"),
        ("14:32-12-03-26", "", "2026-03-12T14:32", "2026-03-12"),
        ("03-12-26", "", None, "2026-03-12"),
        ("121432 GMT MAR", "", None, ""),
        ("991432 GMT MAR 26", "", None, ""),
        ("311432 GMT FEB 26", "", None, ""),
        ("", "", None, ""),
    ],
)
def test_time_groups(text: str, agency: str, moment: str | None, day: str) -> None:
    sent = sent_at(text, agency, "UTC")
    assert sent.time == (dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC) if moment else None)
    assert sent.day == day


def test_a_time_group_without_a_year_takes_the_one_that_it_is_given() -> None:
    assert sent_at("121432 GMT MAR", "", "UTC", "2019").day == "2019-03-12"


@pytest.mark.parametrize(
    ("text", "body", "ending"),
    [
        (
            "Text.\n\nhc/lp/ab\n\nAFP 121105 GMT MAR 26",
            "Text.",
            (("hc/lp/ab",), "AFP", "AFP 121105 GMT MAR 26", "", ""),
        ),
        ("Text.\n--AFP--", "Text.", (("--AFP--",), "AFP", "", "", "")),
        ("Text.\ndpa ab yydd n1 cd", "Text.", (("dpa ab yydd n1 cd",), "", "", "", "")),
        ("Text.\n-0-", "Text.", (("-0-",), "", "", "", "")),
        ("Text.\nAP-NY-03-12-26 1432GMT<", "Text.", ((), "AP", "AP-NY-03-12-26 1432GMT", "", "NY")),
        ("Text.\n\n# Notebook\n- Tel: 1", "Text.", ((), "", "", "# Notebook\n- Tel: 1", "")),
        (
            "One.\n\n* * * *\n\nTwo.\n\n* * * *\nContact: a@b.example",
            "One.\n\n* * * *\n\nTwo.",
            ((), "", "", "* * * *\nContact: a@b.example", ""),
        ),
        ("One.\n\n* * * *\n\nTwo.", "One.\n\n* * * *\n\nTwo.", ((), "", "", "", "")),
        ("He said no.\nand then\nhe left", "He said no.\nand then\nhe left", ((), "", "", "", "")),
    ],
)
def test_endings(text: str, body: str, ending: tuple[object, ...]) -> None:
    assert split_end(text) == (body, ending, False)


@pytest.mark.parametrize(
    "line", ["MORE", "(more)", "-MEHR-", "(à suivre)", "more<", "= SUITE =", "(Fortsetzung folgt)"]
)
def test_more_lines(line: str) -> None:
    assert split_more(f"Text.\n\n{line}\n") == ("Text.", True)


def test_more_within_a_sentence_is_text() -> None:
    assert split_more("They want\nmore money") == ("They want\nmore money", False)


def test_tables_between_marks_keep_their_lines() -> None:
    assert to_paragraphs("One\ntwo.\n\x12\nA 1\nB 2\n\x11\nThree.") == "One two.\n\nA 1\nB 2\n\nThree."
    assert to_paragraphs("A 1\nB 2\n\nC 3", tabular=True) == "A 1\nB 2\n\nC 3"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2nd take", 2),
        ("1st Add", 2),
        ("2nd Add", 3),
        ("Teil 3", 3),
        ("3. Teil", 3),
        ("last take", 0),
        ("2 Takes", None),
        ("2-1", None),
    ],
)
def test_take_numbers(text: str, number: int | None) -> None:
    assert take_number(text) == number


def test_slugs_of_takes_are_alike() -> None:
    assert slug_key("AM-Ferry, 2nd Take") == slug_key("PM-ferry") == slug_key("Ferry/") == "ferry"


def take(number: int | None = None, *, more: bool = False, key: str = "ferry", fresh: bool = False) -> Take:
    return Take("nna", key, number, more, fresh)


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [
        (take(more=True), take(2), True),
        (take(more=True), take(), True),
        (take(2, more=True), take(3), True),
        (take(2, more=True), take(0), True),
        (take(more=True), take(3), False),
        (take(more=True), take(fresh=True), False),
        (take(more=True), take(key="budget"), False),
        (take(), take(2), False),
        (take(more=True, key=""), take(key=""), False),
    ],
)
def test_which_take_goes_on(first: Take, later: Take, expected: bool) -> None:
    assert goes_on(first, later) is expected


def describe(data: bytes) -> Take | None:
    """'a1 ... MORE' is the first take of a."""
    word = data.split()[0].decode()
    return (
        take(int(word[1:]), more=data.rstrip().endswith(b"MORE"), key=word[0]) if word[1:].isdigit() else None
    )


def pieces_of(*texts: bytes) -> list[Piece]:
    offsets = [sum(map(len, texts[:n])) for n in range(len(texts))]
    return [Piece(offset, text) for offset, text in zip(offsets, texts, strict=True)]


A1, A2, A3, B1, B2, X = b"a1\nMORE\n", b"a2\nMORE\n", b"a3\n", b"b1\nMORE\n", b"b2\n", b"x\n"


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        ([A1, A2, A3], [A1 + A2 + A3]),
        ([X, A1, X, A2, A3, X], [X, A1 + X + A2 + A3, X]),
        ([A1, B1, A2, A3, B2, X], [A1 + B1 + A2 + A3 + B2, X]),
        ([A1, X, X], [A1, X, X]),
        ([A1, A3], [A1, A3]),
        ([A1] + [X] * 16 + [A2], [A1] + [X] * 16 + [A2]),
        ([A1] + [X] * 15 + [A2], [A1 + X * 15 + A2]),
    ],
)
def test_takes_are_joined_in_a_stream(texts: list[bytes], joined: list[bytes]) -> None:
    pieces = list(join(iter(pieces_of(*texts)), describe, 10**6))
    assert [piece.data for piece in pieces] == joined
    assert [piece.offset for piece in pieces] == [sum(map(len, joined[:n])) for n in range(len(joined))]


def test_joined_takes_stay_within_the_limit() -> None:
    assert len(list(join(iter(pieces_of(A1, A2, A3)), describe, len(A1 + A2)))) == 2


def test_joining_is_the_same_from_the_beginning_of_any_piece() -> None:
    seeded = random.Random(7)
    texts = [seeded.choice([A1, A2, A3, B1, B2, X]) for _ in range(300)]
    pieces = list(join(iter(pieces_of(*texts)), describe, 10**6))
    for piece in pieces[::17]:
        rest = [one for one in pieces_of(*texts) if one.offset >= piece.offset]
        assert list(join(iter(rest), describe, 10**6)) == [
            one for one in pieces if one.offset >= piece.offset
        ]


def test_chains_take_what_lies_between_out() -> None:
    assert chains([A1, B1, X, A2, B2], describe) == [[A1, A2], [B1, B2], [X]]
