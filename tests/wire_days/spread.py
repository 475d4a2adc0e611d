"""Messages into files: streams, JSON Lines, arrays, single documents; plain, compressed or in archives."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.wire_days.desk import Sent
from tests.wire_days.writers import G2_NAMESPACE

__all__ = ["Stood", "pour", "spread"]


class Stood(NamedTuple):
    """Where a message was put.

    Attributes:
      path: of the file, below the folder.
      ordinal: of its message among those of the file.
      member: of an archive; ''.
      offset: of its message's first byte.
      item: which of the message it is.
    """

    path: str
    ordinal: int
    member: str
    offset: int
    item: int

    @property
    def source(self) -> tuple[str, int, int]:
        """As a record's `source` has it: uri, offset, item."""
        return (f"{self.path}!/{self.member}" if self.member else self.path, self.offset, self.item)


_SHAPES: Final = {
    "ninjs": ("lines", "lines", "lines", "array", "single"),
    "newsml-g2": ("message", "message", "single"),
    "iptc7901": ("stream",),
    "anpa": ("stream",),
}
_ENDINGS: Final = {"ninjs": "json", "newsml-g2": "xml", "iptc7901": "iptc", "anpa": "anpa"}
_WRAPS: Final = ("", "", "", "", "gz", "bz2", "zip", "tar", "tar.gz")
_OPEN_FILES: Final = 12  # of each format at a time


def spread(messages: Iterable[Sent], folder: Path, seed: int, most: int = 60) -> dict[int, Stood]:
    """Writes the messages into files of chance; says where each stands.

    Args:
      messages: in the order in which they are dealt out.
      folder: that the files are written into; made where it is missing.
      seed: of all chance in it.
      most: messages of one file.
    """
    stood: dict[int, Stood] = {}
    pour(messages, folder, seed, most, stood)
    return stood


def pour(
    messages: Iterable[Sent], folder: Path, seed: int, most: int, stood: dict[int, Stood] | None = None
) -> int:
    """The same for any number of messages: holds only the files that are being filled. Says how many came."""
    folder.mkdir(parents=True, exist_ok=True)
    chance, count = Random(seed), 0
    shelf = _Shelf(folder, chance, stood)
    files: dict[str, list[_File]] = {}
    for sent in messages:
        count += 1
        form = sent.copy.provider.format
        row = files.setdefault(form, [_File(form, chance, most) for _ in range(_OPEN_FILES)])
        at = chance.randrange(len(row))
        row[at].messages.append(sent)
        if row[at].is_full():
            shelf.put(row[at])
            row[at] = _File(form, chance, most)
    for file in (file for row in files.values() for file in row if file.messages):
        shelf.put(file)
    shelf.close()
    return count


class _File:
    """A file that is still being filled."""

    def __init__(self, form: str, chance: Random, most: int) -> None:
        self.form, self.messages = form, list[Sent]()
        self.shape = chance.choice(_SHAPES[form])
        self.name = f"{chance.randrange(16**8):08x}.{_ENDINGS[form]}"
        self._size = 1 if self.shape == "single" else 1 + chance.randrange(most)

    def is_full(self) -> bool:
        return len(self.messages) >= self._size

    def bytes(self) -> tuple[bytes, list[tuple[int, int]]]:
        """Its bytes, and (offset, item) of each message."""
        parts = [sent.data for sent in self.messages]
        if self.shape in ("array", "message"):
            head, gap, tail = _ENVELOPES[self.shape]
            return head + gap.join(parts) + tail, [(0, item) for item in range(len(parts))]
        gap = b"\n" if self.shape == "lines" else b""
        offsets, at = [], 0
        for part in parts:
            offsets.append((at, 0))
            at += len(part) + len(gap)
        return gap.join([*parts, b""]), offsets


_ENVELOPES: Final = {
    "array": (b"[\n", b",\n", b"\n]\n"),
    "message": (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="{G2_NAMESPACE}"><itemSet>\n'.encode(),
        b"\n",
        b"\n</itemSet></newsMessage>\n",
    ),
}


class _Shelf:
    """Takes files that are full and puts them on disk, some of them several to an archive."""

    _MEMBERS = 4

    def __init__(self, folder: Path, chance: Random, stood: dict[int, Stood] | None) -> None:
        self._folder, self._chance, self._stood = folder, chance, stood
        self._boxes: dict[str, list[_File]] = {"zip": [], "tar": [], "tar.gz": []}

    def put(self, file: _File) -> None:
        wrap = self._chance.choice(_WRAPS)
        if wrap in self._boxes:
            self._boxes[wrap].append(file)
            if len(self._boxes[wrap]) >= self._MEMBERS:
                self._pack(wrap)
            return
        data, at = file.bytes()
        name = f"{file.name}.{wrap}" if wrap else file.name
        packed = {"": bytes, "gz": lambda d: gzip.compress(d, 1, mtime=0), "bz2": bz2.compress}[wrap](data)
        (self._folder / name).write_bytes(packed)
        self._note(file, name, "", 0, at)

    def close(self) -> None:
        for wrap in self._boxes:
            self._pack(wrap)

    def _pack(self, wrap: str) -> None:
        files = self._boxes[wrap]
        self._boxes[wrap] = []
        if not files:
            return
        name, ordinal, members = f"{files[0].name[:8]}.{wrap}", 0, []
        for file in files:
            data, at = file.bytes()
            members.append((file.name, data))
            ordinal = self._note(file, name, file.name, ordinal, at)
        write = _zip if wrap == "zip" else _tar
        write(self._folder / name, members)

    def _note(self, file: _File, path: str, member: str, ordinal: int, at: list[tuple[int, int]]) -> int:
        """Says where each message of a file stands; gives the ordinal after them."""
        for sent, (offset, item) in zip(file.messages, at, strict=True):
            if self._stood is not None:
                self._stood[sent.key] = Stood(path, ordinal, member, offset, item)
            whole = item + 1 < len(at) and file.shape in ("array", "message")
            ordinal += not whole
        return ordinal


def _zip(path: Path, members: list[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 1)


def _tar(path: Path, members: list[tuple[str, bytes]]) -> None:
    mode = "w:gz" if path.suffix == ".gz" else "w"
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
