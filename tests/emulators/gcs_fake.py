"""Starts the Google Cloud Storage fake (`tests/emulators/gcs`, built by `make gcs-fake`) and talks to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage

from transforms.storage import client

BINARY = Path(sys.executable).parent / "gcs-fake"


def need_gcs() -> None:
    """Skips where the fake was not built; where the whole suite must pass, that is a failure."""
    if not BINARY.is_file():
        if os.environ.get("NEWSWIRE_REQUIRE_PRISM"):
            pytest.fail("no Cloud Storage fake: `make gcs-fake` builds it with Go")
        pytest.skip("no Cloud Storage fake beside the interpreter: `make gcs-fake` builds it with Go")


class Gcs:
    """A running fake with one bucket.

    Attributes:
      address: for STORAGE_EMULATOR_HOST.
      bucket: of the client library, without faults while none are asked for.
      url: of the bucket, gs://...
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.url = "gs://newsroom"
        self.bucket = storage.Client(project="test", credentials=AnonymousCredentials()).create_bucket(
            "newsroom"
        )

    def put(self, name: str, data: bytes) -> None:
        """Makes an object, or replaces it."""
        self.bucket.blob(name).upload_from_string(data)

    def put_tree(self, folder: Path, prefix: str) -> None:
        """Makes an object of every file of a folder."""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.put(f"{prefix}/{path.relative_to(folder).as_posix()}", path.read_bytes())

    def names(self, prefix: str = "") -> list[str]:
        """Of all objects that begin so."""
        return [blob.name for blob in self.bucket.list_blobs(prefix=prefix)]

    def fetch(self, prefix: str, folder: Path) -> Path:
        """Copies all objects below a prefix into a local folder."""
        for blob in self.bucket.list_blobs(prefix=f"{prefix}/"):
            path = folder / blob.name.removeprefix(f"{prefix}/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(blob.download_as_bytes())
        return folder

    def fail(
        self, share: float = 0.0, *, seed: int = 0, status: int = 0, method: str = "", after: int = 0
    ) -> None:
        """From now on this share of calls fails, or each (of a method, after some) is answered so."""
        query = f"share={share}&seed={seed}&status={status}&method={method}&after={after}"
        urlopen(Request(f"{self.address}/_faults?{query}", method="PUT"), timeout=30).close()

    def faults(self) -> dict[str, int]:
        """Calls since the last `fail`, and faults by their kind."""
        with urlopen(f"{self.address}/_faults", timeout=30) as answer:
            counts: dict[str, int] = json.load(answer)
            return counts


@contextmanager
def running_gcs() -> Iterator[Gcs]:
    """A fake for the time of the block; this process and its children use it."""
    process = subprocess.Popen([str(BINARY)], stdout=subprocess.PIPE, text=True)
    before = os.environ.get("STORAGE_EMULATOR_HOST")
    try:
        assert process.stdout
        os.environ["STORAGE_EMULATOR_HOST"] = process.stdout.readline().strip()
        client.forget()
        yield Gcs(os.environ["STORAGE_EMULATOR_HOST"])
    finally:
        process.kill()
        process.wait(timeout=30)
        os.environ.pop("STORAGE_EMULATOR_HOST")
        if before is not None:
            os.environ["STORAGE_EMULATOR_HOST"] = before
        client.forget()
