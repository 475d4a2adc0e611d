"""A Flink cluster of two slots, for the tests of this folder. `make test-flink` runs them."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.flink.cluster import Cluster, fetch_jars
from pipeline.flink_jars import FlinkJarsError


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("localhost", 0))
        return int(server.getsockname()[1])


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    required = os.environ.get("NEWSWIRE_TEST_FLINK")
    if not required:
        pytest.skip("a Flink cluster takes a minute to start: `make test-flink` runs these tests")
    try:
        fetch_jars()
    except FlinkJarsError as error:
        if required == "required":
            pytest.fail(str(error))
        pytest.skip(str(error))
    cluster = Cluster(tmp_path_factory.mktemp("flink"), rest_port=free_port(), pool_port=free_port(), slots=2)
    try:
        cluster.up()
        yield cluster
    finally:
        cluster.down()


@pytest.fixture(scope="session")
def many_stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand stories in a few mailboxes of text, enough for several shards."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(10):
        rows = [
            {
                "uri": f"urn:many:{number}:{row}",
                "headline": f"Ship {number}-{row} calls at Port Ellery",
                "body": text(row),
            }
            for row in range(100)
        ]
        (folder / f"{number}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def text(row: int) -> str:
    sentences = (
        f"The harbour office at Port Ellery counted ship number {row} on Thursday, Lena Okafor said.",
        f"It carried {row * 7} boxes and {row * 3} passengers for Northstar Shipping of Oslo.",
        "Prices of freight have risen since the strike in Rotterdam ended, the European Commission said.",
    )
    return "\n\n".join(" ".join(sentences) for _ in range(12))
