"""Which names of objects fit a pattern: as in a local folder."""

from __future__ import annotations

import re

import pytest

from transforms.storage import GcsPath, StorageError, location
from transforms.storage.finding import pattern_regex


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("in/*.xml", ["in/a.xml", "in/.xml"], ["in/a.xmlx", "in/b/a.xml", "xin/a.xml"]),
        ("in/**/*.xml", ["in/a.xml", "in/b/c/a.xml"], ["in/a.txt", "on/a.xml"]),
        ("in/2026-0?", ["in/2026-03", "in/2026-03/a.xml"], ["in/2026-13", "in/2026-031"]),
        ("in/[!a-c]*", ["in/d.xml"], ["in/a.xml", "in/x/"[:2]]),
        ("in/[ab].txt", ["in/a.txt"], ["in/c.txt", "in/[ab].txt"]),
        ("a+b(1)/*", ["a+b(1)/x"], ["aab(1)/x"]),
    ],
)
def test_a_pattern(pattern: str, fits: list[str], does_not: list[str]) -> None:
    matches = re.compile(pattern_regex(pattern)).match
    assert [name for name in fits if not matches(name)] == []
    assert [name for name in does_not if matches(name)] == []


def test_a_path_of_a_bucket() -> None:
    path = location("gs://bucket/out/")
    assert isinstance(path, GcsPath)
    assert str(path / "stories/a.avro") == "gs://bucket/out/stories/a.avro"
    assert ((path / "stories/a.avro").parent.name, path.name, (path / "x").key) == ("stories", "out", "out/x")
    assert str(location("gs://bucket")) == "gs://bucket"
    with pytest.raises(StorageError, match="no bucket"):
        location("gs:///x")
