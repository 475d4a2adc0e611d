"""Fixtures shared by all tests.

- `shared`: the folder of reference data beside the checkout; skips the test where it is absent.
- `tale`: one plain-text wire story, as bytes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

SLOW_LAST = (
    "tests/docs",
    "tests/browser",
    "tests/deploy",
    "tests/test_",
    "tests/wire_days",
    "tests/fuzz",
    "tests/hostile",
    "tests/hardness",
    "tests/streaming",
    "tests/flink",
)
"""Tests that start runners, browsers and emulators, the slowest last: a mistake in a parser shows at once."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        place = item.path.relative_to(ROOT).as_posix()
        return next((n for n, slow in enumerate(SLOW_LAST, start=1) if place.startswith(slow)), 0)

    items.sort(key=rank)


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the reference data (../shared) is not here")
    return SHARED


@pytest.fixture
def tale() -> bytes:
    return (
        b"Ferry runs aground off Port Ellery, 212 rescued\n\n"
        b"Northstar News\n\nBy Mara Quill\n\n"
        b"PORT ELLERY, March 12 (NNA) - A ferry ran aground on Thursday, the Coast Guard said.\n\n"
        b"All 212 people on board were taken off by noon, Captain Lena Okafor told reporters.\n"
    )
