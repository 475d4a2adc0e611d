"""Bodies, headlines and descriptions of a ninjs object: which of several is the story's own.

Spec: ninjs 1.x `body_*`, `headline`, `headline_*` and `description_*`, where the rest of the name says format
and purpose; 2.x and 3.x `bodies`, `headlines` and `descriptions`, arrays of role, content type and value.

Renditions are never joined: one is chosen, the others stay in `extra`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from transforms.formats._contract import ParseError
from transforms.formats._markup import element_to_text, html_to_text
from transforms.formats._ninjs_fields import Members, as_line, as_list
from transforms.formats._text import one_line, paragraphs
from transforms.formats._xml import parse_xml

# Roles in order of preference; the empty role is that of a text whose role only names its format.
_HEADLINE_ROLES = ("main", "")
_BODY_ROLES = ("main", "", "body", "article", "story", "full", "content")
_CREDIT_ROLES = ("creditline", "credit")
_ABSTRACT_ROLES = ("abstract", "summary", "main", "", "lead")

_KINDS = ("plain", "html", "nitf", "other")
_FORMAT_WORD = re.compile(r"text|plain|\w*(?:html|nitf)\w*")
_WORDS = re.compile(r"[^\W_]+")
_MARKUP_START = re.compile(
    r"\s*<(?:!doctype html|html|body|head|article|section|main|div|p|h[1-6]|ul|table)\b", re.I
)
_BODY_CONTENT = "{*}body/{*}body.content"


class Variant(NamedTuple):
    """One of several texts for the same purpose."""

    member: str
    place: int | None  # in the member's array; None where the member is the text
    role: str
    kind: str
    value: str

    def text(self) -> str:
        """Clean text; '' where there is none to be had."""
        if self.kind == "nitf":
            return _nitf_text(self.value)
        if self.kind == "html" or (self.kind == "other" and "<" in self.value):
            return html_to_text(self.value)
        return paragraphs(self.value)

    def line(self) -> str:
        """Clean text on one line."""
        return one_line(self.value if self.kind == "plain" else self.text())


def has_body(members: Members) -> bool:
    """Whether there is a body of any kind."""
    return bool(variants(members, "bodies", "body"))


def take_body(members: Members) -> str:
    """The body: by role first, then plain text before HTML before NITF; the first that has any text."""
    found = variants(members, "bodies", "body")
    text = _take_first(members, found, _BODY_ROLES)
    if found and not text:
        members.note(f"no text to be had of {found[0].member}")
    return text


def take_headline(members: Members) -> str:
    """The headline on one line: that of role main, else the first without a role, else the first."""
    found = variants(members, "headlines", "headline")
    for variant in sorted(found, key=lambda each: _order(each, _HEADLINE_ROLES)):
        if line := variant.line():
            _take(members, variant)
            return line
    return ""


def take_descriptions(members: Members) -> tuple[str, tuple[str, ...]]:
    """The description that sums the story up, and those that are credit lines, which stay in `extra` too.

    Captions and the like are neither.
    """
    found = variants(members, "descriptions", "description")
    credit_lines = tuple(variant.line() for variant in found if variant.role in _CREDIT_ROLES)
    summaries = [variant for variant in found if variant.role in _ABSTRACT_ROLES]
    return _take_first(members, summaries, _ABSTRACT_ROLES), credit_lines


def variants(members: Members, plural: str, single: str) -> list[Variant]:
    """The texts of the plural member's array, and those of the members `single` and `single_*`."""
    listed = enumerate(as_list(members.get(plural)))
    found = [_listed(plural, index, value) for index, value in listed]
    for name in members.names(single):
        value = members.get(name)
        if isinstance(value, str) and (name == single or name.startswith(f"{single}_")) and "#" not in name:
            # 1.3: `headline_*` "is not replacing the main headline-property".
            purpose = "main" if name == single else name[len(single) + 1 :]
            found.append(Variant(name, None, _role(purpose), _kind("", purpose, value), value))
    return [variant for variant in found if variant.value.strip()]


def _listed(plural: str, index: int, value: object) -> Variant:
    parts = (
        {name.lower(): part for name, part in value.items()} if isinstance(value, dict) else {"value": value}
    )
    role = as_line(parts.get("role"))
    text = parts.get("value")
    text = text if isinstance(text, str) else ""
    return Variant(plural, index, _role(role), _kind(as_line(parts.get("contenttype")), role, text), text)


def _take_first(members: Members, found: Iterable[Variant], roles: tuple[str, ...]) -> str:
    """Takes the first that has any text, by role, then by kind."""
    for variant in sorted(found, key=lambda each: _order(each, roles)):
        if text := variant.text():
            _take(members, variant)
            return text
    return ""


def _order(variant: Variant, roles: tuple[str, ...]) -> tuple[int, int]:
    role = roles.index(variant.role) if variant.role in roles else len(roles)
    return role, _KINDS.index(variant.kind)


def _role(text: str) -> str:
    """A role without the words that only name a format: 'summary_text' -> 'summary', 'html5' -> ''."""
    words = _WORDS.findall(text.rpartition("/")[2].lower())
    return "_".join(word for word in words if not _FORMAT_WORD.fullmatch(word))


def _kind(content_type: str, role: str, value: str) -> str:
    """How a text is marked up: what its media type says, else its role, else its look."""
    for text in (content_type.lower(), role.lower()):
        if "html" in text or "nitf" in text:
            return "html" if "html" in text else "nitf"
        if text.startswith(("application/", "image/", "text/xml")):
            return "nitf" if "nitf" in role.lower() else "other"
        if "text/plain" in text or "text" in _WORDS.findall(text):
            break
    return "html" if _MARKUP_START.match(value) else "plain"


def _nitf_text(value: str) -> str:
    try:
        root, _, _ = parse_xml(value.encode())
    except ParseError:  # another rendition, if there is one, is read instead; this one stays in `extra`
        return ""
    content = root.find(_BODY_CONTENT)
    return element_to_text(root if content is None else content)


def _take(members: Members, variant: Variant) -> None:
    """Takes a text out of where it stands. What its array says beside it stays, but for the role main."""
    if variant.place is None:
        members.take(variant.member)
        return
    left = as_list(members.get(variant.member))
    texts = left[variant.place]
    beside = (
        {name: part for name, part in texts.items() if name.lower() != "value"}
        if isinstance(texts, dict)
        else {}
    )
    own = [] if beside in ({}, {"role": "main"}) else [beside]
    members.put(variant.member, [*left[: variant.place], *own, *left[variant.place + 1 :]])
