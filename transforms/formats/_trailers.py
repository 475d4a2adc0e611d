"""Trailers: what stands after a story's last paragraph.

Author lines, with or without parentheses; contacts; end marks; copyright lines; the notebook section of
German agencies.
"""

from __future__ import annotations

import re
from typing import Final

from schemas.records import Author
from transforms.formats._roles import author_line, begins_author_line, is_author_line

__all__ = ["split_trailer"]

# Lines that end a story and name nobody: contacts, end marks, sign-offs, copyright.
_END_LINE: Final = re.compile(
    r"\(\(.*\)\)"
    r"|\(?[\w.+-]+@[\w.-]+(?:[;,\s].{0,200})?\)?"
    r"|-?\s?(?:30|0)\s?-|#{2,}|-?\s?(?:ends?|enditem|fin|ende)\s?-?|\(ends?\)"
    r"|\(?\s?end\)?\s?dow jones newswires.*|={2}\s?kyodo|reuters?"
    r"|\(?(?:c|©|copyright)\)?\s?.{0,60}(?:19|20)\d\d.{0,80}|copyright\b.{0,200}"
    r"|our standards: .{0,120}|\[?newsroom:?[^\n]{0,100}\]?"
    r"|\(?(?:tel|phone|e-?mail|twitter|messaging|newsroom|desk)[.:].{0,200}"
    r"|\(?(?:for more|for (?:a )?related|keywords?:).{0,200}",
    re.IGNORECASE,
)
# dpa's and others' notebook of contacts and sources, which follows the story.
_NOTEBOOK: Final = re.compile(
    r"(?:#+\s*)?(?:notizblock|notebook|redaktionelle hinweise|bloc-notes)\b.{0,20}|(?:\*\s*){3,8}",
    re.IGNORECASE,
)
_NOTEBOOK_FIRST: Final = frozenset("#*NnRrBb")  # what its heading begins with
_CONTACT: Final = re.compile(
    r"@|\+\d\d|\btel\b|\bautor|\bauthor|\beditor|\bredaktion|\bkontakt|\bcontact|\binternet\b|\borte?\b|^#|^-|\bdpa\b"
    r"|https?:",
    re.IGNORECASE,
)
_MOST: Final = 12
_NOTEBOOK_BLOCKS: Final = 25
_SHORT: Final = 60
_LONGEST: Final = 900


def split_trailer(body: str) -> tuple[str, tuple[str, ...], tuple[Author, ...]]:
    """(body without its trailer, trailer lines as sent, authors with roles)."""
    blocks = body.rstrip().split("\n\n")
    end = _notebook(blocks)
    lines = [line for block in blocks[end:] for line in block.split("\n") if line.strip()]
    trailers: list[str] = []
    while end > 0 and len(trailers) < _MOST and (found := _trailer(blocks[end - 1], only=end == 1)):
        rest, taken = found
        trailers[:0] = taken
        if rest:
            blocks[end - 1] = rest
            break
        end -= 1
    if not trailers and not lines:
        return body, (), ()
    authors = [author for line in (*trailers, *lines) for author in author_line(line)]
    return "\n\n".join(blocks[:end]), (*trailers, *lines), tuple(dict.fromkeys(authors))


def _notebook(blocks: list[str]) -> int:
    """The first block of the notebook section at the end; the number of blocks where there is none."""
    for at in range(max(1, len(blocks) - _NOTEBOOK_BLOCKS), len(blocks)):
        if blocks[at].lstrip()[:1] not in _NOTEBOOK_FIRST:
            continue
        first, *more = blocks[at].split("\n")
        if _NOTEBOOK.fullmatch(first.strip()):
            after = [*more, *blocks[at + 1 :]]
            if all(_CONTACT.search(block) or len(block) < _SHORT for block in after):
                return at
    return len(blocks)


def _trailer(block: str, *, only: bool) -> tuple[str, list[str]] | None:
    """(what of a block stays in the body, its trailer lines); None where it has none.

    The `only` block of a body is never a trailer as a whole.
    """
    lines = [line.strip() for line in block.strip().split("\n")]
    if not only and all(map(_is_trailer_line, lines)):
        return "", lines
    last = lines[-1]
    start = last.rfind(" (")
    if (
        start > 0
        and last.endswith(")")
        and begins_author_line(last[start + 2 :])
        and is_author_line(last[start:])
    ):
        kept = block.strip()
        return kept[: len(kept) - len(last) + start].rstrip(), [last[start + 1 :]]
    return None


def _is_trailer_line(line: str) -> bool:
    if not line or len(line) > _LONGEST:
        return False
    if _END_LINE.fullmatch(line):
        return True
    return begins_author_line(line) if line[0] in "([" else is_author_line(line)
