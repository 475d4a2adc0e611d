"""The table of formats as Markdown, for the README: `python -m pipeline.format_table`."""

from __future__ import annotations

from transforms.formats import FORMATS

__all__ = ["markdown_table"]


def markdown_table() -> str:
    """A row for each format, in the order in which they are asked."""
    rows = [f"| `{row.name}` | {row.title} | {row.gives} | {row.limits} |" for row in FORMATS]
    return "\n".join(["| `--format` | format | gives | limits |", "|---|---|---|---|", *rows])


if __name__ == "__main__":
    print(markdown_table())  # noqa: T201
