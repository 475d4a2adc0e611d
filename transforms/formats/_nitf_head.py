"""NITF's head: title, meta, tobject, docdata, pubdata, revision-history.

Spec: NITF 3.6 (November 2010); NITF 2.x and 3.0 to 3.5 have the same elements, save that management-status
came with 3.1, and that the language of a part is in `lang` up to 2.5, in `xml:lang` later.

Each element is read by the function beside its name in a table; what is in no table is kept in `extra` whole.
Known faults of feeds: doc-id missing; dates as text and not in `norm`; medtop codes where refnum wants
Subject Codes; an embargo that only date.release tells, since 2.x and 3.0 have nothing else for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from schemas.records import FOREVER, Link, Term
from transforms.formats._draft import Draft, urn
from transforms.formats._nitf_docdata import read_docdata
from transforms.formats._nodes import as_json, attributes, child_at, line_of, local_name
from transforms.formats._status_words import signals_in

__all__ = ["read_head", "read_tobject"]

_Reader = Callable[[etree._Element, Draft], None]


def read_head(head: etree._Element, draft: Draft) -> None:
    """Reads all of a head; then works out identity, version, dates and embargo from the whole of it."""
    _read(head, _HEAD, draft)
    docdata = child_at(head, "docdata")
    dates = {name: _date_text(docdata, name) for name in ("date.issue", "date.release", "date.expire")}
    if draft.version_created is None:
        draft.version_created = draft.moment(dates["date.issue"], "date.issue")
    else:
        draft.keep("date.issue", dates["date.issue"])
    _read_embargo(dates["date.release"], docdata, draft)
    _set_created(head, draft)
    if docdata is not None:
        _identify(docdata, dates["date.issue"], draft)


def _read(parent: etree._Element, readers: dict[str, _Reader], draft: Draft) -> None:
    for child in parent.iterchildren("*"):
        readers.get(child.tag, _keep)(child, draft)


def _keep(element: etree._Element, draft: Draft) -> None:
    draft.keep(local_name(element), as_json(element))


def _title(element: etree._Element, draft: Draft) -> None:
    """A title is for lists of results: often the headline, or the slug."""
    draft.keep("title", line_of(element))


def _meta(element: etree._Element, draft: Draft) -> None:
    name = element.get("name") or element.get("http-equiv") or ""
    content = (element.get("content") or "").strip()
    if name.lower() in ("content-language", "language"):
        draft.set_language(content)
    elif name.lower() == "keywords":
        draft.keywords.update(dict.fromkeys(filter(None, map(str.strip, content.split(",")))))
    else:
        draft.keep(f"meta.{name}" if name else "meta", content)


def read_tobject(element: etree._Element, draft: Draft) -> None:
    """The kind of news material, its properties (genres) and its subjects."""
    kind = (element.get("tobject.type") or "").strip()
    draft.keep("tobject.type", kind)
    draft.signal(signals_in(kind))
    for child in element.iterchildren("*"):
        if child.tag == "tobject.subject":
            _subject(child, draft)
        elif child.tag == "tobject.property":
            genre = (child.get("tobject.property.type") or "").strip()
            if genre:
                draft.genres[genre] = None
                draft.signal(signals_in(genre))
        else:
            _keep(child, draft)


def _subject(element: etree._Element, draft: Draft) -> None:
    """A code of eight digits, and names of up to three levels, of which the last is the code's own."""
    given = attributes(element)
    code = given.get("tobject.subject.refnum", "")
    names = [given[name] for name in _SUBJECT_NAMES if name in given]
    if code or names:
        name = names[-1] if names else None
        draft.subjects[Term(code=code or None, scheme=_scheme(code, given), name=name)] = None
    if len(names) > 1 or "tobject.subject.code" in given:
        draft.keep("tobject.subject", as_json(element))


_SUBJECT_NAMES: Final = ("tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail")


def _scheme(code: str, given: dict[str, str]) -> str | None:
    """`tobject.subject.ipr` names the vocabulary; IPTC, its default, means the Subject Codes.

    Agencies put Media Topics there as well: those have 2 as their first digit, Subject Codes 0 or 1.
    """
    source = given.get("tobject.subject.ipr", "IPTC")
    if not source.upper().startswith("IPTC"):
        return source
    return "medtop" if len(code) == 8 and code.startswith("2") else "subj" if code else None


def _pubdata(element: etree._Element, draft: Draft) -> None:
    if published := (element.get("ex-ref") or "").strip():
        draft.links[Link(rel="ex-ref", uri=published)] = None
    _keep(element, draft)


_HEAD: Final[dict[str, _Reader]] = {
    "title": _title,
    "meta": _meta,
    "tobject": read_tobject,
    "docdata": read_docdata,
    "pubdata": _pubdata,
}


def _date_text(docdata: etree._Element | None, name: str) -> str:
    element = child_at(docdata, name) if docdata is not None else None
    return "" if element is None else (element.get("norm") or line_of(element)).strip()


def _read_embargo(release: str, docdata: etree._Element | None, draft: Draft) -> None:
    """Embargoed until date.release, or without end where that is missing."""
    status = (docdata.get("management-status") or "").strip().lower() if docdata is not None else ""
    draft.keep_once("date.release", release)
    until = draft.moment(release, "date.release")
    if status == "embargoed":
        draft.embargo_until = until or FOREVER
    elif not status and until and draft.version_created and until > draft.version_created:
        draft.embargo_until = until
        draft.notes["date.release is after date.issue; read as an embargo"] = None


def _set_created(head: etree._Element, draft: Draft) -> None:
    """Where date.issue is missing, the day of publication says when the document was made."""
    pubdata = child_at(head, "pubdata")
    if draft.version_created is None and pubdata is not None:
        draft.version_created = draft.moment(
            (pubdata.get("date.publication") or "").strip(), "date.publication"
        )
        if draft.version_created:
            draft.notes["no date.issue; date.publication taken for it"] = None


def _identify(docdata: etree._Element, issued: str, draft: Draft) -> None:
    """The identity is doc-id; else du-key, which is the story's own for a period that the provider sets."""
    doc_id, key = docdata.find("doc-id"), docdata.find("du-key")
    source = "" if doc_id is None else (doc_id.get("regsrc") or "").strip()
    draft.provider = draft.provider or source
    draft.uri = draft.uri or ("" if doc_id is None else (doc_id.get("id-string") or "").strip())
    order = ("version", "generation")
    if not draft.uri and key is not None:
        holder = draft.provider or draft.holder or draft.hints.provider or ""
        draft.uri = urn("nitf", holder, (key.get("key") or "").strip(), issued[:8])
        order = ("generation", "version")
    if key is not None and draft.version is None:
        draft.version = next((value for name in order if (value := (key.get(name) or "").strip())), None)
