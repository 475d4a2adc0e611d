"""Bodies in XHTML, HTML and NITF to plain text: paragraphs apart by one blank line, tables aligned."""
from __future__ import annotations
from lxml import etree

def element_to_text(element: etree._Element) -> str:
    """Text of a body element (NITF body.content, XHTML body or div), by local names, any namespace."""
    raise NotImplementedError

def html_to_text(html: str) -> str:
    """Text of an HTML page or fragment; scripts, styles and hidden parts dropped, entities resolved."""
    raise NotImplementedError
