"""Models as a run uses them: loaded for named entities alone, and made fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms import spacy_models

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["load_fast"]


def load_fast(name_or_path: str = spacy_models.DEFAULT_MODEL) -> Language:
    """A model that finds the same entities as `spacy_models.load` gives, in half of the time.

    That is for models whose parts are spaCy's usual ones; others are as they are loaded.

    Raises:
      ModelError: as `spacy_models.load` does.
    """
    # Imported here: they need spaCy, and a run without a model does not.
    from transforms.embeddings import remember_embeddings
    from transforms.encoder import work_in_place
    from transforms.recognizer import recognize_at_once

    nlp = spacy_models.load(name_or_path)
    remember_embeddings(nlp)
    work_in_place(nlp)
    recognize_at_once(nlp)
    return nlp
