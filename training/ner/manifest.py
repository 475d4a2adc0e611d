"""The inputs of the training, by hash: what is read is what the model card says."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

__all__ = ["MANIFEST", "ManifestError", "check", "entries", "path_of"]

MANIFEST: Final = Path(__file__).parent.parent / "data_manifest.json"


class ManifestError(Exception):
    """An input that is missing, or is not the one of the manifest."""


def entries() -> list[dict[str, Any]]:
    """Name, file (or package), sha256, terms, attribution and use of each input."""
    listed: list[dict[str, Any]] = json.loads(MANIFEST.read_text(encoding="utf-8"))["inputs"]
    return listed


def path_of(entry: dict[str, Any], corpora: Path) -> Path:
    """Where an input lies: under the corpora, or inside an installed package."""
    if "package" not in entry:
        return corpora / str(entry["file"])
    found = find_spec(str(entry["package"]).partition("==")[0].replace("-", "_"))
    if found is None or found.origin is None:
        raise ManifestError(f"{entry['package']} is not installed: see training/README.md")
    return Path(found.origin).parent / str(entry["file"])


def check(corpora: Path, uses: tuple[str, ...]) -> None:
    """Compares the inputs of those uses ('ship', 'measure') with the manifest.

    Raises:
      ManifestError: naming the first that is missing or other than it should be.
    """
    for entry in entries():
        if entry["use"] not in uses:
            continue
        path = path_of(entry, corpora)
        if not path.is_file():
            raise ManifestError(f"{entry['name']}: no file {path}")
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != entry["sha256"]:
            raise ManifestError(f"{entry['name']}: {path} has sha256 {found}, not {entry['sha256']}")
