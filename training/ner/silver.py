"""Silver: plain text with the teacher's names, corrected by the links of its source, the doubtful left out.

Wikipedia's links say where a name begins and ends, and which names are the same. The teacher's votes on all
places where a link's title stands under the same words are counted together: a vote of forty is worth more
than one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from training.ner.demonyms import is_demonym
from training.ner.tags import OUTSIDE, UNKNOWN, Sentence, bio, spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = [
    "Labelled",
    "Link",
    "apply_links",
    "as_doc",
    "doubt_outliers",
    "label",
    "link_types",
    "mend_demonyms",
]

_SURE: Final = 0.6
_AGREED: Final = 0.6
_COMMON: Final = 0.8
_LEAST_VOTES: Final = 3
_SMALL_WORDS: Final = frozenset("of the and for in on de la al el bin".split())

_Name = tuple[str, str]
"""A link's words and its title."""


class Link(NamedTuple):
    """First token, last (exclusive), and title."""

    start: int
    end: int
    title: str


class Labelled(NamedTuple):
    """A text in tokens, each with the teacher's tag and how likely it is held; and its links."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    likely: tuple[float, ...]
    links: tuple[Link, ...]


def label(
    nlp: Language, items: Sequence[tuple[str, Sequence[tuple[int, int, str]]]], params: dict[str, object]
) -> list[Labelled]:
    """The teacher's tags for each text."""
    from training.ner import teacher

    docs = [nlp.make_doc(text.strip()) for text, _ in items]
    cut = [list(_sentences(doc)) for doc in docs]
    documents = [[_sentence(doc, places) for places in own] for doc, own in zip(docs, cut, strict=True)]
    found = []
    predictions = teacher.predict(params, documents)
    for doc, (_, links), own, predicted in zip(docs, items, cut, predictions, strict=True):
        tags, likely = [OUTSIDE] * len(doc), [1.0] * len(doc)  # white space stays so
        for places, (best, sure) in zip(own, predicted, strict=True):
            for place, tag, p in zip(places, best, sure, strict=True):
                tags[place], likely[place] = tag, float(p)
        words = tuple(token.text for token in doc)
        spaces = tuple(bool(token.whitespace_) for token in doc)
        found.append(Labelled(words, spaces, bio(tags), tuple(likely), tuple(_links(doc, links))))
    return found


