"""Avro files that appear whole under their final name, or not at all; and the manifest that lists them.

Layout of an output folder:

    stories/      stories-00000-<digest>.avro      the stories, in shards
    dead_letters/ dead_letters-<digest>.avro       what could not be read
    duplicates/   duplicates-00000-<digest>.avro   what was left out, and which story it repeats
    manifests/    manifest-<digest>.json           the files and the accounting; written last

A name carries a digest of what is in the file, never the clock: the same records give the same name and
the same bytes, and names sort in the order of the input.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Container, Iterable
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from fastavro.write import Writer

from schemas.avro import avro_schema, to_avro
from schemas.records import DeadLetter, Duplicate, Story
from transforms.storage import Location, files_in
from transforms.storage.writing import publish, scratch_file, write_scratch

__all__ = [
    "CODECS",
    "KINDS",
    "AvroFile",
    "Receipt",
    "publish_text",
    "records_digest",
    "remove_unlisted",
    "shard_names",
]

CODECS: Final = ("deflate", "snappy", "null")

KINDS: Final[dict[type, str]] = {Story: "stories", DeadLetter: "dead_letters", Duplicate: "duplicates"}
"""Folder of each kind of record, and the first part of its files' names."""


class Receipt(NamedTuple):
    """A committed file: its name within the output folder, how many records it holds, its bytes."""

    name: str
    records: int
    length: int


class AvroFile:
    """An Avro file that is being written, under a local temporary name until `commit`.

    Args:
      output: the output folder.
      record: class of its records.
      codec: one of `CODECS`.

    Attributes:
      temporary: where it is written.
      records: how many it holds.
    """

    def __init__(self, output: Location, record: type, codec: str) -> None:
        self._output, self._record, self._codec = output, record, codec
        self.temporary = scratch_file(output)
        self._file = self.temporary.open("wb")
        self._writer: Any = None
        self._digest = blake2b(digest_size=6)
        self.records = 0

    def write(self, records: Iterable[Any]) -> None:
        """Appends records.

        Raises:
          OSError: the disk is full, the folder is gone, ...
        """
        for record in records:
            key = _key(record)
            if self._writer is None:
                self._writer = self._open(key)
            self._digest.update(key)
            self._writer.write(to_avro(record))
            self.records += 1

    def commit(self, shard: int | None = None) -> Receipt:
        """Gives the file its final name, after its bytes are on the disk; nothing is left under the other."""
        receipt = self.seal("" if shard is None else f"{shard:05d}-")
        publish(self.temporary, self._output / receipt.name)
        return receipt

    def seal(self, part: str) -> Receipt:
        """Ends the file, its bytes on the disk, still under its temporary name; gives the final one.

        Args:
          part: what stands in the final name between the kind and the digest, with its '-'.
        """
        self._writer.flush()
        self._file.flush()
        length = self._file.tell()
        os.fsync(self._file.fileno())
        self._file.close()
        return Receipt(_name(KINDS[self._record], part, self._digest), self.records, length)

    def discard(self) -> None:
        """Drops what was written. Harmless after `commit`."""
        self._file.close()
        self.temporary.unlink(missing_ok=True)

    def _open(self, first_key: bytes) -> Any:
        # A sync marker must not occur by chance in the data, and must be the same in a rerun.
        marker = blake2b(first_key, digest_size=16, person=b"newswire").digest()
        # The schema as we write it: the keys of a parsed one are in an order that changes with the process.
        schema = avro_schema(self._record)
        return Writer(self._file, schema, codec=self._codec, sync_interval=_BLOCK_BYTES, sync_marker=marker)


def remove_unlisted(output: Location, listed: Container[str]) -> None:
    """Removes the files of records that a run has made and does not name: those of tries that failed.

    Args:
      output: the output folder of one batch run.
      listed: names, within the output folder, of the files that stay.
    """
    for kind in KINDS.values():
        for path in files_in(output / kind, "*.avro"):
            if f"{kind}/{path.name}" not in listed:
                path.unlink()


def shard_names(shard: int, records: Iterable[Any]) -> dict[str, int]:
    """The names of the files that a shard's records make, each with how many of them it holds."""
    digests: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    for record in records:
        kind = KINDS[type(record)]
        digests.setdefault(kind, blake2b(digest_size=6)).update(_key(record))
        counts[kind] += 1
    return {_name(kind, f"{shard:05d}-", digest): counts[kind] for kind, digest in digests.items()}


def _name(kind: str, part: str, digest: Any) -> str:
    return f"{kind}/{kind}-{part}{digest.hexdigest()}.avro"


def publish_text(output: Location, name: str, text: str) -> None:
    """Writes a small text file in the same way: whole under its final name, or not at all."""
    publish(write_scratch(output, text.encode("utf-8")), output / name)


def records_digest(parts: Iterable[str]) -> str:
    """A short digest for a name."""
    digest = blake2b(digest_size=6)
    for part in parts:
        digest.update(part.encode("utf-8") + b"\x1f")
    return digest.hexdigest()


_BLOCK_BYTES: Final = 64_000


def _key(record: Any) -> bytes:
    if isinstance(record, DeadLetter):
        source = record.source
        return f"{source.uri}\x1f{source.offset}\x1f{source.item}\x1f{record.raw_sha256}".encode()
    if isinstance(record, Duplicate):
        return f"{record.source.uri}\x1f{record.source.offset}\x1f{record.record_id}".encode()
    return bytes.fromhex(record.record_id)
