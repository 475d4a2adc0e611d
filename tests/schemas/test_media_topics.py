"""The Media Topics table, and the look-ups over it."""

import json
from pathlib import Path

import pytest

from schemas.media_topics import Match, MediaTopic, MediaTopics, media_topics

TABLE = Path(__file__).parents[2] / "schemas" / "media_topics.json"
SHARED = Path(__file__).parents[3] / "shared" / "iptc" / "mediatopics"

TOPICS = media_topics()


def test_the_file_names_its_owner_licence_and_release():
    about = json.loads(TABLE.read_text("utf-8"))["about"]
    assert "IPTC" in about["attribution"]
    assert "CC BY 4.0" in about["attribution"]
    assert about["released"] == TOPICS.released == "2025-10-09"


def test_the_columns_are_the_fields():
    assert tuple(json.loads(TABLE.read_text("utf-8"))["columns"]) == MediaTopic._fields


def test_the_file_is_small():
    assert TABLE.stat().st_size < 300_000


def test_size_of_the_vocabulary():
    assert len(TOPICS) == 1392
    assert sum(not topic.retired for topic in TOPICS) == 1084
    assert len(TOPICS.top_topics) == 17


@pytest.mark.parametrize(
    "code", ["20000344", "medtop:20000344", "http://cv.iptc.org/newscodes/mediatopic/20000344"]
)
def test_a_topic_by_code_qcode_and_uri(code):
    topic = TOPICS[code]
    assert (topic.code, topic.id, topic.name) == ("20000344", "medtop:20000344", "economy")
    assert code in TOPICS


@pytest.mark.parametrize("code", ["", "99999999", "subj:04000000", "medtop:", "economy"])
def test_what_is_no_topic(code):
    assert TOPICS.get(code) is None
    assert TOPICS.current(code) is None
    assert code not in TOPICS
    with pytest.raises(KeyError):
        TOPICS[code]


def test_the_tree():
    assert TOPICS.ancestors("20000371") == ("04000000", "20000344", "20000379")
    assert TOPICS.level("20000371") == 4
    assert TOPICS.level("04000000") == 1
    assert "20000379" in TOPICS.children("20000344")
    assert TOPICS.children("20000371") == ()


def test_every_active_topic_hangs_on_active_ones():
    for topic in TOPICS:
        if not topic.retired:
            above = TOPICS.ancestors(topic.code)
            assert not any(TOPICS[code].retired for code in above)
            assert (above[0] if above else topic.code) in TOPICS.top_topics
            if above:
                assert topic.code in TOPICS.children(above[-1])


@pytest.mark.parametrize(
    ("retired", "current", "exact"),
    [
        ("20000344", "20000344", True),  # not retired
        ("20000160", "20000139", True),  # "was merged into concept medtop:20000139"
        ("20000179", "20000178", True),  # "Use medtop:20000178 corporate earnings instead."
        ("20000671", "20001344", True),  # Roman Catholic: Catholicism
        ("20000672", "20001344", True),  # the concept above it is retired, the note names another
        ("20000064", "20000105", True),  # the note names the retired concept itself too
        ("20000288", "20001371", False),  # the note names one that is retired, and one more
        ("20000436", "20000257", True),  # two named, one of them with the same label
        ("20000905", "20001333", True),  # no note, but an active concept with the same label
        ("20000285", "20000287", True),  # no note, but one with the same Wikidata item
        ("20000241", "20000235", False),  # residential or commercial real estate: the concept above
        ("20000030", "20000029", False),  # its narrower concepts moved up
        ("20000861", "20000856", False),  # no note at all
        ("20000322", "20000209", False),  # "Use more specific terms instead."
    ],
)
def test_what_stands_for_a_retired_topic(retired, current, exact):
    assert TOPICS.current(retired) == Match(current, exact)


def test_replacements_are_active():
    for topic in TOPICS:
        match = TOPICS.current(topic.code)
        assert match is not None
        assert not TOPICS[match.code].retired


@pytest.mark.parametrize(
    ("subject", "topic", "exact"),
    [
        ("04000000", "04000000", True),
        ("15054000", "20001065", True),  # soccer: football
        ("04005004", "20001243", True),  # a retired and an active concept match: the active one
        ("04006000", "20000209", False),  # financial and business service, retired without a successor
        ("08000000", "08000000", False),  # a close match
        ("16000000", "16000000", False),  # no match, but the same top topic
        ("14000000", "14000000", False),
        ("07001000", "20000446", False),  # the one topic that the IPTC puts within it
        ("15010000", "20000822", False),  # billiards, snooker and pool: what is above all three
        ("10018000", "20001236", False),  # wedding, by its name
        ("15005001", "20000827", False),  # 100 m: athletics
        ("15036001", "20000987", False),  # luge singles: luge
        ("04018001", "04000000", False),  # institution: economy, business and finance
    ],
)
def test_topics_of_subject_codes(subject, topic, exact):
    assert TOPICS.from_subject_code(subject) == Match(topic, exact)


@pytest.mark.parametrize("code", ["", "0400000", "040000000", "99000000", "0400000x", "٠٤٠٠٠٠٠٠", "18000000"])
def test_what_is_no_subject_code(code):
    assert TOPICS.from_subject_code(code) is None


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("economy", "20000344"),
        ("Economy", "20000344"),
        (" politics  and government", "11000000"),
        ("renewable energy", "20000257"),  # an active and a retired concept
        ("bonds", "20000347"),  # a retired one only
    ],
)
def test_topics_by_label(label, code):
    topic = TOPICS.by_label(label)
    assert topic is not None
    assert topic.code == code


def test_no_topic_has_that_label():
    assert TOPICS.by_label("ferries") is None
    assert TOPICS.by_label("") is None


def test_wikidata_items_are_bare_ids():
    assert TOPICS["20000330"].wikidata == "Q907703"  # given as the address of a page
    assert all(topic.wikidata is None or topic.wikidata[1:].isdigit() for topic in TOPICS)


def test_loaded_once():
    assert media_topics() is TOPICS


def test_a_small_vocabulary():
    sport = MediaTopic("15000000", "sport", subject_code="15000000", subject_match="exact")
    golf = MediaTopic("20000940", "golf", broader="15000000")
    small = MediaTopics([sport, golf], {"15027000": "20000940"}, {})
    assert small.from_subject_code("15027001") == Match("20000940", False)
    assert small.children("15000000") == ("20000940",)


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/iptc/mediatopics")
def test_the_table_is_the_release():
    release = json.loads((SHARED / "cptall-en-GB.json").read_text("utf-8"))
    for concept in release["conceptSet"]:
        topic = TOPICS[concept["qcode"]]
        assert topic.name == concept["prefLabel"]["en-GB"].strip()
        assert topic.retired == ("retired" in concept)
        assert [topic.broader] == [uri[-8:] for uri in concept.get("broader", [])] or topic.broader is None
        exact = [u[-8:] for u in concept.get("exactMatch", []) if "/subjectcode/" in u]
        assert ([topic.subject_code] if topic.subject_match == "exact" else []) == exact


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/iptc/mediatopics")
def test_every_subject_code_has_an_active_topic():
    codes = json.loads((SHARED / "subject_codes_superdesk.json").read_text("utf-8"))
    matches = {code: TOPICS.from_subject_code(code) for code in codes}
    assert all(match is not None and not TOPICS[match.code].retired for match in matches.values())
    assert sum(match.exact for match in matches.values() if match) > 700
