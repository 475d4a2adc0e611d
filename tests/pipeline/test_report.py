"""The report: what is counted, what is sampled, and that stories stay text."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pipeline.options import UsageError
from pipeline.report import report
from pipeline.report.bounded import Reservoir, Tally, Volume
from schemas.records import DeadLetter, Source
from tests.browser.outputs import DAY, a_story, chained, named, with_topic, write_output

HOSTILE = (
    "</script><script>window.taken = 1</script>",
    "<!--<script>",
    '"><img src=x onerror="window.taken = 1">',
    "{{data}} {{scripts}} \u2028 & \\u003cscript>",
)


class Page(HTMLParser):
    """The elements of a page, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.scripts: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and self.scripts and self.cdata_elem:
            self.scripts[-1] += data


def made(tmp_path: Path, *arguments: Any, **options: Any) -> tuple[str, dict[str, Any]]:
    output = write_output(tmp_path / "out", *arguments)
    page = tmp_path / "report.html"
    assert report(str(output), str(page), **options) == 0
    text = page.read_text(encoding="utf-8")
    return text, json.loads(Page(text).scripts[0])


def test_counts_are_of_all_stories_and_the_sample_is_as_large_as_asked(tmp_path: Path) -> None:
    _, data = made(tmp_path, [a_story(n) for n in range(60)], stories=7)
    assert data["about"]["stories"] == 60
    assert len(data["stories"]) == 7
    assert sum(number for _, _, number in data["volume"]["bars"]) == 60
    assert dict(data["about"]["groups"]["format"]) == {"ninjs": 60}


def test_a_story_counts_for_its_topic_and_for_all_above_it(tmp_path: Path) -> None:
    _, data = made(tmp_path, [with_topic(a_story(1), "20000145"), with_topic(a_story(2), "03000000")])
    counts = {topic["id"]: topic["n"] for topic in data["topics"]}
    assert counts["03000000"] == 2
    assert counts["20000139"] == counts["20000145"] == 1


def test_entities_and_who_appears_with_whom(tmp_path: Path) -> None:
    body = "Lena Okafor spoke in Karvos for the Coast Guard."
    people = (named(body, "Lena Okafor", "person"), named(body, "Karvos", "place"))
    stories = [a_story(n, body=body, entities=people) for n in range(3)]
    _, data = made(tmp_path, [*stories, a_story(9, body=body, entities=people[:1])])
    found = data["entities"]
    assert [(e["type"], e["name"], e["n"]) for e in found["list"]] == [
        ("person", "Lena Okafor", 4),
        ("place", "Karvos", 3),
    ]
    assert [sorted(pair[:2]) + pair[2:] for pair in found["pairs"]] == [[0, 1, 3]]


def test_kills_come_before_longer_chains_and_versions_in_their_order(tmp_path: Path) -> None:
    long = [chained(0, n, "update" if n else None) for n in range(4)]
    killed = [chained(1, 1, "kill", pub_status="canceled"), chained(1, 0), chained(2, 0)]
    _, data = made(tmp_path, [*long, *killed])
    chains = data["chains"]
    assert (chains["total"], chains["killed"]) == (2, 1)
    assert [[event["relation"] for event in chain] for chain in chains["list"]] == [
        [None, "kill"],
        [None, "update", "update", "update"],
    ]
    assert [event["killed"] for event in chains["list"][0]] == [False, True]


def test_dead_letters_are_counted_by_class_with_a_few_examples(tmp_path: Path) -> None:
    letters = [
        DeadLetter(
            source=Source(uri="bad.xml", offset=n),
            error_class="malformed" if n else "empty",
            message="no end tag",
            raw=b"<x" + b"y" * 100_000,
            raw_length=100_002,
            raw_sha256=f"{n:064x}",
        )
        for n in range(30)
    ]
    text, data = made(tmp_path, [a_story()], letters)
    assert [(group["class"], group["n"], len(group["examples"])) for group in data["letters"]] == [
        ("malformed", 29, 5),
        ("empty", 1, 1),
    ]
    assert data["about"]["dead"] == {"malformed": 29, "empty": 1}
    assert len(text) < 1_000_000


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_story_says_becomes_markup(tmp_path: Path, text: str) -> None:
    plain, _ = made(tmp_path / "plain", [a_story()])
    entity = named(text, text, "person")
    story = a_story(headline=text, body=text, provider=text, uri=text, signals=(text,), entities=(entity,))
    letter = DeadLetter(error_class=text, message=text, raw=text.encode(), source=Source(uri=text))
    page, data = made(tmp_path, [story], [letter], title=text)
    assert Page(page).elements == Page(plain).elements
    assert data["stories"][0]["headline"] == data["stories"][0]["body"] == text
    assert data["letters"][0]["examples"][0]["raw"] == text


