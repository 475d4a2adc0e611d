"""Reading XML that has been parsed: namespaces off, text on one line, and what has no field as JSON values.

All of it is linear in the element given. Comments and processing instructions are gone already (`_xml`).
"""

from __future__ import annotations

import codecs
import re
from typing import Final, TypeAlias

from lxml import etree

from transforms.formats._text import one_line

__all__ = [
    "XML_LANG",
    "JsonValue",
    "as_json",
    "attributes",
    "child_at",
    "line_of",
    "local_name",
    "root_name",
    "strip_namespace",
    "text_at",
    "without_default_namespace",
]

JsonValue: TypeAlias = "str | list[JsonValue] | dict[str, JsonValue]"

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0 section 2.8: what may stand before the root element. Feeds put blanks before the declaration too.
_BEFORE: Final = re.compile(
    r"[\s\x00-\x1f\ufeff]*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL
)
_HEAD_BYTES: Final = 4096
# The first start tag that is NITF's or NewsML's root without a prefix, and its xmlns.
_DEFAULT_NAMESPACE: Final = re.compile(
    rb"<(?:nitf|NewsML|NewsItem)(?:\s[^<>]*?)?(\sxmlns\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))(?=[\s/>])"
)
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\s+(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_ROOT: Final = re.compile(r"[\s\x00-\x1f\ufeff]*<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
# Attributes that only lay out or link within the document.
_LAYOUT: Final = frozenset({"id", "class", "style", "dir", "lang", "Duid", "Euid", "schemaLocation", "space"})

# A line break, and parts that feeds do not always part by a blank: of names, places, copyrights, bylines.
_APART: Final = frozenset(
    "br name.given name.family function byttl virtloc sublocation city state region country story.date"
    " copyrite.year copyrite.holder".split()
)
_OPENING: Final = ("(", "[", "/", "-", "“", "«", "‘")


def root_name(head: bytes) -> str:
    """Local name of the root element of the document that begins so, '' where none is seen.

    Where the document type declaration is longer than these bytes, the name that it gives.
    """
    text = _head_text(head)
    position = 0
    while found := _BEFORE.match(text, position):
        position = found.end()
    root = _ROOT.match(text, position) or _DOCTYPE.match(text[position:].lstrip())
    return root[1] if root else ""


def _head_text(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    if head[:4] in (b"<\x00?\x00", b"\x00<\x00?"):
        return head.decode("utf-16-le" if head[0] else "utf-16-be", "ignore")
    return head.decode("latin-1")


def without_default_namespace(data: bytes) -> bytes:
    """The document without the default namespace that its root declares, where its bytes are as ASCII's.

    `strip_namespace` gives the same tree; to take one attribute off before parsing is ten times as fast.
    """
    found = _DEFAULT_NAMESPACE.search(data, 0, _HEAD_BYTES)
    return data[: found.start(1)] + data[found.end(1) :] if found else data


def strip_namespace(root: etree._Element) -> None:
    """Takes the root's own namespace off it and off what is below; others stay as they are.

    Where no xmlns declares the root's prefix, `parse_xml` has left it as part of the name: that goes too.
    """
    before, mark, _ = root.tag.rpartition("}" if root.tag.startswith("{") else ":")
    if not mark:
        return
    for element in root.iter(f"{before}}}*" if mark == "}" else "*"):
        if element.tag.startswith(before + mark):
            element.tag = element.tag[len(before) + 1 :]


def local_name(element: etree._Element) -> str:
    """Name without namespace."""
    tag = str(element.tag)
    return tag[tag.find("}") + 1 :]


def line_of(element: etree._Element | None) -> str:
    """All text of an element on one line, '' where there is no element.

    A line break is a blank, and so is what parts the parts of a name, a place or a byline.
    """
    if element is None:
        return ""
    if not len(element):
        return _line(element.text) if element.text else ""
    pieces: list[str] = []
    _collect(element, pieces)
    return _line("".join(pieces))


def _line(text: str) -> str:
    """`one_line`, quicker for ASCII: XML has none of its controls but DEL, and white space."""
    return " ".join(text.split()) if text.isascii() and "\x7f" not in text else one_line(text)


def _collect(element: etree._Element, pieces: list[str]) -> None:
    """The text of an element, piece by piece; `parse_xml` lets no tree be deeper than 256."""
    if element.text:
        pieces.append(element.text)
    for child in element:
        if local_name(child) in _APART and not (pieces and pieces[-1].endswith(_OPENING)):
            pieces.append(" ")
        _collect(child, pieces)
        if child.tail:
            pieces.append(child.tail)


def text_at(element: etree._Element, path: str) -> str:
    """Text, on one line, of the first element at a path below; '' where there is none."""
    return line_of(child_at(element, path))


def child_at(element: etree._Element, path: str) -> etree._Element | None:
    """The first element at a path of names, such as 'a/b'; as `find` gives it, at a fifth of the price."""
    name, _, rest = path.partition("/")
    if not rest:
        return next(element.iterchildren(name), None)
    below = (child_at(child, rest) for child in element.iterchildren(name))
    return next((found for found in below if found is not None), None)


def attributes(element: etree._Element) -> dict[str, str]:
    """Attributes by local name, without those of layout and without empty ones."""
    found: dict[str, str] = {}
    for name, value in element.items():
        name, value = str(name), str(value).strip()
        if name.startswith("{"):
            name = name.rpartition("}")[2]
        if value and name not in _LAYOUT:
            found[name] = value
    return found


def as_json(element: etree._Element, without: frozenset[str] = frozenset()) -> JsonValue:
    """An element whole: its text, or an object of its attributes, its children by name, and its text.

    An element that has a text, or a FormalName (NewsML), and nothing else is that string.

    Args:
      element: read to the last of its children.
      without: names of children, at any depth, that are left out.
    """
    value: dict[str, JsonValue] = dict(attributes(element))
    if not len(element):
        text = line_of(element)
        return text if not value else _short({**value, "text": text} if text else value)
    mixed = bool((element.text or "").strip())
    lists: dict[str, list[JsonValue]] = {}
    for child in element.iterchildren("*"):
        mixed = mixed or bool((child.tail or "").strip())
        if (name := local_name(child)) not in without and (read := as_json(child, without)):
            lists.setdefault(name, []).append(read)
    for name, values in lists.items():
        value[name] = values[0] if len(values) == 1 else values
    if mixed:
        value["text"] = line_of(element)
    return _short(value) if value else ""


def _short(value: dict[str, JsonValue]) -> JsonValue:
    return value["FormalName"] if value.keys() == {"FormalName"} else value
