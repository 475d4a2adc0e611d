"""The truth is true: by construction, and by comparing all texts of a day with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from tests.wire_days import (
    NEAR,
    UNRELATED,
    Sent,
    Stood,
    Truth,
    jaccard,
    shingles,
    shuffled,
    spread,
    wire_day,
)
from tests.wire_days.desk import Desk
from tests.wire_days.families import FAMILIES
from transforms.formats import DEFAULT_HINTS, Hints, detect
from transforms.parse import Message
from transforms.reading import read_messages

STORIES = 600


@pytest.fixture(scope="module")
def day() -> list[Sent]:
    return list(wire_day(3, STORIES))


@pytest.fixture(scope="module")
def stood(day: list[Sent], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, Stood]]:
    folder = tmp_path_factory.mktemp("day")
    return folder, spread(shuffled(day, 3), folder, 3)


def test_the_same_seed_gives_the_same_bytes(day: list[Sent], tmp_path: Path) -> None:
    again = list(wire_day(3, STORIES))
    assert [sent.data for sent in again] == [sent.data for sent in day]
    assert [sent.data for sent in wire_day(4, 20)] != [sent.data for sent in again[:20]]
    for name in ("one", "two"):
        spread(shuffled(day[:200], 1), tmp_path / name, 1)
    files = [sorted((tmp_path / name).iterdir()) for name in ("one", "two")]
    assert [f.name for f in files[0]] == [f.name for f in files[1]]
    plain = [(a, b) for a, b in zip(*files, strict=True) if a.suffix not in (".gz", ".tar", ".zip")]
    assert all(a.read_bytes() == b.read_bytes() for a, b in plain)


def test_stories_have_the_size_of_wire_stories(day: list[Sent]) -> None:
    sizes = sorted(len(sent.data) for sent in day)
    assert 2_700 < sizes[len(sizes) // 2] < 4_000


@pytest.mark.parametrize("family", [family for _, family in FAMILIES], ids=lambda family: family.__name__)
def test_every_family_sends_distinct_messages_in_time(family: object) -> None:
    assert callable(family)
    for seed in range(12):
        sent = family(Desk(seed))
        assert len({each.key for each in sent}) == len(sent)
        assert len({each.data for each in sent}) == len(sent)
        orders = Counter((each.uri, each.order) for each in sent)
        assert set(orders.values()) == {1}, "two versions of a uri stand at the same place"


def test_texts_of_two_kins_are_unlike_and_no_near_duplicate_is_left_out(
    day: list[Sent], stood: tuple[Path, dict[int, Stood]]
) -> None:
    """All texts against all, by exact Jaccard similarity over shingles of four words."""
    truth = Truth(day, stood[1])
    texts = {key: shingles(" ".join(truth.kept[key].copy.paragraphs)) for key in truth.near}
    known = {(key, near.earliest) for key, near in truth.near.items()}
    for one, other in _overlapping(texts):
        alike = jaccard(texts[one], texts[other])
        if truth.kept[one].kin != truth.kept[other].kin:
            assert alike <= UNRELATED, (one, other)
    for key, earliest in known:
        if earliest is not None:
            assert jaccard(texts[key], texts[earliest]) >= NEAR
            assert truth.kept[earliest].copy.created <= truth.kept[key].copy.created
            assert truth.kept[earliest].uri != truth.kept[key].uri


def _overlapping(texts: dict[int, frozenset[str]]) -> set[tuple[int, int]]:
    """Pairs with a fifth of the smaller text's shingles in common; no other can be more than 0.45 alike."""
    holders = defaultdict(list)
    for key, text in texts.items():
        for shingle in text:
            holders[shingle].append(key)
    common = Counter(pair for keys in holders.values() for pair in combinations(sorted(keys), 2))
    return {pair for pair, n in common.items() if 5 * n >= min(len(texts[key]) for key in pair)}


def test_traps_and_truths_are_all_there(day: list[Sent], stood: tuple[Path, dict[int, Stood]]) -> None:
    truth = Truth(day, stood[1])
    slugs = defaultdict(set)
    for sent in truth.kept.values():
        slugs[sent.copy.provider.name, sent.copy.slug].add(sent.story)
    assert sum(len(stories) > 1 for stories in slugs.values()) > 10, "unrelated stories of one slug"
    assert len(truth.repeats) > 30
    assert len(truth.chains) > 50
    assert sum(near.earliest is not None for near in truth.near.values()) > 50
    assert sum(sent.kills for sent in truth.kept.values()) > 5
    assert {sent.copy.provider.format for sent in day} == {"ninjs", "newsml-g2", "iptc7901", "anpa"}


def test_every_message_stands_where_the_reader_finds_it(
    day: list[Sent], stood: tuple[Path, dict[int, Stood]]
) -> None:
    folder, places = stood
    found = set()
    for path in sorted(folder.iterdir()):
        for _, message, _ in read_messages(str(path), lambda name: Path(name).open("rb"), Hints(), None):
            assert isinstance(message, Message), message
            source = message.uri.removeprefix(f"{folder}/")
            items = list(message.format.parse(message.data, DEFAULT_HINTS))
            found |= {(source, message.offset, item) for item in range(len(items))}
    assert found == {place.source for place in places.values()}
    assert len(places) == len(day)


def test_each_message_alone_is_of_its_format(day: list[Sent]) -> None:
    for sent in day[:200]:
        form = detect(sent.data)
        assert form is not None
        assert form.name == sent.copy.provider.format


def test_a_stream_of_messages_holds_few_of_them() -> None:
    waiting = shuffled(iter(range(10_000)), 1, pool=100)
    first = [next(waiting) for _ in range(50)]
    assert max(first) < 150
    assert sorted([*first, *waiting]) == list(range(10_000))
