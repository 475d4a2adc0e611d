"""The objects that an input in Google Cloud Storage names: one, a folder's, or those that a pattern fits.

As in a local folder: what is below a name that begins with a dot is passed over, `*` and `?` do not cross a
'/', `**` does, and a folder that fits stands for all that is below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from glob import has_magic
from typing import Final

from transforms.storage.gcs import GcsPath

__all__ = ["find_objects", "objects_below", "pattern_regex"]


def find_objects(text: str) -> Iterator[GcsPath]:
    """The objects of an input, in the order of their names, with their facts.

    Raises:
      StorageError: there is no such bucket, it may not be listed, ...
    """
    path = GcsPath.parse(text)
    if not text.endswith("/") and path.is_file():
        yield GcsPath(path.bucket, path.key, path.stat())
    else:
        yield from objects_below(path)


def objects_below(path: GcsPath) -> Iterator[GcsPath]:
    """The objects of a folder or pattern, as `find_objects` gives them."""
    if not has_magic(path.key):
        yield from _visible(path.bucket, path.folder)
        return
    matches = re.compile(pattern_regex(path.key)).match
    fixed = re.split(r"[*?[]", path.key, maxsplit=1)[0]
    yield from (found for found in _visible(path.bucket, fixed) if matches(found.key))


def pattern_regex(pattern: str) -> str:
    """A regular expression of the whole names that fit a pattern, or that are below one that does."""
    parts = ["(?:[^/]+/)*" if part == "**" else f"{_part_regex(part)}/" for part in pattern.split("/")]
    return "".join(parts).removesuffix("/") + r"(?:/.*)?\Z"


def _part_regex(part: str) -> str:
    return "".join(map(_piece_regex, _MAGIC.split(part)))


def _piece_regex(piece: str) -> str:
    if piece.startswith("["):
        letters = re.escape(piece[1:-1].removeprefix("!")).replace("\\-", "-")
        return f"[{'^' if piece[1] == '!' else ''}{letters}]"
    return {"*": "[^/]*", "?": "[^/]"}.get(piece[:1]) or re.escape(piece)


_MAGIC: Final = re.compile(r"(\*+|\?|\[!?[^]]+\])")


def _visible(bucket: str, prefix: str) -> Iterator[GcsPath]:
    from transforms.storage.client import listed

    beyond = prefix.rpartition("/")[0]
    for found in listed(bucket, prefix):
        below = found.key[len(beyond) :]
        if not found.key.endswith("/") and "/." not in f"/{below.lstrip('/')}":
            yield found
