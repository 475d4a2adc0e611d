"""Annotated data as spaCy documents, and how they are varied from one epoch to the next."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from training.ner import gazetteer
from training.ner.text import Text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

__all__ = ["chunks", "from_text", "variation"]

_MOST_WORDS: Final = 200


def from_text(nlp: Language, text: Text) -> Doc:
    """The text as spaCy's tokenizer cuts it, with its names; a name takes in tokens that it only touches."""
    doc = nlp.make_doc(text.text)
    names: list[Span] = []
    for start, end, label in text.names:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None and (not names or span.start >= names[-1].end):
            names.append(span)
    taken = {i for span in names for i in range(span.start, span.end)}
    unknown = []
    for start, end in text.unknown:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            unknown += [doc[i : i + 1] for i in range(span.start, span.end) if i not in taken]
            taken.update(range(span.start, span.end))
    doc.set_ents(names, missing=unknown, default="outside")
    return doc


def chunks(doc: Doc, most: int = _MOST_WORDS) -> Iterator[Doc]:
    """The document in pieces of some `most` words, no name cut in two."""
    start = 0
    while start < len(doc):
        end = min(len(doc), start + most)
        while end < len(doc) and doc[end].ent_iob_ == "I":
            end += 1
        yield doc[start:end].as_doc() if end - start < len(doc) else doc
        start = end


def variation(
    *, capitals: float = 0.04, titles: float = 0.02, swaps: float = 0.3
) -> Callable[[Doc, random.Random], Doc]:
    """What `student.train` makes of a document each time.

    Args:
      capitals: the part of documents that comes in capitals.
      titles: the part in which each word begins with a capital.
      swaps: the part of people and of one-word places, in other documents, that get another name.
    """

    def vary(doc: Doc, rng: random.Random) -> Doc:
        draw = rng.random()
        if draw < capitals:
            return _rewritten(doc, [token.text.upper() for token in doc])
        if draw < capitals + titles:
            return _rewritten(doc, [_titled(token.text) for token in doc])
        return _swapped(doc, rng, swaps) if rng.random() < swaps else doc

    return vary


def _swapped(doc: Doc, rng: random.Random, part: float) -> Doc:
    words = [token.text for token in doc]
    renamed: dict[str, str] = {}
    country = rng.choice(gazetteer.people())
    for span in doc.ents:
        own = [token.text for token in span]
        if span.label_ == "PER" and all(word.istitle() and word.isalpha() for word in own) and len(own) <= 2:
            for place, word in enumerate(own):
                pool = country.lasts if place == len(own) - 1 else country.firsts
                words[span.start + place] = renamed.setdefault(word, rng.choice(pool))
        elif span.label_ == "LOC" and len(own) == 1 and own[0].istitle() and rng.random() < part:
            words[span.start] = renamed.setdefault(own[0], rng.choice(gazetteer.cities(20_000)))
    if any(" " in word for word in words if not word.isspace()):
        words = [
            old.text if " " in new and not new.isspace() else new for old, new in zip(doc, words, strict=True)
        ]
    return _rewritten(doc, words)


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:]


def _rewritten(doc: Doc, words: Sequence[str]) -> Doc:
    """The document with other words in the same places."""
    from spacy.tokens import Doc, Span

    new = Doc(doc.vocab, words=list(words), spaces=[bool(token.whitespace_) for token in doc])
    new.set_ents(
        [Span(new, span.start, span.end, label=span.label_) for span in doc.ents],
        missing=[new[i : i + 1] for i in _missing(doc)],
        default="outside",
    )
    return new


def _missing(doc: Doc) -> Iterable[int]:
    return (i for i, token in enumerate(doc) if not token.ent_iob)
