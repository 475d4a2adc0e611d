"""Fixtures shared by all tests.

- `shared`: the folder of reference data beside the checkout; skips the test where it is absent.
- `tale`: one plain-text wire story, as bytes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


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
