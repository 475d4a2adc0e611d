"""Tables of XHTML, HTML and NITF to lines of text whose columns are aligned.

Spec: HTML Living Standard, section 4.9 (NITF's tables are those of HTML 4). Contract: never fails, and the
text is at most some ten times as long as the cells are.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["Table"]

_MAX_SPAN: Final = 20  # no wire has wider tables; a colspan of 1,000,000 must not make 2,000,000 blanks
_MAX_WIDTH: Final = 40  # of a column that others are aligned after
_MAX_LINE: Final = 160
_MAX_CELL_LINES: Final = 3  # a cell with more holds a text, not a value
_GAP: Final = "  "


class _Cell(NamedTuple):
    column: int
    span: int
    blocks: list[str]


class Table:
    """The cells of one table, and what stands in it outside of them (its caption)."""

    def __init__(self) -> None:
        self.around: list[str] = []
        self._rows: list[list[_Cell]] = []
        self._taken: dict[int, int] = {}  # column -> rows that a cell above still reaches down
        self._next = 0

    def add_row(self) -> None:
        """Begins a row."""
        self._rows.append([])
        self._next = 0
        self._skip_taken()

    def add_cell(self, colspan: str | None, rowspan: str | None) -> list[str]:
        """Begins a cell; its blocks go to the list that comes back."""
        if not self._rows:
            self.add_row()
        cell = _Cell(self._next, _span(colspan), [])
        self._rows[-1].append(cell)
        if self._next < _MAX_SPAN and (rows := _span(rowspan)) > 1:
            self._taken.update(dict.fromkeys(range(cell.column, cell.column + cell.span), rows - 1))
        self._next += cell.span
        self._skip_taken()
        return cell.blocks

    def _skip_taken(self) -> None:
        while self._next in self._taken:
            self._taken[self._next] -= 1
            if not self._taken[self._next]:
                del self._taken[self._next]
            self._next += 1

    def blocks(self) -> list[str]:
        """The table as one block of lines; as paragraphs where it is there for layout's sake."""
        rows = [row for row in self._rows if any(cell.blocks for cell in row)]
        if _is_layout(rows):
            return self.around + [block for row in rows for cell in row for block in cell.blocks]
        lines = _align([[(cell.column, cell.span, _one_line(cell)) for cell in row] for row in rows])
        return [*self.around, "\n".join(lines)]


def _span(value: str | None) -> int:
    if not value or not value.isascii() or not value.isdigit():
        return 1
    return min(max(int(value[:4]), 1), _MAX_SPAN)


def _is_layout(rows: list[list[_Cell]]) -> bool:
    """Whether cells hold texts, or no row has two cells with anything in them."""
    long = any(
        len(cell.blocks) > 1 or (cell.blocks and cell.blocks[0].count("\n") >= _MAX_CELL_LINES)
        for row in rows
        for cell in row
    )
    return long or all(sum(1 for cell in row if cell.blocks) < 2 for row in rows)


def _one_line(cell: _Cell) -> str:
    return cell.blocks[0].replace("\n", " ") if cell.blocks else ""


def _align(rows: list[list[tuple[int, int, str]]]) -> list[str]:
    starts = _starts(rows)
    return [_line([(starts.get(column, 0), text) for column, _, text in row if text]) for row in rows]


def _line(cells: list[tuple[int, str]]) -> str:
    """Cells at their columns, or two blanks after the cell before where that is further on."""
    parts: list[str] = []
    length = 0
    for start, text in cells:
        gap = max(start - length, len(_GAP) if parts else 0)
        parts += (" " * gap, text)
        length += gap + len(text)
    return "".join(parts)


def _starts(rows: list[list[tuple[int, int, str]]]) -> dict[int, int]:
    """Where each column begins; nowhere in a table too wide to be aligned."""
    widths: dict[int, int] = {}
    for row in rows:
        for column, span, text in row:
            width = min(len(text), _MAX_WIDTH) if span == 1 else 0
            widths[column] = max(widths.get(column, 0), width)
    starts, at = {}, 0
    for column in sorted(widths):
        starts[column] = at
        at += widths[column] + len(_GAP) if widths[column] else 0
    return starts if at <= _MAX_LINE else {}
