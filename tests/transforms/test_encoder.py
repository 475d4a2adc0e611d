"""An encoder that works in place: the same entities, and vectors that differ in their last bits alone."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language
from thinc.api import Model

from tests.transforms.test_embeddings import found, texts
from tests.transforms.test_spacy_models import LISTENER
from transforms import encoder, spacy_models
from transforms.encoder import work_in_place


def tok2vec(nlp: Language) -> Model[Any, Any]:
    model: Model[Any, Any] = nlp.get_pipe("ner").model.get_ref("tok2vec")  # type: ignore[attr-defined]
    return model


def with_encoder(architecture: str, **settings: int) -> Language:
    """A new model with an encoder of this kind."""
    nlp = spacy.blank("en")
    embed = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 32, "attrs": ["NORM"], "rows": [100]}
    encode = {"@architectures": architecture, "width": 32, "window_size": 1, "depth": 2, **settings}
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "encode": encode}
    tok2vec["embed"] = embed | {"include_static_vectors": False}
    nlp.add_pipe("ner", config={"model": LISTENER | {"tok2vec": tok2vec}}).add_label("PERSON")  # type: ignore[attr-defined]
    nlp.initialize()
    return nlp


@pytest.mark.parametrize("name", [spacy_models.DEFAULT_MODEL, "en_core_web_sm"])
def test_the_entities_are_the_same(name: str) -> None:
    some = texts(300, seed=3)
    plain, nlp = spacy_models.load(name), spacy_models.load(name)
    work_in_place(nlp)
    assert "in_place" in {node.name for node in tok2vec(nlp).walk()}
    assert found(nlp, some) == found(plain, some)


@pytest.mark.parametrize("pieces", [1, 2, 3, 5])
def test_the_vectors_are_the_same_but_for_their_last_bits(pieces: int) -> None:
    nlp = with_encoder("spacy.MaxoutWindowEncoder.v2", maxout_pieces=pieces)
    docs = [nlp.make_doc(text) for text in ["", *texts(20)]]
    before = tok2vec(nlp).predict(docs)
    work_in_place(nlp)
    assert "in_place" in {node.name for node in tok2vec(nlp).walk()}
    for old, new in zip(before, tok2vec(nlp).predict(docs), strict=True):
        assert new == pytest.approx(old, abs=1e-5)


@pytest.mark.parametrize("rows", [1, 7, 64])
@pytest.mark.parametrize("depth", [1, 4])
def test_a_block_of_rows_has_what_its_rows_look_at(
    rows: int, depth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    nlp = with_encoder("spacy.MaxoutWindowEncoder.v2", maxout_pieces=3, depth=depth, window_size=2)
    docs = [nlp.make_doc(text) for text in ["", *texts(20)]]
    work_in_place(nlp)
    whole = tok2vec(nlp).predict(docs)
    monkeypatch.setattr(encoder, "_ROWS_TOGETHER", rows)
    for one, other in zip(tok2vec(nlp).predict(docs), whole, strict=True):
        assert one == pytest.approx(other, abs=1e-5)


def test_another_encoder_is_left_alone() -> None:
    nlp = with_encoder("spacy.MishWindowEncoder.v2")
    work_in_place(nlp)
    assert "in_place" not in {node.name for node in tok2vec(nlp).walk()}
