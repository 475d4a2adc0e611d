"""The annotator that a run's settings ask for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pipeline import __version__
from pipeline.options import StorySettings
from transforms.annotate import Annotator

__all__ = ["annotator_maker"]


def annotator_maker(settings: StorySettings) -> Callable[[], Annotator]:
    """Makes the annotator where it is called, which loads the models; it pickles without them."""
    return partial(
        Annotator,
        dict(settings.models),
        __version__,
        settings.topics,
        settings.links,
        settings.hints.limits,
    )
