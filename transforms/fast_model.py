"""Models as a run uses them: loaded for named entities alone, and made fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transforms import spacy_models

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["load_fast"]

_CHUNKS_KEPT: Final = 40_000
"""What stands between blanks is cut into tokens once; spaCy remembers 10,000 such chunks, and a tenth of a
wire's text is none of them. Some 0.2 kB each."""


def load_fast(name_or_path: str = spacy_models.DEFAULT_MODEL) -> Language:
    """A model that finds the same entities as `spacy_models.load` gives, in half of the time.

    That is for models whose parts are spaCy's usual ones; others are as they are loaded.

    Raises:
      ModelError: as `spacy_models.load` does.
    """
    # Imported here: they need spaCy, and a run without a model does not.
    from spacy.tokenizer import Tokenizer

    from transforms.embeddings import remember_embeddings
    from transforms.encoder import work_in_place
    from transforms.recognizer import recognize_at_once

    nlp = spacy_models.load(name_or_path)
    if isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer.max_cache_size = _CHUNKS_KEPT
    remember_embeddings(nlp)
    work_in_place(nlp)
    recognize_at_once(nlp)
    return nlp
