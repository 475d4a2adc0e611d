"""How a stream's pieces become output: all of their files and the manifest, or nothing.

A commit is written ahead. The Avro files are made under temporary names; then one small file, the intent,
says what they will be called and holds the manifest; from the moment that it stands, the commit is certain.
Then the files get their names, and the manifest last. A kill before the intent leaves nothing but temporary
files; a kill after it is made good by `recover` at the next start, which ends the renames. So no file of
records is ever removed or replaced, and none stays in the output that no manifest names.
"""

from __future__ import annotations

import fcntl
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from schemas.records import Story
from transforms.manifest import Manifest, SourceEntry, make_manifest, manifest_text
from transforms.output import AvroFile, Receipt, publish_text, records_digest
from transforms.storage import Location, files_in
from transforms.storage.reading import contents
from transforms.storage.writing import TEMPORARY, settle, staged, write_scratch
from transforms.stream_held import HeldStory, is_held
from transforms.stream_items import Piece, piece_key

__all__ = ["Committed", "CommittedPieces", "commit_pieces", "recover", "sole_writer"]

_LOG = logging.getLogger(__name__)

_INTENT: Final = "intent-*.json"

RETRIES: Final = (0.1, 0.4, 1.6, 6.4)
"""Seconds between tries of a rename; after the last the job stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What one commit has put in the output.

    Attributes:
      manifest: its name.
      counts: the whole manifest.
      seconds: of each message, from arrival to commit.
    """

    manifest: str
    content: Manifest
    seconds: tuple[float, ...]


class CommittedPieces:
    """Which pieces an output folder holds, by the manifests that stand in it."""

    def __init__(self, output: Location, until: float | None = None) -> None:
        """Reads the manifests; none that was written after `until`, in seconds since 1970."""
        self._keys: set[bytes] = set()
        self._files: dict[tuple[str, int, int], list[SourceEntry]] = {}
        self._output, self._read = output, set[str]()
        self.refresh(until)

    def refresh(self, until: float | None = None) -> None:
        """Reads the manifests that have come since, of other processes too."""
        new = [
            path
            for path in files_in(self._output / "manifests", "manifest-*.json")
            if path.name not in self._read and (until is None or path.stat().st_mtime <= until)
        ]
        self._read.update(path.name for path in new)
        for data in contents(new):
            for entry in _SOURCES.decode(data).sources:
                self.add(entry)

    def add(self, entry: SourceEntry) -> None:
        """Marks a piece as committed."""
        self._keys.add(piece_key(entry))
        self._files.setdefault((entry.uri, entry.size, entry.modified), []).append(entry)

    def __contains__(self, key: bytes) -> bool:
        return key in self._keys

    def whole(self, uri: str, size: int, modified: int) -> bool:
        """Whether all messages of a file of this name, size and time are in the output."""
        entries = self._files.get((uri, size, modified), ())
        end = 0
        for entry in sorted(entries, key=lambda e: e.first):
            if entry.first > end:
                return False
            end = max(end, entry.end)
            if entry.last:
                return True
        return False


def commit_pieces(
    output: Location,
    pieces: Sequence[Piece],
    part: str,
    codec: str,
    version: str,
    inputs: Sequence[str],
    held: Sequence[HeldStory] = (),
) -> Committed:
    """Writes pieces that are complete, each once, with a manifest of their own; when it returns, they stand.

    Args:
      output: the output folder.
      pieces: in any order; the files do not depend on it.
      part: window, shard and pane, for the files' names; ends with '-'.
      codec: of the Avro files.
      version: of newswire.
      inputs: of the stream, as they were given.
      held: stories of these pieces that are not to be shown yet.

    Raises:
      OSError: the files cannot be written or renamed, several times over.
    """
    ordered = sorted(pieces, key=lambda piece: (piece.source.uri, piece.source.first, piece.source.sha256))
    sealed = list(_seal(output, ordered, part, codec))
    manifest = make_manifest(
        version,
        inputs,
        _tally(ordered),
        [receipt for receipt, _ in sealed],
        [piece.source for piece in ordered],
    )
    renames = [_Rename(staged(temporary, output), receipt.name) for receipt, temporary in sealed]
    renames += [_Rename(staged(write_scratch(output, story.data()), output), story.name()) for story in held]
    intent = _Intent(renames, manifest)
    name = f"{TEMPORARY}/intent-{records_digest([manifest_text(manifest)[0]])}.json"
    _retried(lambda: publish_text(output, name, msgspec.json.encode(intent).decode()))
    manifest_name = _finish(output, output / name, intent)
    now = time.time()
    seconds = tuple(now - piece.arrived / 1_000_000 for piece in ordered for _ in range(piece.messages))
    for piece in ordered:
        if is_held(piece.source.uri):
            (output / piece.source.uri).unlink(missing_ok=True)
    return Committed(manifest=manifest_name, content=manifest, seconds=seconds)


