"""The second reading of the batch graph: the stories that are kept, complete but for their annotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from schemas.records import Duplicate, Story
from transforms.decide import Verdict
from transforms.formats import Hints
from transforms.language import detect_language
from transforms.parse import Message, parse_message

__all__ = ["decided", "keep", "with_language"]


def keep(
    messages: Iterable[tuple[int, Message]],
    verdicts: Mapping[tuple[int, int], Sequence[Verdict]],
    hints: Hints,
    cut: Mapping[int, int] | None = None,
) -> Iterator[Story | Duplicate]:
    """The stories of numbered messages, with what was decided of them; duplicates come as `Duplicate`.

    `verdicts` are those on the story at (ordinal, item); `cut` says of a message (its ordinal) that was given
    up in the first reading from which item on.

    Dead letters and skipped items were dealt with in the first reading and are passed over here.
    """
    for ordinal, message in messages:
        for outcome in parse_message(message, hints):
            if not isinstance(outcome, Story):
                continue
            if cut and ordinal in cut and outcome.source.item >= cut[ordinal]:
                break
            kept = decided(outcome, verdicts.get((ordinal, outcome.source.item), ()))
            yield with_language(kept) if isinstance(kept, Story) else kept


def decided(story: Story, verdicts: Sequence[Verdict]) -> Story | Duplicate:
    """The story with its chain and near duplicate, or the duplicate that it is."""
    for verdict in verdicts:
        if verdict.repeats:
            return Duplicate(
                source=story.source, uri=story.uri, record_id=story.record_id, repeats=verdict.repeats
            )
        if verdict.chain:
            story = replace(story, chain=verdict.chain)
        if verdict.near:
            story = replace(story, near_duplicate_of=verdict.near, near_duplicate_score=verdict.score)
    return story


def with_language(story: Story) -> Story:
    """The story with its language, detected where the feed is silent."""
    if story.language:
        return story
    return replace(story, language=detect_language(f"{story.headline}\n{story.body}"))
