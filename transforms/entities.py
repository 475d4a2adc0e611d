"""Entities of stories: spaCy's named entities over headline and body, one row for each entity of a story.

Headline and body are read as one text, with a blank line between them: names in the headline are recognised
as well as in two texts, and a document of its own for a headline would cost time. Fields that are not the
story's own words (byline, dateline, credits, notes) are not read, so nothing of them can become an entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas.records import Entity, Story
from transforms.consolidate import Span, consolidate

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["DEFAULT_LABELS", "annotate"]

DEFAULT_LABELS: Final[Mapping[str, str]] = {
    # OntoNotes 5, as spaCy's own English models have it.
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "other",
    "EVENT": "other",
    "PRODUCT": "other",
    "WORK_OF_ART": "other",
    "LAW": "other",
    "LANGUAGE": "other",
    # CoNLL-2003 and WikiNER, as most models of other languages have it.
    "PER": "person",
    "MISC": "other",
}
"""A model's label -> entity type. Labels that are not here (dates, amounts, ordinals) are left out."""

_BATCH_CHARS: Final = 100_000
"""Texts of one batch together; some 60 MB of the model's working memory."""

_WORDS_KEPT: Final = 50_000
"""Once a model has met this many different words (some 20 MB), new ones are forgotten after each batch."""

_GAP: Final = "\n\n"


_MARK: Final = re.compile(r"[^\w]")
_ASCII_WORD: Final = bytes(code for code in range(128) if re.match(r"\w", chr(code)))

_LEAST_ENDLESS: Final = 100
_ENDLESS: Final = re.compile(rf"[^\w\s]{{{_LEAST_ENDLESS},}}|[!-~]{{{10 * _LEAST_ENDLESS},}}")
"""Runs of marks, and of ASCII without a blank, that are no words: over them spaCy's tokenizer takes quadratic
time."""


class _Segment(NamedTuple):
    """A part of a field, and where it stands in a piece of text that the model reads."""

    field: str
    offset: int
    start: int
    end: int


class _Piece(NamedTuple):
    """A text that the model reads at once: a story's, or part of a long one."""

    story: int
    text: str
    segments: tuple[_Segment, ...]


def annotate(
    stories: Sequence[Story],
    nlp: Language,
    labels: Mapping[str, str] = DEFAULT_LABELS,
    *,
    batch_size: int = 32,
    max_chars: int = 100_000,
) -> list[tuple[Entity, ...]]:
    """The entities of each story, in the stories' order.

    A story's entities depend on the story and the model alone, not on the stories beside it.

    Args:
      stories: in the model's language.
      nlp: from `spacy_models.load`.
      labels: the model's label -> person, organisation, place or other; labels not named are left out.
      batch_size: texts that go through the model together; 16 to 32 are fastest.
      max_chars: a longer text is read in pieces, cut at the end of a paragraph.
    """
    spans: list[list[Span]] = [[] for _ in stories]
    pieces = [piece for i, story in enumerate(stories) for piece in _pieces(i, story, max_chars)]
    for batch in _batches(pieces, batch_size):
        for piece, found in zip(batch, _run(nlp, batch, labels), strict=True):
            spans[piece.story] += found
    return [
        consolidate({"headline": story.headline, "body": story.body}, found)
        for story, found in zip(stories, spans, strict=True)
    ]


def _pieces(place: int, story: Story, max_chars: int) -> Iterator[_Piece]:
    """The story's text in pieces: headline and body together where they are not too long."""
    lead = story.headline + _GAP if story.headline else ""
    if not (lead or story.body):
        return
    max_chars = (
        max(1, max_chars * len(story.body) // max(_weight(story.body), 1)) if story.body else max_chars
    )
    for start, end in _cuts(story.body, max_chars, max_chars - len(lead)):
        body = story.body[start:end]
        segments = [_Segment("headline", 0, 0, len(story.headline))] if lead else []
        segments.append(_Segment("body", len(lead), start, end))
        yield _Piece(place, lead + body, tuple(segments))
        lead = ""


def _cuts(text: str, size: int, first: int) -> Iterator[tuple[int, int]]:
    """Bounds of pieces of at most `size` characters (`first` in the first): whole paragraphs if possible."""
    start, room = 0, max(first, 1)
    while len(text) - start > room:
        end = _cut_before(text, start, start + room)
        yield start, end
        start, room = end, size
    yield start, len(text)


def _cut_before(text: str, start: int, limit: int) -> int:
    for mark in (_GAP, "\n", ". ", " "):
        cut = text.rfind(mark, start, limit)
        if cut > start:
            return cut + len(mark)
    return limit


def _weight(text: str) -> int:
    """Its characters; of a text that is denser in words and marks than prose, four for each end of a word.

    The model's memory grows with tokens: 13 KB for one that it has not met before and 2 KB for others, 25 KB
    for each where it could not be made fast.
    """
    # The first is the same for ASCII, in a tenth of the time.
    marks = text.encode().translate(None, _ASCII_WORD) if text.isascii() else _MARK.findall(text)
    return max(len(text), 4 * len(marks))


def _batches(pieces: Iterable[_Piece], batch_size: int) -> Iterator[list[_Piece]]:
    batch: list[_Piece] = []
    chars = 0
    for piece in pieces:
        weight = _weight(piece.text)
        if batch and (len(batch) == batch_size or chars + weight > _BATCH_CHARS):
            yield batch
            batch, chars = [], 0
        batch.append(piece)
        chars += weight
    if batch:
        yield batch


def _run(nlp: Language, batch: Sequence[_Piece], labels: Mapping[str, str]) -> list[list[Span]]:
    """The spans that the model finds in each piece."""
    error: Exception | None = None
    found: list[list[Span]] = []
    with _memory(nlp):
        try:
            docs = nlp.pipe([_readable(piece.text) for piece in batch], batch_size=len(batch))
            found = [list(_spans(piece, doc, labels)) for piece, doc in zip(batch, docs, strict=True)]
        except Exception as raised:
            # It must leave the zone first: an exception that passes through one leaves words behind in the
            # vocabulary whose memory is gone (explosion/spaCy issue 13924).
            error = raised
    if error is not None:
        raise error
    return found


def _readable(text: str) -> str:
    """The text with blanks for what is no word; every other character stays where it is."""
    if max(map(len, text.split()), default=0) < _LEAST_ENDLESS:  # as in nearly all, and sooner seen
        return text
    return _ENDLESS.sub(lambda run: " " * len(run[0]), text)


def _memory(nlp: Language) -> AbstractContextManager[object]:
    """A zone that forgets new words at its end, for a vocabulary that has grown large enough.

    Without it the process would grow with every new word of a long run; with it from the start, the common
    words would be made anew for each batch.
    """
    return nlp.memory_zone() if len(nlp.vocab) > _WORDS_KEPT else nullcontext()


def _spans(piece: _Piece, doc: Doc, labels: Mapping[str, str]) -> Iterator[Span]:
    for ent in doc.ents:
        kind = labels.get(ent.label_)
        if kind is None:
            continue
        first, last = ent.start_char, ent.end_char
        for field, offset, begin, end in piece.segments:
            start = max(first, offset)
            stop = min(last, offset + end - begin)
            if start < stop:
                shift = begin - offset
                yield Span(field, start + shift, stop + shift, piece.text[start:stop], kind)
