"""NewsML-G2's elements as values: JSON, lines of text, names by language, codes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from lxml import etree

from transforms.formats._nodes import JsonValue
from transforms.formats._text import one_line
from transforms.formats._xml import local

__all__ = ["XML_LANG", "as_json", "attributes", "best_name", "code_of", "distance", "lines_of"]

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMA_LOCATION: Final = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_BREAKS: Final = frozenset({"br", "p", "line"})


def as_json(element: etree._Element) -> JsonValue:
    """An element whole: its text alone, or an object of its attributes, children by name, and text.

    Text among elements that have more to them is joined without theirs: no text stands there twice.
    """
    value: dict[str, JsonValue] = {**attributes(element)}
    if not len(element):
        text = _line(element.text)
        if value and text:
            value["text"] = text
        return value or text
    if (element.text and element.text.strip()) or any(child.tail and child.tail.strip() for child in element):
        if not any(len(child) or child.keys() for child in element):
            return {**value, "text": lines_of(element)} if value else lines_of(element)
        value["text"] = _line(" ".join([element.text or "", *(child.tail or "" for child in element)]))
    lists: dict[str, list[JsonValue]] = {}
    for child in element:
        if part := as_json(child):
            lists.setdefault(local(child), []).append(part)
    for name, parts in lists.items():
        name = name if name not in value else f"{name}[]"
        value[name] = parts[0] if len(parts) == 1 else parts
    return value


def attributes(element: etree._Element) -> dict[str, str]:
    """Attributes by local name, without empty ones and the place of the schema."""
    found = {}
    for name, value in element.items():
        if name != _SCHEMA_LOCATION and (text := str(value).strip()):
            found[str(name)[str(name).find("}") + 1 :]] = text
    return found


def lines_of(element: etree._Element) -> str:
    """All text of an element on one line; '' where it has none."""
    if not len(element):
        return _line(element.text)
    return _line("".join(_pieces(element)))


def _line(text: str | None) -> str:
    """`one_line`, quicker for the many texts that have nothing to clean."""
    if not text:
        return ""
    line = " ".join(text.split())
    return line if line.isascii() and line.isprintable() else one_line(text)


def _pieces(element: etree._Element) -> Iterable[str]:
    """Its texts; a br or p parts words that an inline element does not."""
    yield element.text or ""
    for child in element:
        gap = " " if local(child) in _BREAKS else ""
        yield gap
        yield from map(str, child.itertext())
        yield gap
        yield child.tail or ""


def best_name(element: etree._Element, language: str) -> str:
    """The name in the story's language, else that of no language, in English, or the first."""
    if not len(element):
        return ""
    names = [child for child in element if local(child) == "name"]
    if len(names) == 1:
        return lines_of(names[0])
    return lines_of(min(names, key=lambda name: distance(name, language))) if names else ""


def distance(element: etree._Element, language: str) -> int:
    """How far the language of an element is from the one that is wanted."""
    own = (element.get(XML_LANG) or "").lower()
    if own == language:
        return 0
    if own and own.partition("-")[0] == language.partition("-")[0]:
        return 1
    return 2 if not own else 3 if own.startswith("en") else 4


@lru_cache(maxsize=4096)
def code_of(text: str) -> str:
    """The last part of a code, QCode or URI, in lower case: 'ninat:text' -> 'text'."""
    return text.strip().rstrip("/").replace("#", ":").replace("/", ":").rpartition(":")[2].lower()
