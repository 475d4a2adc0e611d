"""NewsML 1.0 to 1.2.

Contract: `parse` takes the bytes of one NewsML document and yields an item for each of its NewsItems, those
inside others too; it raises only `ParseError`. Spec: IPTC, NewsML 1.2 DTD and Functional Specification.

Known faults that are read: no Version attribute, or a default namespace; a NewsItem for a root; `%nitf;` in
the DOCTYPE; statuses and languages in any case; PublicIdentifier one constant for all items; bodies as NITF,
XHTML, bare `p`, HTML in CDATA, plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from transforms.formats._bcp47 import language_tag
from transforms.formats._contract import DEFAULT_HINTS, Format, Hints, Parsed, ParseError, Reason, Skipped
from transforms.formats._draft import Draft, finish
from transforms.formats._newsml1_content import read_others, read_text
from transforms.formats._newsml1_management import (
    Envelope,
    read_envelope,
    read_identity,
    read_management,
    uri_of,
)
from transforms.formats._newsml1_metadata import read_component
from transforms.formats._newsml1_names import Topics, formal_name
from transforms.formats._newsml1_parts import (
    Part,
    media_kinds,
    parts_of,
    select_main,
)
from transforms.formats._nodes import (
    XML_LANG,
    as_json,
    child_at,
    root_name,
    strip_namespace,
    text_at,
    without_default_namespace,
)
from transforms.formats._xml import local, parse_xml

__all__ = ["FORMAT", "parse", "sniff"]

_ROOTS: Final = frozenset({"NewsML", "NewsItem"})
_HELD: Final = frozenset({"canceled", "withheld"})
# Of several kinds of media, the one that the item is: a video has pictures with it, not the other way round.
_FOREMOST: Final = ("video", "audio", "picture", "graphic", "data")


def sniff(head: bytes) -> bool:
    """Whether the root element is one of NewsML 1.x."""
    return root_name(head) in _ROOTS


def parse(data: bytes, hints: Hints = DEFAULT_HINTS) -> Iterator[Parsed]:
    """The items of one NewsML document, in order.

    Raises:
      ParseError: as `parse_xml`; MALFORMED where the root is not NewsML's; MISSING_FIELD where it has no
        NewsItem.
    """
    root, encoding, notes = parse_xml(without_default_namespace(data), hints)
    if local(root) not in _ROOTS:
        raise ParseError(Reason.MALFORMED, f"the root element is {local(root)}, not NewsML")
    strip_namespace(root)
    topics = Topics.of(root)
    items = list(root.iter("NewsItem"))
    if not items:
        raise ParseError(Reason.MISSING_FIELD, "NewsML without a NewsItem")
    for item in items:
        _detach(item)
    envelope = read_envelope(root, topics)
    for item in items:
        draft = Draft(hints)
        draft.notes.update(dict.fromkeys(notes))
        envelope.apply(draft)
        yield _read_item(item, draft, envelope, topics) or finish(draft, "newsml-1", encoding)


def _detach(item: etree._Element) -> None:
    """Takes an item that stands inside another out of it, and leaves a reference in its place."""
    parent = item.getparent()
    if parent is not None and parent.tag == "NewsComponent":
        etree.SubElement(parent, "NewsItemRef").set("NewsItem", uri_of(item))
        parent.remove(item)


def _read_item(
    item: etree._Element, draft: Draft, envelope: Envelope, topics: Topics
) -> Skipped | ParseError | None:
    """Reads an item into a draft; what it is instead, where it is no story."""
    read_identity(item, draft)
    read_management(item, draft)
    if child_at(item, "Update") is not None and draft.pub_status != "canceled":
        return ParseError(Reason.MISSING_FIELD, f"{draft.uri} edits an earlier revision, which is not here")
    parts = parts_of(item)
    language = formal_name(child_at(item, "NewsComponent/DescriptiveMetadata/Language"))
    main = select_main(parts, language_tag(language))
    path = _path(item, parts, main)
    for component in path:
        read_component(component, draft, topics)
    _settle(item, path, draft, envelope)
    draft.body = "\n\n".join(filter(None, (read_text(part, draft) for part in main)))
    draft.keep("Role", main[0].place.role if main else "")
    read_others(parts, main, set(path), item, draft)
    return None if draft.body else _instead(item, parts, draft)


def _path(item: etree._Element, parts: list[Part], main: list[Part]) -> list[etree._Element]:
    """The components whose metadata are the story's: those around the main text, from the nearest out.

    Without a main text: all that hold neither pictures and the like nor a text of another kind.
    """
    if main:
        return [main[0].component, *main[0].component.iterancestors("NewsComponent")]
    others = {part.component for part in parts}
    return [component for component in item.iter("NewsComponent") if component not in others]


def _settle(item: etree._Element, path: list[etree._Element], draft: Draft, envelope: Envelope) -> None:
    """What stands farther out than the components, and counts where they are silent."""
    for element in (*path, item):
        draft.set_language(element.get(XML_LANG) or "")
    draft.set_language(envelope.language)
    for element in item.iterchildren("Comment", "Catalog"):
        draft.keep(str(element.tag), as_json(element))
    provider = draft.provider or envelope.sender
    draft.provider = provider or text_at(item, "Identification/NewsIdentifier/ProviderId")


def _instead(item: etree._Element, parts: list[Part], draft: Draft) -> Skipped | ParseError | None:
    """What an item without a text is; None where it is a story all the same: an alert, or a kill."""
    kinds = media_kinds(parts)
    if kinds:
        return Skipped(next(kind for kind in _FOREMOST if kind in kinds), draft.uri)
    if next(item.iter("NewsItemRef"), None) is not None:
        return Skipped("package", draft.uri)
    if draft.headline or draft.abstract or draft.editorial_notes or draft.pub_status in _HELD:
        return None
    if child_at(item, "TopicSet") is not None:
        return Skipped("knowledge", draft.uri)
    if child_at(item, "NewsComponent") is None:
        return Skipped("management", draft.uri)
    return ParseError(Reason.NO_TEXT, f"{draft.uri}: no ContentItem has text")


FORMAT = Format(
    name="newsml-1",
    title="NewsML 1.0 to 1.2",
    sniff=sniff,
    parse=parse,
    gives="the main text with all metadata around it, topics resolved; pictures and the like as links",
    limits="partial updates (NewsItem/Update) are dead letters; catalogs are not fetched; one text an item",
)
