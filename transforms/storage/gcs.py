"""A path in Google Cloud Storage. The client library is loaded when something is asked of the network."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from functools import total_ordering
from pathlib import Path
from re import compile as compiled
from typing import Final, Literal, NamedTuple

__all__ = ["Facts", "GcsPath", "StorageError"]

_READ_BYTES: Final = 4 << 20
"""Of a range request: at 30 ms an answer, more than is parsed in that time."""


class StorageError(Exception):
    """Google Cloud Storage cannot be used, or not so; one line that says where and what to do.

    Attributes:
      status: of HTTP; 0 where it came to no answer.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message, status)
        self.status = status

    def __str__(self) -> str:
        return str(self.args[0])


class Facts(NamedTuple):
    """Of an object, by the names of `os.stat_result`; the time is that of the creation of this generation."""

    st_size: int
    st_mtime_ns: int
    crc32c: str
    generation: int

    @property
    def st_mtime(self) -> float:
        """Seconds since 1970."""
        return self.st_mtime_ns / 1e9


@total_ordering
@dataclass(frozen=True, slots=True)
class GcsPath:
    """An object, or the folder that a common beginning of names makes, with the methods of `Path` used here.

    Attributes:
      bucket: its name.
      key: name of the object, or of the folder without the last '/'; '' for the whole bucket.
      facts: of the object, where a listing gave them.
    """

    bucket: str
    key: str = ""
    facts: Facts | None = field(default=None, compare=False)

    @classmethod
    def parse(cls, text: str) -> GcsPath:
        """The path that a text names.

        Raises:
          StorageError: there is no bucket in it.
        """
        bucket, _, key = text.removeprefix("gs://").partition("/")
        if not bucket:
            raise StorageError(f"{text}: no bucket; expected gs://BUCKET/NAME")
        return cls(bucket, key.rstrip("/"))

    def __str__(self) -> str:
        return f"gs://{self.bucket}/{self.key}" if self.key else f"gs://{self.bucket}"

    def __truediv__(self, name: str) -> GcsPath:
        return GcsPath(self.bucket, f"{self.key}/{name}" if self.key else name)

    def __lt__(self, other: GcsPath) -> bool:
        return (self.bucket, self.key) < (other.bucket, other.key)

    @property
    def name(self) -> str:
        """The last part."""
        return self.key.rpartition("/")[2] or self.bucket

    @property
    def parent(self) -> GcsPath:
        """The folder that it is in."""
        return GcsPath(self.bucket, self.key.rpartition("/")[0])

    @property
    def folder(self) -> str:
        """What the names of all objects below it begin with."""
        return f"{self.key}/" if self.key else ""

    def resolve(self) -> GcsPath:
        """Itself: there is nothing relative here."""
        return self

    def stat(self) -> Facts:
        """Facts of the object, asked for where they are not known.

        Raises:
          FileNotFoundError: there is no such object.
        """
        from transforms.storage.client import facts

        return self.facts or facts(self)

    def is_file(self) -> bool:
        """Whether there is such an object."""
        try:
            return bool(self.key) and self.stat() is not None
        except FileNotFoundError:
            return False

    def is_dir(self) -> bool:
        """Whether there is an object below it."""
        from transforms.storage.client import listed

        return next(listed(self.bucket, self.folder, most=1), None) is not None

    def exists(self) -> bool:
        """Whether there is an object of this name or below it."""
        return self.is_file() or self.is_dir()

    def glob(self, pattern: str) -> Iterator[GcsPath]:
        """The objects of this folder, and not of those below it, whose names match."""
        from transforms.storage.client import listed

        matches = compiled(translate(pattern)).match
        fixed = pattern[: next((i for i, letter in enumerate(pattern) if letter in "*?["), len(pattern))]
        for found in listed(self.bucket, self.folder + fixed, delimiter="/"):
            if found.name and matches(found.name):
                yield found

    def open(self, mode: Literal["rb"] = "rb") -> io.BufferedReader:
        """Its bytes as they are stored, by range requests, as far as they are asked for."""
        from transforms.storage.client import Ranges

        assert mode == "rb"
        return io.BufferedReader(Ranges(self), _READ_BYTES)

    def read_bytes(self) -> bytes:
        """All its bytes."""
        with self.open() as stream:
            return stream.read()

    def unlink(self, missing_ok: bool = False) -> None:
        """Removes the object. One that is gone is no error: a call that is repeated may have been obeyed."""
        from transforms.storage.client import remove

        remove(self)

    def create(self, source: Path) -> None:
        """Makes the object of a local file, if there is none of this name, whole or not at all.

        Raises:
          StorageError: there is one with other bytes, or it cannot be written.
        """
        from transforms.storage.client import upload

        upload(source, self, create=True)

    def replace(self, source: Path) -> None:
        """Makes the object of a local file, whole or not at all; one of this name is replaced."""
        from transforms.storage.client import upload

        upload(source, self, create=False)

    def move(self, target: GcsPath) -> None:
        """Gives the object another name, if there is none of that name; harmless if it was done before.

        Raises:
          StorageError: there is neither, or the other has other bytes.
        """
        from transforms.storage.client import move

        move(self, target)
