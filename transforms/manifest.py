"""The manifest of a run: its files, and the accounting that says what became of every message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from transforms.output import Receipt, publish_text, records_digest
from transforms.secrets import redacted
from transforms.storage import Location, files_in
from transforms.storage.reading import contents

__all__ = [
    "Counts",
    "FileEntry",
    "Manifest",
    "SourceEntry",
    "commit_manifest",
    "make_manifest",
    "read_manifest",
    "read_manifests",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of every message: `messages = stories + duplicates + skipped + dead letters`."""

    messages: int = 0
    stories: int = 0
    duplicates: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    dead_letters: dict[str, int] = field(default_factory=dict)

    def ends(self) -> int:
        """How many messages have come to an end: the right side of the identity."""
        return self.stories + self.duplicates + sum(self.skipped.values()) + sum(self.dead_letters.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """A committed file: name within the output folder, records in it, bytes of it."""

    name: str
    records: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A stretch of a stream's source, all of whose messages have come to their end in this manifest.

    Attributes:
      uri: file or message.
      sha256: of the whole source; the same name with other content is another source.
      size: its bytes.
      modified: time of its last change, nanoseconds since 1970; 0 where it has none.
      first: ordinal of the first message, from 0.
      end: ordinal after the last.
      last: whether nothing follows.
    """

    uri: str
    sha256: str
    size: int = 0
    modified: int = 0
    first: int = 0
    end: int = 0
    last: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one run, or one window of a stream, has committed.

    Attributes:
      newswire: version that wrote it.
      inputs: as they were given.
      counts: the accounting.
      tallies: further counts by group: format, provider, language, topic, unannotated, ...
      files: all of its files, by name.
      sources: of a stream, what of its sources is done: it is not read again.
      replayed: of a replay, the dead letters that have come to another end here (`replay.letter_key`).
    """

    newswire: str
    inputs: tuple[str, ...]
    counts: Counts
    tallies: dict[str, dict[str, int]]
    files: tuple[FileEntry, ...]
    sources: tuple[SourceEntry, ...] = ()
    replayed: tuple[str, ...] = ()


_MANIFEST: Final = msgspec.json.Decoder(Manifest)


def make_manifest(
    version: str,
    inputs: Iterable[str],
    tally: Mapping[str, int],
    receipts: Iterable[Receipt],
    sources: Iterable[SourceEntry] = (),
    replayed: Iterable[str] = (),
) -> Manifest:
    """A manifest from the counts of all workers and the receipts of all files."""
    groups = _grouped(tally)
    plain = groups.pop("", {})
    counts = Counts(
        messages=plain.pop("messages", 0),
        stories=plain.pop("stories", 0),
        duplicates=plain.pop("duplicates", 0),
        skipped=groups.pop("skipped", {}),
        dead_letters=groups.pop("dead_letters", {}),
    )
    files = tuple(FileEntry(name=r.name, records=r.records, bytes=r.length) for r in sorted(receipts))
    return Manifest(
        newswire=version,
        inputs=tuple(map(redacted, inputs)),
        counts=counts,
        tallies={"total": plain} | groups,
        files=files,
        sources=tuple(sources),
        replayed=tuple(replayed),
    )


def commit_manifest(output: Location, manifest: Manifest) -> str:
    """Writes the manifest and gives its name, which is the same for the same files and counts."""
    name, text = manifest_text(manifest)
    publish_text(output, name, text)
    return name


def manifest_text(manifest: Manifest) -> tuple[str, str]:
    """The manifest's name within the output folder, and its text."""
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1).decode() + "\n"
    return f"manifests/manifest-{records_digest([text])}.json", text


def read_manifests(output: Location) -> Iterator[Manifest]:
    """The manifests of an output folder, by name.

    Raises:
      msgspec.ValidationError, msgspec.DecodeError: a file is no manifest.
    """
    for data in contents(files_in(output / "manifests", "manifest-*.json")):
        yield _MANIFEST.decode(data)


def read_manifest(path: Location) -> Manifest:
    """One manifest, as `read_manifests`."""
    return _MANIFEST.decode(path.read_bytes())


def _grouped(tally: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """'format.nitf' -> groups['format']['nitf']; within a group by falling count, then by name."""
    groups: dict[str, Counter[str]] = {}
    for key, count in tally.items():
        group, dot, name = key.partition(".")
        if not dot:
            group, name = "", key
        groups.setdefault(group, Counter())[name] += count
    return {
        group: dict(sorted(names.items(), key=lambda item: (-item[1], item[0])))
        for group, names in sorted(groups.items())
    }
