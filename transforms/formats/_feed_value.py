"""XML elements as the values of `extra`."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from transforms.formats._json import to_text
from transforms.formats._xml import local

__all__ = ["Fields", "attributes", "drop", "text_of_element", "value_of"]

_DEEPEST: Final = 32  # below it the text alone is kept


class Fields:
    """Fields by name; what stands several times under one name becomes a list."""

    def __init__(self) -> None:
        self._values: dict[str, list[Any]] = {}

    def add(self, name: str, value: Any) -> None:
        """Adds a value; an empty one says nothing and is left out."""
        if value not in ("", {}, None):
            self._values.setdefault(name, []).append(value)

    def as_values(self) -> dict[str, Any]:
        """A single value by itself, several as a list."""
        return {name: values[0] if len(values) == 1 else values for name, values in self._values.items()}

    def as_text(self) -> dict[str, str]:
        """For `extra`: text as it is, anything nested as JSON."""
        return {name: to_text(value) for name, value in self.as_values().items()}


def drop(element: etree._Element) -> None:
    """Takes an element out of its tree; emptied first, as lxml needs quadratic time to move its content."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def text_of_element(element: etree._Element) -> str:
    """All its text, on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def attributes(element: etree._Element) -> dict[str, str]:
    """Its attributes by local name."""
    return {str(name).rpartition("}")[2]: str(value) for name, value in element.attrib.items()}


def value_of(element: etree._Element, depth: int = 0) -> Any:
    """Its text; with attributes or children an object: attributes as '@name', text as '#text'."""
    if not element.attrib and not len(element):
        return text_of_element(element)
    if depth == _DEEPEST:
        return text_of_element(element)
    fields = Fields()
    for name, value in attributes(element).items():
        fields.add("@" + name, value)
    fields.add("#text", " ".join((element.text or "").split()))
    for child in element:
        prefix = f"{child.prefix}:" if child.prefix else ""
        fields.add(prefix + local(child), value_of(child, depth + 1))
    return fields.as_values()
