"""One version of Flink, one of Beam, wherever they are named."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline import flink_pool
from pipeline.flink_jars import JARS

DEPLOY = Path(__file__).parents[2] / "deploy"
SETUP = (DEPLOY.parent / "setup.py").read_text()
POM = (DEPLOY / "flink/pom.xml").read_text()


def pinned(name: str) -> str:
    (version,) = re.findall(f"<{name}.version>(.+)</{name}.version>", POM)
    return str(version)


def test_the_folder_of_jars_is_named_by_what_is_in_it() -> None:
    assert f"flink-{pinned('flink')}-beam-{pinned('beam')}" == JARS


def test_images_are_of_the_pinned_flink() -> None:
    for file in ("container/compose.yaml", "kubernetes/flink.yaml"):
        assert set(re.findall(r"image: flink:([\d.]+)", (DEPLOY / file).read_text())) == {pinned("flink")}


def test_the_worker_image_has_the_beam_of_the_command_line() -> None:
    (wanted,) = re.findall(r"apache-beam\[gcp\]==([\d.]+)", SETUP)
    assert f"_sdk:{wanted}\n" in (DEPLOY / "container/Dockerfile").read_text()


def test_pools_of_workers_are_the_one_that_answers_when_a_worker_is_connected() -> None:
    for file in ("container/compose.yaml", "kubernetes/flink.yaml"):
        assert re.findall(r'"-m", "([\w.]+)"', (DEPLOY / file).read_text()) == [flink_pool.__name__]


def test_the_worker_image_has_every_package() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", (DEPLOY / "container/Dockerfile").read_text(), re.MULTILINE))
    assert copied == set(re.findall(r'"(\w+)"', re.search(r"include=\[(.+)\]", SETUP)[1]))  # type: ignore[index]
