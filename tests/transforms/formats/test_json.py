"""The safe JSON reader: faults and their reasons, what is kept of odd documents, and the cutting of files."""

from __future__ import annotations

import io
import json
import time

import pytest

from transforms.formats import Hints, ParseError, Piece, Reason
from transforms.formats._json import MAX_DEPTH, loads, read_json, split_json, to_text
from transforms.limits import Limits

DOCUMENT = '{"a": [1, -2.5e3, true, null, "x\\u00e9\\ud83d\\ude00\\n"], "é": {"b": "\\\\"}}'


def reason(data: bytes, encoding: str | None = None) -> Reason:
    with pytest.raises(ParseError) as caught:
        loads(data, encoding)
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n\t", Reason.EMPTY),
        (b"\xef\xbb\xbf", Reason.EMPTY),
        (b'{"a": NaN}', Reason.BAD_VALUE),
        (b"[Infinity]", Reason.BAD_VALUE),
        (b"[-Infinity]", Reason.BAD_VALUE),
        (b"[1e999]", Reason.BAD_VALUE),
        (b'["\\ud800"]', Reason.ENCODING),
        (b'{"\\udfff": 1}', Reason.ENCODING),
        (b'["\\ude00\\ud83d"]', Reason.ENCODING),
        (b'["\xed\xa0\x80"]', Reason.ENCODING),
        (b'["caf\xe9 noir"]', Reason.ENCODING),
        (b'{"a": 1} x', Reason.MALFORMED),
        (b'{"a": 1}{"a": 1}', Reason.MALFORMED),
        (b"{'a': 1}", Reason.MALFORMED),
        (b"[1,]", Reason.MALFORMED),
        (b'["a\nb"]', Reason.MALFORMED),
        (b'["\\x41"]', Reason.MALFORMED),
        (b'["\\u12g4"]', Reason.MALFORMED),
        (b"not json", Reason.MALFORMED),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), Reason.LIMIT),
        (b'{"a":' * 100_000, Reason.LIMIT),
        (b"[" * 1_000_000, Reason.LIMIT),
    ],
)
def test_faults_have_their_reason(data: bytes, expected: Reason) -> None:
    assert reason(data) is expected


@pytest.mark.parametrize("cut", range(1, len(DOCUMENT.encode())))
def test_every_cut_is_truncated(cut: int) -> None:
    assert reason(DOCUMENT.encode()[:cut]) is Reason.TRUNCATED


@pytest.mark.parametrize("text", ["tru", "-", "1.", "1e", "1.5E+", "nul", "fals", "-Infin"])
def test_a_cut_literal_is_truncated(text: str) -> None:
    assert reason(text.encode()) is Reason.TRUNCATED


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_encodings_are_found(encoding: str) -> None:
    document = read_json(DOCUMENT.encode(encoding))
    assert document.value == json.loads(DOCUMENT)
    assert document.encoding == encoding.removesuffix("-sig")


def test_a_hint_is_asked_only_where_it_is_not_utf8() -> None:
    assert read_json(b'["caf\xe9"]', "latin-1") == (["café"], "latin-1")
    assert read_json('["café"]'.encode(), "latin-1") == (["café"], "utf-8")
    assert reason(b'["caf\xe9"]', "ascii") is Reason.ENCODING
    assert reason(b'["caf\xe9"]', "no-such-set") is Reason.ENCODING


def test_depth_up_to_the_limit_is_read() -> None:
    assert loads(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH) is not None


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("9223372036854775808", "9223372036854775808"),
        ("-9223372036854775809", "-9223372036854775809"),
        ("7" * 5000, "7" * 5000),
    ],
)
def test_integers_beyond_64_bits_are_kept_as_text(digits: str, value: object) -> None:
    assert loads(digits.encode()) == value


def test_a_name_that_stands_twice_loses_nothing() -> None:
    assert loads(b'{"a": 1, "b": 2, "a": 3, "a": 1, "a": 4}') == {
        "a": 4,
        "b": 2,
        "a#1": 1,
        "a#2": 3,
        "a#3": 1,
    }
    assert loads(b'{"a": 1, "a#1": 5, "a": 2}') == {"a": 2, "a#1": 5, "a#2": 1}
    assert loads(b'{"a": [1], "a": [1]}') == {"a": [1]}


def test_many_repeated_names_take_linear_time() -> None:
    data = b"{" + b",".join(b'"a":%d' % n for n in range(100_000)) + b"}"
    start = time.perf_counter()
    value = loads(data)
    assert time.perf_counter() - start < 5
    assert isinstance(value, dict)
    assert len(value) == 100_000


