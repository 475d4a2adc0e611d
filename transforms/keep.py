"""The second reading of the batch graph: the stories that are kept, complete but for their annotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from schemas.records import Duplicate, Story
from transforms.decide import Verdict
from transforms.formats import Hints
from transforms.language import detect_language
from transforms.parse import Message, parse_message

__all__ = ["keep"]


def keep(
    messages: Iterable[tuple[int, Message]], verdicts: Mapping[tuple[int, int], Verdict], hints: Hints
) -> Iterator[Story | Duplicate]:
    """The stories of numbered messages; those that a verdict calls duplicates come as `Duplicate`.

    Dead letters and skipped items were dealt with in the first reading and are passed over here.
    """
    for ordinal, message in messages:
        for outcome in parse_message(message, hints):
            if not isinstance(outcome, Story):
                continue
            verdict = verdicts.get((ordinal, outcome.source.item))
            if verdict is None:
                yield _with_language(outcome)
            else:
                yield Duplicate(
                    source=outcome.source,
                    uri=outcome.uri,
                    record_id=outcome.record_id,
                    repeats=verdict.repeats,
                )


def _with_language(story: Story) -> Story:
    if story.language:
        return story
    return replace(story, language=detect_language(f"{story.headline}\n{story.body}"))