def test_the_page_names_no_address_to_load_from_and_forbids_all(tmp_path: Path) -> None:
    text, _ = made(tmp_path, [a_story()])
    assert all(address.startswith("#") for address in Page(text).addresses)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert not re.search(r"url\(|@import", str(files("pipeline.report").joinpath("report.css").read_text()))


@pytest.mark.parametrize("name", ["charts.js", "browser.js", "page.js"])
def test_the_pages_script_puts_text_in_as_text(name: str) -> None:
    script = files("pipeline.report").joinpath(name).read_text()
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|fetch\(", script
    )


def test_the_page_stays_under_five_megabytes_however_large_the_stories(tmp_path: Path) -> None:
    body = "<&é漢 " * 2500
    text, data = made(tmp_path, [a_story(n, body=body) for n in range(300)], stories=300)
    assert len(text.encode()) < 5_000_000
    assert 0 < len(data["stories"]) < 300


def test_of_a_story_of_any_size_no_more_than_a_page_can_hold_is_kept(tmp_path: Path) -> None:
    long = "x" * 1_000_000
    body = "Karvos " + long
    entities = (named(body, "Karvos", "place"), *(named(body, long, "person") for _ in range(3)))
    fields = dict.fromkeys(
        ("headline", "body", "byline", "slugline", "editorial_note", "uri", "provider"), long
    )
    story = a_story(
        **(fields | {"body": body, "credits": (long,) * 50, "keywords": (long,) * 50}), entities=entities
    )
    text, data = made(tmp_path, [story])
    assert len(text) < 1_000_000
    (row,) = data["stories"]
    assert row["marks"] == [[1, 0, 6, 0]]
    assert row["cut"] == len(body) - len(row["body"]) > 0


def test_the_same_output_gives_the_same_page(tmp_path: Path) -> None:
    stories = [a_story(n) for n in range(50)]
    assert made(tmp_path / "a", stories, stories=5)[0] == made(tmp_path / "b", stories, stories=5)[0]


def test_stories_without_time_or_far_from_the_others_are_counted_and_not_drawn(tmp_path: Path) -> None:
    stories = [a_story(n, version_created=DAY + dt.timedelta(seconds=n)) for n in range(2000)]
    odd = [a_story(9001, version_created=None), a_story(9002, version_created=DAY.replace(year=1970))]
    _, data = made(tmp_path, [*stories, *odd], stories=1)
    assert (data["volume"]["undated"], data["volume"]["outside"]) == (1, 1)
    assert {bar[0][:4] for bar in data["volume"]["bars"]} == {"2026"}


def test_an_output_of_no_stories_gives_a_page(tmp_path: Path) -> None:
    letter = DeadLetter(error_class="empty", message="no bytes")
    _, data = made(tmp_path, [], [letter])
    assert data["stories"] == []


def test_no_output_of_a_run_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no output of newswire run"):
        report(str(tmp_path), str(tmp_path / "report.html"))


def test_a_page_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    output = write_output(tmp_path / "out", [a_story()])
    with pytest.raises(UsageError, match="cannot be written"):
        report(str(output), str(tmp_path / "no" / "report.html"))


def test_a_tally_keeps_what_is_frequent_and_says_what_it_dropped() -> None:
    tally: Tally[str] = Tally(10)
    for n in range(1000):
        tally.add("often")
        tally.add(f"once {n}")
    assert tally.top(1) == [("often", 1000)]
    assert len(tally) <= 11
    assert tally.dropped == 2000 - sum(n for _, n in tally.top(20))


def test_a_reservoir_is_fair() -> None:
    seen: Counter[int] = Counter()
    reservoir: Reservoir[int, int] = Reservoir(500, lambda n: n)
    for n in range(10_000):
        reservoir.add(n)
    seen.update(n // 2500 for _, n in reservoir.in_random_order())
    assert sum(seen.values()) == 500
    assert all(90 < seen[quarter] < 160 for quarter in range(4))


def test_volume_gets_coarser_before_it_gets_large() -> None:
    volume = Volume(cap=100)
    for n in range(5000):
        volume.add(DAY + dt.timedelta(hours=n), "NNA")
    unit, bars = volume.bars(50)
    assert unit == "month"
    assert bars.total() == 5000


VENDORED = {
    # Of npm: d3 7.9.2 dist/d3.min.js, @observablehq/plot 0.6.17 dist/plot.umd.min.js, axe-core 4.14.1.
    "pipeline/report/vendor/d3.min.js": "912111098ea99503a6f4967361d2bbdc9dbf58cf9c678c8e27e5b02d1a07f0c1",
    "pipeline/report/vendor/plot.min.js": "4358086467740777dd788d6b27a95cebdbaefdd50c730a3060117073bd7134cb",
    "tests/browser/axe.min.js": "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
}


@pytest.mark.parametrize("name", VENDORED)
def test_vendored_scripts_are_as_they_were_published(name: str) -> None:
    root = Path(__file__).parents[2]
    assert hashlib.sha256((root / name).read_bytes()).hexdigest() == VENDORED[name]