def recover(output: Location) -> list[str]:
    """Ends the commits that a kill cut short, and removes temporary files; gives the manifests' names.

    Only for the one process that writes to this folder.
    """
    temporary = output / TEMPORARY
    intents = files_in(temporary, _INTENT)
    committed = CommittedPieces(output) if intents else None
    ended = []
    for path in intents:
        intent = _INTENT_OF.decode(path.read_bytes())
        if committed and _is_overtaken(output, intent, committed):
            _LOG.warning("%s: its messages are in other manifests; removed", path)
            continue
        ended.append(_finish(output, path, intent))
    for path in files_in(temporary, "*"):
        path.unlink()
    return ended


@contextmanager
def sole_writer(output: Path) -> Iterator[None]:
    """One process at a time commits to an output folder; what a process that died left is made good first.

    So a worker that its runner took for dead, and that works on beside the one in its place, commits before
    it or after it, and whoever is second sees what the first has committed. The lock goes with the process.
    """
    output.mkdir(parents=True, exist_ok=True)
    with (output / ".commit").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in recover(output):
            _LOG.warning("ended a commit that was cut short: %s", name)
        yield


class _Rename(msgspec.Struct, frozen=True):
    temporary: str
    final: str


class _Intent(msgspec.Struct, frozen=True):
    renames: list[_Rename]
    manifest: Manifest


_INTENT_OF: Final = msgspec.json.Decoder(_Intent)


class _Sources(msgspec.Struct, frozen=True):
    """Of a manifest, what a restart needs."""

    sources: tuple[SourceEntry, ...] = ()


_SOURCES: Final = msgspec.json.Decoder(_Sources)


def _is_overtaken(output: Location, intent: _Intent, committed: CommittedPieces) -> bool:
    """Whether its messages have been committed without it.

    A bucket may obey the last request of a process after that process was killed and its successor has begun:
    this intent was then not there when the successor looked, and it has read the same messages again.
    """
    if (output / manifest_text(intent.manifest)[0]).exists():
        return False
    return any(piece_key(entry) in committed for entry in intent.manifest.sources)


def _finish(output: Location, intent: Location, content: _Intent) -> str:
    """The renames that are not made yet, the manifest, and away with the intent."""
    for rename in content.renames:
        _retried(partial(settle, rename.temporary, output, rename.final))
    name, text = manifest_text(content.manifest)
    _retried(lambda: publish_text(output, name, text))
    intent.unlink()
    return name


def _seal(output: Location, pieces: Sequence[Piece], part: str, codec: str) -> Iterator[tuple[Receipt, Path]]:
    groups: tuple[Iterable[Any], ...] = (
        [story for piece in pieces for story in piece.stories],
        [duplicate for piece in pieces for duplicate in piece.duplicates],
        [letter for piece in pieces for letter in piece.dead_letters],
    )
    for records in groups:
        file: AvroFile | None = None
        for record in records:
            file = file or AvroFile(output, type(record), codec)
            file.write([record])
        if file:
            yield file.seal(part), file.temporary


def _tally(pieces: Sequence[Piece]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for piece in pieces:
        tally["messages"] += piece.messages
        tally["duplicates"] += len(piece.duplicates)
        tally.update({f"skipped.{reason}": count for reason, count in piece.skipped.items()})
        tally.update(f"dead_letters.{letter.error_class}" for letter in piece.dead_letters)
        for story in piece.stories:
            _count(story, tally)
    return tally


def _count(story: Story, tally: Counter[str]) -> None:
    tally["stories"] += 1
    tally["words"] += len(story.body.split())
    tally[f"format.{story.format}"] += 1
    tally[f"provider.{story.provider or 'unknown'}"] += 1
    tally[f"language.{story.language or 'unknown'}"] += 1


def _retried(action: Callable[[], Any]) -> None:
    """Tries again with longer and longer waits; the last failure is raised."""
    for seconds in RETRIES:
        try:
            action()
        except OSError as error:
            _LOG.warning("%s; trying again in %.1f s", error, seconds)
            time.sleep(seconds)
        else:
            return
    action()
