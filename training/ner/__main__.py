"""`python -m training.ner COMMAND`: train, evaluate, vectors, house. See training/README.md."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any, Final

from transforms import spacy_models

spacy_models.single_thread()

from training.ner import evaluate, house, manifest, recipe, student  # noqa: E402 - after the number of threads

ROOT: Final = Path(__file__).parent.parent.parent
CORPORA: Final = ROOT.parent / "shared" / "corpora"
SHIPPED: Final = ROOT / "newswire_models" / "en_newswire"
VERSION: Final = "0.2.0"
_DESCRIPTION: Final = "Names of people, places, organisations and others in English wire stories"


def main(argv: list[str] | None = None) -> None:
    """Runs one command."""
    options = _parser().parse_args(argv)
    options.run(options)


def _train(options: argparse.Namespace) -> None:
    manifest.check(options.corpora, ("ship",))
    work = options.work
    work.mkdir(parents=True, exist_ok=True)
    vectors, teacher, silver = work / "vectors.pkl", work / "teacher.pkl", work / "silver.spacy"
    held_out = work / "held_out.spacy"
    if not vectors.exists():
        recipe.make_vectors(options.corpora, vectors)
    if not teacher.exists():
        recipe.make_teacher(options.corpora, teacher)
    if not silver.exists():
        recipe.make_silver(options.corpora, teacher, silver, held_out)
    best = -1.0
    for seed in options.seeds:
        settings = student.Settings(
            epochs=options.epochs, minutes=options.minutes, width=options.width, seed=seed
        )
        nlp = recipe.make_model(options.corpora, vectors, silver, settings)
        score = recipe.agreement(nlp, held_out)
        print(f"seed {seed}: F1 {score:.4f} on held-out text", flush=True)
        if score > best:
            best = score
            _save(nlp, options.output, "newswire", license="CC BY-SA 4.0", description=_DESCRIPTION)


def _vectors(options: argparse.Namespace) -> None:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in options.texts]
    recipe.make_vectors(options.corpora, options.output, texts, options.size)


def _house(options: argparse.Namespace) -> None:
    settings = student.Settings(
        epochs=options.epochs, minutes=options.minutes, width=options.width, pieces=options.pieces
    )
    nlp = house.make_model(options.train, settings, options.vectors)
    _save(nlp, options.output, options.name)
    if options.dev:
        _show({"dev": {"model alone": house.scores(nlp, options.dev)}})


def _evaluate(options: argparse.Namespace) -> None:
    manifest.check(options.corpora, ("measure",))
    sets = evaluate.measured_sets(options.corpora, options.only)
    _show(evaluate.table(spacy_models.load(options.model), sets))


def _speed(options: argparse.Namespace) -> None:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in options.texts]
    paragraphs = [part for text in texts for part in text.split("\n\n") if part.strip()]
    models = {name: spacy_models.load(name) for name in (options.model, options.against)}
    taken = evaluate.seconds(models, paragraphs, options.rounds)
    ratios = sorted(b / a for a, b in zip(*taken.values(), strict=True))
    print(json.dumps({"seconds": taken, "speed of the first over the second": ratios}, indent=1))


def _save(nlp: Any, output: Path, name: str, **meta: str) -> None:
    shutil.rmtree(output, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    student.save(nlp, output, name, VERSION, **meta)


def _show(rows: dict[str, dict[str, evaluate.Score]]) -> None:
    for name, ways in rows.items():
        for way, score in ways.items():
            kinds = " ".join(f"{kind} {f1:.3f}" for kind, f1 in score.by_type.items())
            print(
                f"{name:18} {way:12} P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}  {kinds}"
            )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.ner", description="The wire model and a house's own."
    )
    parser.add_argument(
        "--corpora", type=Path, default=CORPORA, help="folder of the data (default: %(default)s)"
    )
    commands = parser.add_subparsers(required=True)

    train = commands.add_parser("train", help="the model that ships")
    train.add_argument("--work", type=Path, default=ROOT / "out" / "ner", help="vectors, teacher and silver")
    train.add_argument("--output", type=Path, default=SHIPPED)
    train.add_argument("--epochs", type=int, default=student.Settings().epochs)
    train.add_argument("--minutes", type=float, default=600.0, help="most minutes for a student")
    train.add_argument("--width", type=int, default=student.Settings().width)
    train.add_argument(
        "--seeds", type=int, nargs="+", default=[1, 2], help="students; the best on held-out text is kept"
    )
    train.set_defaults(run=_train)

    own = commands.add_parser("house", help="a model from a house's own annotated wires")
    own.add_argument("--train", type=Path, nargs="+", required=True, help="CoNLL or .spacy files")
    own.add_argument("--dev", type=Path, help="a file to give figures for")
    own.add_argument("--output", type=Path, required=True)
    own.add_argument("--name", default="house")
    own.add_argument("--vectors", default=str(SHIPPED), help="a .pkl of 'vectors', or a spaCy model")
    own.add_argument("--epochs", type=int, default=12)
    own.add_argument("--minutes", type=float, default=50.0, help="most minutes of training")
    own.add_argument("--width", type=int, default=student.Settings().width)
    own.add_argument("--pieces", type=int, default=student.Settings().pieces)
    own.set_defaults(run=_house)

    figures = commands.add_parser("evaluate", help="figures of a model on the data for measuring")
    figures.add_argument("--model", default=str(SHIPPED))
    figures.add_argument("--only", nargs="*", default=(), help="names of sets")
    figures.set_defaults(run=_evaluate)

    speed = commands.add_parser("speed", help="a model's speed beside another's, in turn")
    speed.add_argument("texts", type=Path, nargs="+")
    speed.add_argument("--model", default=str(SHIPPED))
    speed.add_argument("--against", default="en_core_web_sm")
    speed.add_argument("--rounds", type=int, default=5)
    speed.set_defaults(run=_speed)

    table = commands.add_parser("vectors", help="word vectors, with the words of further texts")
    table.add_argument("--texts", type=Path, nargs="*", default=())
    table.add_argument("--size", type=int, default=recipe.WORDS)
    table.add_argument("--output", type=Path, required=True)
    table.set_defaults(run=_vectors)
    return parser


if __name__ == "__main__":
    main()
