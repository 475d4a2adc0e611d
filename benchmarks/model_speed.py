"""The default model beside en_core_web_sm: words a second of each, in turn, one core; and what links add."""

from __future__ import annotations

import statistics
import time
from typing import Final

from msgspec.structs import replace

from transforms import spacy_models

spacy_models.single_thread()  # before numpy is loaded

from benchmarks.harness import keep  # noqa: E402
from benchmarks.whole_run import stories_of  # noqa: E402
from training.ner.evaluate import seconds  # noqa: E402
from transforms import entities, linking  # noqa: E402

STORIES: Final = 1_000
_STOCK: Final = "en_core_web_sm"


def benchmark(inputs: list[str], rounds: int) -> None:
    """Times both models on the same texts, then entities and links; prints the figures and keeps them."""
    stories = stories_of(inputs)[:STORIES]
    texts = [f"{story.headline}\n\n{story.body}" for story in stories]
    words = sum(len(text.split()) for text in texts)
    models = {name: spacy_models.load(name) for name in (spacy_models.DEFAULT_MODEL, _STOCK)}
    taken = seconds(models, texts, rounds)
    ratios = sorted(b / a for a, b in zip(*taken.values(), strict=True))
    linker = linking.load()
    annotating, linked = [], []
    for _ in range(rounds):
        begun = time.process_time()
        rows = entities.annotate(stories, models[spacy_models.DEFAULT_MODEL])
        annotating.append(time.process_time() - begun)
        annotated = [replace(story, entities=own) for story, own in zip(stories, rows, strict=True)]
        begun = time.process_time()
        for story in annotated:
            linker.link(story) if linker else None
        linked.append(time.process_time() - begun)
    share = min(linked) / (min(annotating) + min(linked))
    for name, times in taken.items():
        print(f"{name}: {words / statistics.median(times):,.0f} words a second")
    print(f"{spacy_models.DEFAULT_MODEL} over {_STOCK}: {statistics.median(ratios):.2f} (of rounds: ", end="")
    print(f"{ratios[0]:.2f} to {ratios[-1]:.2f}); links: {share:.1%} of annotating")
    keep("model_speed", words=words, seconds=taken, ratios=ratios, links=share)
