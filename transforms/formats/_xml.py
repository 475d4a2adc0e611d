"""Hardened XML reading: no entities, no DTD, no network, size limits; every fault is a `ParseError`.

Spec: XML 1.0 (fifth edition); Namespaces in XML. The characters are decoded first, because wires often
declare a character set that they are not in; the text is mended where that loses nothing, each time with a
note, and only then given to libxml2.

Mended: blanks, NULs and transmission controls around the document; controls in it; HTML's named entities;
bare ampersands; `&#146;` and the like, which mean windows-1252's quotes; prefixes that no xmlns declares.

Refused: declared entities (UNSAFE), other entities and anything else after the root (MALFORMED), a depth over
256 elements, an attribute or text over 10 MB (LIMIT; libxml2's own limits). Comments and processing
instructions are dropped.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from html.entities import html5
from typing import Any, Final

from lxml import etree

from transforms.formats._contract import DEFAULT_HINTS, Hints, ParseError, Reason
from transforms.formats._xml_text import read_text

__all__ = ["local", "parse_xml"]

# XML 1.0 section 2.2: characters that no document may hold.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PARAMETER_ENTITY: Final = re.compile(r"<!ENTITY\s+%\s+([^\s%'\"]+)\s+(?:SYSTEM|PUBLIC)\s")

_LIMIT_ERRORS: Final = (etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG)
_ROOT: Final = re.compile(r"<([A-Za-z_][\w:.-]*)")
# Faults that no more text could mend.
_NEVER_CUT: Final = (etree.ErrorTypes.ERR_DOCUMENT_END, etree.ErrorTypes.ERR_TAG_NAME_MISMATCH)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        # collect_ids stays at its default: False makes libxml2 load the external DTD, whatever load_dtd says.
    )


_STRICT: Final = _parser(recover=False)


def parse_xml(data: bytes, hints: Hints = DEFAULT_HINTS) -> tuple[etree._Element, str, tuple[str, ...]]:
    """The root element, the encoding it was read in, and notes on what had to be mended.

    Raises:
      ParseError: EMPTY, TRUNCATED, MALFORMED, UNSAFE or LIMIT; see the module's text.
    """
    text, encoding, mended = read_text(data, hints)
    if not text:
        raise ParseError(Reason.EMPTY, "no XML document")
    notes = list(mended)
    root = _parse(text, notes)
    _check_dtd(root, text)
    return root, encoding, tuple(notes)


def local(element: etree._Element) -> str:
    """Local name of an element, '' for comments and processing instructions."""
    return _local(element.tag)


@lru_cache(maxsize=2048)
def _local(tag: object) -> str:
    """A tag without namespace; comments and processing instructions have a function for a tag."""
    if not isinstance(tag, str):
        return ""
    return tag[tag.find("}") + 1 :].rpartition(":")[2]


def _parse(text: str, notes: list[str]) -> etree._Element:
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _STRICT)
    except etree.XMLSyntaxError as error:
        cause = error
    if _code(cause) == etree.ErrorTypes.ERR_INVALID_CHAR and _ILLEGAL.search(text):
        notes.append("control characters dropped")
        return _parse(_ILLEGAL.sub("", text), notes)
    if _code(cause) == etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE:
        root = _parse_undeclared(text)
        if root is not None:
            notes.append("prefixes without a namespace read as part of the name")
            return root
    raise _fault(cause, text)


def _parse_undeclared(text: str) -> etree._Element | None:
    """The root of a document whose one fault is a prefix that no xmlns declares; None where it has others.

    It is well-formed XML 1.0 and loses nothing; `local` takes such a prefix off the name.
    """
    parser = _parser(recover=True)  # one of its own: its log is read
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    faults = {entry.type for entry in parser.error_log}
    return root if faults == {etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE} else None


def _code(error: etree.XMLSyntaxError) -> int:
    return int(getattr(error, "code", 0))  # the type stubs lack it


def _fault(error: etree.XMLSyntaxError, text: str) -> ParseError:
    if _code(error) in _LIMIT_ERRORS:
        return ParseError(Reason.LIMIT, str(error.msg))
    cut = _code(error) not in _NEVER_CUT and _is_open(text)
    return ParseError(Reason.TRUNCATED if cut else Reason.MALFORMED, str(error.msg))


def _is_open(text: str) -> bool:
    """Whether a text that is no XML ends before its root does."""
    root = _ROOT.search(text)
    if root is None:
        return text.lstrip().startswith("<")
    return text.rfind("<") > text.rfind(">") or not text.endswith((f"</{root[1]}>", f"</{root[1]} >"))


def _check_dtd(root: etree._Element, text: str) -> None:
    """Refuses declared entities; external parameter entities, which are never loaded, do no harm.

    NewsML 1.x declares `<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf;` in its own DOCTYPE.
    """
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is None:
        return
    parameters = {found[1] for found in _PARAMETER_ENTITY.finditer(text)}
    for entity in dtd.iterentities():
        if not _is_harmless(entity.name, entity.content, parameters):
            raise ParseError(Reason.UNSAFE, f"declares the entity {entity.name}")
    if next(root.iter(etree.Entity), None) is not None:
        raise ParseError(Reason.MALFORMED, "an entity that cannot be resolved")


def _is_harmless(name: str, content: str | None, parameters: set[str]) -> bool:
    """Whether it is an external parameter entity, or says of one of HTML's names what HTML says."""
    if content is None:
        return name in parameters
    return html5.get(f"{name};") == html.unescape(content)
