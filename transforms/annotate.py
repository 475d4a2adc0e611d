"""Entities, their links, and topics of kept stories, each by a model for its own language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from schemas.records import Annotation, Entity, Story
from transforms import entities, linking, spacy_models
from transforms.fast_model import load_fast
from transforms.limits import DEFAULT_LIMITS, Limits
from transforms.link_table import SHIPPED
from transforms.topics import story_topics

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Annotator"]


class Annotator:
    """Adds entities and topics to stories. Holds one spaCy model a language; make one a process.

    Args:
      models: language (BCP 47, primary subtag) to the name or path of a spaCy model.
      version: of newswire, for the records.
      topics: none, feed (the feed's own codes alone) or all (the text's as well).
      links: default, none, or a house's own table (`linking.load`).
      limits: of the text that goes through the model at once, and of a story's entities.

    Raises:
      spacy_models.ModelError: a model cannot be loaded.
      link_table.TableError: the house's table cannot be read.
    """

    def __init__(
        self,
        models: Mapping[str, str],
        version: str,
        topics: str = "all",
        links: str = SHIPPED,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._version, self._topics, self._limits = version, topics, limits
        self._models = {language: load_fast(name) for language, name in models.items()}
        self._linker = linking.load(links) if models else None

    def annotate(self, stories: Sequence[Story]) -> list[Story]:
        """The stories in their order, annotated.

        A story in a language without a model gets no entities, and its `annotation.model` is null.
        """
        found = dict(enumerate(stories))
        for language, nlp in self._models.items():
            chosen = [i for i, story in enumerate(stories) if primary(story.language) == language]
            self._annotate_with(nlp, chosen, found)
        bare = Annotation(pipeline_version=self._version)
        return [
            replace(
                story,
                topics=story_topics(story, self._topics),
                annotation=story.annotation if story.annotation.pipeline_version else bare,
            )
            for _, story in sorted(found.items())
        ]

    def _annotate_with(self, nlp: Language, chosen: Sequence[int], found: dict[int, Story]) -> None:
        if not chosen:
            return
        name, version = spacy_models.describe(nlp)
        stamp = Annotation(pipeline_version=self._version, model=name, model_version=version)
        rows = entities.annotate([found[i] for i in chosen], nlp, max_chars=self._limits.model_characters)
        for i, row in zip(chosen, rows, strict=True):
            story = replace(_with_entities(found[i], row, self._limits.entities), annotation=stamp)
            found[i] = self._linker.link(story) if self._linker else story


def _with_entities(story: Story, row: tuple[Entity, ...], most: int) -> Story:
    if len(row) <= most:
        return replace(story, entities=row)
    note = f"{len(row)} entities; the {most} most salient are kept (--max-entities)"
    source = replace(story.source, notes=(*story.source.notes, note))
    return replace(story, entities=row[:most], source=source)


def primary(language: str | None) -> str:
    """The primary subtag of a BCP 47 tag: 'en' of 'en-GB'; '' of none."""
    return (language or "").partition("-")[0].lower()
