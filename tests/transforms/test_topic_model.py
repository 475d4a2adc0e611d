"""Media Topics from text."""

import csv
import time
from pathlib import Path

import numpy as np
import pytest

from schemas.media_topics import media_topics
from schemas.records import Story, Term
from transforms._topic_features import TOPICS, LexiconRow, Reader, lexicon_rows
from transforms.topic_model import LANGUAGES, text_topics, topic_model, unit
from transforms.topics import CERTAIN_MODEL, merge_topics, story_topics

STORIES = [
    (
        "Central bank of Veldania raises key rate to 4.25 percent",
        "The central bank raised its key interest rate on Thursday to curb inflation, and shares in "
        "Karvos fell. Economists had expected the increase. The currency gained against the dollar, "
        "dealers said.",
        "04000000",
    ),
    (
        "Rovers beat United 2-1",
        "Ana Duarte scored both goals as Ellery Rovers beat Karvos United in the league on "
        "Saturday. The coach praised his players after the match in front of 40,000 fans.",
        "15000000",
    ),
    (
        "Ferry runs aground off Port Ellery, 212 rescued",
        "A ferry ran aground in a storm early on Thursday and all passengers were rescued, the "
        "coast guard said. Rescuers searched the wreckage for a missing crew member.",
        "03000000",
    ),
    (
        "Rail workers walk out over pay",
        "Rail workers began a 48-hour strike on Monday after wage talks between the trade union and "
        "employers broke down. The union said its members would stay on the picket lines.",
        "09000000",
    ),
    (
        "Snow and high winds forecast for the north",
        "The national weather service said heavy snow and strong winds would reach the coast "
        "tonight. Temperatures will fall below normal and showers are expected on Sunday, "
        "forecasters said.",
        "17000000",
    ),
    (
        "Pope names new archbishop of Karvos",
        "The pope has named a new archbishop, the Vatican said on Tuesday. Catholics filled the "
        "cathedral for prayers.",
        "12000000",
    ),
    (
        "Troops shell border villages as ceasefire fails",
        "Government troops shelled villages held by rebels on Friday, killing nine soldiers, the "
        "army said. Peace talks were called off after the air strikes.",
        "16000000",
    ),
    (
        "Former minister jailed for fraud",
        "A court sentenced a former executive to six years in prison for fraud and bribery. "
        "Prosecutors said the judge had been right; the lawyer said he would appeal.",
        "02000000",
    ),
]


def codes(topics):
    return [topic.id.removeprefix("medtop:") for topic in topics]


@pytest.mark.parametrize(("headline", "body", "code"), STORIES, ids=[story[2] for story in STORIES])
def test_a_plain_story_gets_its_topic_first(headline, body, code):
    assert codes(text_topics(headline, body))[:1] == [code]


def test_what_a_topic_from_the_text_looks_like():
    topics = text_topics(*STORIES[0][:2])
    assert {topic.provenance for topic in topics} == {"model"}
    assert all(0 < topic.score < 1 for topic in topics)
    assert topics[0].name == media_topics()["04000000"].name
    assert [topic.level for topic in topics if topic.name == "economy"] == [2]


def test_a_narrower_topic_stands_behind_its_broader_one_with_a_lower_score():
    for headline, body, _ in STORIES:
        topics = text_topics(headline, body)
        scores = {code: topic.score for code, topic in zip(codes(topics), topics, strict=True)}
        for place, code in enumerate(codes(topics)):
            for above in media_topics().ancestors(code)[:1]:
                assert above in codes(topics)[:place]
                assert scores[code] < scores[above]


def test_market_and_exchange_is_not_told_from_what_is_traded():
    text = "Share prices rose on the stock exchange and crude oil futures fell. Bond markets were bullish."
    assert codes(text_topics("", text)) == ["04000000"]


@pytest.mark.parametrize("text", ["", " ", "1234 %&$", "日本 сегодня", "xyzzyq qwrtzx"])
def test_nothing_to_read_nothing_given(text):
    assert text_topics("", text) == ()
    assert text_topics(text, "") == ()


def test_only_the_beginning_counts():
    headline, body, _ = STORIES[1]
    padding = " the of and" * 500
    assert text_topics(headline, body + padding) == text_topics(headline, body + padding + STORIES[0][1] * 50)


def test_the_same_text_gives_the_same_scores():
    headline, body, _ = STORIES[2]
    assert np.array_equal(topic_model().scores(headline, body), topic_model().scores(headline, body))
    assert len(topic_model().scores(headline, body)) == len(TOPICS) == 17


def test_speed_is_far_over_the_aim_of_200_000_words_a_second():
    body = " ".join(body for _, body, _ in STORIES)
    words = len(body.split())
    text_topics("", body)
    started = time.process_time()
    for _ in range(200):
        text_topics("", body)
    assert 200 * words / (time.process_time() - started) > 200_000 / 4  # room for a busy machine


