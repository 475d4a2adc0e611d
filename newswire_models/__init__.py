"""spaCy models that come with newswire, each a folder for `spacy.load`.

`en_newswire`: names of people, places, organisations and others in English wire stories, made by
`python -m training.ner train`. Its data, terms and figures: docs/model-card-ner.md.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["path"]


def path(name: str) -> Path | None:
    """The folder of the model of that name, None if there is none here."""
    folder = Path(__file__).parent / name
    return folder if (folder / "config.cfg").is_file() else None
