"""The IPTC Media Topics: what a code means, what is above it, what replaces it, what maps to it.

The table is `media_topics.json`, made from the IPTC's release by `tools/make_media_topics.py`; its "about"
part carries the IPTC's attribution (CC BY 4.0) and the date of the release. Nothing here reaches the
network. Codes are the bare eight digits ("20000344"); every look-up also takes the QCode
("medtop:20000344") and the URI ("http://cv.iptc.org/newscodes/mediatopic/20000344").

    topics = media_topics()
    topics["medtop:20000344"].name          # 'economy'
    topics.ancestors("20000344")            # ('04000000',)
    topics.from_subject_code("04008023")    # Match(code='20000385', exact=False)
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypedDict

__all__ = ["SCHEME_URI", "Match", "MediaTopic", "MediaTopics", "media_topics"]

SCHEME_URI: Final = "http://cv.iptc.org/newscodes/mediatopic/"

_PREFIXES = ("medtop:", SCHEME_URI, "https://cv.iptc.org/newscodes/mediatopic/")


class MediaTopic(NamedTuple):
    """A concept of the vocabulary, as the IPTC publishes it.

    Attributes:
      code: eight digits.
      name: English label.
      broader: code of the concept above; None for the 17 top topics. That of a retired concept may be
        retired itself.
      subject_code: the older IPTC Subject Code that it is mapped to.
      subject_match: how: exact, close, or broad (the Subject Code means more than the topic).
      wikidata: the Wikidata item that is the same, such as "Q159810".
      replaced_by: code of the active concept that stands for a retired one; None for active concepts.
      replaced: how that was found. named: the IPTC's note names it, or it bears the same label or Wikidata
        item. broader: no one concept replaces it, and this is the nearest active one above.
    """

    code: str
    name: str
    broader: str | None = None
    subject_code: str | None = None
    subject_match: str | None = None
    wikidata: str | None = None
    replaced_by: str | None = None
    replaced: str | None = None

    @property
    def id(self) -> str:
        """The QCode."""
        return f"medtop:{self.code}"

    @property
    def retired(self) -> bool:
        """Whether the IPTC withdrew it."""
        return self.replaced_by is not None


class Match(NamedTuple):
    """The active topic that stands for some other code.

    Attributes:
      code: code of an active topic.
      exact: False where the topic means more, or only nearly the same.
    """

    code: str
    exact: bool


class _Table(TypedDict):
    """The shape of `media_topics.json`."""

    about: dict[str, str]
    columns: list[str]
    topics: list[list[str | None]]
    looser_subject_codes: dict[str, str]


class MediaTopics:
    """The vocabulary in memory. It never changes once it is loaded: share it freely.

    Attributes:
      released: date of the IPTC's release, "2025-10-09".
      attribution: what the licence asks to be shown.
    """

    def __init__(self, topics: Iterable[MediaTopic], looser: dict[str, str], about: dict[str, str]) -> None:
        """Indexes the topics.

        Args:
          topics: all of them, retired ones too.
          looser: Subject Code -> topic, for Subject Codes that no topic equals.
          about: the table's "about" part.
        """
        self.released = about.get("released", "")
        self.attribution = about.get("attribution", "")
        self._topics = {topic.code: topic for topic in topics}
        active = [topic for topic in self._topics.values() if not topic.retired]
        self._children: dict[str | None, tuple[str, ...]] = {}
        for topic in active:
            self._children[topic.broader] = (*self._children.get(topic.broader, ()), topic.code)
        self._labels = {topic.name.casefold(): topic.code for topic in (*self._topics.values(), *active)}
        self._paths: dict[str, tuple[str, ...]] = {}
        self._subjects = {subject: Match(code, False) for subject, code in looser.items()}
        self._index_subjects("close")
        self._index_subjects("exact")

    def _index_subjects(self, match: str) -> None:
        """Subject Codes of one kind of match; an active topic goes before a retired one."""
        matched = (topic for topic in self._topics.values() if topic.subject_match == match)
        for topic in sorted(matched, key=lambda topic: not topic.retired):
            if topic.subject_code:
                current = self._replacement(topic)
                self._subjects[topic.subject_code] = Match(current.code, current.exact and match == "exact")

    def __len__(self) -> int:
        """Number of concepts, retired ones too."""
        return len(self._topics)

    def __iter__(self) -> Iterator[MediaTopic]:
        """Every concept, by code, retired ones too."""
        return iter(self._topics.values())

    def __contains__(self, code: str) -> bool:
        """Whether a code, QCode or URI is one of the vocabulary."""
        return self.get(code) is not None

    def __getitem__(self, code: str) -> MediaTopic:
        """The concept with that code, QCode or URI; KeyError where there is none."""
        topic = self.get(code)
        if topic is None:
            raise KeyError(code)
        return topic

    def get(self, code: str) -> MediaTopic | None:
        """The concept with that code, QCode or URI; None where there is none."""
        return self._topics.get(_bare(code))

    def current(self, code: str) -> Match | None:
        """The active topic that stands for a code today; None for a code that never was.

        An active topic stands for itself.
        """
        topic = self.get(code)
        return None if topic is None else self._replacement(topic)

    def _replacement(self, topic: MediaTopic) -> Match:
        return Match(topic.replaced_by or topic.code, topic.replaced != "broader")

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes above a concept, the top topic first, without itself; KeyError for an unknown code.

        Above a retired concept another retired one may stand: `current` first.
        """
        bare = self[code].code
        if bare not in self._paths:
            broader = self[bare].broader
            self._paths[bare] = () if broader is None else (*self.ancestors(broader), broader)
        return self._paths[bare]

    def level(self, code: str) -> int:
        """Depth in the tree, 1 for a top topic; KeyError for an unknown code."""
        return len(self.ancestors(code)) + 1

    def children(self, code: str) -> tuple[str, ...]:
        """The active concepts right below one; KeyError for an unknown code."""
        return self._children.get(self[code].code, ())

    @property
    def top_topics(self) -> tuple[str, ...]:
        """The codes of the 17 top topics."""
        return self._children.get(None, ())

    def by_label(self, name: str) -> MediaTopic | None:
        """The concept with that English label, upper or lower case; an active one before a retired one."""
        code = self._labels.get(" ".join(name.split()).casefold())
        return None if code is None else self._topics[code]

    def from_subject_code(self, code: str) -> Match | None:
        """The topic for an older IPTC Subject Code; None for what is no Subject Code at all.

        First the IPTC's own exact and close matches; then what the table says of codes without one; then the
        same for the code's parents: "15005001" (100 m), "15005000" (athletics), "15000000" (sport). The top
        codes are the same in both vocabularies.
        """
        if len(code) != 8 or not (code.isascii() and code.isdigit()):
            return None
        match = self._subjects.get(code)
        if match is not None:
            return match
        parents = (f"{code[:5]}000", f"{code[:2]}000000")
        found = next((self._subjects[parent] for parent in parents if parent in self._subjects), None)
        top = found.code if found else parents[1]
        return Match(top, False) if top in self._topics else None


def _bare(code: str) -> str:
    """The eight digits of a code, QCode or URI."""
    for prefix in _PREFIXES:
        if code.startswith(prefix):
            return code[len(prefix) :]
    return code


@functools.cache
def media_topics() -> MediaTopics:
    """The vocabulary, loaded once a process (a few milliseconds)."""
    text = importlib.resources.files("schemas").joinpath("media_topics.json").read_text("utf-8")
    table: _Table = json.loads(text)
    topics = (MediaTopic(*row) for row in table["topics"])  # type: ignore[arg-type]
    return MediaTopics(topics, table["looser_subject_codes"], table["about"])
