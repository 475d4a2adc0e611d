"""The Reuters-21578 parser against the reference written apart from it: `python -m tools.reference_rates`."""

from __future__ import annotations

from collections.abc import Callable

from tests.reference.test_reuters_21578 import (
    Pair,
    dateline_differences,
    header_differences,
    other_differences,
    pairs,
)


def rate(found: list[Pair], differences: Callable[[Pair], list[str]]) -> str:
    """'14,999 of 15,000 (99.99%)' documents without a difference."""
    equal = sum(not differences(pair) for pair in found)
    return f"{equal:,} of {len(found):,} ({equal / len(found):.2%})"


def main() -> None:
    """Prints the rates over all of the collection's files that are in ../shared."""
    found = list(pairs())
    dated = [pair for pair in found if pair.document.dateline is not None or pair.story.dateline is not None]
    print("wire headers: slug, number and priority equal in", rate(found, header_differences))
    print("wire headers: categories, date and word count equal in", rate(found, other_differences))
    print("datelines: places and date equal in", rate(dated, dateline_differences))


if __name__ == "__main__":
    main()
