"""`python -m training.topics train|evaluate|wire --shared DIR --work DIR`: see README.md in this folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[2]


def main() -> None:
    """Runs one of the three."""
    parser = argparse.ArgumentParser(prog="python -m training.topics")
    parser.add_argument("verb", choices=("train", "evaluate", "wire"))
    parser.add_argument("--shared", type=Path, default=_ROOT.parent / "shared", help="folder of the corpora")
    parser.add_argument("--work", type=Path, default=_ROOT / "out" / "training", help="for word vectors")
    parser.add_argument("--model", type=Path, default=_ROOT / "transforms" / "data" / "topic_model.npz")
    options = parser.parse_args()
    if options.verb == "wire":
        from training.topics import wire

        wire.report(options.shared)
        wire.report_narrow(options.shared)
        return
    if options.verb == "evaluate":
        from training.topics import evaluate

        evaluate.report(options.shared, options.work)
        return
    from training.topics import train

    data = train.prepare(options.shared, options.work)
    train.save(train.train(data, tuple(train.sources.FILES)), data.words, options.model)
    print(f"{options.model}: {options.model.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
