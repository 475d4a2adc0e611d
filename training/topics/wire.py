"""The model that ships on wire stories that were labelled by hand, by docs/topic-guideline.md.

`wire_labels.tsv` names stories of Reuters-21578 (by NEWID) and of the IPTC's examples (by file), and holds
none of their text. `also_right` are topics that an editor may give or leave out: they count neither way.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from pipeline.sources import open_input
from schemas.media_topics import media_topics
from schemas.records import DeadLetter, Story
from transforms.formats import Hints
from transforms.parse import parse_message
from transforms.reading import read_messages
from transforms.topic_model import topic_model
from transforms.topics import feed_topics

__all__ = ["Labelled", "labels", "report", "stories"]

Key: TypeAlias = tuple[str, str]
"""Source and id."""

_LABELS: Final = Path(__file__).with_name("wire_labels.tsv")
_SURE: Final = 0.8


class Labelled(NamedTuple):
    """What a story is about.

    Attributes:
      topics: codes of top topics.
      also_right: of those that may be given or not.
    """

    topics: frozenset[str]
    also_right: frozenset[str]


def labels() -> dict[Key, Labelled]:
    """(source, id) to what the story is about."""
    with _LABELS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            (row["source"], row["id"]): Labelled(
                frozenset(row["topics"].split()), frozenset(row["also_right"].split())
            )
            for row in rows
        }


def stories(shared: Path, wanted: Mapping[Key, Labelled]) -> Iterator[tuple[Key, Story]]:
    """The labelled stories."""
    for path in sorted((shared / "corpora/reuters21578").glob("*.sgm")):
        for story in _read(path):
            key = ("reuters21578", story.uri.rpartition(":")[2])
            if key in wanted:
                yield key, story
    for source, name in wanted:
        if source == "iptc":
            yield (source, name), max(_read(shared / "iptc" / name), key=lambda story: len(story.body))


def _read(path: Path) -> Iterator[Story]:
    for numbered in read_messages(str(path), open_input, Hints(), None):
        item = numbered.item
        outcomes = [] if isinstance(item, DeadLetter) else parse_message(item, Hints())
        yield from (outcome for outcome in outcomes if isinstance(outcome, Story))


def report(shared: Path) -> None:
    """Prints precision, recall and F1 of each topic, the confusions, and how reliable the scores are."""
    wanted = labels()
    counts: dict[str, Counter[str]] = {code: Counter() for code in media_topics().top_topics}
    confused: Counter[tuple[str, str]] = Counter()
    bins: dict[int, list[int]] = {}
    found = 0
    for key, story in stories(shared, wanted):
        found += 1
        gold = wanted[key]
        given = {
            topic.id.removeprefix("medtop:"): topic.score
            for topic in topic_model().topics(story.headline, story.body)
            if topic.level == 1
        }
        for code, score in given.items():
            right = code in gold.topics | gold.also_right
            bins.setdefault(min(int(score * 10), 9), []).append(int(right))
            if not right:
                confused[(" + ".join(sorted(_name(one) for one in gold.topics)), _name(code))] += 1
        for code, count in counts.items():
            if code not in gold.also_right:
                count[("right" if code in given else "missed") if code in gold.topics else "wrong"] += (
                    code in given or code in gold.topics
                )
    print(f"{found} of {len(wanted)} stories found")
    _print_topics(counts)
    most = (f"{n} {given} for {gold}" for (gold, given), n in confused.most_common(12))
    print("wrongly given:", *most, sep="\n  ")
    for low, right in sorted(bins.items()):
        print(f"scores from .{low}: {len(right)} given, {np.mean(right):.2f} right")
    sure = [one for low, right in bins.items() if low >= _SURE * 10 for one in right]
    print(f"above {_SURE}: {len(sure)} given, {np.mean(sure):.3f} right")


def report_narrow(shared: Path) -> None:
    """Prints how often a narrower economic topic is among those that Reuters' own categories stand for."""
    right = given = 0
    by_topic: dict[str, list[int]] = {}
    for path in sorted((shared / "corpora/reuters21578").glob("*.sgm")):
        for story in _read(path):
            own = {topic.id for topic in feed_topics(story)}
            if not own or not story.body:
                continue
            for topic in topic_model().topics(story.headline, story.body):
                if topic.level == 2 and "medtop:04000000" in own and _is_economic(topic.id):
                    given += 1
                    right += topic.id in own
                    by_topic.setdefault(topic.name, []).append(int(topic.id in own))
    print(f"second-level economic topics: {given} given, {right / max(given, 1):.3f} are Reuters' own")
    for name, hits in by_topic.items():
        print(f"  {name}: {len(hits)} given, {np.mean(hits):.2f}")


def _is_economic(code: str) -> bool:
    return media_topics().ancestors(code)[:1] == ("04000000",)


def _name(code: str) -> str:
    return media_topics()[code].name


def _print_topics(counts: Mapping[str, Counter[str]]) -> None:
    scores = []
    for code, count in counts.items():
        stories_with = count["right"] + count["missed"]
        f1 = 2 * count["right"] / max(2 * count["right"] + count["missed"] + count["wrong"], 1)
        if stories_with:
            scores.append(f1)
        print(f"{_name(code)}: {stories_with} stories, {dict(count)}, F1 {f1:.2f}")
    total = sum(counts.values(), Counter())
    micro = 2 * total["right"] / (2 * total["right"] + total["missed"] + total["wrong"])
    print(f"macro-F1 {np.mean(scores):.3f} over {len(scores)} topics, micro-F1 {micro:.3f}")
