"""Bodies in XHTML, HTML and NITF to plain text: paragraphs apart by one blank line, tables aligned.

One walker for the three, by local names, any namespace and any case: NITF's body.content took its elements
from HTML. Specs: NITF 3.6 (enriched text, block content), HTML Living Standard (sections 4.4 and 4.9; 15.3
for what is not rendered).

Contract: neither function raises on any tree or text, and both take time linear in it. Inline elements are
joined without a blank, runs of white space (no-break ones too) become one blank, `br` ends a line and two of
them a paragraph, a list or a table is one block of lines, `pre` keeps its lines. Pictures and their captions
are left out (see `media_captions`), and so is whatever a browser does not show.

Known limits: nested tables and lists over 8 deep are read as paragraphs; libxml2 drops HTML nested over 2,048
elements deep.
"""

from __future__ import annotations

import html as html_entities
import re
from typing import Final

from lxml import etree

from transforms.formats._markup_walker import Walker, kind_of, name_of

__all__ = ["element_to_text", "html_to_text", "media_captions"]

_BLANK_LINES: Final = re.compile(r"\n[ \t\r\f\v\xa0]*\n")
_EVENTS: Final = ("start", "end", "comment", "pi")
_HTML: Final = etree.HTMLParser(
    encoding="utf-8",
    no_network=True,
    remove_comments=True,
    remove_pis=True,
    huge_tree=True,
    collect_ids=False,
)


def element_to_text(element: etree._Element, skip: frozenset[str] = frozenset()) -> str:
    """Text of a body element (NITF body.content, XHTML body or div), by local names, any namespace.

    Args:
      element: the body; its own tail is no part of it.
      skip: local names of elements to leave out.
    """
    walker = Walker()
    walk = etree.iterwalk(element, events=_EVENTS)
    skipped = None
    for event, node in walk:
        if event == "start":
            if (skip and name_of(node.tag) in skip) or not walker.enter(node, kind_of(node.tag)):
                skipped = node
                walk.skip_subtree()
            continue
        if event == "end" and node is not skipped:
            walker.leave(kind_of(node.tag))
        if node.tail and node is not element:
            walker.buffer.append(node.tail)
    walker.flush()
    return "\n\n".join(walker.blocks)


def html_to_text(html: str) -> str:
    """Text of an HTML page or fragment; scripts, styles and hidden parts dropped, entities resolved.

    Text without any tag keeps its blank lines as ends of paragraphs.
    """
    if "<" not in html:
        blocks = _BLANK_LINES.split(html_entities.unescape(html).replace("\r\n", "\n"))
        return "\n\n".join(filter(None, (" ".join(block.split()) for block in blocks)))
    try:
        root = etree.fromstring(html.replace("\x00", "").encode("utf-8", "replace"), _HTML)
    except etree.XMLSyntaxError:  # nothing but white space, comments and declarations
        return ""
    return "" if root is None else element_to_text(root)


def media_captions(element: etree._Element) -> tuple[str, ...]:
    """The captions of the pictures in a body, in order: NITF's media-caption, HTML's figcaption."""
    captions = []
    walk = etree.iterwalk(element, events=("start",), tag=("{*}media-caption", "{*}figcaption"))
    for _, node in walk:
        captions.append(element_to_text(node))
        walk.skip_subtree()
    return tuple(filter(None, captions))
