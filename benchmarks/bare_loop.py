"""The ideal that a whole run is held against: the same model and settings over the same texts, no more.

Two processes, each a plain `nlp.pipe` over its half of the texts; no parsing, no consolidation, no output.
spaCy runs the model as it does; with `--fast` it is made fast first, as a run does (`transforms.fast_model`).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from transforms.fast_model import load_fast
from transforms.spacy_models import load, single_thread


def annotate(texts: Sequence[str], *, fast: bool) -> int:
    """Runs the model over texts; gives how many entities it found."""
    nlp = load_fast() if fast else load()
    return sum(len(doc.ents) for doc in nlp.pipe(texts, batch_size=32))


def main() -> None:
    """`python -m benchmarks.bare_loop TEXTS.jsonl [--processes N]`: one JSON string a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", type=Path)
    parser.add_argument("output", nargs="?", help="not written: the ideal has no output")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--fast", action="store_true")
    options = parser.parse_args()
    single_thread()
    texts = [json.loads(line) for line in options.texts.read_text(encoding="utf-8").splitlines()]
    halves = [texts[i :: options.processes] for i in range(options.processes)]
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        run = partial(annotate, fast=options.fast)
        print(sum(pool.map(run, halves)), "entities")


if __name__ == "__main__":
    main()
