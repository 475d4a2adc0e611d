"""Associations of a ninjs object as links, nested ones too.

Spec: ninjs 1.x `associations`, an object by name; 2.x and 3.x an array whose objects have `name` and, from
3.0 on, `rel`.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.records import Link
from transforms.formats._ninjs_fields import Members, as_list
from transforms.formats._ninjs_texts import take_headline


def read_links(members: Members) -> tuple[Link, ...]:
    """One link for each association, an association's own after it. The whole of them stays in `extra`."""
    return tuple(_links(members))


def _links(members: Members) -> Iterator[Link]:
    # As deep as the document is, which `_json` has checked.
    for name, value in _associations(members.get("associations")):
        item = Members(value)
        title = take_headline(item) or item.line("title")
        link = Link(
            rel=item.line("rel") or name or item.line("name") or None,
            uri=item.line("uri") or None,
            type=item.line("type") or item.line("mimetype") or None,
            title=title or None,
        )
        if link != Link():
            yield link
        yield from _links(item)


def _associations(value: object) -> Iterator[tuple[str, dict[str, object]]]:
    named = value.items() if isinstance(value, dict) else (("", item) for item in as_list(value))
    for name, items in named:
        for item in as_list(items):  # some feeds have an array under a name
            if isinstance(item, dict):
                yield name, item
