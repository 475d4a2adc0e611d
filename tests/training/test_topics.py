"""Training of the topic model: what sections say, and how models are measured."""

import numpy as np
import pytest

from training.topics import sources, targets
from training.topics.mapping import CURRENT_EVENTS, HUFFPOST, Section
from training.topics.sources import Example
from transforms._topic_features import TOPICS

ARTS, CRIME, DISASTER, RELIGION = "01000000", "02000000", "03000000", "12000000"
ENVIRONMENT, HEALTH = "06000000", "07000000"
COLUMN = {code: number for number, code in enumerate(TOPICS)}


def example(section, source="huffpost"):
    return Example(source, section.certain[0] if section.certain else "", section, "", "", "2025-01-01")


def say(section, rare=(), **evidence):
    """What one example says, as code to (holds, weight)."""
    found = np.zeros((1, len(TOPICS)), np.float32)
    for name, weight in evidence.items():
        found[0, COLUMN[globals()[name.upper()]]] = weight
    made = targets.make([example(section)], found, frozenset(COLUMN[code] for code in rare))
    return {
        code: (float(made.holds[0, i]), round(float(made.weight[0, i]), 2)) for i, code in enumerate(TOPICS)
    }


def test_a_certain_topic_holds_an_open_one_says_nothing_others_do_not():
    said = say(Section((CRIME,), (ARTS,)))
    assert (said[CRIME], said[ARTS], said[DISASTER]) == ((1, 1), (0, 0), (0, 1))


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({}, {ARTS: (1, 1), RELIGION: (0, 0)}),
        ({"religion": 2}, {ARTS: (0, 0), RELIGION: (1, 1)}),
        ({"religion": 2, "arts": 3}, {ARTS: (1, 1), RELIGION: (0, 0)}),
    ],
)
def test_of_two_topics_of_a_section_the_one_with_more_words_holds(evidence, expected):
    said = say(Section((ARTS, RELIGION)), **evidence)
    assert {code: said[code] for code in expected} == expected


@pytest.mark.parametrize(("evidence", "holds"), [({}, ENVIRONMENT), ({"health": 1}, HEALTH)])
def test_health_and_environment_without_words_of_either_is_environment(evidence, holds):
    said = say(Section((HEALTH, ENVIRONMENT)), **evidence)
    assert {code for code, (yes, _) in said.items() if yes} == {holds}


@pytest.mark.parametrize(("weight", "expected"), [(2, (0, 1)), (3, (0, 0)), (5, (0, 0)), (6, (1, 0.7))])
def test_a_rare_topic_is_found_by_its_words(weight, expected):
    assert say(Section((CRIME,)), rare=[RELIGION], religion=weight)[RELIGION] == expected


@pytest.mark.parametrize(("weight", "expected"), [(5, (0, 1)), (6, (0, 0))])
def test_many_words_of_another_topic_leave_it_open(weight, expected):
    assert say(Section((CRIME,)), religion=weight)[RELIGION] == expected


def test_a_section_that_says_nothing_weighs_little():
    said = say(Section((), TOPICS), religion=2)
    assert said[CRIME] == (0, 0.3)
    assert said[RELIGION] == (0, 0.3)


def test_rare_topics_are_those_without_examples_in_sections():
    many = [example(Section((CRIME,)))] * 100 + [example(Section((ARTS,)))] * 99
    seeds = [example(Section((DISASTER,)), "media_topics")] * 200
    rare = targets.rare_topics([*many, *seeds])
    assert COLUMN[CRIME] not in rare
    assert {COLUMN[ARTS], COLUMN[DISASTER]} <= rare


@pytest.mark.parametrize("table", [CURRENT_EVENTS, HUFFPOST], ids=["current events", "HuffPost"])
def test_sections_map_to_top_topics(table):
    for section in table.values():
        assert {*section.certain, *section.open} <= set(TOPICS)
        if section.open != TOPICS:
            assert not {*section.certain} & {*section.open} or len(section.open) == len(TOPICS)


def test_only_the_last_months_are_for_testing():
    late = Example("current_events", "Sports", Section(()), "", "", "2026-01-01")
    assert late.is_test
    assert not late._replace(date="2025-12-31").is_test
    assert not late._replace(source="huffpost").is_test


def test_measures():
    pytest.importorskip("scipy", reason="needs training/topics/requirements.txt")
    from training.topics.evaluate import best_topic_f1, given_topics_f1

    table = [Section((CRIME,), (DISASTER,)), Section((DISASTER,)), Section((ARTS, RELIGION))]
    scores = np.zeros((3, len(TOPICS)))
    scores[0, [COLUMN[CRIME], COLUMN[DISASTER]]] = 0.9, 0.8  # disaster is open here
    scores[1, [COLUMN[CRIME], COLUMN[DISASTER]]] = 0.6, 0.7  # crime is wrong here
    scores[2, COLUMN[RELIGION]] = 0.9
    half = np.full(len(TOPICS), 0.5)
    assert given_topics_f1(scores, half, table, table) == {"01/12": 1, "02": pytest.approx(2 / 3), "03": 1}
    assert best_topic_f1(scores, table, table) == {"01/12": 1, "02": 1, "03": 1}


def test_the_manifest_names_every_file_of_the_training_data():
    import json

    manifest = json.loads((sources._MANIFEST).read_text("utf-8"))
    assert {row["path"] for row in manifest["files"]} == set(sources.FILES.values())
    assert not any("reuters" in row["path"] for row in manifest["files"])
    assert all(row["terms"] and row["attribution"] and len(row["sha256"]) == 64 for row in manifest["files"])


def test_calibration_finds_the_slope():
    pytest.importorskip("scipy", reason="needs training/topics/requirements.txt")
    from training.topics import linear

    rng = np.random.default_rng(1)
    z = rng.normal(0, 2, (4000, 1))
    holds = (rng.random((4000, 1)) < linear.sigmoid(0.5 * z - 1)).astype(float)
    slope, offset = linear.calibrate(z, targets.Targets(holds, np.ones_like(holds)))
    assert slope[0] == pytest.approx(0.5, abs=0.05)
    assert offset[0] == pytest.approx(-1, abs=0.1)


def test_examples_of_a_rare_topic_weigh_more_and_nothing_else_changes():
    pytest.importorskip("scipy", reason="needs training/topics/requirements.txt")
    from training.topics import linear

    holds = np.zeros((98, 2))
    holds[:49, 0] = holds[:1, 1] = 1
    weight = np.full_like(holds, 0.5)
    found = linear.balanced(targets.Targets(holds, weight))
    assert (found.holds == holds).all()
    assert found.weight[:, 0] == pytest.approx(0.5)
    assert found.weight[0, 1] == pytest.approx(0.5 * 48.5**0.25)
    assert found.weight[1:, 1] == pytest.approx(0.5)
