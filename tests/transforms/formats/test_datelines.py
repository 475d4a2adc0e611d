"""Datelines of every agency's form, and prose that is none."""

from __future__ import annotations

import pytest

from schemas.records import Dateline
from transforms.formats._datelines import parse_dateline, split_dateline, split_dateline_element

# dateline as sent, what ends it, places, date, credit
FORMS = [
    # the forms of findings.md
    ("SALVADOR, Feb 26", " - ", ("SALVADOR",), "Feb 26", None),
    ("RICHMOND, Va. Feb 26", " - ", ("RICHMOND, Va.",), "Feb 26", None),
    ("FORT WASHINGTON, Pa. (AP)", " _ ", ("FORT WASHINGTON, Pa.",), None, "AP"),
    ("BUENOS AIRES, Argentina (AP)", " _ ", ("BUENOS AIRES, Argentina",), None, "AP"),
    ("Jan 3 (Reuters)", " - ", (), "Jan 3", "Reuters"),
    ("MOSCOW, Monday (Reuters)", " - ", ("MOSCOW",), "Monday", "Reuters"),
    ("MOSCOW, Monday (Reuters)", " ", ("MOSCOW",), "Monday", "Reuters"),
    ("SAITAMA, Japan, Dec. 9 Kyodo", " - ", ("SAITAMA, Japan",), "Dec. 9", "Kyodo"),
    ("STOCKHOLM, Aug 29, 2014 (AFP)", " - ", ("STOCKHOLM",), "Aug 29, 2014", "AFP"),
    ("Strasbourg, 10 juil 2024 (AFP)", " - ", ("Strasbourg",), "10 juil 2024", "AFP"),
    ("Strasbourg, 10 juil 2024 (AFP)", " ", ("Strasbourg",), "10 juil 2024", "AFP"),
    ("(ANSA) - ROMA, 1 LUG", " - ", ("ROMA",), "1 LUG", "ANSA"),
    ("Rom/Sydney (dpa)", " - ", ("Rom", "Sydney"), None, "dpa"),
    ("WASHINGTON/MOSCOW (Reuters)", " - ", ("WASHINGTON", "MOSCOW"), None, "Reuters"),
    # one place with a slash
    ("Frankfurt/Main (dpa)", " - ", ("Frankfurt/Main",), None, "dpa"),
    ("DALLAS/FORT WORTH (AP)", " -- ", ("DALLAS/FORT WORTH",), None, "AP"),
    ("DALLAS/FORT WORTH, Texas, March 5", " - ", ("DALLAS/FORT WORTH, Texas",), "March 5", None),
    ("Frankfurt/Oder (dpa/bb)", " - ", ("Frankfurt/Oder",), None, "dpa/bb"),
    # other agencies, other dashes
    ("WASHINGTON (AP)", " — ", ("WASHINGTON",), None, "AP"),
    ("LONDON (AP)", "—", ("LONDON",), None, "AP"),
    ("BEIJING, March 12 (Xinhua)", " -- ", ("BEIJING",), "March 12", "Xinhua"),
    ("MOSCOW, March 12. /TASS/", ". ", ("MOSCOW",), "March 12", "TASS"),
    ("Madrid, 12 mar (EFE)", ".- ", ("Madrid",), "12 mar", "EFE"),
    ("São Paulo, 12 mar 2026 (Lusa)", " - ", ("São Paulo",), "12 mar 2026", "Lusa"),
    ("DEN HAAG (ANP)", " - ", ("DEN HAAG",), None, "ANP"),
    ("Oslo (NTB)", ": ", ("Oslo",), None, "NTB"),
    ("New Delhi, Mar 12 (PTI)", " ", ("New Delhi",), "Mar 12", "PTI"),
    ("SYDNEY, March 12 AAP", " - ", ("SYDNEY",), "March 12", "AAP"),
    ("NEW YORK, March 12, 2026 /PRNewswire/", " -- ", ("NEW YORK",), "March 12, 2026", "PRNewswire"),
    ("NEW YORK--(BUSINESS WIRE)", "--", ("NEW YORK",), None, "BUSINESS WIRE"),
    ("BERLIN, Donnerstag, 12. März (Reuters)", " - ", ("BERLIN",), "Donnerstag, 12. März", "Reuters"),
    ("SANTO DOMINGO, March 3 (AP)", " - ", ("SANTO DOMINGO",), "March 3", "AP"),
    ("KANSAS CITY, Mo., March 3", " - ", ("KANSAS CITY, Mo.",), "March 3", None),
    ("BERLIN/PARIS/ROME, March 12 (Reuters)", " - ", ("BERLIN", "PARIS", "ROME"), "March 12", "Reuters"),
    ("(Reuters)", " - ", (), None, "Reuters"),
    # capitals and a city that stands alone, or with its state
    ("WASHINGTON", " — ", ("WASHINGTON",), None, None),
    ("WASHINGTON, D.C.", " — ", ("WASHINGTON, D.C.",), None, None),
    ("THE HAGUE", " - ", ("THE HAGUE",), None, None),
    ("PORT ELLERY, March 12", " - ", ("PORT ELLERY",), "March 12", None),
    ("PORT ELLERY (XYZ)", " - ", ("PORT ELLERY",), None, "XYZ"),
    ("EL SEGUNDO, Calif., March 9", " - ", ("EL SEGUNDO, Calif.",), "March 9", None),
]


