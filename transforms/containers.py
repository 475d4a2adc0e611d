"""Compressed files and archives, opened as streams: never a whole archive in memory.

A file is what its first bytes say, whatever its name: gzip, bzip2, xz, zstd, tar (also compressed), zip.
How deep they nest, how many members they have and how far they expand is counted by one `Meter` over all of
an input's layers. Entries that are not regular files (links, devices) are passed over, and nothing is ever
written under an entry's name: names are labels here, not paths.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from shutil import copyfileobj
from typing import BinaryIO, Final, NamedTuple, TypeAlias, cast

import zstandard

from transforms.expansion import HeaderBudget, Meter, metered
from transforms.formats import ParseError, Reason
from transforms.limits import DEFAULT_LIMITS, Limits
from transforms.unpacking import XzStream, ZstdStream, check_claims, check_directory, let_overlap

__all__ = ["DAMAGE", "Damaged", "Member", "as_parse_error", "open_members"]

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
    # What zipfile and tarfile let out for headers that contradict each other.
    *(ValueError, IndexError, OverflowError, NotImplementedError, struct.error),
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


def open_members(uri: str, raw: BinaryIO, limits: Limits = DEFAULT_LIMITS) -> Iterator[Member | Damaged]:
    """The plain files of an input, in their order. A member must be read before the next is asked for.

    Damage to a container ends its iteration with a Damaged; members before the damage are given. A limit ends
    the whole input: with one Damaged or, where it shows while a member is read, with what reading raises.
    """
    yield from _open(uri, raw, Meter(limits, _size(raw)), 0)


def _open(uri: str, raw: BinaryIO, meter: Meter, nesting: int) -> Iterator[Member | Damaged]:
    stream = _buffered(raw)
    try:
        unpack = _unpacker(stream)
    except DAMAGE as damage:
        yield Damaged(uri, as_parse_error(damage, "file"))
        return
    except ParseError as limit:
        yield Damaged(uri, limit)
        return
    most = meter.limits.nesting
    if unpack is None:
        yield Member(uri, stream, nesting == 0)
    elif nesting >= most:
        yield Damaged(
            uri, ParseError(Reason.LIMIT, f"containers nested more than {most} deep (--max-nesting)")
        )
    else:
        yield from unpack(uri, stream, meter, nesting)


def _size(raw: BinaryIO) -> int | None:
    """Bytes of an input; None where it cannot be sought."""
    if not raw.seekable():
        return None
    here = raw.tell()
    size = raw.seek(0, io.SEEK_END)
    raw.seek(here)
    return size - here


def as_parse_error(error: BaseException, what: str) -> ParseError:
    """The ParseError for what reading a damaged stream raised."""
    if isinstance(error, EOFError) or "unexpected end of data" in str(error):
        return ParseError(Reason.TRUNCATED, f"{what} ends too early")
    return ParseError(Reason.UNREADABLE, f"{what} cannot be read: {error}")


_Unpack: TypeAlias = Callable[[str, io.BufferedReader, Meter, int], Iterator["Member | Damaged"]]


def _unpacker(stream: io.BufferedReader) -> _Unpack | None:
    head = stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    for magic, unpack in _MAGIC:
        if head.startswith(magic):
            return unpack
    return _untar if head[257:262] == b"ustar" else None


def _decompressed(
    opener: Callable[[BinaryIO], BinaryIO],
) -> _Unpack:
    def unpack(uri: str, stream: io.BufferedReader, meter: Meter, nesting: int) -> Iterator[Member | Damaged]:
        try:
            inner = metered(opener(cast("BinaryIO", stream)), meter)
            inner.peek(1)  # damage to the first block shows here
        except DAMAGE as error:
            yield Damaged(uri, as_parse_error(error, "compressed file"))
            return
        except ParseError as error:
            yield Damaged(uri, error)
            return
        yield from _open(uri, cast("BinaryIO", inner), meter, nesting + 1)

    return unpack


def _untar(uri: str, stream: io.BufferedReader, meter: Meter, nesting: int) -> Iterator[Member | Damaged]:
    source = HeaderBudget(cast("BinaryIO", stream), meter)
    try:
        # "r|" reads forward only: neither seeks nor an index of all members.
        with tarfile.open(fileobj=source.as_file(), mode="r|") as archive:
            for entry in archive:
                source.allow(_stored(entry))
                meter.member()
                yield from _tar_member(f"{uri}!/{_label(entry.name)}", archive, entry, meter, nesting)
                if meter.spent:
                    return
                archive.members = []  # type: ignore[attr-defined]  # tarfile keeps every entry it saw; a million would stay
            if source.open_ended():  # of which tarfile says nothing
                yield Damaged(uri, ParseError(Reason.TRUNCATED, "tar archive ends without its end mark"))
    except DAMAGE as error:
        yield Damaged(uri, as_parse_error(error, "tar archive"))
    except ParseError as error:
        yield Damaged(uri, error)


def _tar_member(
    uri: str, archive: tarfile.TarFile, entry: tarfile.TarInfo, meter: Meter, nesting: int
) -> Iterator[Member | Damaged]:
    if entry.issparse():
        # It stands for as many zeros as it says, without end: no wire is sent so.
        yield Damaged(uri, ParseError(Reason.UNSAFE, "a sparse member of a tar archive"))
    elif entry.isreg() and (body := archive.extractfile(entry)) is not None:
        yield from _open(uri, cast("BinaryIO", body), meter, nesting + 1)


def _stored(entry: tarfile.TarInfo) -> int:
    """Bytes that follow an entry's header: links and folders have none, whatever they say."""
    return entry.size if entry.isreg() or entry.type not in tarfile.SUPPORTED_TYPES else 0


