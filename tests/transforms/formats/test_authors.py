"""Bylines, author lines with roles, trailers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.formats._agencies import agency_name, is_agency
from transforms.formats._authors import author_line, byline_text, is_byline, parse_byline, split_trailer
from transforms.formats._roles import _ROLE, _phrases

ROLE_WORDS = ["Reporting by", "editing by", "fotos:", "redaktion:", "mitarbeit", "and", "y", "A B", ":"]
SIGNS = ["; ", ";", ",", ". ", "(", ") ", "\n", " - ", "-", " ", "  ", "\t"]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Steve Holland and Alexander Winning", ["Steve Holland", "Alexander Winning"]),
        ("by Janie Gabbett, Reuters", ["Janie Gabbett"]),
        ("    By Patti Domm, Reuter", ["Patti Domm"]),
        ("By Brad Schade Reuters", ["Brad Schade"]),
        ("By JOHN SMITH, AP Business Writer", ["JOHN SMITH"]),
        ("By Lena Okafor, Piet Halloran and Tomas Rehn", ["Lena Okafor", "Piet Halloran", "Tomas Rehn"]),
        ("By Lena Okafor, Piet Halloran, and Tomas Rehn", ["Lena Okafor", "Piet Halloran", "Tomas Rehn"]),
        ("By Jane Doe in London and John Roe in Paris", ["Jane Doe", "John Roe"]),
        ("By John Smith Jr., Jane Roe", ["John Smith Jr.", "Jane Roe"]),
        ("By Jane Doe (Harbour Press)", ["Jane Doe"]),
        ("Von Jan Böhm und Anna de Vries, dpa", ["Jan Böhm", "Anna de Vries"]),
        ("Par Marie DUPONT et Jean-Luc Petit", ["Marie DUPONT", "Jean-Luc Petit"]),
        ("Por María de la Cruz y José Núñez", ["María de la Cruz", "José Núñez"]),
        ("Di Anna Rossi e Marco Bianchi", ["Anna Rossi", "Marco Bianchi"]),
        ("Door Piet de Boer en Jan Smit", ["Piet de Boer", "Jan Smit"]),
        ("Lena Okafor, Harbour Press", ["Lena Okafor"]),
        ("Okafor, Lena", ["Okafor, Lena"]),
        ("Ana Duarte", ["Ana Duarte"]),
        ("Mia Duarte, Ana-Maria Silva", ["Mia Duarte", "Ana-Maria Silva"]),
        ("By Ana Duarte and Ana Duarte", ["Ana Duarte"]),
        ("By The Associated Press", []),
        ("By Reuters Staff", []),
        ("", []),
    ],
)
def test_parse_byline(byline: str, names: list[str]) -> None:
    authors = parse_byline(byline)
    assert [author.name for author in authors] == names
    assert {author.role for author in authors} <= {"writer"}


def test_byline_text() -> None:
    assert byline_text("  By  Steve Holland\n and Alexander Winning") == "Steve Holland and Alexander Winning"
    assert byline_text("Steve Holland") == "Steve Holland"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Steve Holland and Alexander Winning", True),
        ("BY LENA OKAFOR", True),
        ("Von Jan Böhm, dpa", True),
        ("By The Associated Press", True),
        ("Steve Holland", False),
        ("By Monday, ferries will run again", False),
        ("By noon the fog had lifted.", False),
        ("By Air and Sea", False),
        ("De Gaulle revient", False),
        ("Von der Leyen warns Veldania", False),
        ("By:", False),
        ("By " + "A" * 300, False),
        ("", False),
    ],
)
def test_is_byline(line: str, expected: bool) -> None:
    assert is_byline(line) is expected


@pytest.mark.parametrize(
    ("trailer", "authors"),
    [
        (
            "(Additional reporting by Yeganeh Torbati; Editing by Jonathan Oatis and Grant McCool)",
            [
                ("Yeganeh Torbati", "additional reporting"),
                ("Jonathan Oatis", "editing"),
                ("Grant McCool", "editing"),
            ],
        ),
        (
            "(Reporting by Jane Doe in London, John Roe in Paris; Writing by Jim Poe; Editing by Ann Moe)",
            [
                ("Jane Doe", "reporting"),
                ("John Roe", "reporting"),
                ("Jim Poe", "writing"),
                ("Ann Moe", "editing"),
            ],
        ),
        (
            "Reporting by Jane Doe, additional reporting by John Roe; editing by Jim Poe",
            [("Jane Doe", "reporting"), ("John Roe", "additional reporting"), ("Jim Poe", "editing")],
        ),
        (
            "(Reporting and writing by Jane Doe; Editing by Sydney newsroom)",
            [("Jane Doe", "reporting"), ("Jane Doe", "writing"), ("Sydney newsroom", "editing")],
        ),
        ("(Writing by Jane Doe, Editing by John Roe)", [("Jane Doe", "writing"), ("John Roe", "editing")]),
        (
            "(Compiled by Jane Doe. Graphics by John Roe)",
            [("Jane Doe", "compiling"), ("John Roe", "graphics")],
        ),
        (
            "(Edited by Jane Doe; Translation by John Roe)",
            [("Jane Doe", "editing"), ("John Roe", "translation")],
        ),
        ("— Reporting by Jane Doe", [("Jane Doe", "reporting")]),
        (
            "Associated Press writers Jane Doe in London and John Roe in Paris contributed to this report.",
            [("Jane Doe", "contributing"), ("John Roe", "contributing")],
        ),
        ("Jane Doe contributed.", [("Jane Doe", "contributing")]),
        (
            "(Bericht von Anna Bohn; redigiert von Jan Kohl. Rückfragen an die Redaktion)",
            [("Anna Bohn", "reporting"), ("Jan Kohl", "editing")],
        ),
        (
            "(Reportage de Marie Dupont, édité par Jean Duval)",
            [("Marie Dupont", "reporting"), ("Jean Duval", "editing")],
        ),
        (
            "(Reporte de Ana Ruiz; Editado en español por José Gil)",
            [("Ana Ruiz", "reporting"), ("José Gil", "editing")],
        ),
        (
            "(Reportagem de Ana Reis; Edição de João Gil)",
            [("Ana Reis", "reporting"), ("João Gil", "editing")],
        ),
        (
            "(Tradotto da Anna Rossi, editing di Marco Bianchi)",
            [("Anna Rossi", "translation"), ("Marco Bianchi", "editing")],
        ),
    ],
)
def test_author_lines(trailer: str, authors: list[tuple[str, str]]) -> None:
    assert [(author.name, author.role) for author in author_line(trailer)] == authors
    body, lines, found = split_trailer(f"First.\n\nLast.\n\n{trailer}")
    assert (body, lines) == ("First.\n\nLast.", (trailer,))
    assert [(author.name, author.role) for author in found] == authors


@pytest.mark.parametrize(
    "line",
    [
        "((jane.doe@harbour.example; +44 20 7946 0000))",
        "jane.doe@harbour.example",
        "-30-",
        "###",
        "ENDS",
        "(END) Dow Jones Newswires",
        "==Kyodo",
        "Enditem",
        "(c) Harbour Press 2026",
        "Copyright 2026 Harbour Press. All rights reserved.",
        "Our Standards: The Harbour Press Trust Principles.",
    ],
)
def test_end_lines(line: str) -> None:
    assert split_trailer(f"Last paragraph.\n\n{line}") == ("Last paragraph.", (line,), ())


def test_several_trailers_in_order() -> None:
    body, lines, authors = split_trailer("Text.\n\n(Reporting by A Bee)\n\n((a@b.example))\n\n-30-")
    assert body == "Text."
    assert lines == ("(Reporting by A Bee)", "((a@b.example))", "-30-")
    assert [author.name for author in authors] == ["A Bee"]


def test_a_trailer_at_the_end_of_the_last_paragraph() -> None:
    body, lines, authors = split_trailer("He said so (twice). (Reporting by Jane Doe; Editing by John Roe)")
    assert body == "He said so (twice)."
    assert lines == ("(Reporting by Jane Doe; Editing by John Roe)",)
    assert len(authors) == 2


def test_a_notebook_section_is_cut_with_all_that_follows() -> None:
    notebook = "# Notizblock\n\n## Internet\n\n- [Hafen](https://hafen.example)\n\n"
    notebook += "## Kontakte\n\n- Autor: Jan Böhm, +49 30 1"
    body, lines, _ = split_trailer(f"Letzter Satz.\n\n{notebook}")
    assert body == "Letzter Satz."
    assert lines[0] == "# Notizblock"
    assert lines[-1] == "- Autor: Jan Böhm, +49 30 1"
    assert len(lines) == 5


@pytest.mark.parametrize(
    "body",
    [
        "Reporting by the agency showed that men died.",
        "Text.\n\nReporting by the agency showed that men died.",
        "Text.\n\nEditing by hand takes long, she said.",
        "Text.\n\n* * *\n\nA second section of the story begins here and goes on for more than a line.",
        "Text.\n\n(The figures were not adjusted.)",
        "Text (see above).",
        "Writing by Jane Doe",
        "",
    ],
)
def test_no_trailer(body: str) -> None:
    assert split_trailer(body) == (body, (), ())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Reuters", True),
        ("REUTERS", True),
        ("AP", True),
        ("dpa/bb", True),
        ("AP-Dow Jones", True),
        ("Northstar News", True),
        ("Ana", False),
        ("Mia", False),
        ("Ana-Maria Silva", False),
        ("Ap", False),
        ("", False),
        ("GM", False),
    ],
)
def test_is_agency(name: str, expected: bool) -> None:
    assert is_agency(name) is expected


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Reuters News", "Reuters"),
        ("The Associated Press", "The Associated Press"),
        ("Kyodo News", "Kyodo News"),
        ("AFP news agency", "AFP"),
        ("Good News", None),
        ("", None),
    ],
)
def test_agency_name(line: str, name: str | None) -> None:
    assert agency_name(line) == name


@pytest.mark.parametrize(
    "unit", ["(Reporting by A B; ", "Editing by A and ", "A, ", "ends\n\n", "(a (", "* * *\n\n"]
)
def test_time_is_linear(unit: str) -> None:
    def took(count: int) -> float:
        text = unit * count
        start = time.process_time()
        parse_byline(text), is_byline(text), split_trailer(text), author_line(text)
        return time.process_time() - start

    took(100)
    assert took(40_000) < 100 * max(took(4_000), 0.002)


@given(st.lists(st.sampled_from([*ROLE_WORDS, *SIGNS]), max_size=12).map("".join))
def test_roles_are_found_wherever_a_search_finds_them(text: str) -> None:
    found = [match.span() for match in _phrases(text)]
    assert found == [match.span() for match in _ROLE.finditer(text)]