def link_types(items: Iterable[Labelled]) -> dict[_Name, str]:
    """A link's words and title -> the label that most of the teacher's votes give them, O for no name."""
    votes: defaultdict[_Name, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for item in items:
        exact = {(start, end): kind for start, end, kind in spans(item.tags)}
        for link in item.links:
            touched = any(tag != OUTSIDE for tag in item.tags[link.start : link.end])
            kind = exact.get((link.start, link.end), UNKNOWN if touched else OUTSIDE)
            weight = min(item.likely[link.start : link.end])
            votes[_name(item, link)][kind] += weight if kind != UNKNOWN else 0.5
    found = {}
    for name, counted in votes.items():
        kind, most = max(counted.items(), key=lambda vote: vote[1])
        if kind != UNKNOWN and most >= _LEAST_VOTES * _SURE and most >= _AGREED * sum(counted.values()):
            found[name] = kind
    return found


def apply_links(item: Labelled, types: Mapping[_Name, str]) -> Labelled:
    """The item with its linked names as all texts together have them.

    Where they do not say, a linked name in capitals that the teacher has not found as a whole is doubtful.
    """
    tags, likely = list(item.tags), list(item.likely)
    exact = {(start, end) for start, end, _ in spans(item.tags)}
    for link in item.links:
        inside = range(link.start, link.end)
        kind = types.get(_name(item, link))
        if kind in (None, OUTSIDE):
            if (link.start, link.end) not in exact and _capitalised(item.words[link.start : link.end]):
                for i in inside:
                    likely[i] = min(likely[i], _SURE / 2)
        elif not _cuts_a_name(tags, link):
            for i in inside:
                tags[i], likely[i] = f"{'B' if i == link.start else 'I'}-{kind}", 1.0
    return item._replace(tags=tuple(tags), likely=tuple(likely))


def mend_demonyms(item: Labelled) -> Labelled:
    """The item with nationalities and peoples that stand alone as MISC: the teacher takes many for places."""
    tags, likely = list(item.tags), list(item.likely)
    taken = 0
    for i in range(len(tags)):
        for end in (i + 2, i + 1):
            if i >= taken and end <= len(tags) and _alone(tags, i, end) and is_demonym(*item.words[i:end]):
                tags[i:end] = ["B-MISC", "I-MISC"][: end - i]
                likely[i:end] = [1.0] * (end - i)
                taken = end
    return item._replace(tags=tuple(tags), likely=tuple(likely))


def doubt_outliers(items: Sequence[Labelled]) -> list[Labelled]:
    """The items with a name doubted wherever its label is not that of four fifths of its form's uses."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        for start, end, kind in spans(item.tags):
            votes[" ".join(item.words[start:end])][kind] += 1
    out = []
    for item in items:
        likely = list(item.likely)
        for start, end, kind in spans(item.tags):
            counted = votes[" ".join(item.words[start:end])]
            most, times = counted.most_common(1)[0]
            if kind != most and times >= _LEAST_VOTES and times >= _COMMON * counted.total():
                likely[start:end] = [0.0] * (end - start)
        out.append(item._replace(likely=tuple(likely)))
    return out


def as_doc(nlp: Language, item: Labelled) -> Doc:
    """As an annotated document; names and words of which the teacher is not sure are missing."""
    from spacy.tokens import Doc, Span

    doc = Doc(nlp.vocab, words=list(item.words), spaces=list(item.spaces))
    names: list[Span] = []
    missing: list[Span] = []
    inside: set[int] = set()
    for start, end, kind in spans(item.tags):
        inside.update(range(start, end))
        sure = min(item.likely[start:end]) >= _SURE and not any(w.isspace() for w in item.words[start:end])
        (names if sure else missing).append(Span(doc, start, end, label=kind))
    for i, p in enumerate(item.likely):
        if i not in inside and p < _SURE:
            missing.append(Span(doc, i, i + 1, label=UNKNOWN))
    doc.set_ents(names, missing=missing, default="outside")
    return doc


def _alone(tags: Sequence[str], start: int, end: int) -> bool:
    """Whether no name goes over either end of these words."""
    return tags[start][:2] != "I-" and (end == len(tags) or tags[end][:2] != "I-")


def _sentences(doc: Doc) -> Iterator[list[int]]:
    """Places of the words of each sentence, cut roughly; white space belongs to none."""
    places: list[int] = []
    for token in doc:
        if not token.is_space:
            places.append(token.i)
        ends = token.text in ".?!" and bool(token.whitespace_) and len(places) > 3
        if places and (ends or "\n" in token.text):
            yield places
            places = []
    if places:
        yield places


def _sentence(doc: Doc, places: Sequence[int]) -> Sentence:
    return Sentence(tuple(doc[i].text for i in places), (OUTSIDE,) * len(places))


def _links(doc: Doc, links: Iterable[tuple[int, int, str]]) -> Iterator[Link]:
    for start, end, title in links:
        span = doc.char_span(start, end)
        if span is None:
            continue
        first = span.start + (span[0].lower_ == "the" and len(span) > 1)
        last = span.end - (span[-1].text in ("'s", "’s") and len(span) > 1)
        yield Link(first, last, title)


def _name(item: Labelled, link: Link) -> _Name:
    return " ".join(item.words[link.start : link.end]), link.title


def _capitalised(words: Sequence[str]) -> bool:
    return words[0][:1].isupper() and all(word[:1].isupper() or word in _SMALL_WORDS for word in words)


def _cuts_a_name(tags: Sequence[str], link: Link) -> bool:
    """Whether a name that the teacher has found goes over one of the link's ends."""
    before = tags[link.start][:2] == "I-"
    return before or (link.end < len(tags) and tags[link.end][:2] == "I-")
