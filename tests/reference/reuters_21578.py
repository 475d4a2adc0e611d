"""What Reuters-21578 says in its DATELINE and UNKNOWN elements: a second opinion.

Written apart from the parser and built another way: no regular expression, but a reader of tokens with
states, and lists of the names that occur. It knows this one collection and nothing else.

The UNKNOWN element is the wire's own header, on up to three lines:

    ENQ ENQ ENQ  C G              categories
    SYN SYN SOH  f0704  US reute  wire number, source
    u f BC-BAHIA-COCOA-REVIEW   02-26 0105
                                  priority letter, service letter, slug, date, words

In 27 March's documents it is cut up: the categories stand behind the time in the DATE element, the wire
number in an UNKNOWN element of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.reference._reuters_datelines import Dateline, read_dateline

__all__ = ["Dateline", "Document", "Header", "documents", "read_dateline", "read_header"]

ENQ, SYN, SOH, US = "\x05", "\x16", "\x01", "\x1f"
REFERENCES = {"lt": "<", "gt": ">", "amp": "&"}


@dataclass(frozen=True)
class Header:
    """The wire's header, as sent."""

    categories: tuple[str, ...]
    number: str | None
    priority: str
    slug: str
    date: str
    words: str


@dataclass(frozen=True)
class Document:
    """One document: the two elements as text (None: there is none), and what they say."""

    newid: int
    raw_dateline: str | None
    header: Header | None
    dateline: Dateline | None


def documents(text: str) -> Iterator[Document]:
    """The documents of one file, decoded as Latin-1."""
    start = text.find("<REUTERS ")
    while start >= 0:
        end = text.find("</REUTERS>", start)
        yield _document(text[start:end])
        start = text.find("<REUTERS ", end)


def _document(text: str) -> Document:
    newid = text.partition('NEWID="')[2].partition('"')[0]
    raw = next(iter(_elements(text, "DATELINE")), None)
    header = read_header(_elements(text, "DATE") + _elements(text, "UNKNOWN"))
    day = header.date[3:].lstrip("0") if header else ""
    return Document(int(newid), raw, header, None if raw is None else read_dateline(raw, day))


def _elements(text: str, name: str) -> list[str]:
    """The text of every element of that name, character references resolved."""
    found, rest = [], text
    while f"<{name}>" in rest:
        inside, _, rest = rest.partition(f"<{name}>")[2].partition(f"</{name}>")
        found.append(_resolve(inside))
    return found


def _resolve(text: str) -> str:
    """Text without character references; the collection has lt, gt, amp and decimal ones."""
    head, *parts = text.split("&")
    out = [head]
    for part in parts:
        name, _, tail = part.partition(";")
        out.append(REFERENCES[name] if name in REFERENCES else chr(int(name.removeprefix("#"))))
        out.append(tail)
    return "".join(out)


# --- the header ------------------------------------------------------------------------------------


def read_header(elements: list[str]) -> Header | None:
    """The header in the DATE and UNKNOWN elements of a document; None where there is none."""
    categories: tuple[str, ...] = ()
    number = None
    for line in "\n".join(elements).split("\n"):
        before, syn, behind = line.partition(SYN)
        if ENQ in before:
            categories = tuple(before.rpartition(ENQ)[2].split())
        if syn:
            number = behind.strip(SYN + SOH).partition(US)[0]
        elif _is_last_line(line.split()):
            priority, _, *slug, date, words = line.split()
            # One letter; document 2973 has a stray one before it.
            return Header(categories, number, priority[-1], " ".join(slug), date, words)
    return None


def _is_last_line(words: list[str]) -> bool:
    """Priority, service letter, slug in one or more words, MM-DD, four digits."""
    if len(words) < 5 or not words[0].isalpha() or words[1] != "f":
        return False
    date, count = words[-2:]
    return len(date) == 5 and date[2] == "-" and (date[:2] + date[3:] + count).isdigit() and len(count) == 4
