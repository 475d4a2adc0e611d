"""The wire model: named entities in English wire stories, from clean data alone. See training/README.md."""
