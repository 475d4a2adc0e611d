"""What links add to the teacher's labels."""

import spacy

from training.ner import silver


def _item(words, tags, links=(), likely=None):
    size = len(words)
    return silver.Labelled(
        tuple(words),
        (True,) * size,
        tuple(tags),
        tuple(likely or [0.9] * size),
        tuple(silver.Link(*x) for x in links),
    )


LINKED = [_item(["the", "Houthis", "said"], ["O", "B-ORG", "O"], [(1, 2, "Houthis")])] * 3


def test_a_link_takes_the_type_of_its_other_uses():
    missed = _item(["a", "Houthis", "boat"], ["O", "O", "O"], [(1, 2, "Houthis")])
    types = silver.link_types([*LINKED, missed])
    assert silver.apply_links(missed, types).tags == ("O", "B-ORG", "O")


def test_one_use_is_no_evidence():
    assert silver.link_types(LINKED[:1]) == {}


def test_a_linked_name_of_unknown_type_is_left_out_of_training():
    item = silver.apply_links(_item(["Big", "Thing"], ["O", "O"], [(0, 2, "Big Thing")]), {})
    doc = silver.as_doc(spacy.blank("en"), item)
    assert [t.ent_iob_ for t in doc] == ["", ""]


def test_common_words_that_are_linked_stay_words():
    item = silver.apply_links(_item(["car", "bomb"], ["O", "O"], [(0, 2, "Car bomb")]), {})
    assert [t.ent_iob_ for t in silver.as_doc(spacy.blank("en"), item)] == ["O", "O"]


def test_doubtful_names_are_missing_and_sure_ones_are_kept():
    item = _item(["Ann", "met", "Bo"], ["B-PER", "O", "B-PER"], likely=[0.9, 0.9, 0.4])
    doc = silver.as_doc(spacy.blank("en"), item)
    assert [ent.text for ent in doc.ents] == ["Ann"]
    assert [t.ent_iob_ for t in doc] == ["B", "O", ""]


def test_a_nationality_that_stands_alone_is_no_place():
    item = _item(["Iranian", "Iranian", "Airways"], ["B-LOC", "B-ORG", "I-ORG"])
    assert silver.mend_demonyms(item).tags == ("B-MISC", "B-ORG", "I-ORG")


def test_a_label_that_a_name_has_nowhere_else_is_doubted():
    items = [_item(["FIFA"], ["B-ORG"])] * 9 + [_item(["FIFA"], ["B-PER"])]
    assert [item.likely for item in silver.doubt_outliers(items)] == [(0.9,)] * 9 + [(0.0,)]
