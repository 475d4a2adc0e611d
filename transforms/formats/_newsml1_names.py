"""FormalNames, Parties and Topics of NewsML 1.x, and what its `#` references point to.

Spec: IPTC, NewsML 1.2 Functional Specification, sections on TopicSets, Vocabularies and FormalName. A
FormalName is a code; `Vocabulary` is where it is defined (a TopicSet of the same document after a `#`, or a
URL or URN), `Scheme` which of a Topic's FormalNames is meant. Only what stands in the document is looked up:
nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from schemas.records import Term
from transforms.formats._nodes import child_at, line_of

__all__ = ["Topic", "Topics", "formal_name"]

# Vocabulary or Scheme contains -> alias of the IPTC's scheme.
_ALIASES: Final = (
    ("subjectcode", "subj"), ("subject-code", "subj"), ("mediatopic", "medtop"),
)  # fmt: skip


def formal_name(element: etree._Element | None) -> str:
    """The FormalName attribute, or the text that some feeds put in its place; '' where neither is."""
    if element is None:
        return ""
    return (element.get("FormalName") or "").strip() or line_of(element)


def _alias(said: str) -> str:
    """The alias of the IPTC's scheme that is named; what is said where it is another's."""
    return next((alias for part, alias in _ALIASES if part in said.lower()), said)


@dataclass(frozen=True, slots=True)
class Topic:
    """A Topic of a TopicSet."""

    types: tuple[str, ...]
    code: str
    scheme: str
    description: str

    def term(self) -> Term:
        """The topic as a term: its first FormalName, and its first Description."""
        return Term(code=self.code or None, scheme=self.scheme or None, name=self.description or None)


@dataclass(slots=True)
class Topics:
    """The Topics of a document, by Duid and by each of their FormalNames."""

    by_duid: dict[str, Topic] = field(default_factory=dict)
    by_name: dict[str, Topic] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element) -> Topics:
        """All Topics below an element, in whichever TopicSet."""
        topics = cls()
        for element in root.iter("Topic"):
            topics._add(element)
        return topics

    def _add(self, element: etree._Element) -> None:
        names = list(element.iterchildren("FormalName"))
        first = names[0] if names else None
        topic = Topic(
            types=tuple(formal_name(each) for each in element.iterchildren("TopicType")),
            code=line_of(first),
            scheme="" if first is None else _alias((first.get("Scheme") or "").strip()),
            description=line_of(child_at(element, "Description")),
        )
        if duid := element.get("Duid"):
            self.by_duid.setdefault(duid, topic)
        for name in names:
            self.by_name.setdefault(line_of(name), topic)

    def at(self, reference: str | None) -> Topic | None:
        """The Topic that `#duid` points to; None for other references."""
        return self.by_duid.get(reference[1:].strip()) if reference and reference.startswith("#") else None

    def term(self, element: etree._Element) -> Term:
        """A formally named element (Subject, Genre, Location, ...) with the name that a TopicSet gives it."""
        topic = self.at(element.get("Topic"))
        code = formal_name(element)
        if not code and topic:
            return topic.term()
        topic = topic or self.by_name.get(code)
        name = topic.description if topic else ""
        return Term(code=code or None, scheme=self._scheme(element, code, topic), name=name or None)

    def _scheme(self, element: etree._Element, code: str, topic: Topic | None) -> str | None:
        vocabulary, scheme = (element.get("Vocabulary") or "").strip(), (element.get("Scheme") or "").strip()
        said = f"{scheme} {vocabulary}".strip()
        if (alias := _alias(said)) != said:
            return alias
        if not scheme and vocabulary.startswith("#"):
            scheme = topic.scheme if topic else ""
        if not scheme and not vocabulary and len(code) == 8 and code.isdecimal():
            return "subj"
        return scheme or vocabulary or None

    def party(self, element: etree._Element) -> str:
        """A Party's name: what a TopicSet calls it, else its FormalName."""
        topic = self.at(element.get("Topic"))
        return (topic.description or topic.code) if topic else formal_name(element)
