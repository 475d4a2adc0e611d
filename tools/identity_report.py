"""Chains and near duplicates of an output folder, for reading: `python -m tools.identity_report OUTPUT`.

Prints a seeded sample of links, each with both stories, so that a person can say whether the link is right.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from pipeline.records import read_records
from schemas.records import Story


def links(stories: dict[str, Story]) -> Iterator[tuple[str, Story, Story]]:
    """(kind, the story, the one that it is linked to): chain links, then near duplicates."""
    for story in stories.values():
        if story.chain and story.chain.supersedes:
            yield f"chain {story.chain.relation}", story, stories[story.chain.supersedes]
        if story.near_duplicate_of:
            yield f"near {story.near_duplicate_score:.2f}", story, stories[story.near_duplicate_of]


def main() -> None:
    """Prints the sample, and how many links there are of each kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("output", type=Path)
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--characters", type=int, default=300)
    options = parser.parse_args()
    stories = {story.record_id: story for story in read_records(options.output, Story)}
    found = sorted(links(stories), key=lambda link: (link[0], link[1].record_id))
    chains = sum(kind.startswith("chain") for kind, _, _ in found)
    print(f"{len(stories)} stories, {chains} chain links, {len(found) - chains} near duplicates")
    for number, (kind, story, other) in enumerate(
        random.Random(options.seed).sample(found, min(options.sample, len(found))), start=1
    ):
        print(f"\n{number}. {kind}")
        for one in (other, story):
            created = f"{one.version_created:%m-%d %H:%M}" if one.version_created else ""
            print(f"  [{created} {one.slugline}] {one.headline}")
            print(f"    {' '.join(one.body.split())[: options.characters]}")


if __name__ == "__main__":
    main()
