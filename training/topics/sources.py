"""The training texts, each with what its source says of its topics.

Of the sources' terms see data_manifest.json. Reuters-21578 is none of them: it is for measuring alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from schemas.media_topics import media_topics
from training.topics.mapping import CURRENT_EVENTS, HUFFPOST, Section

__all__ = ["FILES", "TEST_FROM", "Example", "check_hashes", "load"]

TEST_FROM: Final = "2026-01"
"""Items of current events from this month on are for testing."""

FILES: Final = {
    "current_events": "corpora/current_events/current_events_2025-01_2026-03.jsonl",
    "huffpost": "corpora/topics/huffpost_10k.jsonl",
    "media_topics": "iptc/mediatopics/cptall-en-GB.json",
}
_MANIFEST: Final = Path(__file__).with_name("data_manifest.json")


class Example(NamedTuple):
    """A text.

    Attributes:
      source: a key of `FILES`.
      name: of its section there.
      section: what the section says of its topics.
      headline: "" where the source has none.
      body: the text.
      date: ISO 8601; "" where the source has none.
    """

    source: str
    name: str
    section: Section
    headline: str
    body: str
    date: str

    @property
    def is_test(self) -> bool:
        """Whether nothing may be trained on it."""
        return self.source == "current_events" and self.date >= TEST_FROM


def load(shared: Path) -> list[Example]:
    """All examples of all sources, those for testing too, in the files' order."""
    return [
        *_current_events(shared / FILES["current_events"]),
        *_huffpost(shared / FILES["huffpost"]),
        *_concepts(shared / FILES["media_topics"]),
    ]


def check_hashes(shared: Path) -> None:
    """Raises ValueError where a file is not the one that the manifest names."""
    for row in json.loads(_MANIFEST.read_text("utf-8"))["files"]:
        found = hashlib.sha256((shared / row["path"]).read_bytes()).hexdigest()
        if found != row["sha256"]:
            raise ValueError(f"{row['path']}: SHA-256 is {found}, not that of data_manifest.json")


def _lines(path: Path) -> Iterator[dict[str, str]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines())


def _current_events(path: Path) -> Iterator[Example]:
    for row in _lines(path):
        name = row["section"]
        yield Example("current_events", name, CURRENT_EVENTS[name], "", row["text"], row["date"])


def _huffpost(path: Path) -> Iterator[Example]:
    for row in _lines(path):
        name, text = row["category"], row["short_description"]
        yield Example("huffpost", name, HUFFPOST[name], row["headline"], text, row["date"])


def _concepts(path: Path) -> Iterator[Example]:
    """The vocabulary's own labels and definitions, as seeds for each top topic."""
    for concept in json.loads(path.read_text("utf-8"))["conceptSet"]:
        code = concept["uri"].rpartition("/")[2]
        topic = media_topics()[code]
        if topic.retired:
            continue
        top = (*media_topics().ancestors(code), code)[0]
        text = f"{topic.name}. {concept.get('definition', {}).get('en-GB', '')}"
        yield Example("media_topics", top, Section((top,)), "", text, "")
