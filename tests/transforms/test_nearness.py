"""Texts that are nearly the same are found, and found to be the same whatever the order."""

from __future__ import annotations

import random
from hashlib import blake2b

import numpy as np
import pytest

from tests.wire_days.pure import nears
from transforms.heads import Place
from transforms.nearness import (
    LEAST_SIMILARITY,
    DistinctPairs,
    Text,
    best,
    near_pairs,
    pack_bands,
    pack_pairs,
    short_id,
    wanted,
)
from transforms.shingles import BANDS, LEAST_WORDS, bands, minhash, signature, similarity

CHANCE = random.Random(7)
WORDS = [f"word{i}" for i in range(5000)]
BASE = CHANCE.choices(WORDS, k=400)


def edited(words: list[str], share: float) -> list[str]:
    """That share of the words replaced."""
    chance = random.Random(3)
    return [chance.choice(WORDS) if chance.random() < share else word for word in words]


def digest(number: int) -> bytes:
    return blake2b(number.to_bytes(8), digest_size=16).digest()


def text(number: int, words: list[str], uri: bytes | None = None) -> Text:
    record = digest(number)
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


def pairs_of(texts: list[Text]) -> set[tuple[bytes, bytes]]:
    """(short id of an earlier text, of a later one), packed a text at a time, as many workers would."""
    buckets: dict[int, list[bytes]] = {}
    for one in texts:
        for bucket, packed in pack_bands([one]):
            buckets.setdefault(bucket, []).append(packed)
    return {pair for packed in buckets.values() for pair in pairs_in(packed)}


def pairs_in(packed: list[bytes]) -> set[tuple[bytes, bytes]]:
    """Pairs of two texts of one bucket."""
    looks = (wanted([pairs]) for _, pairs in pack_pairs(near_pairs(packed)))
    return {(of, to) for look in looks for of, later in look.items() for to in later if of != to}


def test_only_texts_that_share_a_band_are_paired() -> None:
    one, near, far = text(1, BASE), text(2, edited(BASE, 0.05)), text(3, CHANCE.choices(WORDS, k=400))
    assert pairs_of([far, near, one]) == {(short_id(one.record), short_id(near.record))}
    assert pairs_of([far, one]) == set()


def test_both_texts_of_a_pair_are_looked_at() -> None:
    one, near = text(1, BASE), text(2, BASE)
    looks = [
        wanted([pairs])
        for _, packed in pack_bands([one, near])
        for _, pairs in pack_pairs(near_pairs([packed]))
    ]
    assert {of for look in looks for of in look} == {short_id(one.record), short_id(near.record)}


def test_pairs_are_the_same_however_texts_were_packed() -> None:
    texts = [text(i, edited(BASE, 0.05 * i)) for i in range(1, 9)]
    together = {pair for _, packed in pack_bands(texts) for pair in pairs_in([packed])}
    assert together == pairs_of(texts[::-1])


def test_a_large_bucket_costs_two_comparisons_a_story() -> None:
    signed = text(1, BASE).signature
    texts = [Text(digest(i), digest(i), i, Place("in", 0, i, 0), signed) for i in range(100_000)]
    CHANCE.shuffle(texts)
    pairs = pairs_in([pack_bands(texts)[0][1]])
    assert len(pairs) < 200_000
    others = {short_id(digest(i)) for i in range(1, 100_000)}  # a few share one
    assert {later for earlier, later in pairs if earlier == short_id(digest(0))} == others


def test_records_that_share_a_short_id_are_told_apart() -> None:
    signed = text(1, BASE).signature
    ids = [bytes(8) + number.to_bytes(8) for number in (1, 2, 3)]
    texts = [Text(each, each, i, Place("in", 0, i, 0), signed) for i, each in enumerate(ids)]
    assert [near.near for near in nears(texts)] == [ids[0], ids[0]]


def test_the_earliest_near_text_of_another_uri_is_picked() -> None:
    story = text(9, BASE)
    earlier = [
        text(3, edited(BASE, 0.03)),
        text(2, edited(BASE, 0.02)),
        text(1, CHANCE.choices(WORDS, k=400)),
    ]
    near = best(story, earlier)
    assert near is not None
    assert near.near == digest(2)
    assert LEAST_SIMILARITY <= near.score <= 1
    assert best(story, [text(1, BASE, uri=story.uri)]) is None
    assert best(story, []) is None


@pytest.mark.parametrize(("most", "times"), [(10_000, 1), (600, 2), (3, 40)])
def test_no_pair_is_lost_and_as_few_come_again_as_there_is_room_for(most: int, times: int) -> None:
    chance = np.random.default_rng(5)
    bands = [chance.integers(0, 500, size=90).astype(np.uint64) for _ in range(40)]
    pairs = DistinctPairs(most)
    given = [pair for band in bands for pair in pairs.add(band).tolist()] + pairs.take().tolist()
    assert set(given) == {pair for band in bands for pair in band.tolist()}
    assert max(map(given.count, given)) <= times
    assert not len(pairs.take())
