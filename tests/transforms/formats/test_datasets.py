"""Data sets beyond the fixtures: columns, values, the user's map, damaged rows, blocks of rows."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest

from schemas.records import Author, Dateline, Link, Rights, Story, Term
from transforms.formats import DEFAULT_HINTS, Hints, Parsed, ParseError, Reason
from transforms.formats._columns import NAMES, plan
from transforms.formats._csv_rows import split_csv
from transforms.formats._values import links_of, names_of, terms_of, text_in, time_of
from transforms.formats.datasets import (
    parse_csv,
    parse_jsonl,
    parse_parquet,
    sniff_csv,
    sniff_jsonl,
    sniff_parquet,
)

NOON = dt.datetime(2026, 3, 12, 12, tzinfo=dt.UTC)


def row(values: dict[str, Any], **hints: Any) -> Story:
    (item,) = parse_jsonl(json.dumps(values).encode(), Hints(**hints))
    assert isinstance(item, Story), item
    return item


def kinds(items: list[Parsed]) -> list[str]:
    return [str(item.reason) if isinstance(item, ParseError) else type(item).__name__ for item in items]


def test_no_column_name_stands_for_two_fields() -> None:
    names = [name for them in NAMES.values() for name in them]
    assert len(names) == len(set(names))


def test_every_field_of_the_table_is_one_of_the_record() -> None:
    assert set(NAMES) <= set(Story.__struct_fields__)


@pytest.mark.parametrize(
    "column", ["publishedAt", "Published At", "published-at", "PUBLISHED_AT", "published.at"]
)
def test_columns_are_compared_without_case_and_punctuation(column: str) -> None:
    assert plan((column,), ()) == {"first_created": (column,)}


def test_the_most_telling_column_has_the_field_and_the_others_stay() -> None:
    found = row({"content": "short", "title": "T", "maintext": "other", "body": "the body"})
    assert found.body == "the body"
    assert found.extra == {"content": "short", "maintext": "other"}


def test_the_map_goes_before_the_names() -> None:
    field_map = (("headline", "a.b"), ("body", "text2"), ("desk", "x"))
    values = {
        "a": {"b": "Mapped", "c": 1},
        "title": "Not this",
        "text": "nor this",
        "text2": "Body.",
        "x": "world",
    }
    found = row(values, field_map=field_map)
    assert (found.headline, found.body) == ("Mapped", "Body.")
    assert found.extra == {"a": '{"c": 1}', "title": "Not this", "text": "nor this", "desk": "world"}


def test_a_map_of_several_columns_takes_the_first_that_says_something() -> None:
    field_map = (("headline", "one"), ("headline", "two"))
    assert row({"one": "", "two": "Second", "text": "x"}, field_map=field_map).headline == "Second"


@pytest.mark.parametrize(
    ("values", "uri", "extra"),
    [
        ({"url": "https://n.example/1", "id": "a-1"}, "https://n.example/1", {"id": "a-1"}),
        ({"id": "a-1"}, "a-1", {}),
        ({"id": 17}, "", {"id": "17"}),  # a row's number names nothing outside of its file
        ({"id": "17"}, "", {"id": "17"}),
    ],
)
def test_uri(values: dict[str, Any], uri: str, extra: dict[str, str]) -> None:
    found = row({"title": "T", **values})
    assert (found.uri, found.extra) == (uri, extra)


def test_a_mapped_number_is_a_uri() -> None:
    assert row({"title": "T", "id": 17}, field_map=(("uri", "id"),)).uri == "17"


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-12T12:00:00Z",
        "2026-03-12 12:00:00",
        "Thu, 12 Mar 2026 07:00:00 -0500",
        1773316800,
        1773316800.0,
        1773316800000,
        "1773316800",
        "1773316800000",
        1773316800000000,
        1773316800000000000,
        {"$date": "2026-03-12T12:00:00Z"},
        {"$date": {"$numberLong": "1773316800000"}},
        dt.datetime(2026, 3, 12, 12),  # noqa: DTZ001
        dt.datetime(2026, 3, 12, 13, tzinfo=dt.timezone(dt.timedelta(hours=1))),
    ],
)
def test_time(value: Any) -> None:
    moment = time_of(value, DEFAULT_HINTS, None)
    assert moment is not None
    assert moment.time == NOON


@pytest.mark.parametrize(
    "value", [True, 17, "soon", None, {}, 10**30, -5, dt.datetime(2999, 1, 1, tzinfo=dt.UTC)]
)
def test_no_time(value: Any) -> None:
    assert time_of(value, DEFAULT_HINTS, None) is None


def test_a_date_alone_is_midnight_of_the_zone() -> None:
    moment = time_of(dt.date(2026, 3, 12), Hints(timezone="Europe/Paris"), None)
    assert moment is not None
    assert moment.time == dt.datetime(2026, 3, 11, 23, tzinfo=dt.UTC)


def test_an_unreadable_date_stays_and_the_next_column_is_asked() -> None:
    found = row({"title": "T", "date": "soon", "timestamp": 1773316800})
    assert found.first_created == NOON
    assert found.extra == {"date": "soon"}
    assert "date is no date that can be read" in found.source.notes


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (["a", " b "], ["a", " b "]),
        ("a, b;c|d", ["a", "b", "c", "d"]),
        ("['a', \"b\"]", ["a", "b"]),
        ('["a", "b"]', ["a", "b"]),
        ([{"name": "a"}, {"value": "b"}], ["a", "b"]),
        ("nan", []),
        (None, []),
    ],
)
def test_names(value: Any, names: list[str]) -> None:
    assert list(names_of(value)) == names


@pytest.mark.parametrize(
    ("value", "terms"),
    [
        ("WORLD NEWS", [Term(name="WORLD NEWS")]),
        ("Sport|Football", [Term(name="Sport"), Term(name="Football")]),
        ([{"id": 5, "name": "Sport"}], [Term(code="5", name="Sport")]),
        (
            {"code": "15000000", "scheme": "subj", "name": "sport"},
            [Term(code="15000000", scheme="subj", name="sport")],
        ),
        ([{}], []),
    ],
)
def test_terms(value: Any, terms: list[Term]) -> None:
    assert list(terms_of(value)) == terms


def test_links() -> None:
    assert list(links_of("https://n.example/1.jpg", "image", "picture")) == [
        Link(rel="image", uri="https://n.example/1.jpg", type="picture")
    ]
    assert list(links_of([{"rel": "seeAlso", "uri": "u", "type": "text"}], "image", "picture")) == [
        Link(rel="seeAlso", uri="u", type="text")
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (["a", "b"], "a\n\nb"),
        ({"main": "a", "kicker": "b"}, "a"),
        (1.5, "1.5"),
        (float("nan"), ""),
    ],
)
def test_text(value: Any, text: str) -> None:
    assert text_in(value) == text


@pytest.mark.parametrize(
    ("value", "body"),
    [
        ("<p>One.</p><p>Two &amp; 3.</p>", "One.\n\nTwo & 3."),
        ("5 &lt; 6 &#8211; so AT&T said", "5 < 6 – so AT&T said"),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_markup_is_seen_and_read(value: str, body: str) -> None:
    assert row({"text": value}).body == body


def test_own_output_comes_back() -> None:
    values = {
        "uri": "nna-1", "version": "2", "provider": "NNA", "language": "en", "pub_status": "canceled",
        "signals": ["kill"], "update_number": 2, "headline": "Minister resigns", "slugline": "HALLORAN",
        "byline": "Tom Reyes",
        "dateline": {"text": "KARVOS, March 12", "places": ["KARVOS"], "date": "March 12"},
        "authors": [{"name": "Tom Reyes", "role": "writer"}, {"name": "Jo Marsh", "role": "editing"}],
        "body": "The report is false.", "editorial_note": "Kill it.", "credits": ["(Editing by Jo Marsh)"],
        "urgency": 1, "subjects": [{"code": "11000000", "scheme": "subj", "name": "politics"}],
        "first_created": "2026-03-12T12:00:00Z", "rights": {"holder": "NNA", "notice": None, "usage": None},
        "record_id": "r1",
    }  # fmt: skip
    found = row(values)
    assert found.dateline == Dateline(text="KARVOS, March 12", places=("KARVOS",), date="March 12")
    assert set(found.authors) == {Author(name="Tom Reyes"), Author(name="Jo Marsh", role="editing")}
    assert (found.pub_status, found.signals, found.update_number, found.urgency) == (
        "canceled",
        ("kill",),
        2,
        1,
    )
    assert found.subjects == (Term(code="11000000", scheme="subj", name="politics"),)
    assert (found.rights, found.credits) == (Rights(holder="NNA"), ("(Editing by Jo Marsh)",))
    assert found.extra == {"record_id": "r1"}


@pytest.mark.parametrize(
    ("values", "extra"),
    [
        ({"urgency": 9}, {"urgency": "9"}),
        ({"pub_status": "odd"}, {"pub_status": "odd"}),
        ({"language": "Klingon-ish"}, {"language": "Klingon-ish"}),
        ({"votes": 3, "flag": True, "none": None, "empty": "", "nan": "nan"}, {"votes": "3", "flag": "true"}),
    ],
)
def test_what_no_field_can_take_is_kept(values: dict[str, Any], extra: dict[str, str]) -> None:
    assert row({"title": "T", **values}).extra == extra


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'[{"title": "a"}, 5, {"x": 1}]', ["Story", "malformed", "no_text"]),
        (b'{"status": "ok", "articles": [{"title": "a"}, {"title": "b"}]}', ["Story", "Story"]),
        (b'{"response": {"results": [{"webTitle": "a"}]}}', ["Story"]),
        (b'{"title": "a", "items": [{"title": "not a story"}]}', ["Story"]),
    ],
)
def test_documents_of_several_objects(data: bytes, expected: list[str]) -> None:
    assert kinds(list(parse_jsonl(data))) == expected


@pytest.mark.parametrize("data", [b"5", b'"text"', b"[]", b"[1, 2]", b"null"])
def test_json_without_objects(data: bytes) -> None:
    with pytest.raises(ParseError) as error:
        list(parse_jsonl(data))
    assert error.value.reason == Reason.MALFORMED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title,text\na,b\n", ["Story"]),
        ("title,text\na,b,c\nd,e\n", ["malformed", "Story"]),  # too many fields: the next row is whole
        ("title,text\n,\na,b\n", ["Story"]),  # an empty row is none
        ("title,text,n\n,,1\na,b,2\n", ["no_text", "Story"]),
        ('title,text\na,"b\nc"\n', ["Story"]),
        ('title,text\na,"b', ["truncated"]),
        ('title,text\na,b\n"c', ["Story", "truncated"]),
        ("title,text\na", ["truncated"]),
        ("title,text\na,b\nc\n", ["Story", "Story"]),  # trailing fields left out
    ],
)
def test_csv_rows(text: str, expected: list[str]) -> None:
    assert kinds(list(parse_csv(text.encode()))) == expected


def test_csv_fields_may_be_long() -> None:
    (found,) = parse_csv(b'title,text\na,"' + b"word " * 50_000 + b'"\n')
    assert isinstance(found, Story)
    assert len(found.body) > 200_000


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ('title,text\na,"say ""x"", y"\n', 'say "x", y'),
        ('title,text\na,"say \\"x\\", y"\n', 'say "x", y'),
        ("title;text\na;b, c\n", "b, c"),
        ("title|text\na|b; c\n", "b; c"),
        ('title\ttext\na\t"b" is\n', '"b" is'),
        ('title\ttext\n"a"\t"b\tc"\n', "b c"),
    ],
)
def test_csv_dialects(text: str, body: str) -> None:
    (found,) = parse_csv(text.encode())
    assert isinstance(found, Story)
    assert " ".join(found.body.split()) == body


def test_csv_columns_without_a_name_or_with_the_same_are_kept() -> None:
    (found,) = parse_csv(b",title,tag,tag,x,x\n0,T,a,b,1,2\n")
    assert isinstance(found, Story)
    assert found.extra == {"column_1": "0", "tag_4": "b", "x": "1", "x_6": "2"}


POSITIONAL = Hints(field_map=(("headline", "1"), ("body", "2")))


def test_csv_is_one_piece_unless_its_columns_are_mapped_by_number() -> None:
    data = b'title,text\n"a, b","c\nd"\n' + b"e,f\n" * 200_000
    assert len(list(split_csv(io.BytesIO(data)))) == 1
    pieces = list(split_csv(io.BytesIO(data), POSITIONAL))
    assert len(pieces) > 2
    assert b"".join(piece.data for piece in pieces) == data
    assert all(data[piece.offset : piece.offset + len(piece.data)] == piece.data for piece in pieces)
    stories = [item for piece in pieces for item in parse_csv(piece.data, POSITIONAL)]
    assert kinds(stories[:2]) == ["Story", "Story"]
    assert len(stories) == 200_001  # the header is no row


def test_blocks_of_csv_end_with_a_row_even_where_a_quote_is_never_closed() -> None:
    data = b'a,5" pipe\n' + b"e,f\n" * 600_000
    pieces = list(split_csv(io.BytesIO(data), POSITIONAL))
    assert max(len(piece.data) for piece in pieces) < 2**21
    assert b"".join(piece.data for piece in pieces) == data


def test_csv_without_header() -> None:
    first, second = parse_csv(
        b'1,"Ferry, aground",x\n2,Rovers win,y\n', Hints(field_map=(("headline", "2"),))
    )
    assert isinstance(first, Story)
    assert isinstance(second, Story)
    assert (first.headline, second.headline) == ("Ferry, aground", "Rovers win")
    assert first.extra == {"1": "1", "3": "x"}


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"\0" * 40 + b"PAR1", b"title,text\na,b\n"])
def test_no_parquet(data: bytes) -> None:
    with pytest.raises(ParseError) as error:
        list(parse_parquet(data))
    assert error.value.reason in (Reason.MALFORMED, Reason.TRUNCATED)


def test_parquet_that_unpacks_to_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"title": ["T"], "text": ["word " * 10_000]}), sink)
    monkeypatch.setattr("transforms.formats._parquet_rows._MOST_UNPACKED", 1000)
    with pytest.raises(ParseError) as error:
        list(parse_parquet(sink.getvalue().to_pybytes()))
    assert error.value.reason == Reason.LIMIT


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        (b'{"title": "a"}', True),
        (b'\xef\xbb\xbf{"text": "' + b"x" * 5000, True),  # its first line is longer than the head
        (b'{"a": 1}\n{"a": 2}\n', True),
        (b'[{"headline": "a"}]', True),
        (b'{\n "articles": [\n  {"title": "a"}', True),
        (b'{"a": 1}', False),
        (b"{not json}\n{", False),
        (b"[1, 2]", False),
        (b"title,text\n", False),
    ],
)
def test_json_lines_are_detected(head: bytes, claimed: bool) -> None:
    assert sniff_jsonl(head) is claimed


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        (b"title,text\n", True),
        (b'\xef\xbb\xbf"Headline";"Body"\r\n', True),
        (b"id\ttitle\tsection\n", True),
        (b"id,date\n", False),  # no headline, no text
        (b"A title, then text\n", False),
        (b"title\n", False),
        (b"", False),
    ],
)
def test_csv_is_detected(head: bytes, claimed: bool) -> None:
    assert sniff_csv(head) is claimed


def test_parquet_is_detected() -> None:
    assert sniff_parquet(b"PAR1\x15\x04")
    assert not sniff_parquet(b"title,text\n")
