"""Texts that are nearly the same are found, and found to be the same whatever the order."""

from __future__ import annotations

import random

import pytest

from transforms.heads import Place
from transforms.nearness import LEAST_SIMILARITY, Text, best, candidates, pack_bands, unpack_bands
from transforms.shingles import BANDS, LEAST_WORDS, bands, minhash, signature, similarity

CHANCE = random.Random(7)
WORDS = [f"word{i}" for i in range(5000)]
BASE = CHANCE.choices(WORDS, k=400)


def edited(words: list[str], share: float) -> list[str]:
    """That share of the words replaced."""
    chance = random.Random(3)
    return [chance.choice(WORDS) if chance.random() < share else word for word in words]


def text(number: int, words: list[str], uri: bytes | None = None) -> Text:
    record = number.to_bytes(16, "big")
    place = Place("in", 0, number, 0)
    return Text(record, uri or record, number, place, signature(minhash(" ".join(words))))


@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.2, 1.0])
def test_similarity_is_that_of_the_shingles(share: float) -> None:
    def shingles(words: list[str]) -> set[tuple[str, ...]]:
        return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}

    other = edited(BASE, share)
    a, b = shingles(BASE), shingles(other)
    exact = len(a & b) / len(a | b)
    found = similarity(text(1, BASE).signature, text(2, other).signature)
    assert found == pytest.approx(exact, abs=0.13)


def test_short_texts_and_tables_are_not_compared() -> None:
    assert minhash("Sugar 17 18 19 " * 50) == []
    assert minhash("word " * (LEAST_WORDS - 1)) == []
    assert similarity(b"", b"") == 0.0


def test_near_texts_share_a_band_and_others_do_not() -> None:
    near, far = text(2, edited(BASE, 0.05)), text(3, CHANCE.choices(WORDS, k=400))
    own = bands(text(1, BASE).signature)
    assert len(own) == BANDS
    assert any(a == b for a, b in zip(own, bands(near.signature), strict=True))
    assert not any(a == b for a, b in zip(own, bands(far.signature), strict=True))


def test_bands_survive_packing() -> None:
    texts = [text(1, BASE), text(2, edited(BASE, 0.05))]
    packed = pack_bands(texts)
    assert len(packed) == BANDS
    expected = [(bands(t.signature)[3], t.created, t.record) for t in texts]
    assert list(unpack_bands(packed[3])) == expected


def test_a_large_bucket_costs_two_comparisons_a_story() -> None:
    members = [(b"same", i, i.to_bytes(16, "big")) for i in range(100_000)]
    CHANCE.shuffle(members)
    pairs = list(candidates(members))
    assert len(pairs) < 200_000
    assert {earlier for earlier, _ in pairs} >= {(0).to_bytes(16, "big")}


def test_the_earliest_near_text_of_another_uri_is_picked() -> None:
    story = text(9, BASE)
    earlier = [
        text(3, edited(BASE, 0.03)),
        text(2, edited(BASE, 0.02)),
        text(1, CHANCE.choices(WORDS, k=400)),
    ]
    near = best(story, earlier)
    assert near is not None
    assert near.near == (2).to_bytes(16, "big")
    assert LEAST_SIMILARITY <= near.score <= 1
    assert best(story, [text(1, BASE, uri=story.uri)]) is None
    assert best(story, []) is None
