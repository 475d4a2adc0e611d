"""The model that ships: it is there, it finds what a reader would, and a round trip changes nothing."""

import json

import pytest

import newswire_models
from training.ner import student
from transforms import spacy_models

FOLDER = newswire_models.path("en_newswire")

STORY = (
    "Coast Guard Captain Lena Okafor told reporters in Brussels on Thursday that the International Monetary "
    "Fund and German officials had agreed.\n\nRehn flew to Nairobi."
)


@pytest.fixture(scope="module")
def nlp():
    assert FOLDER is not None, "make train-ner"
    return spacy_models.load(str(FOLDER))


def _names(nlp, texts):
    return [[(ent.text, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)]


def test_there_is_no_model_of_another_name():
    assert newswire_models.path("en_core_web_sm") is None


def test_it_says_what_it_is(nlp):
    assert spacy_models.describe(nlp) == ("en_newswire", "0.2.0")
    assert set(nlp.get_pipe("ner").labels) == {"PER", "LOC", "ORG", "MISC"}


def test_plain_names_are_found(nlp):
    found = dict(_names(nlp, [STORY])[0])
    wanted = {
        "Lena Okafor": "PER",
        "Brussels": "LOC",
        "International Monetary Fund": "ORG",
        "German": "MISC",
        "Nairobi": "LOC",
    }
    assert wanted.items() <= found.items()


def test_it_is_small_enough_to_ship():
    assert FOLDER is not None
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 70_000_000


def test_a_round_trip_gives_the_same_names_in_200_stories(nlp, shared, tmp_path):
    events = (shared / "corpora/current_events").glob("*.jsonl")
    lines = next(events).read_text(encoding="utf-8").splitlines()[::35][:200]
    texts = [json.loads(line)["text"] for line in lines]
    texts += [text.upper() for text in texts[:50]]
    student.save(nlp, tmp_path / "again", "newswire", "0.1.0")
    again = spacy_models.load(str(tmp_path / "again"))
    found = _names(nlp, texts)
    assert sum(map(len, found)) > 500
    assert _names(again, texts) == found
