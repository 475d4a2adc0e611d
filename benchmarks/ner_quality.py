"""What consolidation is worth: F1 of names in raw text, exact span and type, and its share of the time.

    python -m benchmarks.ner_quality --data conll2003

The corpora are not part of the repository; `--corpora` names the folder that holds them.
Rows of the table:

- model: the spaCy model as it comes, on headline and body as one text.
- + bounds: the same spans, trimmed (articles, possessives, titles, table columns), junk dropped.
- + consolidation: the same spans through `consolidate`.
- entities.annotate: what newswire writes (it sets a blank line after the headline).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from transforms import spacy_models

spacy_models.single_thread()  # before numpy is loaded

from benchmarks._ner_data import CORPORA, GoldSpan, GoldStory, read_corpus  # noqa: E402
from schemas.records import Entity, Story  # noqa: E402
from transforms._entity_spans import trim  # noqa: E402
from transforms.consolidate import Span, consolidate  # noqa: E402
from transforms.entities import DEFAULT_LABELS, annotate  # noqa: E402
from transforms.memory import collect_seldom  # noqa: E402

if TYPE_CHECKING:
    from spacy.language import Language

Found: TypeAlias = set[GoldSpan]

_TYPES: Final = {"person": "PER", "place": "LOC", "organisation": "ORG", "other": "MISC"}
_ROUNDS: Final = 7
_CORPORA_ROOT: Final = Path(__file__).parents[2] / "shared" / "corpora"


def main() -> None:
    """Prints the table for one corpus and one model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", choices=CORPORA, default="conll2003")
    parser.add_argument("--corpora", type=Path, default=_CORPORA_ROOT)
    parser.add_argument("--model", default=spacy_models.DEFAULT_MODEL)
    parser.add_argument("--capitals", action="store_true", help="the corpus in capitals")
    parser.add_argument("--first-half", action="store_true", help="the half that errors may be looked at in")
    args = parser.parse_args()
    nlp = spacy_models.load(args.model)
    stories = read_corpus(args.data, args.corpora, capitals=args.capitals)
    if args.first_half:
        stories = stories[: len(stories) // 2]
    name, version = spacy_models.describe(nlp)
    words = sum(len(story.text.split()) for story in stories)
    names = sum(len(story.names) for story in stories)
    print(f"{args.data}: {len(stories)} documents, {words:,} words, {names:,} names; {name} {version}")
    quality(nlp, stories)
    collect_seldom()  # as the workers of a run do
    speed(nlp, stories)


def quality(nlp: Language, stories: Sequence[GoldStory]) -> None:
    """Prints a row of scores for each stage."""
    found = [spans(nlp, story) for story in stories]
    rows = {
        "model": [positions(story, some) for story, some in zip(stories, found, strict=True)],
        "+ bounds": [
            positions(story, trim(texts(story), some)) for story, some in zip(stories, found, strict=True)
        ],
        "+ consolidation": [
            entity_positions(story, consolidate(texts(story), some))
            for story, some in zip(stories, found, strict=True)
        ],
        "entities.annotate": [
            entity_positions(story, rows)
            for story, rows in zip(
                stories, annotate([as_story(story) for story in stories], nlp), strict=True
            )
        ],
    }
    print(
        f"{'':18}{'P':>6}{'R':>6}{'F1':>6}{'span':>7}" + "".join(f"{label:>6}" for label in _TYPES.values())
    )
    for title, given in rows.items():
        print(f"{title:18}" + " ".join(f"{value:.3f}" for value in scores(stories, given)))


def scores(stories: Sequence[GoldStory], given: Sequence[Found]) -> list[float]:
    """Precision, recall, F1, F1 of spans without their type, F1 by type."""
    pairs = [(set(story.names), some) for story, some in zip(stories, given, strict=True)]
    bare = [({name[:2] for name in gold}, {name[:2] for name in some}) for gold, some in pairs]
    by_type = [
        [(of_type(gold, label), of_type(some, label)) for gold, some in pairs] for label in _TYPES.values()
    ]
    return [*measure(pairs), measure(bare)[2], *(measure(some)[2] for some in by_type)]


def of_type(some: Iterable[GoldSpan], label: str) -> Found:
    """Those with this label."""
    return {name for name in some if name[2] == label}


def measure(pairs: Iterable[tuple[Set[object], Set[object]]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all documents together."""
    right = wanted = made = 0
    for gold, some in pairs:
        right, wanted, made = right + len(gold & some), wanted + len(gold), made + len(some)
    return right / max(made, 1), right / max(wanted, 1), 2 * right / max(made + wanted, 1)


def texts(story: GoldStory) -> dict[str, str]:
    """The story's fields."""
    return {"headline": story.headline, "body": story.body}


def as_story(story: GoldStory) -> Story:
    """The story as a parser gives it."""
    return Story(headline=story.headline, body=story.body)


def spans(nlp: Language, story: GoldStory) -> list[Span]:
    """What the model finds in headline and body as one text."""
    cut = len(story.headline) + 1
    found = []
    for ent in nlp(story.text).ents:
        if kind := DEFAULT_LABELS.get(ent.label_):
            field, shift = ("headline", 0) if ent.start_char < cut else ("body", cut)
            start, end = ent.start_char - shift, min(ent.end_char - shift, len(texts(story)[field]))
            found.append(Span(field, start, end, texts(story)[field][start:end], kind))
    return found


def positions(story: GoldStory, some: Iterable[Span]) -> Found:
    """Spans as places in the story's text."""
    shifts = {"headline": 0, "body": len(story.headline) + 1}
    return {
        (span.start + shifts[span.field], span.end + shifts[span.field], _TYPES[span.type]) for span in some
    }


def entity_positions(story: GoldStory, rows: Iterable[Entity]) -> Found:
    """Mentions as places in the story's text."""
    return positions(
        story, [Span(m.field, m.start, m.end, m.text, row.type) for row in rows for m in row.mentions]
    )


def speed(nlp: Language, stories: Sequence[GoldStory]) -> None:
    """Prints the time of the model and that of consolidation: of rounds in turn, the best of each."""
    inputs = [(texts(story), spans(nlp, story)) for story in stories]
    times = [
        (
            seconds(lambda: list(nlp.pipe([story.text for story in stories], batch_size=32))),
            seconds(lambda: [consolidate(*each) for each in inputs]),
        )
        for _ in range(_ROUNDS)
    ]
    model, rest = map(min, zip(*times, strict=True))
    words = sum(len(story.text.split()) for story in stories)
    print(f"model {model:.3f} s ({words / model:,.0f} words a second), consolidation {rest:.3f} s")
    print(f"consolidation's share of the time: {100 * rest / (model + rest):.1f}%")


def seconds(run: Callable[[], object]) -> float:
    """Processor time."""
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    main()
