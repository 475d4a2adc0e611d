"""The stages of newswire as pure functions, for notebooks and for the graph alike.

`from transforms import read_messages, parse_message, feed_topics, Annotator` needs neither Beam nor, but
for `Annotator`, spaCy: names are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "Annotator": "transforms.annotate",
    "FORMATS": "transforms.formats",
    "Hints": "transforms.formats",
    "Message": "transforms.parse",
    "detect": "transforms.formats",
    "feed_topics": "transforms.topics",
    "parse_message": "transforms.parse",
    "read_messages": "transforms.reading",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    module = _PUBLIC.get(name)
    if module is None:
        raise AttributeError(f"module 'transforms' has no attribute {name!r}")
    return getattr(import_module(module), name)