@pytest.mark.parametrize(("text", "ends", "places", "date", "credit"), FORMS)
def test_split_dateline(
    text: str, ends: str, places: tuple[str, ...], date: str | None, credit: str | None
) -> None:
    dateline, rest = split_dateline(f"{text}{ends}The ferry - with 212 on board - sank.")
    assert dateline == Dateline(text=text, places=places, date=date, credit=credit)
    assert rest == "The ferry - with 212 on board - sank."


@pytest.mark.parametrize(
    "prose",
    [
        "The ferry - with 212 on board - ran aground.",
        "General Motors (GM) - the largest car maker - said.",
        "Apple Inc (AAPL) - said.",
        "APPLE INC (AAPL) - said.",
        "NATO - the alliance of 32 - met.",
        "COPPER GRADE A - 2650 tonnes",
        "Bids only - 1 month",
        "On Monday, March 12 - a day of rain - he left.",
        "March 12 - a day of rain - was cold.",
        "MONDAY - rain.",
        "London - a city of nine million - voted.",
        "He lives in London, Paris and Rome - and works there.",
        "Trump - who won - spoke.",
        "In Brussels (AFP) the ministers met.",
        "The Reuters (Reuters) story",
        "U.S. stocks rose (Reuters) on Monday.",
        "12 - 14 pct",
        "-- Rovers beat United",
        "KARVOS: shares fell.",
        "A (AP) - b",
        "",
        "-",
        "(",
        "(AP",
        "/",
        " - ",
    ],
)
def test_prose_is_no_dateline(prose: str) -> None:
    assert split_dateline(prose) == (None, prose)


def test_the_feeds_own_agency_proves_a_dateline() -> None:
    text = "Karvos (Veldania Wire) - Shares fell."
    assert split_dateline(text) == (None, text)
    dateline, rest = split_dateline(text, provider="veldania wire")
    assert dateline == Dateline(text="Karvos (Veldania Wire)", places=("Karvos",), credit="Veldania Wire")
    assert rest == "Shares fell."


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("    SALVADOR, Feb 26 - ", Dateline(text="SALVADOR, Feb 26", places=("SALVADOR",), date="Feb 26")),
        ("PORT ELLERY", Dateline(text="PORT ELLERY", places=("PORT ELLERY",))),
        ("Port Ellery, Veldania", Dateline(text="Port Ellery, Veldania", places=("Port Ellery, Veldania",))),
        (
            "London, March 3 (Reuters)",
            Dateline(text="London, March 3 (Reuters)", places=("London",), date="March 3", credit="Reuters"),
        ),
        ("(AP)", Dateline(text="(AP)", credit="AP")),
        ("omaha, april 8 -", Dateline(text="omaha, april 8", places=("omaha",), date="april 8")),
        ("NEW YORK , APri 7 -", Dateline(text="NEW YORK , APri 7", places=("NEW YORK",), date="APri 7")),
        ("BELGRADE, MARCH 2O -", Dateline(text="BELGRADE, MARCH 2O", places=("BELGRADE",), date="MARCH 2O")),
        (
            "WASHINGTON, March 3, Reuter -",
            Dateline(
                text="WASHINGTON, March 3, Reuter", places=("WASHINGTON",), date="March 3", credit="Reuter"
            ),
        ),
        (
            "CHEVY CHASE, Md., - March 3 -",
            Dateline(text="CHEVY CHASE, Md., - March 3", places=("CHEVY CHASE, Md.",), date="March 3"),
        ),
        ("****LONDON, March 3 -", Dateline(text="LONDON, March 3", places=("LONDON",), date="March 3")),
        ("CHICAGO, April -", Dateline(text="CHICAGO, April", places=("CHICAGO",), date="April")),
        ("2026-03-12T10:00:00Z", Dateline(text="2026-03-12T10:00:00Z")),
        ("as filed by our staff in the region", Dateline(text="as filed by our staff in the region")),
        ("", Dateline()),
        ("x" * 500, Dateline(text="x" * 500)),
    ],
)
def test_parse_dateline(text: str, dateline: Dateline) -> None:
    assert parse_dateline(text) == dateline


@pytest.mark.parametrize(
    ("element", "places", "date", "rest"),
    [
        ("    HAMBURG, March 3 - Vereins- ", ("HAMBURG",), "March 3", "Vereins- "),
        ("    LONDON, April 1 - Enquiries - ", ("LONDON",), "April 1", "Enquiries - "),
        ("    Omaha, April 7 - Clear/45 degrees - ", ("Omaha",), "April 7", "Clear/45 degrees - "),
        ("    BEIRUT - ", ("BEIRUT",), None, ""),
        ("    CALGARY, Alberta - ", ("CALGARY, Alberta",), None, ""),
        ("    COPPER GRADE A - ", (), None, "    COPPER GRADE A - "),
        (" FOB RIVER - ", (), None, " FOB RIVER - "),
        (" MAR8  --     --", (), None, " MAR8  --     --"),
        ("Bids only - ", (), None, "Bids only - "),
    ],
)
def test_element_with_the_bodys_beginning(
    element: str, places: tuple[str, ...], date: str | None, rest: str
) -> None:
    dateline, left = split_dateline_element(element)
    assert (dateline.places, dateline.date, left) == (places, date, rest)
    assert dateline.text
