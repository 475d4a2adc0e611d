"""The student: a small spaCy model over hashed word features and a table of vectors, quick enough for a wire.

`build` makes it untrained, `train` trains it, `save` writes it so that `spacy.load` gives the same model.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example

__all__ = ["Settings", "bare", "build", "save", "train"]

_KEY: Final = "NORM"
"""The vectors are found by a word's lower-cased form, in lines of capitals too."""

_FEATURES: Final = {"NORM": 5000, "PREFIX": 2500, "SUFFIX": 2500, "SHAPE": 2500, "SPACY": 50, "IS_SPACE": 50}
"""Feature -> rows of its hash table."""


class Settings(NamedTuple):
    """Of the net and of its training.

    Attributes:
      width, depth, pieces: of the layers over the words.
      epochs: of the documents, each varied anew.
      rate: Adam's, falling to a fiftieth in a straight line.
      drop: dropout.
      batch: words in a step; it begins with a third of that.
      minutes: of wall time after which training ends early; the rate falls with the clock then.
      seed: of everything that is random.
    """

    width: int = 96
    depth: int = 4
    pieces: int = 2
    epochs: int = 6
    rate: float = 1e-3
    drop: float = 0.2
    batch: int = 1500
    minutes: float = 600.0
    seed: int = 1


def build(settings: Settings, words: Sequence[str], vectors: npt.NDArray[np.float32]) -> Language:
    """An untrained English model with the vectors of those words; with no words, without vectors."""
    import spacy
    from spacy.vectors import Vectors
    from thinc.api import NumpyOps, set_current_ops

    set_current_ops(
        NumpyOps(use_blis=False)
    )  # OpenBLAS: twice as fast, and layers keep what they are made with
    nlp = spacy.blank("en")
    if len(words):
        keys = [nlp.vocab.strings.add(word) for word in words]
        nlp.vocab.vectors = Vectors(data=vectors, keys=keys, name="newswire", attr=_KEY)
    nlp.add_pipe("ner", config={"model": _architecture(settings, bool(len(words)))})
    return nlp


def train(
    nlp: Language,
    documents: Sequence[Doc],
    settings: Settings,
    vary: Callable[[Doc, random.Random], Doc] = lambda doc, rng: doc,
) -> None:
    """Trains the model in place; its weights are the running mean at the end.

    Args:
      nlp: from `build`, with the vocabulary that the documents have.
      documents: annotated; tokens with missing annotation teach nothing.
      settings: as for `build`.
      vary: what to make of a document each time it is seen.
    """
    from spacy.training import Example
    from thinc.api import Adam, fix_random_seed

    fix_random_seed(settings.seed)
    rng = random.Random(settings.seed)
    ner: Any = nlp.get_pipe("ner")
    for label in sorted({ent.label_ for doc in documents for ent in doc.ents}):
        ner.add_label(label)
    first = [Example(bare(doc), doc) for doc in documents[:200]]
    nlp.initialize(lambda: first)
    optimizer = Adam(
        settings.rate, beta2=0.999, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True
    )
    started, seen, shown, losses = time.monotonic(), 0.0, 0, {"ner": 0.0}
    total = settings.epochs * sum(map(len, documents))
    for step, batch in enumerate(_batches(documents, settings, rng, vary)):
        done = max(seen / total, (time.monotonic() - started) / 60 / settings.minutes)
        if done > 1:
            break
        optimizer.learn_rate = settings.rate * min(1.0, (step + 1) / 100) * max(0.02, 1 - done)
        nlp.update(batch, sgd=optimizer, drop=settings.drop, losses=losses)
        seen += sum(len(example.reference) for example in batch)
        if step % 200 == 199:
            taken = time.monotonic() - started
            print(f"{done:.0%} loss {losses['ner'] / (seen - shown):.4f} {taken:.0f} s", flush=True)
            shown, losses = int(seen), {"ner": 0.0}
    for node in ner.model.walk():
        _take_averages(node, optimizer.averages)


def save(nlp: Language, folder: Path, name: str, version: str, **meta: Any) -> None:
    """Writes the model as a folder for `spacy.load`."""
    nlp.meta.update({"name": name, "version": version} | meta)
    nlp.to_disk(folder)
    if len(nlp.vocab.vectors):
        _keep_key(folder / "vocab" / "vectors.cfg")


def _keep_key(path: Path) -> None:
    """spaCy 3.8.7 does not write by which attribute vectors are found; it would look for the plain form."""
    from spacy.attrs import IDS

    config = json.loads(path.read_text(encoding="utf-8")) | {"attr": IDS[_KEY]}
    path.write_text(json.dumps(config) + "\n", encoding="utf-8")


def _architecture(settings: Settings, vectors: bool) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": settings.width,
                "attrs": list(_FEATURES),
                "rows": list(_FEATURES.values()),
                "include_static_vectors": vectors,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": settings.width,
                "depth": settings.depth,
                "window_size": 1,
                "maxout_pieces": settings.pieces,
            },
        },
    }


def _batches(
    documents: Sequence[Doc],
    settings: Settings,
    rng: random.Random,
    vary: Callable[[Doc, random.Random], Doc],
) -> Iterator[list[Example]]:
    from spacy.training import Example

    batch: list[Example] = []
    words, least = 0, settings.batch // 3
    total = settings.epochs * sum(map(len, documents))
    seen = 0
    for doc in _epochs(documents, settings.epochs, rng):
        varied = vary(doc, rng)
        batch.append(Example(bare(varied), varied))
        words += len(varied)
        if words >= min(settings.batch, least + 4 * settings.batch * seen / total):
            seen += words
            yield batch
            batch, words = [], 0


def _epochs(documents: Iterable[Doc], epochs: int, rng: random.Random) -> Iterator[Doc]:
    order = list(documents)
    for _ in range(epochs):
        rng.shuffle(order)
        yield from order


def bare(doc: Doc) -> Doc:
    """The same words without annotation."""
    from spacy.tokens import Doc

    return Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])


def _take_averages(node: Any, averages: dict[tuple[int, str], Any]) -> None:
    for name in node.param_names:
        mean = averages.get((node.id, name))
        if mean is not None:
            node.set_param(name, mean)
