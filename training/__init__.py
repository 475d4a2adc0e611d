"""Training of the project's own models, in a checkout; not part of the installed package."""
