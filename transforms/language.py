"""The language of a text whose feed does not say it."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

__all__ = ["detect_language"]

_CHARACTERS: Final = 600
"""More text makes the answer no better and the call slower."""

_LANGUAGES: Final = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka "
    "kk km kn ko ky lo lt lv mk ml mn mr ms mt nb ne nl nn no pa pl ps pt ro ru si sk sl sq sr sv sw ta te "
    "th tl tr uk ur uz vi xh zh zu"
)
"""Languages that wires are written in. Left in, pidgins and dialects win over English in tables."""


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code that the text's first characters look like; None for a text without letters.

    By py3langid (Naive Bayes over byte n-grams, no network).
    """
    sample = text[:_CHARACTERS]
    if not any(character.isalpha() for character in sample):
        return None
    language, _ = _identifier().classify(sample.casefold() if sample.isupper() else sample)
    return str(language)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.labels)
    identifier.set_languages([language for language in _LANGUAGES.split() if language in known])
    return identifier
