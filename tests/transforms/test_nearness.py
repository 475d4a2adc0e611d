"""Texts that are nearly the same are found, and found to be the same whatever the order."""

from __future__ import annotations

import random

import pytest

from transforms.heads import Place
from transforms.nearness import LEAST_SIMILARITY, Text, best, candidates, pack_bands
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


def pairs_of(texts: list[Text]) -> list[tuple[bytes, bytes]]:
    """The candidates of all buckets, packed a text at a time, as many workers would."""
    buckets: dict[int, list[bytes]] = {}
    for one in texts:
        for bucket, packed in pack_bands([one]):
            buckets.setdefault(bucket, []).append(packed)
    return [pair for packed in buckets.values() for pair in candidates(packed)]


def test_only_texts_that_share_a_band_are_paired() -> None:
    one, near, far = text(1, BASE), text(2, edited(BASE, 0.05)), text(3, CHANCE.choices(WORDS, k=400))
    shared = sum(a == b for a, b in zip(bands(one.signature), bands(near.signature), strict=True))
    assert pairs_of([far, near, one]) == [(one.record, near.record)] * shared


def test_pairs_are_the_same_however_texts_were_packed() -> None:
    texts = [text(i, edited(BASE, 0.05 * i)) for i in range(1, 9)]
    together = [pair for _, packed in pack_bands(texts) for pair in candidates([packed])]
    assert sorted(together) == sorted(pairs_of(texts[::-1]))


def test_a_large_bucket_costs_two_comparisons_a_story() -> None:
    signed = text(1, BASE).signature
    texts = [
        Text(i.to_bytes(16, "big"), i.to_bytes(16, "big"), i, Place("in", 0, i, 0), signed)
        for i in range(100_000)
    ]
    CHANCE.shuffle(texts)
    pairs = list(candidates([pack_bands(texts)[0][1]]))
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
