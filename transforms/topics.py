"""Media Topics of a story: from its own codes, and from its text.

Feeds name their subjects in many vocabularies: the IPTC's Media Topics, its older Subject Codes, ANPA and
IPTC 7901 category letters, the category codes of Reuters-21578, plain section names. `feed_topics` brings
them to one: current Media Topics, each with the topics above it. What it cannot map stays in
`Story.subjects`, and `unknown_codes` names it, so that it can be counted. `story_topics` puts those that
`topic_model` reads in the text behind them.

The Media Topics and the Subject Codes are in `schemas.media_topics`, the category letters of ANPA and IPTC
7901 in `data/category_letters.tsv`, all others in `data/topics_codes.tsv`. Columns of both: scheme, code,
medtop, match, source. A code may have several rows, and a row no topic: the code is known, and means none.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from schemas.media_topics import Match, media_topics
from schemas.records import Story, Term, Topic

__all__ = [
    "CERTAIN_MODEL",
    "MODES",
    "NEAR",
    "SURE",
    "feed_topics",
    "merge_topics",
    "story_topics",
    "unknown_codes",
]

MODES: Final = ("none", "feed", "all")
"""Which topics a story gets: none, those of its own codes, or those of its text too."""

SURE: Final = 1.0
"""Score of a topic that the feed names itself, or by a code that means the same."""

NEAR: Final = 0.8
"""Score of a topic that means more than the feed's code, or that only a section's name points to."""

CERTAIN_MODEL: Final = 0.8
"""Least score of a topic from the text of a story that has good codes of its own."""

_PROVENANCE = ("feed", "mapped", "model")  # the better first

# Names under which feeds give the two IPTC vocabularies: QCode alias (NewsML-G2, ninjs), URI (G2 catalog),
# FormalName of a TopicSet (NewsML 1.x), the vocabulary of tobject.subject (NITF).
_ALIASES = {
    "medtop": "medtop",
    "mediatopic": "medtop",
    "mediatopics": "medtop",
    "http://cv.iptc.org/newscodes/mediatopic": "medtop",
    "https://cv.iptc.org/newscodes/mediatopic": "medtop",
    "subj": "subj",
    "subjectcode": "subj",
    "iptcsubjectcode": "subj",
    "iptcsubjectcodes": "subj",
    "http://cv.iptc.org/newscodes/subjectcode": "subj",
    "https://cv.iptc.org/newscodes/subjectcode": "subj",
    "http://tt.se/spec/subref/1.0": "subj",  # TT, Sweden: the IPTC's Subject Codes under its own name
}
_LABEL = "label"


class _Found(NamedTuple):
    """A topic that a term stands for."""

    code: str
    score: float
    provenance: str


def story_topics(story: Story, mode: str) -> tuple[Topic, ...]:
    """The Media Topics of a story: those of its own codes first, then those of its text.

    A story has good codes where one is a Media Topic, or stands for the same as one. What its editors left
    out they may have left out on purpose, so its text adds topics alone that the model is sure of
    (`CERTAIN_MODEL`). A story without good codes gets all that the model gives. Only stories in a language
    that the model was trained on get any.

    Args:
      story: with its headline, body and language.
      mode: of `MODES`.

    Raises:
      ValueError: there is no such mode.
    """
    if mode not in MODES:
        raise ValueError(f"{mode}: no mode of topics; known are {', '.join(MODES)}")
    if mode == "none":
        return ()
    own = feed_topics(story)
    return own if mode == "feed" else merge_topics((*own, *_from_text(story, own)))


def _from_text(story: Story, own: tuple[Topic, ...]) -> Iterator[Topic]:
    from transforms import topic_model  # loads NumPy, which parsing alone does not need

    if (story.language or "").partition("-")[0].lower() not in topic_model.LANGUAGES:
        return
    coded = any(topic.score >= SURE for topic in own)
    for topic in topic_model.text_topics(story.headline, story.body):
        if not coded or topic.score >= CERTAIN_MODEL:
            yield topic


def feed_topics(story: Story) -> tuple[Topic, ...]:
    """The Media Topics that a story's subjects stand for.

    Provenance is "feed" for an active Media Topic that the feed names, "mapped" for one that stands for
    something else: a retired topic, a code of another vocabulary, or, where a subject has no code that is
    known, its name. Topics come in the feed's order, each after those above it (see `merge_topics`).
    """
    found = (one for term in story.subjects for one in _resolve(term))
    return merge_topics(_topic(*one) for one in found)


def unknown_codes(story: Story) -> tuple[str, ...]:
    """The codes among a story's subjects that should be in the tables and are not, as "scheme:code".

    Codes of vocabularies that newswire has no table for are not meant: places, people, an agency's own.
    """
    identified = (_identify(term) for term in story.subjects)
    unknown = ((scheme, code) for scheme, code in identified if _should_be_known(scheme, code))
    return tuple(dict.fromkeys(f"{scheme}:{code}" for scheme, code in unknown))


def _should_be_known(scheme: str, code: str) -> bool:
    if not code:
        return False
    if scheme in ("medtop", "subj"):
        return not _by_code(scheme, code)
    return scheme in _listed_schemes() and (scheme, code.casefold()) not in _codes()


def merge_topics(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """Topics without duplicates, with every topic above each.

    A topic above another has the provenance and score of the one below it. Of the same topic twice, the
    better provenance counts (feed, mapped, model), then the higher score. Order: that of the input; a topic
    that is added stands right before the first that asked for it, the top topic first.

    Raises:
      KeyError: for a topic that is not in the vocabulary.
    """
    best: dict[str, Topic] = {}
    for topic in topics:
        for one in _upwards(topic):
            other = best.setdefault(one.id, one)
            if other is not one and _rank(one) < _rank(other):
                best[one.id] = one
    return tuple(best.values())


def _rank(topic: Topic) -> tuple[int, float]:
    return _PROVENANCE.index(topic.provenance), -topic.score


def _upwards(topic: Topic) -> Iterator[Topic]:
    """The topics above one, the top topic first, then itself."""
    for code in _above(topic.id):
        yield _topic(code, topic.score, topic.provenance)
    yield topic


@functools.cache
def _above(code: str) -> tuple[str, ...]:
    return media_topics().ancestors(code)


@functools.lru_cache(maxsize=4096)
def _topic(code: str, score: float, provenance: str) -> Topic:
    entry, level = media_topics()[code], media_topics().level(code)
    return Topic(id=entry.id, name=entry.name, level=level, score=score, provenance=provenance)


def _resolve(term: Term) -> tuple[_Found, ...]:
    """What a term stands for: by its code, or else by its name."""
    found = _by_code(*_identify(term))
    return found or _by_name(term.name or "")


def _identify(term: Term) -> tuple[str, str]:
    """A term's scheme under the name that the tables use, and its code within it.

    A code may come as a QCode or URI, which says more than the scheme. Eight digits without a scheme, or of
    the IPTC under another name, are one of its two vocabularies: only Media Topics begin with 2, and the
    17 top codes are the same in both.
    """
    scheme, code = _alias(term.scheme or ""), (term.code or "").strip()
    for separator in ("/", ":"):
        head, found, tail = code.rpartition(separator)
        if found and _alias(head) in ("medtop", "subj"):
            scheme, code = _alias(head), tail
    if scheme != "medtop" and (not scheme or scheme == "subj" or "iptc" in scheme) and _is_eight_digits(code):
        return ("medtop" if code[0] == "2" else "subj"), code
    return scheme, code


def _alias(scheme: str) -> str:
    plain = scheme.strip().rstrip("/").casefold()
    return _ALIASES.get(plain, plain)


def _is_eight_digits(code: str) -> bool:
    return len(code) == 8 and code.isascii() and code.isdigit()


@functools.lru_cache(maxsize=4096)
def _by_code(scheme: str, code: str) -> tuple[_Found, ...]:
    """The topics for a code; empty where the tables do not have it."""
    if scheme == "medtop":
        return _from_medtop(code)
    if scheme == "subj":
        return _mapped(media_topics().from_subject_code(code))
    return () if scheme == _LABEL else _codes().get((scheme, code.casefold()), ())


def _from_medtop(code: str) -> tuple[_Found, ...]:
    topic = media_topics().get(code)
    if topic is not None and not topic.retired:
        return (_Found(topic.code, SURE, "feed"),)
    return _mapped(media_topics().current(code))


def _mapped(match: Match | None) -> tuple[_Found, ...]:
    return () if match is None else (_Found(match.code, SURE if match.exact else NEAR, "mapped"),)


@functools.lru_cache(maxsize=4096)
def _by_name(name: str) -> tuple[_Found, ...]:
    """The topics for a section's name or an English label of the IPTC."""
    plain = " ".join(name.split()).casefold()
    listed = _codes().get((_LABEL, plain))
    if listed:
        return tuple(one._replace(score=NEAR) for one in listed)
    topic = media_topics().by_label(plain)
    match = media_topics().current(topic.code) if topic else None
    return tuple(one._replace(score=NEAR) for one in _mapped(match))


@functools.cache
def _codes() -> dict[tuple[str, str], tuple[_Found, ...]]:
    """The rows of both tables by scheme and code."""
    table: dict[tuple[str, str], tuple[_Found, ...]] = {}
    for row in (*_rows("category_letters.tsv"), *_rows("topics_codes.tsv")):
        key = row["scheme"], row["code"]
        score = SURE if row["match"] == "exact" else NEAR
        found = (_Found(row["medtop"], score, "mapped"),) if row["medtop"] else ()
        table[key] = table.get(key, ()) + found
    return table


def _rows(name: str) -> Iterator[dict[str, str]]:
    file = importlib.resources.files("transforms").joinpath("data", name)
    yield from csv.DictReader(file.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


@functools.cache
def _listed_schemes() -> frozenset[str]:
    return frozenset(scheme for scheme, _ in _codes()) - {_LABEL}
