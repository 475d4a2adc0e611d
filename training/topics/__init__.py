"""Training of the topic model: see README.md in this folder."""
