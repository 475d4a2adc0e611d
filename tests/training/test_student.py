"""A model of a few seconds: trained, written, read again, with the same names."""

import json
import random

import numpy as np
import pytest

from training.ner import examples, house, student
from training.ner.tags import Sentence
from training.ner.text import to_text
from transforms import spacy_models

WORDS = ["london", "paris", "rome", "okafor", "rehn", "said", "in", "from"]
SETTINGS = student.Settings(width=16, depth=1, epochs=40, batch=60, rate=0.02)


def _documents():
    lines = [
        Sentence((person, "said", "in", place, "."), ("B-PER", "O", "O", "B-LOC", "O"))
        for person in ("Okafor", "Rehn")
        for place in ("London", "Paris", "Rome")
    ]
    return [[line] for line in lines * 5]


@pytest.fixture(scope="module")
def nlp():
    model = student.build(SETTINGS, WORDS, np.eye(len(WORDS), dtype=np.float32))
    student.train(model, [examples.from_text(model, to_text(d)) for d in _documents()], SETTINGS)
    return model


def _names(nlp, texts):
    return [[(ent.text, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)]


def test_it_learns(nlp):
    assert _names(nlp, ["Rehn said in Rome."]) == [[("Rehn", "PER"), ("Rome", "LOC")]]


def test_a_saved_model_is_the_same_model(nlp, tmp_path):
    student.save(nlp, tmp_path / "m", "test", "1.0")
    again = spacy_models.load(str(tmp_path / "m"))
    texts = ["Okafor said in PARIS.", "From London, Rehn.", "ROME said Okafor in rome"] * 20
    assert _names(again, texts) == _names(nlp, texts)
    assert spacy_models.describe(again) == ("en_test", "1.0")


def test_vectors_are_found_in_capitals_after_a_reload(nlp, tmp_path):
    student.save(nlp, tmp_path / "m", "test", "1.0")
    config = json.loads((tmp_path / "m/vocab/vectors.cfg").read_text())
    table = spacy_models.load(str(tmp_path / "m")).vocab
    assert config["attr"] == table.vectors.attr
    norm = table["LONDON"].norm
    assert table.vectors.find(key=norm) == WORDS.index("london")


def test_the_same_seed_makes_the_same_model(nlp):
    again = student.build(SETTINGS, WORDS, np.eye(len(WORDS), dtype=np.float32))
    student.train(again, [examples.from_text(again, to_text(d)) for d in _documents()], SETTINGS)
    for own, other in zip(again.get_pipe("ner").model.walk(), nlp.get_pipe("ner").model.walk(), strict=True):
        for name in own.param_names:
            if own.has_param(name):
                difference = np.abs(own.get_param(name) - other.get_param(name)).max()
                assert difference < 1e-3, (own.name, name, difference)


def test_a_house_trains_on_conll_files_with_its_own_labels(tmp_path):
    rows = "".join(
        f"{p} B-WHO\nsaid O\n\n{c} B-TICKER\nfell O\n\n" for p, c in [("Rehn", "ACM"), ("Okafor", "NNA")]
    )
    train = tmp_path / "train.conll"
    train.write_text(rows * 20)
    blank = student.build(SETTINGS, WORDS, np.eye(len(WORDS), dtype=np.float32))
    student.save(blank, tmp_path / "vectors", "vectors", "1.0")
    nlp = house.make_model([train], SETTINGS, str(tmp_path / "vectors"))
    assert house.scores(nlp, train).f1 > 0.9
    assert set(nlp.get_pipe("ner").labels) == {"WHO", "TICKER"}


def test_long_documents_are_cut_outside_names(nlp):
    text = to_text([Sentence(("a", "New", "York", "b"), ("O", "B-LOC", "I-LOC", "O"))])
    pieces = list(examples.chunks(examples.from_text(nlp, text), most=2))
    assert [[t.text for t in piece] for piece in pieces] == [["a", "New", "York"], ["b"]]
    assert [ent.text for piece in pieces for ent in piece.ents] == ["New York"]


def test_words_in_capitals_keep_names_and_gaps(nlp):
    doc = examples.from_text(nlp, to_text([Sentence(("x", "Rome", "Dutch"), ("O", "B-LOC", "?"))]))
    varied = examples.variation(capitals=1.0)(doc, random.Random(1))
    assert [(t.text, t.ent_iob_) for t in varied] == [("X", "O"), ("ROME", "B"), ("DUTCH", "")]
