"""Lines by their key: all of a key's, in their order, and none of another's."""

from __future__ import annotations

import pytest

from transforms.sorted_lines import SortedLines, in_order

NAMES = ("a", "a b", "ab", "karvos", "karvos bay", "são", "東", "é")


def lines(copies: int, width: int) -> list[str]:
    """Lines of many keys, each key so many times; a field is so wide that blocks end anywhere."""
    keys = [f"{name}{number}" for number in range(40) for name in NAMES]
    return [f"{key}\t{copy}\t{'x' * (width + len(key) % 7)}" for copy in range(copies) for key in keys]


@pytest.mark.parametrize("copies", [1, 3, 90])
@pytest.mark.parametrize("width", [0, 13, 3000])
def test_each_key_has_its_lines_in_their_order(copies: int, width: int) -> None:
    every = lines(copies, width)
    table = SortedLines.of(every)
    expected: dict[str, list[list[str]]] = {}
    for line in every:
        key, *fields = line.split("\t")
        expected.setdefault(key, []).append(fields)
    for key, found in expected.items():
        assert table.find(key) == found


@pytest.mark.parametrize("key", ["", "a", "karvos3", "karvos bay40", "zz", "0", "x", "\U0001f300"])
def test_a_key_that_is_not_there_has_none(key: str) -> None:
    assert SortedLines.of(lines(2, 50)).find(f"{key} no") == []
    assert SortedLines().find(key) == []


def test_the_beginning_of_a_key_and_another_field_are_no_keys() -> None:
    table = SortedLines.of(["karvos bay\thouse:1", "karvos\tbay\thouse:2"])
    assert (table.find("karv"), table.find("bay"), table.find("house:1")) == ([], [], [])
    assert table.find("karvos") == [["bay", "house:2"]]


def test_a_key_that_is_empty() -> None:
    assert SortedLines.of(["b\t1", "\t2", "a\t3"]).find("") == [["2"]]


def test_the_order_is_that_of_the_keys_alone() -> None:
    assert in_order(["b\t1", "a b\t2", "a\t9", "a\t3"]) == ["a\t9", "a\t3", "a b\t2", "b\t1"]
