"""The steps of the page on annotators, as they stand there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.docs.page import blocks, checkout, run


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = checkout(tmp_path_factory.mktemp("annotator"))
    for block in blocks("adding-an-annotator.md"):
        run(block, folder)
    return folder


def test_entities_that_the_register_has_are_linked_and_no_others(done: Path) -> None:
    lines = (done / "stories.jsonl").read_text(encoding="utf-8").splitlines()
    entities = [entity for line in lines for entity in json.loads(line)["entities"]]
    linked = {(entity["type"], entity["name"], entity["id"]) for entity in entities if entity["id"]}
    assert ("organisation", "International Monetary Fund", "http://www.wikidata.org/entity/Q7804") in linked
    ours = {name for _, name, uri in linked if "wikidata.org" in uri}
    assert ours <= {"International Monetary Fund", "World Health Organization", "Brussels"}
    assert any(entity["id"] is None for entity in entities)
