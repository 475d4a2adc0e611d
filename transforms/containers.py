"""Compressed files and archives, opened as streams: never a whole archive in memory.

A file is what its first bytes say, whatever its name: gzip, bzip2, xz, zstd, tar (also compressed), zip.
Layers may nest up to `MAX_NESTING`. Entries that are not regular files (links, devices) are passed over,
and nothing is ever written under an entry's name: names are labels here, not paths.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from shutil import copyfileobj
from typing import BinaryIO, Final, NamedTuple, TypeAlias, cast

import zstandard

from transforms.formats import ParseError, Reason

__all__ = ["DAMAGE", "MAX_NESTING", "Damaged", "Member", "as_parse_error", "open_members"]

MAX_NESTING: Final = 4
_HEAD_BYTES: Final = 512  # a tar header is one block of 512 bytes, its magic at 257
_SPOOL_BYTES: Final = 16 << 20

DAMAGE: Final = (
    EOFError,
    OSError,  # gzip.BadGzipFile too
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zstandard.ZstdError,
)
"""What reading a damaged container raises, here or while a member is read."""


class Member(NamedTuple):
    """A plain file: the input itself, or a member of it.

    Attributes:
      uri: of the input; behind '!/' the member's path in it.
      stream: its bytes, buffered, so that `peek` shows the first of them.
      plain: whether the stream is the input itself, in which offsets can be sought.
    """

    uri: str
    stream: io.BufferedReader
    plain: bool


class Damaged(NamedTuple):
    """A container, or a member of one, that cannot be opened or read to its end."""

    uri: str
    error: ParseError


def open_members(uri: str, raw: BinaryIO, nesting: int = 0) -> Iterator[Member | Damaged]:
    """The plain files of an input, in their order. A member must be read before the next is asked for.

    Damage to a container ends its iteration with a Damaged; members before the damage are given.
    """
    stream = _buffered(raw)
    unpack = _unpacker(stream)
    if unpack is None:
        yield Member(uri, stream, nesting == 0)
    elif nesting >= MAX_NESTING:
        yield Damaged(uri, ParseError(Reason.LIMIT, f"containers nested more than {MAX_NESTING} deep"))
    else:
        yield from unpack(uri, stream, nesting)


def as_parse_error(error: BaseException, what: str) -> ParseError:
    """The ParseError for what reading a damaged stream raised."""
    if isinstance(error, EOFError):
        return ParseError(Reason.TRUNCATED, f"{what} ends too early")
    return ParseError(Reason.UNREADABLE, f"{what} cannot be read: {error}")


_Unpack: TypeAlias = Callable[[str, io.BufferedReader, int], Iterator["Member | Damaged"]]


def _unpacker(stream: io.BufferedReader) -> _Unpack | None:
    head = stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    for magic, unpack in _MAGIC:
        if head.startswith(magic):
            return unpack
    return _untar if head[257:262] == b"ustar" else None


def _decompressed(
    opener: Callable[[BinaryIO], BinaryIO],
) -> _Unpack:
    def unpack(uri: str, stream: io.BufferedReader, nesting: int) -> Iterator[Member | Damaged]:
        try:
            inner = io.BufferedReader(cast("io.RawIOBase", opener(stream)), _BUFFER_BYTES)
            inner.peek(1)  # damage to the first block shows here
        except DAMAGE as error:
            yield Damaged(uri, as_parse_error(error, "compressed file"))
            return
        yield from open_members(uri, inner, nesting + 1)

    return unpack


def _untar(uri: str, stream: io.BufferedReader, nesting: int) -> Iterator[Member | Damaged]:
    try:
        # "r|" reads forward only: neither seeks nor an index of all members.
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for entry in archive:
                if entry.isreg() and (body := archive.extractfile(entry)) is not None:
                    yield from open_members(f"{uri}!/{entry.name}", cast("BinaryIO", body), nesting + 1)
                archive.members = []  # type: ignore[attr-defined]  # tarfile keeps every entry it saw; a million would stay
    except DAMAGE as error:
        yield Damaged(uri, as_parse_error(error, "tar archive"))


def _unzip(uri: str, stream: io.BufferedReader, nesting: int) -> Iterator[Member | Damaged]:
    with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as spool:
        source = cast("BinaryIO", stream)
        # A zip's table of contents stands at its end; a member of an archive says it can seek and cannot.
        if nesting or not stream.seekable():
            copyfileobj(stream, spool)
            source = cast("BinaryIO", spool)
        try:
            with zipfile.ZipFile(source) as archive:
                for entry in archive.infolist():
                    if not entry.is_dir():
                        yield from _zip_member(uri, archive, entry, nesting)
        except DAMAGE as error:
            yield Damaged(uri, as_parse_error(error, "zip archive"))


def _zip_member(
    uri: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, nesting: int
) -> Iterator[Member | Damaged]:
    name = f"{uri}!/{entry.filename}"
    try:
        body = archive.open(entry)
    except (RuntimeError, NotImplementedError, *DAMAGE) as error:  # encrypted; method not known
        yield Damaged(name, ParseError(Reason.UNREADABLE, str(error)))
        return
    with body:
        yield from open_members(name, cast("BinaryIO", body), nesting + 1)


def _zstd(stream: BinaryIO) -> BinaryIO:
    reader = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
    return cast("BinaryIO", reader)


_BUFFER_BYTES: Final = 1 << 18


def _buffered(raw: BinaryIO) -> io.BufferedReader:
    if isinstance(raw, io.BufferedReader):
        return raw
    return io.BufferedReader(cast("io.RawIOBase", raw), _BUFFER_BYTES)


_MAGIC: Final[tuple[tuple[bytes, _Unpack], ...]] = (
    (b"\x1f\x8b", _decompressed(lambda s: cast("BinaryIO", gzip.GzipFile(fileobj=s, mode="rb")))),
    (b"BZh", _decompressed(lambda s: cast("BinaryIO", bz2.BZ2File(s)))),
    (b"\xfd7zXZ\x00", _decompressed(lambda s: cast("BinaryIO", lzma.LZMAFile(s)))),
    (b"\x28\xb5\x2f\xfd", _decompressed(_zstd)),
    (b"PK\x03\x04", _unzip),
    (b"PK\x05\x06", _unzip),  # a zip with no members
)
