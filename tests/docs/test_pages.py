"""The code of the pages that are read in order is run in order; what lacks a package here is skipped."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from tests.docs.page import ROOT, Block, blocks, checkout, run

ORDER = ("first-steps.md", "loading.md")
RUN = [(page, block) for page in ORDER for block in blocks(page) if block.language in ("sh", "python")]
PAGES = sorted(path.name for path in (ROOT / "docs").glob("*.md"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("pages"))


def missing(block: Block) -> list[str]:
    if block.language != "python":
        return []
    names = re.findall(r"^(?:import|from) (\w+)", block.text, re.MULTILINE)
    return [name for name in names if importlib.util.find_spec(name) is None]


@pytest.mark.parametrize(
    ("page", "block"), RUN, ids=[f"{page}-{number}" for number, (page, _) in enumerate(RUN)]
)
def test_runs_and_prints(folder: Path, page: str, block: Block) -> None:
    if lacking := missing(block):
        pytest.skip(f"not installed: {', '.join(lacking)}")
    assert run(block, folder).strip() or "export" in block.text


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert not [link for link in links if not (ROOT / "docs" / link).exists()]