def _unzip(uri: str, stream: io.BufferedReader, meter: Meter, nesting: int) -> Iterator[Member | Damaged]:
    with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as spool:
        source = cast("BinaryIO", stream)
        try:
            # A zip's table of contents stands at its end; a member of an archive says it can seek and cannot.
            if nesting or not stream.seekable():
                copyfileobj(stream, spool)
                source = cast("BinaryIO", spool)
            check_directory(source, meter)
            size = source.seek(0, io.SEEK_END)
            with zipfile.ZipFile(source) as archive:
                check_claims(archive.infolist(), size, meter)
                for entry in archive.infolist():
                    if not entry.is_dir():
                        meter.member()
                        yield from _zip_member(uri, archive, entry, meter, nesting)
                    if meter.spent:
                        return
        except DAMAGE as error:
            yield Damaged(uri, as_parse_error(error, "zip archive"))
        except ParseError as error:
            yield Damaged(uri, error)


def _zip_member(
    uri: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, meter: Meter, nesting: int
) -> Iterator[Member | Damaged]:
    name = f"{uri}!/{_label(entry.filename)}"
    let_overlap(entry)
    try:
        body = archive.open(entry)
    except (RuntimeError, NotImplementedError, *DAMAGE) as error:  # encrypted; method not known
        yield Damaged(name, ParseError(Reason.UNREADABLE, str(error)))
        return
    with body:
        yield from _open(name, cast("BinaryIO", metered(cast("BinaryIO", body), meter)), meter, nesting + 1)


def _label(name: str) -> str:
    """A member's name as text that UTF-8 carries: tar names are bytes of any kind."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


_BUFFER_BYTES: Final = 1 << 18


def _buffered(raw: BinaryIO) -> io.BufferedReader:
    if isinstance(raw, io.BufferedReader):
        return raw
    return io.BufferedReader(cast("io.RawIOBase", raw), _BUFFER_BYTES)


_MAGIC: Final[tuple[tuple[bytes, _Unpack], ...]] = (
    (b"\x1f\x8b", _decompressed(lambda s: cast("BinaryIO", gzip.GzipFile(fileobj=s, mode="rb")))),
    (b"BZh", _decompressed(lambda s: cast("BinaryIO", bz2.BZ2File(s)))),
    (b"\xfd7zXZ\x00", _decompressed(lambda s: cast("BinaryIO", io.BufferedReader(XzStream(s))))),
    (b"\x28\xb5\x2f\xfd", _decompressed(lambda s: cast("BinaryIO", io.BufferedReader(ZstdStream(s))))),
    (b"PK\x03\x04", _unzip),
    (b"PK\x05\x06", _unzip),  # a zip with no members
)
