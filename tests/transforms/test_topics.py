"""Topics from the feed's own codes."""

import csv
from pathlib import Path

import pytest

from schemas.media_topics import media_topics
from schemas.records import Story, Term, Topic
from transforms.topics import NEAR, SURE, feed_topics, merge_topics, unknown_codes

DATA = Path(__file__).parents[2] / "transforms" / "data"
CATEGORIES = Path(__file__).parents[3] / "shared" / "corpora" / "reuters21578" / "cat-descriptions_120396.txt"


def story(*terms):
    return Story(subjects=terms)


def short(topics):
    """Topics as 'code provenance score' lines."""
    return [f"{topic.id.removeprefix('medtop:')} {topic.provenance} {topic.score}" for topic in topics]


def narrowest(term):
    """What one term stands for, without the topics above it."""
    topics = feed_topics(story(term))
    above = {code for topic in topics for code in media_topics().ancestors(topic.id)}
    return short(topic for topic in topics if topic.id.removeprefix("medtop:") not in above)


@pytest.mark.parametrize(
    "term",
    [
        Term(code="20000371", scheme="medtop"),
        Term(code="medtop:20000371", scheme="medtop"),
        Term(code="medtop:20000371"),
        Term(code="20000371"),
        Term(code="20000371", scheme="http://cv.iptc.org/newscodes/mediatopic/"),
        Term(code="http://cv.iptc.org/newscodes/mediatopic/20000371"),
        Term(code="https://cv.iptc.org/newscodes/mediatopic/20000371", scheme="subject"),
        Term(code="20000371", scheme="subj"),  # labelled wrongly: only Media Topics begin with 2
    ],
)
def test_every_way_to_give_a_media_topic(term):
    assert narrowest(term) == ["20000371 feed 1.0"]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term(code="04008023", scheme="subj"), ["20000385 mapped 0.8"]),
        (Term(code="15054000", scheme="IptcSubjectCode"), ["20001065 mapped 1.0"]),
        (Term(code="04000000", scheme="subjectcode"), ["04000000 mapped 1.0"]),
        (Term(code="http://cv.iptc.org/newscodes/subjectcode/15005001"), ["20000827 mapped 0.8"]),
        (Term(code="15005001"), ["20000827 mapped 0.8"]),
        (
            Term(code="15005001", scheme="urn:newsml:iptc.org:20010101:topicset.iptc-subjectcode:1"),
            ["20000827 mapped 0.8"],
        ),
        (Term(code="20000179", scheme="medtop"), ["20000178 mapped 1.0"]),  # retired, with a successor
        (Term(code="20000241", scheme="medtop"), ["20000235 mapped 0.8"]),  # retired without
        (Term(code="16000000", scheme="http://tt.se/spec/subref/1.0"), ["16000000 mapped 0.8"]),
        (Term(code="earn", scheme="reuters21578:topics"), ["20000178 mapped 1.0"]),
        (Term(code="gas", scheme="reuters21578:topics"), ["20000268 mapped 1.0"]),  # gasoline
        (Term(code="SPO", scheme="iptc7901"), ["15000000 mapped 1.0"]),
        (Term(code="s", scheme="anpa"), ["15000000 mapped 1.0"]),
        (Term(name="economy"), ["20000344 mapped 0.8"]),
        (Term(name="Soccer"), ["20001065 mapped 0.8"]),
        (Term(name="Real  Estate"), ["20000235 mapped 0.8"]),  # listed, before a retired label
        (Term(name="physical fitness"), ["20001239 mapped 0.8"]),  # a retired label
        (Term(code="x-17", scheme="agency:desk", name="Sport"), ["15000000 mapped 0.8"]),
        (Term(code="20000371", scheme="medtop", name="Sport"), ["20000371 feed 1.0"]),  # the code counts
        (Term(code="99999999", scheme="medtop"), []),
        (Term(code="20000371", scheme="agency:desk"), []),  # eight digits of somebody else's
        (Term(code="label:sports"), []),
        (Term(code="sports", scheme="label"), []),
        (Term(name="ferries"), []),
        (Term(), []),
    ],
)
def test_what_a_term_stands_for(term, expected):
    assert narrowest(term) == expected


def test_topics_are_closed_upwards_top_topic_first():
    assert feed_topics(story(Term(code="20000371", scheme="medtop")))[:2] == (
        Topic(id="medtop:04000000", name="economy, business and finance", level=1),
        Topic(id="medtop:20000344", name="economy", level=2),
    )
    topics = feed_topics(story(Term(code="20000371", scheme="medtop")))
    assert [(topic.name, topic.level) for topic in topics[2:]] == [
        ("monetary policy", 3),
        ("interest rates", 4),
    ]


