"""Repeats, versions in order, embargoes and kills of one uri."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from transforms.heads import NEVER, Head, Place
from transforms.versions import current, line_of, repeat_key, repeats

NOW = 1_000


def head(number: int, **fields: Any) -> Head:
    """A head whose record and content are its number."""
    values: dict[str, Any] = {
        "record": number.to_bytes(16, "big"),
        "content": number.to_bytes(16, "big"),
        "uri": b"u",
        "derived": False,
        "version": -1,
        "created": number,
        "status": "usable",
        "relation": "",
        "number": 0,
        "embargo": 0,
        "lifts": False,
        "provider": b"p",
        "slug": b"",
        "target": b"",
        "target_number": "",
        "target_uri": b"",
        "wire_number": "",
        "headline": b"",
        "figures": b"",
        "empty": False,
        "signature": b"",
        "place": Place("in", 0, number, 0),
    }
    return Head(**values | fields)


def numbers(heads: list[Head]) -> list[int]:
    return [int.from_bytes(h.record, "big") for h in heads]


def shown(*heads: Head, as_of: int = NOW) -> list[int]:
    return numbers(list(current(line_of(heads), as_of)))


def test_the_first_by_time_then_place_is_kept() -> None:
    same = [
        head(1, created=5, place=Place("a", 0, 0, 0)),
        head(1, created=3, place=Place("z", 0, 9, 0)),
        head(1, created=3, place=Place("z", 0, 10, 0)),
        head(1, created=NEVER, place=Place("a", 0, 1, 0)),
    ]
    for _ in range(10):
        random.shuffle(same)
        kept, others = repeats(same)
        assert kept.place == Place("z", 0, 9, 0)
        assert [r.place.ordinal for r in others] == [10, 0, 1]


def test_a_new_envelope_makes_no_new_story_where_the_identity_is_the_envelope() -> None:
    one = head(1, derived=True, uri=b"0042", content=b"same")
    two = head(2, derived=True, uri=b"0043", content=b"same")
    assert repeat_key(one) == repeat_key(two)
    assert repeat_key(one) != repeat_key(replace(two, provider=b"other"))
    given_by_feed = [replace(h, derived=False) for h in (one, two)]
    assert repeat_key(given_by_feed[0]) != repeat_key(given_by_feed[1])


@given(st.permutations([(1, 5), (2, 4), (2, 9), (10, 1), (-1, 7)]))
def test_versions_are_in_order_of_version_then_time(order: list[tuple[int, int]]) -> None:
    heads = [head(i + 1, version=v, created=c) for i, (v, c) in enumerate(order)]
    lines = line_of(heads)
    assert [(x.head.version, x.head.created) for x in lines] == [(-1, 7), (1, 5), (2, 4), (2, 9), (10, 1)]
    assert [x.before for x in lines] == [b"", *(x.head.record for x in lines[:-1])]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ([head(1), head(2)], [2]),
        ([head(1, version=1), head(2, version=2, status="canceled")], []),
        ([head(1, version=2), head(2, version=1, status="canceled", created=9)], [1]),
        ([head(1), head(2, status="withheld"), head(3)], [3]),
        ([head(1), head(2, relation="kill")], []),
        ([head(1), head(2, relation="hold")], []),
        ([head(1, embargo=NOW + 1)], []),
        ([head(1, embargo=NOW)], [1]),
        ([head(1, embargo=NOW + 1), head(2)], []),
        ([head(1, embargo=NOW + 1), head(2, lifts=True)], [2]),
        ([head(1, embargo=NOW + 1), head(2, embargo=NOW - 1)], [2]),
    ],
    ids=[
        "newest",
        "canceled",
        "revived by a newer version that came earlier",
        "withheld, then sent again",
        "killed by its text",
        "held",
        "under embargo",
        "embargo over",
        "embargo covers later versions",
        "a format that states its status lifts it",
        "a newer embargo counts",
    ],
)
def test_what_may_be_shown(heads: list[Head], expected: list[int]) -> None:
    assert shown(*heads) == expected
