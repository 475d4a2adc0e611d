"""`python -m tests.wire_days [SEED ...]`: how right newswire is on wire days, as `docs/quality.md` has it."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path

from tests.wire_days import FIRST_DAY, Truth, shuffled, spread, wire_day
from tests.wire_days.compare import chain_score, near_score
from tests.wire_days.pure import decide, parse

STORIES = 2_000
AS_OF = FIRST_DAY + dt.timedelta(days=9)


def row(seed: int) -> str:
    """A row of the table in Markdown."""
    messages = list(wire_day(seed, STORIES))
    with tempfile.TemporaryDirectory() as folder:
        stood = spread(shuffled(messages, seed), Path(folder), seed)
    truth, decided = Truth(messages, stood), decide({sent.key: parse(sent) for sent in messages}, stood)
    made, shown = decided.made, decided.shown(AS_OF)
    chains, near = chain_score(made, truth), near_score(made, truth)
    versions = [key for key, before in truth.before.items() if before is not None]
    right = [key for key in versions if _supersedes(made.stories.get(key)) == made.record(truth.before[key])]
    repeats = sum(
        made.record(truth.repeats.get(key)) == each.repeats for key, each in made.duplicates.items()
    )
    return (
        f"| {seed} | {len(messages):,} | {repeats} of {len(truth.repeats)} | {len(right)} of {len(versions)}"
        f" | {len(shown - truth.shown(AS_OF))}, {len(truth.shown(AS_OF) - shown)}"
        f" | {chains.precision:.4f}, {chains.recall:.4f} | {near.precision:.4f}, {near.recall:.4f} |"
    )


def _supersedes(story: object) -> str | None:
    chain = getattr(story, "chain", None)
    return chain.supersedes if chain else None


def main() -> None:
    """Prints a row for each seed."""
    print("| day | messages | duplicates | versions | wrongly shown, hidden | chains P, R | near P, R |")
    print("|---|---|---|---|---|---|---|")
    for seed in map(int, sys.argv[1:] or ("1", "2", "3", "4", "5")):
        print(row(seed))


if __name__ == "__main__":
    main()
