"""Embeddings that are made once: the same entities, whichever words came before and beside."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tests.transforms.test_spacy_models import LISTENER
from transforms import embeddings, spacy_models
from transforms.embeddings import remember_embeddings

NAMES = (
    "Veldania's central bank",
    "Tomas Rehn",
    "the International Monetary Fund (IMF)",
    "Harbour Steel Corp",
    "ELLERY ROVERS",
    "Ana Duarte",
    "Karvos",
    "the U.S. Treasury",
)
WORDS = (
    "cannot don't I'm gonna said\n\n   rose 4.50 pct; (and) “will” co-operate in o'clock e.g. of $3mln".split(
        " "
    )
)


def texts(count: int, seed: int = 7) -> list[str]:
    """Sentences of names, contractions, figures and blanks."""
    chance = random.Random(seed)
    return [
        " ".join(
            chance.choice(NAMES if chance.random() < 0.3 else WORDS) for _ in range(chance.randrange(60))
        )
        for _ in range(count)
    ]


def found(nlp: Language, some: Sequence[str], batch_size: int = 16) -> list[list[tuple[int, int, str]]]:
    """The entities of each text."""
    return [
        [(ent.start, ent.end, ent.label_) for ent in doc.ents]
        for doc in nlp.pipe(some, batch_size=batch_size)
    ]


def remembering(name: str = spacy_models.DEFAULT_MODEL) -> Language:
    nlp = spacy_models.load(name)
    remember_embeddings(nlp)
    return nlp


def first_layer(nlp: Language) -> Any:
    (layer,) = (node for node in nlp.get_pipe("ner").model.walk() if node.name == "remembered")  # type: ignore[attr-defined]
    return layer


@pytest.mark.parametrize("name", [spacy_models.DEFAULT_MODEL, "en_core_web_sm"])
def test_the_entities_are_the_same(name: str) -> None:
    some = texts(300)
    assert sum(map(len, found(spacy_models.load(name), some))) > 500
    assert found(remembering(name), some) == found(spacy_models.load(name), some)


def test_a_row_is_the_same_bit_for_bit_whichever_words_come_before_and_beside_it() -> None:
    one, other = remembering(), remembering()
    some = texts(60)
    before = {text: first_layer(one).predict([one.make_doc(text)])[0] for text in some}
    docs = [other.make_doc(text) for text in reversed(some)]
    for doc, rows in zip(docs, first_layer(other).predict(docs), strict=True):
        assert np.array_equal(rows, before[doc.text])


def test_the_rows_are_those_of_the_layer() -> None:
    plain, nlp = spacy_models.load(), remembering()
    docs = [nlp.make_doc(text) for text in [*texts(40), ""]]
    (layer,) = (
        node
        for node in plain.get_pipe("ner").model.walk()  # type: ignore[attr-defined]
        if node.name.startswith("extract_features") and node.name.endswith("ragged2list")
    )
    for mine, its in zip(first_layer(nlp).predict(docs), layer.predict(docs), strict=True):
        assert mine == pytest.approx(its, abs=1e-4)


def test_a_word_whose_norm_depends_on_its_neighbours_has_a_row_for_each() -> None:
    nlp = remembering()
    doc = Doc(nlp.vocab, ["ca", "ca"])
    doc[0].norm_ = "can"
    first, second = first_layer(nlp).predict([doc])[0]
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("most", [1, 40, 200])
def test_forgetting_changes_nothing(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    some = texts(80)
    expected = found(remembering(), some)
    monkeypatch.setattr(embeddings, "_MOST_WORDS", most)
    assert found(remembering(), some, batch_size=4) == expected


def test_a_first_layer_that_looks_further_is_left_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("ner", config={"model": WINDOWED})
    nlp.initialize()
    remember_embeddings(nlp)
    assert "remembered" not in {node.name for node in nlp.get_pipe("ner").model.walk()}  # type: ignore[attr-defined]


def test_a_shared_first_layer_is_changed_where_it_is() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    nlp.add_pipe("ner", config={"model": LISTENER})
    nlp.initialize()
    expected = found(nlp, texts(20))
    remember_embeddings(nlp)
    assert "remembered" in {node.name for node in nlp.get_pipe("tok2vec").model.walk()}  # type: ignore[attr-defined]
    assert found(nlp, texts(20)) == expected


WINDOWED = LISTENER | {
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.CharacterEmbed.v2", "width": 32, "rows": 100, "nM": 8, "nC": 4}
        | {"include_static_vectors": False},
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 32,
            "window_size": 1,
            "maxout_pieces": 2,
            "depth": 1,
        },
    }
}
"""A model that embeds characters: its first layer is none that is known here."""
