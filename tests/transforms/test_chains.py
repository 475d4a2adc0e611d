"""What belongs to one story of one slug, and what only shares its slug."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.transforms.test_versions import head
from transforms.chains import UNTAGGED_WINDOW, WINDOW, ChainLink, chains_of
from transforms.heads import Head
from transforms.shingles import minhash, signature
from transforms.slugs import figures, headline_words
from transforms.versions import Line

WORDS = [f"word{i}" for i in range(4000)]
FERRY = " ".join(WORDS[:200])
GROWN = " ".join(WORDS[40:260])
OTHER = " ".join(WORDS[1000:1200])
HOUR = 3600 * 1_000_000


def line(number: int, body: str = "", headline: str = "", **fields: Any) -> Line:
    fields = {"uri": bytes([number]), "slug": b"slug", "empty": not body, "created": number * HOUR} | fields
    made = head(number, signature=signature(minhash(body)), headline=headline_words(headline), **fields)
    return Line(made, b"", 0, made.slug)


def chained(*lines: Line) -> list[list[int]]:
    """The chains of more than one story, as lists of the numbers of their stories in order."""
    mixed = list(lines)
    random.Random(len(lines)).shuffle(mixed)
    chains: dict[bytes, list[ChainLink]] = {}
    for link in chains_of(mixed):
        chains.setdefault(link.chain, []).append(link)
    found = [sorted(links, key=lambda x: x.position) for links in chains.values() if len(links) > 1]
    assert all([x.position for x in links] == list(range(len(links))) for links in found)
    return sorted([[x.line.head.record[-1] for x in links] for links in found])


def test_a_story_that_grows_is_a_chain() -> None:
    assert chained(line(1, FERRY), line(2, GROWN)) == [[1, 2]]


def test_a_slug_alone_makes_no_chain() -> None:
    assert chained(line(1, FERRY), line(2, OTHER)) == []


def test_a_tag_and_some_of_the_text_make_one() -> None:
    little = " ".join([*WORDS[130:200], *WORDS[2000:2150]])
    assert chained(line(1, FERRY), line(2, little)) == []
    assert chained(line(1, FERRY), line(2, little, relation="update")) == [[1, 2]]


def test_a_tag_picks_the_story_that_it_follows() -> None:
    lines = [line(1, FERRY), line(2, OTHER), line(3, GROWN, relation="correction")]
    assert chained(*lines) == [[1, 3]]


def test_an_alert_is_followed_by_the_story_with_its_headline() -> None:
    alert = line(1, headline="Ferry runs aground off Port Ellery", relation="alert")
    story = line(2, FERRY, headline="Ferry runs aground, 212 rescued")
    assert chained(alert, story) == [[1, 2]]
    assert chained(alert, line(2, FERRY, headline="Central bank raises key rate")) == []


@pytest.mark.parametrize(("relation", "window"), [("", UNTAGGED_WINDOW), ("update", WINDOW)])
def test_the_window_ends_a_chain(relation: str, window: int) -> None:
    for late, chains in [(0, [[1, 2]]), (1, [])]:
        follower = line(2, GROWN, relation=relation, created=HOUR + window + late)
        assert chained(line(1, FERRY), follower) == chains


def test_the_same_words_with_other_figures_are_another_story() -> None:
    first = line(1, FERRY, figures=figures("rates of 4.25 and 6.50 and 1,200"))
    assert chained(first, line(2, FERRY, figures=figures("rates of 4.75 and 6.10 and 1,900"))) == []
    assert chained(first, line(2, FERRY, figures=figures("rates of 4.25 and 6.10 and 1,200"))) == [[1, 2]]


def test_versions_of_one_uri_are_one_chain_whatever_their_text() -> None:
    assert chained(line(1, FERRY, uri=b"u"), line(2, OTHER, uri=b"u")) == [[1, 2]]


@pytest.mark.parametrize("relation", ["kill", "withdrawal", "hold"])
def test_a_kill_note_ends_the_newest_story_of_its_slug(relation: str) -> None:
    note = line(3, relation=relation, slug=b"", target=b"slug")
    assert chained(line(1, FERRY), line(2, OTHER), note) == [[2, 3]]


def test_a_kill_note_with_a_number_ends_that_one() -> None:
    note = line(3, relation="kill", slug=b"", target=b"slug", target_number="42")
    assert chained(line(1, FERRY, wire_number="42"), line(2, OTHER, wire_number="43"), note) == [[1, 3]]


def test_a_kill_note_ends_the_story_that_it_links_to() -> None:
    note = line(3, relation="kill", slug=b"", target=b"slug", target_uri=bytes([1]))
    assert chained(line(1, FERRY), line(2, OTHER), note) == [[1, 3]]


def test_links_name_the_story_before_and_the_relation() -> None:
    lines = [line(1, FERRY), line(2, GROWN, relation="update"), line(3, GROWN, relation="correction")]
    links = {x.line.head.record[-1]: x for x in chains_of(lines)}
    assert [links[n].relation for n in (1, 2, 3)] == ["", "update", "correction"]
    records: list[Head] = [x.head for x in lines]
    assert [links[n].supersedes for n in (1, 2, 3)] == [b"", records[0].record, records[1].record]
