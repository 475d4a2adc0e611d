"""The members of a ninjs object: names of all generations, values of any type, terms of vocabularies.

Spec: IPTC ninjs 1.x (flat, `pubstatus`), 2.x (plural arrays, `pubstatus`), 3.x (plural arrays, `pubStatus`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from schemas.records import Term
from transforms.formats._json import to_text
from transforms.formats._text import clean, one_line

# What the IPTC calls its vocabularies in QCodes, by the address that ninjs names them with
# (https://cv.iptc.org/newscodes/, scheme aliases).
_ALIASES = {
    "cv.iptc.org/newscodes/mediatopic/": "medtop",
    "cv.iptc.org/newscodes/subjectcode/": "subj",
}
_ALIASED = re.compile(r"(medtop|subj):([^\s:/]+)")
_QCODE = re.compile(r"(?!(?:urn|tag|https?):)([A-Za-z][\w.-]*):([^\s:/]+)")
_ADDRESS = re.compile(r"https?://(?=[^/])")
_TERM_MEMBERS = frozenset({"name", "scheme", "code", "uri", "literal"})


def is_empty(value: object) -> bool:
    """Whether a member says nothing: null, or a text, array or object without content."""
    return value is None or value == "" or value == [] or value == {}


def as_line(value: object) -> str:
    """A text or number of a feed on one line; '' for anything else."""
    if isinstance(value, str):
        return one_line(value) if value else ""
    return "" if isinstance(value, bool) or not isinstance(value, (int, float)) else to_text(value)


class Members:
    """The members of one object, by name in lower case: `pubstatus` finds `pubStatus` too.

    A member that is taken has a field; `rest` has all others, and goes to `extra` by the names of the feed.
    """

    def __init__(self, item: dict[str, object]) -> None:
        self._item = dict(item)
        self._names: dict[str, str] = {}
        for name in item:
            self._names.setdefault(name.lower(), name)
        self.notes: dict[str, None] = {}

    def names(self, prefix: str) -> list[str]:
        """Names, in lower case and the order of the feed, of what begins so and has not been taken."""
        return [name for name, own in self._names.items() if name.startswith(prefix) and own in self._item]

    def get(self, name: str) -> object:
        """The value of a member, None where there is none or it has been taken."""
        return self._item.get(self._names[name]) if name in self._names else None

    def take(self, name: str) -> object:
        """The value of a member, which has a field from now on."""
        return self._item.pop(self._names[name], None) if name in self._names else None

    def put(self, name: str, value: object) -> None:
        """Sets what is left of a member that was taken in part."""
        self._item[self._names[name]] = value

    def line(self, *names: str) -> str:
        """Takes the first of these that has a text or number; '' where none has."""
        for name in names:
            if line := as_line(self.get(name)):
                self.take(name)
                return line
        return ""

    def text(self, name: str) -> str:
        """Takes a text that may have several lines; '' where there is none."""
        value = self.get(name)
        return clean(str(self.take(name))).strip() if isinstance(value, str) else ""

    def note(self, text: str) -> None:
        """Says what had to be assumed or mended."""
        self.notes[text] = None

    def rest(self) -> dict[str, str]:
        """What has no field."""
        return {name: to_text(value) for name, value in self._item.items() if not is_empty(value)}


class Read(NamedTuple):
    """A term, and whether it holds all that the feed says of it."""

    term: Term
    whole: bool


def take_terms(members: Members, *names: str) -> tuple[Term, ...]:
    """The terms of arrays such as `subject` and `subjects`.

    An array that says more than terms hold (`rel`, `relevance`, `symbols`, ...) stays in `extra` too, whole.
    """
    terms: list[Term] = []
    for name in names:
        found = [read_term(value) for value in as_list(members.get(name))]
        terms += [read.term for read in found if read]
        if all(read and read.whole for read in found):
            members.take(name)
    return tuple(dict.fromkeys(terms))


def as_list(value: object) -> list[object]:
    """An array as it is; one value, where an array should be, as an array of it."""
    if isinstance(value, list):
        return value
    return [] if is_empty(value) else [value]


def read_term(value: object) -> Read | None:
    """A term as 1.x (scheme, code) or 2.x and 3.x (uri, literal) write it, or a bare name; else None."""
    if isinstance(value, str):
        return Read(Term(name=one_line(value)), whole=True) if value.strip() else None
    if not isinstance(value, dict):
        return None
    given = {key: as_line(part) for key, part in value.items() if key in _TERM_MEMBERS}
    name, uri, literal = given.get("name"), given.get("uri"), given.get("literal", "")
    if uri:
        scheme, code = _split_uri(uri, literal)
    else:
        scheme, code = _split_code(given.get("scheme", ""), given.get("code") or literal)
    if not (name or scheme or code):
        return None
    term = Term(code=code or None, scheme=_alias(scheme) or None, name=name or None)
    return Read(term, _is_whole(value, term, _join(scheme, code)))


def _is_whole(value: dict[str, object], term: Term, uri: str) -> bool:
    """Whether the term holds every member: all that it was made of can be read off it again."""
    given = {name: part for name, part in value.items() if not is_empty(part)}
    if not given.keys() <= _TERM_MEMBERS or not all(isinstance(part, str) for part in given.values()):
        return False
    if "uri" in given and not (uri == given["uri"] and given.keys().isdisjoint(("scheme", "code"))):
        return False
    return "literal" not in given or given["literal"] == term.code


def _split_uri(uri: str, literal: str) -> tuple[str, str]:
    """Scheme and code of 'a complete uri with the code' (2.x), or of a QCode written there."""
    if literal and uri.endswith(literal) and uri != literal:
        return uri[: -len(literal)], literal
    if match := _QCODE.fullmatch(uri):
        return match[1], match[2]
    cut = max(uri.rfind("/"), uri.rfind("#")) + 1
    if (address := _ADDRESS.match(uri)) and address.end() < cut < len(uri):
        return uri[:cut], uri[cut:]
    return "", literal or uri


def _join(scheme: str, code: str) -> str:
    """The uri that was split into these."""
    return f"{scheme}:{code}" if scheme and not scheme.endswith(("/", "#")) else scheme + code


def _split_code(scheme: str, code: str) -> tuple[str, str]:
    """A code that is a QCode of the IPTC's, such as 'medtop:04000000', without its alias."""
    match = _ALIASED.fullmatch(code)
    if match and _alias(scheme) in ("", match[1]):
        return match[1], match[2]
    return scheme, code


def _alias(scheme: str) -> str:
    return _ALIASES.get(scheme.partition("://")[2].rstrip("/") + "/", scheme)
