"""NITF, the News Industry Text Format: 2.x, 3.0 to 3.6.

Contract: `parse` takes the bytes of one document and yields its one story (or what it is instead); it raises
only `ParseError`. Spec: IPTC, NITF 3.6 schema. With or without the schema's namespace, under any prefix.

Known faults that are read: see `_nitf_head` and `_nitf_body`, one module a part of the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Reason, Skipped
from transforms.formats._draft import Draft, finish
from transforms.formats._nitf_body import read_body
from transforms.formats._nitf_head import read_head
from transforms.formats._nodes import (
    XML_LANG,
    attributes,
    child_at,
    line_of,
    root_name,
    strip_namespace,
    without_default_namespace,
)
from transforms.formats._xml import local, parse_xml

__all__ = ["FORMAT", "parse", "read_nitf", "sniff"]

_MEDIA: Final = frozenset({"picture", "graphic", "video", "audio", "data"})


def sniff(head: bytes) -> bool:
    """Whether the root element is NITF's."""
    return root_name(head) == "nitf"


def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The story of one NITF document.

    Raises:
      ParseError: as `parse_xml`; MALFORMED where the root is not `nitf`; NO_TEXT where nothing can be read.
    """
    root, encoding, notes = parse_xml(without_default_namespace(data), hints)
    if local(root) != "nitf":
        raise ParseError(Reason.MALFORMED, f"the root element is {local(root)}, not nitf")
    draft = Draft(hints)
    draft.notes.update(dict.fromkeys(notes))
    read_nitf(root, draft)
    yield _item(draft, encoding)


def read_nitf(root: etree._Element, draft: Draft) -> None:
    """Reads an `nitf` element, of a document of its own or inside another, into a draft. Changes the tree."""
    strip_namespace(root)
    body = child_at(root, "body")
    for element in (root, body):
        if element is not None:
            draft.set_language(element.get(XML_LANG) or element.get("baselang") or element.get("lang") or "")
    for name, value in attributes(root).items():
        if name != "baselang":
            draft.keep(f"nitf.{name}", value)
    draft.provider = draft.provider or line_of(child_at(root, "body/body.head/distributor"))
    if (head := child_at(root, "head")) is not None:
        read_head(head, draft)
    if body is not None:
        read_body(body, draft)
    draft.uri = draft.uri or (root.get("uno") or "").strip()
    _settle(draft)


def _settle(draft: Draft) -> None:
    """What stands in two places."""
    draft.provider = draft.provider or draft.holder or ""
    title = draft.extra.get("title", [""])[0]
    if not draft.headline and isinstance(title, str):
        draft.headline = title
    if title == draft.headline:
        draft.extra.pop("title", None)
    if draft.version_created is None and "story.date" in draft.extra:
        draft.version_created = draft.moment(str(draft.extra["story.date"][0]), "story.date")
        draft.notes["no date.issue; story.date taken for it"] = None


def _item(draft: Draft, encoding: str) -> Parsed:
    if draft.body or draft.headline or draft.editorial_notes or draft.pub_status in ("canceled", "withheld"):
        return finish(draft, "nitf", encoding)
    if draft.links:
        return Skipped(next((link.type for link in draft.links if link.type in _MEDIA), "media"), draft.uri)
    raise ParseError(Reason.NO_TEXT, "neither hl1 nor body.content has text")


FORMAT = Format(
    name="nitf",
    title="NITF 2.x to 3.6",
    sniff=sniff,
    parse=parse,
    gives="all of docdata, tobject, pubdata and body: subjects, people, places, media, tables, tagline",
    limits="chron, money and num give their text only; addresses of hyperlinks and base64 media are dropped",
)
