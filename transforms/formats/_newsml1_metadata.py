"""What a NewsComponent of NewsML 1.x says of its content: NewsLines and the kinds of metadata.

Spec: NewsML 1.2 DTD and Functional Specification. Each element is read by the function beside its name in a
table; what is in no table is kept in `extra` whole. The caller goes from the component that holds the text
out to the item's own: scalars of the nearest win, lists are joined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from transforms.formats._draft import Draft
from transforms.formats._newsml1_descriptive import DESCRIPTIVE, read_metadata
from transforms.formats._newsml1_lines import NEWS_LINES
from transforms.formats._newsml1_names import Topics
from transforms.formats._newsml1_rights import ADMINISTRATIVE, RIGHTS
from transforms.formats._nodes import as_json, local_name

__all__ = ["read_component"]

_Reader = Callable[[etree._Element, Draft, Topics], None]
_Readers = dict[str, _Reader]


def read_component(component: etree._Element, draft: Draft, topics: Topics) -> None:
    """Reads the metadata that stands directly in a NewsComponent."""
    for child in component.iterchildren(*_METADATA):
        _METADATA[str(child.tag)](child, draft, topics)


def _keep(element: etree._Element, draft: Draft, topics: Topics) -> None:
    draft.keep_once(local_name(element), as_json(element))


def _read_with(readers: _Readers) -> _Reader:
    """The reader of an element whose children the table names; a Catalog means nothing by itself."""

    def read(element: etree._Element, draft: Draft, topics: Topics) -> None:
        for child in element.iterchildren("*"):
            if child.tag != "Catalog":
                readers.get(child.tag, _keep)(child, draft, topics)

    return read


_METADATA: Final[_Readers] = {
    "NewsLines": _read_with(NEWS_LINES),
    "AdministrativeMetadata": _read_with(ADMINISTRATIVE),
    "RightsMetadata": _read_with(RIGHTS),
    "DescriptiveMetadata": _read_with(DESCRIPTIVE),
    "Metadata": read_metadata,
    "Comment": _keep,
}
