"""The walk through a body: which elements are blocks, lists, tables or hidden, and what each does.

Specs: as `_markup`. Unknown elements are inline, as in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from lxml import etree

from transforms.formats._markup_tables import Table

__all__ = ["Walker", "kind_of", "name_of"]

_NAMES: Final = {
    "block": (
        "p para paragraph h1 h2 h3 h4 h5 h6 hl1 hl2 div section article main header footer aside nav address "
        "blockquote bq credit block note fn body body.content body.head body.end html center form fieldset "
        "legend details summary dialog hgroup dl dt dd hr caption media-caption figcaption byline dateline "
        "abstract tagline datasource nitf-table custom-table nitf-table-metadata nitf-table-title "
        "nitf-table-summary noframes frameset title line lead"
    ),
    "list": "ul ol menu dir",
    "item": "li",
    "table": "table",
    "row": "tr",
    "cell": "td th",
    "pre": "pre listing xmp plaintext",
    "figure": "figure",
    "break": "br",
    "fraction": "frac",
    "denominator": "denom",
    "media": "media video audio picture object",
    "hidden": (
        "head script style template noscript noembed iframe embed applet canvas svg math map img source "
        "track input select textarea button datalist option colgroup col media-metadata nitf-colgroup "
        "nitf-col table-reference rp"
    ),
}
_KINDS: Final = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_MAX_NESTING: Final = 8
_LONG_LINE: Final = 120  # no wire wraps wider: lines of that length that end in a br are paragraphs

_BREAK: Final = "\x00"  # stands for a br; no tree can hold it
_HIDING: Final = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)


@lru_cache(maxsize=1024)
def name_of(tag: object) -> str:
    """Local name of a tag, in lower case; '' for that of a comment."""
    return tag[tag.find("}") + 1 :].rpartition(":")[2].lower() if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def kind_of(tag: object) -> str:
    """What an element of that tag does: inline, block, list, ..., hidden."""
    return _KINDS.get(name_of(tag), "inline")


class Walker:
    """Collects the blocks of a tree, element by element.

    `blocks` is where finished blocks go: those of the body, or of the list or cell that is open. What an
    element changes it saves on `saved`, and its end puts back.
    """

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.buffer: list[str] = []
        self.saved: list[tuple[list[str], Table | None, int]] = []
        self.table: Table | None = None
        self.nesting = 0
        self.pre = 0
        self.kept = 0  # how many tables, lists and preformatted texts there were

    def enter(self, node: etree._Element, kind: str) -> bool:
        """Opens an element; False where it and all that it holds are to be left out."""
        if kind == "hidden" or (node.keys() and _is_hidden(node)):
            return False
        if kind == "block":
            if self.buffer:
                self.flush()
        elif kind != "inline":
            if kind == "media":
                self.flush()
                return False
            _ENTER[kind](self, node)
        if node.text:
            self.buffer.append(node.text)
        return True

    def leave(self, kind: str) -> None:
        """Closes an element that was entered."""
        if kind not in _INLINE:
            if self.buffer:
                self.flush()
            if kind in _LEAVE:
                _LEAVE[kind](self)

    def flush(self, _: etree._Element | None = None) -> None:
        """Ends the block that is being collected."""
        if not self.buffer:
            return
        raw = self.buffer[0] if len(self.buffer) == 1 else "".join(self.buffer)
        self.buffer.clear()
        if self.pre:
            self.blocks.extend(filter(None, [_preformatted(raw)]))
        elif _BREAK in raw:
            self.blocks.extend(_broken(raw))
        elif text := " ".join(raw.split()):
            self.blocks.append(text)

    def enter_break(self, _: etree._Element) -> None:
        self.buffer.append(_BREAK)

    def enter_fraction(self, _: etree._Element) -> None:
        """`1<frac>...` is one and a half, not eleven halves."""
        if self.buffer and self.buffer[-1][-1:].isdigit():
            self.buffer.append(" ")

    def enter_denominator(self, _: etree._Element) -> None:
        """frac-sep, the sign between numerator and denominator, may be left out."""
        if self.buffer and self.buffer[-1].strip()[-1:].isdigit():
            self.buffer.append("/")

    def enter_pre(self, _: etree._Element) -> None:
        self.flush()
        self.pre += 1

    def leave_pre(self) -> None:
        self.pre -= 1
        self.kept += 1

    def enter_figure(self, _: etree._Element) -> None:
        self.flush()
        self.saved.append((self.blocks, self.table, self.kept))
        self.blocks = []

    def leave_figure(self) -> None:
        """A figure is a picture with its caption, unless a table, list or code stands in it."""
        blocks = self.blocks
        self.blocks, self.table, kept = self.saved.pop()
        if self.kept > kept:
            self.blocks.extend(blocks)

    def enter_list(self, _: etree._Element) -> None:
        self.flush()
        self.nesting += 1
        self.saved.append((self.blocks, self.table, 0))
        if self.nesting <= _MAX_NESTING:
            self.blocks = []

    def leave_list(self) -> None:
        lines = self.blocks
        self.blocks, self.table, _ = self.saved.pop()
        if self.nesting <= _MAX_NESTING and lines:
            self.blocks.append("\n".join(lines))
        self.nesting -= 1
        self.kept += 1

    def enter_item(self, _: etree._Element) -> None:
        self.flush()
        self.saved.append((self.blocks, self.table, len(self.blocks)))

    def leave_item(self) -> None:
        self.blocks, self.table, start = self.saved.pop()
        if self.nesting <= _MAX_NESTING and len(self.blocks) > start:
            text = "\n".join(self.blocks[start:])
            self.blocks[start:] = ["- " + text.replace("\n", "\n  ")]

    def enter_table(self, _: etree._Element) -> None:
        self.flush()
        self.nesting += 1
        self.saved.append((self.blocks, self.table, 0))
        if self.nesting <= _MAX_NESTING:
            self.table = Table()
            self.blocks = self.table.around

    def leave_table(self) -> None:
        table = self.table
        self.blocks, self.table, _ = self.saved.pop()
        if self.nesting <= _MAX_NESTING and table is not None:
            self.blocks.extend(table.blocks())
        self.nesting -= 1
        self.kept += 1

    def enter_row(self, _: etree._Element) -> None:
        self.flush()
        if self.table is not None:
            self.table.add_row()

    def enter_cell(self, node: etree._Element) -> None:
        self.flush()
        self.saved.append((self.blocks, self.table, 0))
        if self.table is not None:
            self.blocks = self.table.add_cell(node.get("colspan"), node.get("rowspan"))

    def leave_cell(self) -> None:
        self.blocks, self.table, _ = self.saved.pop()


_INLINE: Final = frozenset({"inline", "break", "fraction", "denominator"})
_ENTER: Final[dict[str, Callable[[Walker, etree._Element], None]]] = {
    "block": Walker.flush,
    "break": Walker.enter_break,
    "fraction": Walker.enter_fraction,
    "denominator": Walker.enter_denominator,
    "pre": Walker.enter_pre,
    "figure": Walker.enter_figure,
    "list": Walker.enter_list,
    "item": Walker.enter_item,
    "table": Walker.enter_table,
    "row": Walker.enter_row,
    "cell": Walker.enter_cell,
}
_LEAVE: Final[dict[str, Callable[[Walker], None]]] = {
    "pre": Walker.leave_pre,
    "figure": Walker.leave_figure,
    "list": Walker.leave_list,
    "item": Walker.leave_item,
    "table": Walker.leave_table,
    "cell": Walker.leave_cell,
}


def _is_hidden(node: etree._Element) -> bool:
    if node.get("hidden") is not None:
        return True
    style = node.get("style")
    return style is not None and _HIDING.search(style) is not None


def _preformatted(raw: str) -> str:
    """Its lines as they stand, without blank lines at its ends, and no more than one anywhere."""
    lines = [line.rstrip() for line in raw.replace(_BREAK, "\n").replace("\xa0", " ").split("\n")]
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return "\n".join(kept).strip("\n")


def _broken(raw: str) -> list[str]:
    """The paragraphs of a block with br in it."""
    lines = [" ".join(line.split()) for line in raw.split(_BREAK)]
    if max(map(len, lines)) > _LONG_LINE:
        return [line for line in lines if line]
    return list(filter(None, re.sub("\n\n+", "\0", "\n".join(lines)).strip("\n\0").split("\0")))
