"""Every form of date, to UTC."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from transforms.formats._dates import parse_date
from transforms.formats._months import month_number
from transforms.formats._zones import zone_of


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


MAY = at(2017, 5, 2, 15, 23)
MARCH = at(2026, 3, 12, 10)

WITH_ZONE = [
    # ISO 8601, extended and basic, and its sloppy kin
    ("2017-05-02T15:23:00Z", MAY),
    ("2017-05-02T17:23:00+02:00", MAY),
    ("2017-05-02T17:23:00.000+0200", MAY),
    ("2017-05-02T17:23+02", MAY),
    ("2017-05-02 15:23:00 UTC", MAY),
    ("2017-05-02 15:23:00+00", MAY),
    ("2017/05/02 15:23 GMT", MAY),
    ("20170502T152300Z", MAY),
    ("20170502T112300-0400", MAY),
    ("20170502152300Z", MAY),
    ("2017-05-02t15:23:00z", MAY),
    ("  2017-05-02T15:23:00Z\n", MAY),
    ("2017-05-02T17:23:00+02:00[Europe/Paris]", MAY),
    ("2017-05-02 17:23:00 Europe/Paris", MAY),
    ("2017-05-02T20:53:00+05:30", MAY),
    ("2017-05-02T15:23:00,5Z", MAY.replace(microsecond=500000)),
    ("2017-05-02T15:23:00.123456789Z", MAY.replace(microsecond=123456)),
    ("2017-05-01T24:00:00Z", at(2017, 5, 2)),
    ("2016-12-31T23:59:60Z", at(2016, 12, 31, 23, 59, 59)),
    # RFC 822, 2822, 5322, asctime, Unix date
    ("Tue, 02 May 2017 15:23:00 GMT", MAY),
    ("Tue, 02 May 2017 11:23:00 -0400", MAY),
    ("2 May 2017 15:23:00 +0000 (GMT)", MAY),
    ("Tue, 2 May 17 10:23 CDT", MAY),
    ("2 May 2017 15:23:00 +0000", MAY),
    ("Tue, 02 May 2017 08:23:00 -0700 (PDT)", MAY),  # RFC 5322: the name is a comment
    ("Tue May  2 15:23:00 UTC 2017", MAY),
    # IPTC 7901: DDHHMM [zone] Mon YY
    ("021523 GMT may 17", MAY),
    ("021523Z MAY 17", MAY),
    ("021723 CEST mai 17", MAY),
    ("021723 mesz Mai 2017", MAY),
    # ANPA 1312 as AP sends it
    ("05-02-17 1123EDT", MAY),
    ("AP-NY-05-02-17 1523GMT", MAY),
    # zones of prose
    ("May 2, 2017 11:23 AM EDT", MAY),
    ("May 2, 2017 at 11:23 a.m. ET", MAY),
    ("Jan. 2, 2017 11:23 a.m. ET", at(2017, 1, 2, 16, 23)),
    ("2 May 2017, 1523 GMT", MAY),
    ("1523 GMT Tuesday 2 May 2017", MAY),
    ("02 May 2017 16:23 BST", MAY),
    ("3 May 2017 00:23 JST", MAY),
    ("2. Mai 2017, 17:23 Uhr MESZ", MAY),
    ("12 Mar 2026 11:00:00 GMT+0100", MARCH),
    ("12 March 2026 10:00 Europe/London", MARCH),
    # seconds and milliseconds since 1970
    ("1493738580", MAY),
    ("1493738580.25", MAY.replace(microsecond=250000)),
    ("1493738580000", MAY),
]


@pytest.mark.parametrize(("text", "time"), WITH_ZONE)
def test_with_zone(text: str, time: dt.datetime | None) -> None:
    moment = parse_date(text, timezone="Asia/Tokyo", reference=MARCH)
    assert (moment.time if moment else None) == time
    assert moment is None or moment.note is None


WITHOUT_ZONE = [
    ("2017-05-02T15:23:00", MAY),
    ("2017-05-02 15:23", MAY),
    ("2017-5-2 15:23:00", MAY),
    ("2017.05.02 15:23", MAY),
    ("20170502T1523", MAY),
    ("May 02, 2017 3:23 PM", MAY),
    ("Posted: May 02, 2017 3:23 PM".removeprefix("Posted: "), MAY),
    ("May 2 2017 3:23pm", MAY),
    ("Sept. 5, 2017 12:05 a.m.", at(2017, 9, 5, 0, 5)),
    ("5 September 2017 12:05 PM", at(2017, 9, 5, 12, 5)),
    ("26-FEB-1987 15:01:01.79", at(1987, 2, 26, 15, 1, 1, 790000)),
    (" 5-MAR-1987 09:08:07.06", at(1987, 3, 5, 9, 8, 7, 60000)),
    ("Tue May 2 15:23:00 2017", MAY),
    ("021523 May 17", MAY),
    ("15:23-02-05-17", MAY),
    ("121000 mrt 26", MARCH),
    # prose in the languages of the wires
    ("le 2 mai 2017 à 15h23", MAY),
    ("mardi 2 mai 2017 15:23", MAY),
    ("mar 2 mai 2017 15:23", MAY),
    ("mar 10 mars 2026 10h", at(2026, 3, 10, 10)),
    ("Dienstag, 2. Mai 2017, 15:23 Uhr", MAY),
    ("2 de mayo de 2017, 15:23 horas".replace("horas", "h"), MAY),
    ("2 maggio 2017 ore 15.23", MAY),
    ("2 mei 2017 15:23", MAY),
    ("terça-feira, 2 de maio de 2017 15:23", MAY),
    ("12. März 2026 10:00", MARCH),
    ("12 août 2026 10:00", at(2026, 8, 12, 10)),
    ("12 déc. 2026 10:00", at(2026, 12, 12, 10)),
    ("1er juil 2024 10:00", at(2024, 7, 1, 10)),
]


@pytest.mark.parametrize(("text", "time"), WITHOUT_ZONE)
def test_without_zone(text: str, time: dt.datetime) -> None:
    moment = parse_date(text)
    assert moment is not None
    assert moment.time == time
    assert moment.note == "no zone given; read as UTC"


@pytest.mark.parametrize(
    ("timezone", "time", "note"),
    [
        ("UTC", MAY, "no zone given; read as UTC"),
        ("America/New_York", at(2017, 5, 2, 19, 23), "no zone given; read as America/New_York"),
        ("Europe/London", at(2017, 5, 2, 14, 23), "no zone given; read as Europe/London"),
        ("Not/A_Zone", MAY, "unknown zone Not/A_Zone; read as UTC"),
        ("../etc/passwd", MAY, "unknown zone ../etc/passwd; read as UTC"),
    ],
)
def test_zone_of_the_hint(timezone: str, time: dt.datetime, note: str) -> None:
    assert parse_date("May 02, 2017 3:23 PM", timezone=timezone) == (time, note)


@pytest.mark.parametrize(
    ("text", "options", "day", "noted"),
    [
        ("03/04/2020", {}, (2020, 3, 4), "read as month first"),
        ("03/04/2020", {"language": "en-US"}, (2020, 3, 4), "read as month first"),
        ("03/04/2020", {"language": "en-GB"}, (2020, 4, 3), "read as day first"),
        ("03/04/2020", {"language": "fr"}, (2020, 4, 3), "read as day first"),
        ("03/04/2020", {"day_first": True}, (2020, 4, 3), ""),
        ("03/04/2020", {"day_first": False}, (2020, 3, 4), ""),
        ("13/04/2020", {}, (2020, 4, 13), ""),
        ("04/13/2020", {}, (2020, 4, 13), ""),
        ("05/05/2020", {}, (2020, 5, 5), ""),
        ("13/04/2020", {"day_first": False}, None, ""),
        ("04/13/2020", {"day_first": True}, None, ""),
        ("3.4.2020", {}, (2020, 4, 3), ""),
        ("3.4.20", {}, (2020, 4, 3), ""),
        ("03-12-26", {}, (2026, 3, 12), ""),
        ("12-03-26", {"day_first": True}, (2026, 3, 12), ""),
    ],
)
def test_day_order(text: str, options: dict[str, Any], day: tuple[int, int, int] | None, noted: str) -> None:
    moment = parse_date(text, **options)
    assert (moment.time if moment else None) == (at(*day) if day else None)
    assert noted in (moment.note if moment and moment.note else "")
    assert moment is None or ("day order" in str(moment.note)) == bool(noted)


@pytest.mark.parametrize(
    ("text", "reference", "time"),
    [
        ("Feb 26", at(1987, 2, 26), at(1987, 2, 26)),
        ("Dec 30", at(2026, 1, 2), at(2025, 12, 30)),
        ("2 January", at(2025, 12, 30), at(2026, 1, 2)),
        ("1130 GMT THURS MARCH 19", at(1987, 3, 18), at(1987, 3, 19, 11, 30)),
        ("02 May 87", at(1990, 1, 1), at(1987, 5, 2)),
        ("02 May 87", at(2090, 1, 1), at(2087, 5, 2)),
        ("02 May 87", None, at(1987, 5, 2)),
        ("02 May 68", None, at(2068, 5, 2)),
        ("Feb 26", None, None),
    ],
)
def test_reference(text: str, reference: dt.datetime | None, time: dt.datetime | None) -> None:
    moment = parse_date(text, reference=reference)
    assert (moment.time if moment else None) == time


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "hello", "Monday", "May", "2017", "2017-05", "12:30", "noon", "-0500", "GMT", "yesterday",
        "2017-13-01", "2017-02-30", "2017-05-02T25:00:00Z", "2017-05-02T15:61:00Z", "31 Nov 2026",
        "0 May 2017",
        "32/01/2017", "13 PM 2 May 2017", "2017-05-02T15:23:00 XYZ", "2017-05-02T15:23:00+99:00",
        "0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z", "3017-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "1799-12-31", "2100-01-01", "99999999999999", "1" * 5000, "2 May 2017 and 3 May 2017", "May 2 3 2017",
        "May 2, 2017 3:23 PM 4:23 PM", "Oil fell on May 2, 2017", "2017-05-02T15:23:00Z" * 20, "²⁰¹⁷", "\x00",
        "1/2/3/4", "May 2017 2 2017", "..", "a" * 100, "T" * 70, "2 2 2 2", "\ud800",
    ],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_a_date_without_time_is_midnight_with_a_note() -> None:
    moment = parse_date("10 juil 2024", timezone="Europe/Paris")
    assert moment is not None
    assert moment.time == at(2024, 7, 9, 22)
    assert moment.note == "no zone given; read as Europe/Paris; no time given; read as 00:00"


@pytest.mark.parametrize(
    ("name", "minutes"),
    [
        ("GMT", 0),
        ("Z", 0),
        ("est", -300),
        ("EDT", -240),
        ("CET", 60),
        ("CEST", 120),
        ("BST", 60),
        ("JST", 540),
        ("IST", 330),
        ("HKT", 480),
        ("AEDT", 660),
        ("NST", -210),
        ("+0530", 330),
        ("-03:30", -210),
        ("UTC+2", 120),
    ],
)
def test_zones(name: str, minutes: int) -> None:
    zone = zone_of(name)
    assert zone is not None
    assert zone.utcoffset(dt.datetime(2026, 1, 1)) == dt.timedelta(minutes=minutes)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Marc", 3),
        ("Macrh", 3),
        ("Narch", 3),
        ("Mach", 3),
        ("Marchg", 3),
        ("APri", 4),
        ("Apirl", 4),
        ("ABR", 4),
        ("Paris", None),
        ("Rome", None),
        ("Mali", None),
        ("Ma", None),
        ("Marching", None),
    ],
)
def test_misspelt_months(word: str, number: int | None) -> None:
    assert month_number(word, misspelt=True) == number