def test_the_feeds_order_is_kept_and_a_shared_topic_stands_once():
    topics = feed_topics(
        story(
            Term(code="20000940", scheme="medtop"),
            Term(code="20000344", scheme="medtop"),
            Term(code="20001085", scheme="medtop"),
            Term(code="20000940", scheme="medtop"),
        )
    )
    assert [topic.name for topic in topics] == [
        "sport",
        "competition discipline",
        "golf",
        "economy, business and finance",
        "economy",
        "tennis",
    ]


def test_the_better_provenance_wins_then_the_score():
    terms = (
        Term(code="crude", scheme="reuters21578:topics"),
        Term(code="nat-gas", scheme="reuters21578:topics"),
        Term(code="20000209", scheme="medtop"),
    )
    assert short(feed_topics(story(*terms))) == [
        "04000000 feed 1.0",
        "20000209 feed 1.0",
        "20000256 mapped 1.0",
        "20001243 mapped 1.0",  # crude alone says 0.8
        "20000263 mapped 1.0",
    ]


def test_a_sure_model_does_not_outrank_the_feed():
    feed = Topic(id="medtop:20000344", name="economy", level=2, score=NEAR, provenance="mapped")
    model = Topic(id="medtop:20000350", name="central bank", level=3, score=0.97, provenance="model")
    assert short(merge_topics((feed, model))) == [
        "04000000 mapped 0.8",
        "20000344 mapped 0.8",
        "20000350 model 0.97",
    ]
    assert set(short(merge_topics((model, feed)))) == set(short(merge_topics((feed, model))))


def test_merging_again_changes_nothing():
    topics = feed_topics(story(Term(code="coffee", scheme="reuters21578:topics"), Term(name="politics")))
    assert topics
    assert merge_topics(topics) == topics


def test_a_topic_out_of_the_vocabulary_is_an_error():
    with pytest.raises(KeyError):
        merge_topics([Topic(id="medtop:99999999")])


def test_no_subjects_no_topics():
    assert feed_topics(Story()) == ()
    assert unknown_codes(Story()) == ()


def test_unknown_codes_of_the_vocabularies_that_have_a_table():
    unknown = unknown_codes(
        story(
            Term(code="99999999", scheme="http://cv.iptc.org/newscodes/mediatopic/"),
            Term(code="99999999", scheme="medtop", name="economy"),
            Term(code="20000344", scheme="medtop"),
            Term(code="99000000", scheme="subj"),
            Term(code="gbond", scheme="reuters21578:topics"),
            Term(code="usa", scheme="reuters21578:places"),
            Term(code="x:y", scheme="iptc7901"),
            Term(code="a", scheme="anpa"),  # known, and no topic
            Term(scheme="anpa"),
            Term(name="ferries"),
        )
    )
    assert unknown == ("medtop:99999999", "subj:99000000", "reuters21578:topics:gbond", "iptc7901:x:y")


def _rows():
    rows = []
    for table in ("category_letters.tsv", "topics_codes.tsv"):
        with (DATA / table).open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    return rows


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row['scheme']}:{row['code']}:{row['medtop']}")
def test_rows_of_the_table(row):
    assert row["source"]
    assert row["code"] == row["code"].casefold().strip()
    if not row["medtop"]:
        assert row["match"] == ""
        return
    topic = media_topics()[row["medtop"]]
    assert not topic.retired
    assert row.get("name", topic.name) == topic.name
    assert row["match"] in ("exact", "broad")


def test_no_row_twice_and_no_topic_with_one_above_it_for_the_same_code():
    rows = [(row["scheme"], row["code"], row["medtop"]) for row in _rows()]
    assert len(rows) == len(set(rows))
    for scheme, code, topic in rows:
        above = media_topics().ancestors(topic) if topic else ()
        assert not any((scheme, code, other) in rows for other in above)


@pytest.mark.skipif(not CATEGORIES.exists(), reason="needs ../shared/corpora/reuters21578")
def test_every_reuters_topic_is_mapped():
    section = CATEGORIES.read_text("latin-1").split("Subject Codes (135)")[1].split("____")[0]
    lines = [line.strip() for line in section.splitlines() if line.strip() and "**" not in line]
    codes = {line.rpartition("(")[2].rstrip(")").casefold() for line in lines}
    assert len(codes) == 135
    mapped = {row["code"] for row in _rows() if row["scheme"] == "reuters21578:topics"}
    assert mapped == codes


def test_scores():
    assert SURE > NEAR
