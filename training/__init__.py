"""Training of the project's own models. Not part of the installed package: `python -m training.ner` in a checkout."""
