"""What reaches a remote worker: steps that pickle without their models, and a package that has them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.internal import pickler
from apache_beam.portability import common_urns, python_urns
from apache_beam.portability.api import beam_runner_api_pb2

from pipeline.cli import DEFAULT_MODELS
from pipeline.graph import build_batch
from pipeline.options import RunSettings
from pipeline.stream_options import StreamSettings
from pipeline.streaming import build_stream
from transforms.steps._stream_process import cluster_run

ROOT = Path(__file__).parents[2]
STAGED = ("setup.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
PACKAGES = ("newswire_models", "pipeline", "schemas", "transforms")
MOST_BYTES = 200_000
"""Of one step as it is sent; a model has several million."""


def steps_of(root: Any) -> dict[str, bytes]:
    """The pickled functions of a graph, by the steps' names."""
    components = root.to_runner_api().components
    found = {}
    for transform in components.transforms.values():
        if transform.spec.urn == common_urns.primitives.PAR_DO.urn:
            payload = beam_runner_api_pb2.ParDoPayload.FromString(transform.spec.payload)
            if payload.do_fn.urn == python_urns.PICKLED_DOFN_INFO:
                found[transform.unique_name] = payload.do_fn.payload
    return found


def assert_sendable(steps: dict[str, bytes]) -> None:
    assert len(steps) > 20
    assert all(pickler.loads(payload) is not None for payload in steps.values())
    assert {name: len(payload) for name, payload in steps.items() if len(payload) > MOST_BYTES} == {}


def test_the_steps_of_a_batch_are_small_and_can_be_sent() -> None:
    root = beam.Pipeline()
    build_batch(root, RunSettings(inputs=("in",), output="out", models=DEFAULT_MODELS))
    assert_sendable(steps_of(root))


def test_the_steps_of_a_stream_are_small_and_can_be_sent() -> None:
    root = beam.Pipeline()
    settings = StreamSettings(watch=("in",), output="out", models=DEFAULT_MODELS)
    build_stream(root, settings, cluster_run(0.0), "out/.stop", workers=4)
    steps = steps_of(root)
    assert_sendable(steps)
    assert any("Admit once" in name for name in steps)


def test_the_source_distribution_is_whole(tmp_path: Path) -> None:
    """As Beam makes it for `--setup_file`: `python setup.py sdist` beside the file."""
    for name in STAGED:
        shutil.copy(ROOT / name, tmp_path)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "setup.py", "-q", "sdist", "--dist-dir", "dist"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    (archive,) = (tmp_path / "dist").glob("newswire-*.tar.gz")
    with tarfile.open(archive) as packed:
        names = {member.name.partition("/")[2] for member in packed.getmembers() if member.isfile()}
    needed = {
        str(path.relative_to(tmp_path))
        for package in PACKAGES
        for path in (tmp_path / package).rglob("*")
        if path.is_file() and path.suffix not in (".md", ".pyc")
    }
    assert needed - names == set()