def test_details_say_where() -> None:
    with pytest.raises(ParseError, match=r"line 2, column 3"):
        loads(b'{"a": 1,\n  b}')  # of a comma too many Python 3.13 says where the comma is


def test_to_text() -> None:
    assert to_text("é") == "é"
    assert to_text({"é": [1, True, None]}) == '{"é":[1,true,null]}'


def pieces(data: bytes, limit: int = 1000) -> list[Piece]:
    found = list(split_json(io.BytesIO(data), Hints(limits=Limits(message_bytes=limit))))
    for piece in found:
        assert data[piece.offset : piece.offset + len(piece.data)] == piece.data
    return found


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"a": 1}\n{"a": 2}\n', [b'{"a": 1}', b'{"a": 2}']),
        (b'\xef\xbb\xbf{"a": 1}\r\n\r\n  \n{"a": 2}', [b'\xef\xbb\xbf{"a": 1}', b'{"a": 2}']),
        (b'\n\n{"a": 1}\n', [b'{"a": 1}']),
        (b'{"a": 1}', [b'{"a": 1}']),
        # One document over many lines, its parts whole values by themselves.
        (b'{\n "a": 1\n}\n', [b'{\n "a": 1\n}\n']),
        (b'[\n{"a": 1},\n{"a": 2}\n]', [b'[\n{"a": 1},\n{"a": 2}\n]']),
        (b'{"items": [\n{"a": 1}\n]}', [b'{"items": [\n{"a": 1}\n]}']),
        # A damaged line costs itself alone.
        (b'{"a": \n{"a": 2}\n{"a": 3}\n', [b'{"a": ', b'{"a": 2}', b'{"a": 3}']),
        (b'{"a": 1}\n{"a": \n{"a": 3}\n', [b'{"a": 1}', b'{"a": ', b'{"a": 3}']),
        (b'{"a": \n{"a": 2}\n', [b'{"a": ', b'{"a": 2}']),
        (b'{"a": \n\n{"b": \n{"a": 2}\n\n{"a": 3}', [b'{"a": ', b'{"b": ', b'{"a": 2}', b'{"a": 3}']),
        (b'["\xe9"]\n["\xe9"]', [b'["\xe9"]', b'["\xe9"]']),
        (b"", [b""]),
        (b" \n\n", [b""]),
    ],
)
def test_split(data: bytes, expected: list[bytes]) -> None:
    assert [piece.data for piece in pieces(data)] == expected


def test_split_starts_again_at_any_piece() -> None:
    data = b'{"a": 1}\n\n{"broken": \n{"also":\n{"a": "\xc3\xa9"}\n\n{"a": 3}\n{"last": '
    whole = pieces(data)
    assert len(whole) == 6
    for number, piece in enumerate(whole):
        rest = pieces(data[piece.offset :])
        again = [Piece(piece.offset + one.offset, one.data) for one in rest]
        assert again == whole[number:]


def test_a_line_over_the_limit_is_cut_and_its_rest_passed_over() -> None:
    long = b'{"a": "' + b"x" * 200_000 + b'"}'
    for data in (b'{"a": 1}\n' + long + b'\n{"a": 2}\n', long + b'\n{"a": 2}\n{"a": 3}'):
        found = [piece.data for piece in pieces(data, limit=50)]
        assert long[:51] in found
        assert found[-1] in (b'{"a": 2}', b'{"a": 3}')
        assert max(map(len, found)) == 51


def test_a_line_at_the_limit_is_whole() -> None:
    assert [piece.data for piece in pieces(b"[1,2]\n[3]\n", limit=5)] == [b"[1,2]", b"[3]"]


def test_one_document_over_the_limit_is_cut() -> None:
    data = b"[\n" + b"1,\n" * 1000 + b"1]"
    assert [len(piece.data) for piece in pieces(data, limit=100)] == [101]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32-be"])
def test_wide_characters_are_one_document(encoding: str) -> None:
    data = '{"a":\n "上"}\n'.encode(encoding)
    assert [piece.data for piece in pieces(data)] == [data]


def test_a_million_blank_lines_are_passed_over() -> None:
    start = time.perf_counter()
    found = pieces(b"{\n" + b"\n" * 1_000_000 + b"}", limit=10_000)
    assert time.perf_counter() - start < 5
    assert len(found) == 1
    assert len(found[0].data) == 10_001
