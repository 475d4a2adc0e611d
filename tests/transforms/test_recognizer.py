"""A recognizer that looks at all tokens at once: the entities of spaCy's own, move for move."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from tests.transforms.test_embeddings import found, texts
from tests.transforms.test_spacy_models import LISTENER
from transforms import spacy_models
from transforms.recognizer import recognize_at_once

BLANKS = ["", " ", "\n\n \n", "Karvos", "Ana  Duarte", "\n\nTomas Rehn \n\n of Veldania\n"]


def at_once(name: str = spacy_models.DEFAULT_MODEL) -> Language:
    nlp = spacy_models.load(name)
    recognize_at_once(nlp)
    return nlp


def is_changed(nlp: Language) -> bool:
    return type(nlp.pipeline[-1][1]).__name__ == "_Recognizer"


def untrained(labels: int, seed: int = 0, **parser: object) -> Language:
    """A model whose weights are chance: it makes every move there is, and entities as long as a text."""
    spacy.util.fix_random_seed(seed)
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner", config={"model": LISTENER | {"tok2vec": OWN} | parser})
    for number in range(labels):
        ner.add_label(f"KIND-{number}")  # type: ignore[attr-defined]
    nlp.initialize()
    upper = ner.model.get_ref("upper") if ner.model.attrs["has_upper"] else None  # type: ignore[attr-defined]
    if upper is not None:
        upper.set_param("W", upper.ops.xp.random.normal(size=upper.get_param("W").shape).astype("f"))
    return nlp


@pytest.mark.parametrize("name", [spacy_models.DEFAULT_MODEL, "en_core_web_sm"])
@pytest.mark.parametrize("batch_size", [1, 32])
def test_the_entities_are_the_same(name: str, batch_size: int) -> None:
    some = [*texts(300, seed=4), *BLANKS]
    nlp = at_once(name)
    assert is_changed(nlp)
    assert sum(map(len, found(nlp, some, batch_size))) > 500
    assert found(nlp, some, batch_size) == found(spacy_models.load(name), some, batch_size)


@pytest.mark.parametrize("labels", [1, 2, 5])
@pytest.mark.parametrize("seed", range(4))
def test_the_entities_of_chance_are_the_same(labels: int, seed: int) -> None:
    nlp = untrained(labels, seed)
    some = [*texts(60, seed=seed), *BLANKS]
    expected = found(nlp, some)
    recognize_at_once(nlp)
    assert is_changed(nlp)
    assert found(nlp, some) == expected
    assert any(end - start > 1 for ents in expected for start, end, _ in ents)


def test_one_document_is_as_many() -> None:
    nlp, plain = at_once(), spacy_models.load()
    for text in [*texts(20), *BLANKS]:
        mine, its = nlp(text), plain(text)
        assert [(e.start, e.end, e.label_) for e in mine.ents] == [
            (e.start, e.end, e.label_) for e in its.ents
        ]
        assert [token.ent_iob_ for token in mine] == [token.ent_iob_ for token in its]


def test_documents_keep_their_order() -> None:
    some = ["Karvos", *texts(40), "Karvos " * 400, "Ana Duarte"]
    assert [doc.text for doc in at_once().pipe(some)] == some


def test_a_component_before_it_leaves_it_as_it_is() -> None:
    nlp = spacy_models.load()
    nlp.add_pipe("sentencizer", first=True)  # its sentences end entities
    recognize_at_once(nlp)
    assert not is_changed(nlp)


@pytest.mark.parametrize("parser", [{"extra_state_tokens": True}, {"use_upper": False}, {"maxout_pieces": 1}])
def test_another_recognizer_is_left_as_it_is(parser: dict[str, object]) -> None:
    nlp = untrained(2, **parser)
    recognize_at_once(nlp)
    assert not is_changed(nlp)


OWN = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "pretrained_vectors": None,
    "width": 32,
    "depth": 1,
    "embed_size": 100,
    "window_size": 1,
    "maxout_pieces": 2,
    "subword_features": True,
}
