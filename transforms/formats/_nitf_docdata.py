"""NITF's docdata: the metadata of the document itself.

Spec: NITF 3.6, `docdata`. Its dates and identity are read in `_nitf_head`, once all else is known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import Link
from transforms.formats._draft import Draft
from transforms.formats._nitf_terms import NAMED, evloc_term
from transforms.formats._nodes import as_json, attributes, line_of, local_name
from transforms.formats._status_words import signals_in

__all__ = ["read_docdata", "read_key_list"]

_Reader = Callable[[etree._Element, Draft], None]


def read_docdata(element: etree._Element, draft: Draft) -> None:
    status = (element.get("management-status") or "").strip()
    draft.set_status(status)
    for child in element.iterchildren("*"):
        _DOCDATA.get(child.tag, _keep)(child, draft)
    other, other_status = (
        element.get("management-doc-idref"),
        (element.get("management-idref-status") or "").strip(),
    )
    if other:
        draft.links[Link(rel="management-doc-idref", uri=other.strip())] = None
    draft.keep("management-idref-status", other_status)


def _keep(element: etree._Element, draft: Draft) -> None:
    draft.keep_once(local_name(element), as_json(element))


def _urgency(element: etree._Element, draft: Draft) -> None:
    draft.set_urgency((element.get("ed-urg") or line_of(element)).strip())


def _ed_msg(element: etree._Element, draft: Draft) -> None:
    """A message that is not for publication; its type may say that the story is a correction or a kill."""
    message = (element.get("info") or line_of(element)).strip()
    kind = (element.get("msg-type") or "").strip()
    if message:
        draft.editorial_notes[message] = None
    draft.keep("ed-msg.msg-type", kind)
    draft.signal(signals_in(kind))


def _correction(element: etree._Element, draft: Draft) -> None:
    given = attributes(element)
    draft.signal(["correction"])
    if "info" in given:
        draft.editorial_notes[given["info"]] = None
    if "id-string" in given:
        draft.links[Link(rel="correction", uri=given["id-string"])] = None
    draft.keep("correction", as_json(element))


def _evloc(element: etree._Element, draft: Draft) -> None:
    term = evloc_term(element)
    if term:
        draft.places[term] = None
        draft.keep("evloc", as_json(element))


def _copyright(element: etree._Element, draft: Draft) -> None:
    draft.holder = draft.holder or (element.get("holder") or "").strip() or None
    draft.keep("doc.copyright", as_json(element))


def _doc_rights(element: etree._Element, draft: Draft) -> None:
    limits = (element.get("limitations") or "").strip()
    if limits:
        draft.usage[limits] = None
    draft.keep("doc.rights", as_json(element))


def read_key_list(element: etree._Element, draft: Draft) -> None:
    """Keywords, in their attribute or (against the schema) as text."""
    for child in element.iterchildren("keyword"):
        word = (child.get("key") or line_of(child)).strip()
        if word:
            draft.keywords[word] = None


def _identified(element: etree._Element, draft: Draft) -> None:
    for child in element.iterchildren("*"):
        NAMED.get(child.tag, _keep)(child, draft)


def _attribute(name: str) -> _Reader:
    """The reader of an element that is all one attribute (or, in some feeds, text)."""

    def read(element: etree._Element, draft: Draft) -> None:
        draft.keep(str(element.tag), (element.get(name) or line_of(element)).strip())

    return read


def _read_later(element: etree._Element, draft: Draft) -> None:
    """Read in `read_head` once the rest is known."""


_DOCDATA: Final[dict[str, _Reader]] = {
    "correction": _correction,
    "evloc": _evloc,
    "doc-id": _keep,
    "urgency": _urgency,
    "fixture": _attribute("fix-id"),
    "date.issue": _read_later,
    "date.release": _read_later,
    "date.expire": _attribute("norm"),
    "doc-scope": _attribute("scope"),
    "ed-msg": _ed_msg,
    "doc.copyright": _copyright,
    "doc.rights": _doc_rights,
    "key-list": read_key_list,
    "identified-content": _identified,
}