def reader(*rows):
    words = "strike strikes pay talks over the gold united".split()
    return Reader(words, [LexiconRow(code, "", text, weight, "") for code, text, weight in rows])


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        ("", "the pay talks", {"20000524": 2.0}),
        ("pay talks", "", {"20000524": 4.0}),  # a headline's words count twice
        ("", "Pay talks, PAY TALKS", {"20000524": 2.0}),  # and each phrase once
        ("pay", "talks", {"20000524": 4.0}),  # by where the phrase begins
        ("", "talks pay", {}),
        ("", "pay the talks", {}),
        ("", "strike strikes", {"20000524": 2.0}),  # two words of one stem
        ("", "unitedstrike", {}),
    ],
)
def test_evidence_of_the_lexicons(headline, body, expected):
    rows = (("20000524", "pay talks", "2"), ("20000524", "strik*", "1"))
    assert reader(*rows).read(headline, body).evidence == expected


def test_words_are_counted_once_each_and_unknown_ones_are_left_out():
    features = reader().read("Gold over", "the gold, the zinc")
    assert features.words.tolist() == [5, 6, 7]
    assert features.counts.tolist() == [2, 2, 3]
    assert features.length == 6
    assert reader().read("", "zinc").words.tolist() == []


def test_unit():
    assert np.allclose(unit(np.array([3, 4], np.float32)), [0.6, 0.8])
    assert unit(np.zeros(2, np.float32)).tolist() == [0, 0]


def test_rows_of_the_lexicons():
    rows = list(lexicon_rows())
    assert len({(row.medtop, row.words) for row in rows}) == len(rows)
    for row in rows:
        topic = media_topics()[row.medtop]
        assert not topic.retired
        assert row.name == topic.name
        assert row.weight in ("1", "2")
        assert row.source
        assert 1 <= len(row.words.split()) <= 3
        assert row.words == row.words.lower()
        assert all(word.removesuffix("*").isalpha() for word in row.words.split())


def test_every_top_topic_has_a_lexicon():
    tops = {(*media_topics().ancestors(row.medtop), row.medtop)[0] for row in lexicon_rows()}
    assert tops == set(TOPICS)


def test_the_file_is_small():
    file = Path(__file__).parents[2] / "transforms" / "data" / "topic_model.npz"
    assert file.stat().st_size < 8_000_000


def english(headline, body, *terms, language="en"):
    return Story(headline=headline, body=body, language=language, subjects=terms)


ECONOMY_TEXT = STORIES[0][:2]
MEDTOP = Term(code="15000000", scheme="medtop")
LABEL = Term(name="Sport")


def test_modes():
    story = english(*ECONOMY_TEXT, MEDTOP)
    assert story_topics(story, "none") == ()
    assert codes(story_topics(story, "feed")) == ["15000000"]
    assert codes(story_topics(story, "all"))[:2] == ["15000000", "04000000"]
    with pytest.raises(ValueError, match="some"):
        story_topics(story, "some")


@pytest.mark.parametrize("language", ["en", "en-GB", "EN"])
def test_english_stories_get_topics_from_their_text(language):
    assert "en" in LANGUAGES
    assert codes(story_topics(english(*ECONOMY_TEXT, language=language), "all"))[0] == "04000000"


@pytest.mark.parametrize("language", ["fr", "de-AT", "", None, "eng"])
def test_stories_in_other_languages_get_topics_from_their_feed_alone(language):
    assert codes(story_topics(english(*ECONOMY_TEXT, MEDTOP, language=language), "all")) == ["15000000"]


def test_a_well_coded_story_gets_only_sure_topics_from_its_text(monkeypatch):
    from transforms import topic_model as module

    sure, unsure = (
        module._topic(code, score) for code, score in (("17000000", CERTAIN_MODEL), ("12000000", 0.79))
    )
    monkeypatch.setattr(module, "text_topics", lambda headline, body: (sure, unsure))
    assert codes(story_topics(english("a", "b", MEDTOP), "all")) == ["15000000", "17000000"]
    assert codes(story_topics(english("a", "b", LABEL), "all")) == ["15000000", "17000000", "12000000"]
    assert codes(story_topics(english("a", "b"), "all")) == ["17000000", "12000000"]


def test_the_feeds_word_stands_where_the_text_says_the_same():
    topics = story_topics(english(*ECONOMY_TEXT, Term(code="04000000", scheme="medtop")), "all")
    assert (topics[0].id, topics[0].provenance, topics[0].score) == ("medtop:04000000", "feed", 1.0)
    assert codes(topics).count("04000000") == 1
    assert merge_topics(topics) == topics


def test_the_hand_labels_are_in_the_vocabulary():
    path = Path(__file__).parents[2] / "training" / "topics" / "wire_labels.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) >= 200
    assert len({(row["source"], row["id"]) for row in rows}) == len(rows)
    given = {code for row in rows for code in row["topics"].split()}
    assert given <= set(TOPICS)
    assert len(given) >= 15
    assert not any(set(row["topics"].split()) & set(row["also_right"].split()) for row in rows)
