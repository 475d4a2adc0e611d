"""A feed on its way to stories: what feedparser gives, and what was read without it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schemas.records import Link, Term
from transforms.formats._address import Person
from transforms.formats._feed_value import Fields

__all__ = ["Aside", "Deleted", "Feed"]


@dataclass(slots=True)
class Aside:
    """What is read of an entry without feedparser."""

    authors: list[Person] = field(default_factory=list)
    contributors: list[Person] = field(default_factory=list)
    subjects: list[Term] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    source: str | None = None
    usage: str | None = None
    extra: Fields = field(default_factory=Fields)


@dataclass(slots=True)
class Deleted:
    """A deleted entry (RFC 6721): what it was, when and why."""

    uri: str
    when: str
    comment: str | None
    extra: dict[str, str]


@dataclass(slots=True, kw_only=True)
class Feed:
    """A feed: `parsed` is feedparser's, with an aside for each of its entries."""

    parsed: Any
    asides: list[Aside]
    encoding: str
    notes: tuple[str, ...]
    authors: list[Person] = field(default_factory=list)
    deleted: list[Deleted] = field(default_factory=list)
    extra: str = ""
    cut: bool = False
