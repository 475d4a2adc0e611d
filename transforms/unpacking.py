"""What the standard library's readers of containers leave open: memory that headers ask for, shared bytes."""

from __future__ import annotations

import io
import lzma
import struct
from collections.abc import Iterable
from typing import Any, BinaryIO, Final
from zipfile import ZipInfo

import zstandard

from transforms.expansion import Meter

__all__ = ["XZ_MEMORY", "XzStream", "ZstdStream", "check_claims", "check_directory", "let_overlap"]

XZ_MEMORY: Final = 128 << 20
"""Of its decoder: twice what `xz -9` needs. A header may ask for 4 GiB."""

_CHUNK: Final = 1 << 16

# APPNOTE.TXT 4.3.16: signature, disks, entries here and in all, size and place of the directory, comment.
_END: Final = struct.Struct("<4s4H2LH")
# 4.3.15 and 4.3.14: where the ZIP64 record stands; its size, versions, disks, entries, size and place.
_LOCATOR: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT: Final = (1 << 16) - 1
_ENTRY_BYTES: Final = 46 + 210
"""Of an entry of the directory with a long name: twice as many entries as allowed take more."""
_MOST_CLAIMS: Final = 2
"""Times its size that an archive's members may claim: some are listed twice, and one size may be damaged."""


class _Frames(io.RawIOBase):
    """Unpacks the frames of a compressed file, one after the other.

    Reading raises what the decoder raises for damage, and `EOFError` where the data end within a frame.
    """

    chunk: int
    """Compressed bytes that are decoded at once."""

    padding = b""
    """Bytes that may stand between frames."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = self.decoder()
        self._packed = b""
        self._ready = memoryview(b"")
        self._ended = False

    def decoder(self) -> Any:
        """A decoder of one frame: with `decompress`, `eof` and `unused_data`."""
        raise NotImplementedError

    def step(self, packed: bytes, size: int) -> bytes:
        """What these bytes give; of a decoder that can be told so, no more than `size`."""
        raise NotImplementedError

    def waits(self) -> bool:
        """Whether the decoder needs more bytes to go on."""
        return True

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer as far as the next step of the decoder goes; 0 at the end."""
        while not self._ready and not self._ended:
            self._ready = memoryview(self._next(len(buffer)))
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        if self._decoder.eof:
            self._begin_next(self._decoder.unused_data)
            return b""
        packed, self._packed = self._packed, b""
        if not packed and self.waits():
            packed = self._stream.read(self.chunk)
            if not packed:
                raise EOFError("compressed file ended before its end was marked")
        return self.step(packed, size)

    def _begin_next(self, packed: bytes) -> None:
        packed = packed.lstrip(self.padding) if self.padding else packed
        while not packed and not self._ended:
            read = self._stream.read(self.chunk)
            packed, self._ended = (read.lstrip(self.padding) if self.padding else read), not read
        self._packed = packed
        self._decoder = self.decoder()


class XzStream(_Frames):
    """Unpacks xz, with a bound on the decoder's memory: a larger dictionary is a `lzma.LZMAError`."""

    chunk = 1 << 16
    padding = b"\0"

    def decoder(self) -> Any:
        """See the class."""
        return lzma.LZMADecompressor(memlimit=XZ_MEMORY)

    def step(self, packed: bytes, size: int) -> bytes:
        """No more than `size`."""
        data: bytes = self._decoder.decompress(packed, size)
        return data

    def waits(self) -> bool:
        """Whether it has given all that it can."""
        return bool(self._decoder.needs_input)


class ZstdStream(_Frames):
    """Unpacks zstd. The package's own reader takes data that end within a frame for whole."""

    chunk = 1 << 10  # gives 32 MiB at most: a block of 128 KiB takes four bytes

    def decoder(self) -> Any:
        """See the class."""
        return zstandard.ZstdDecompressor().decompressobj()

    def step(self, packed: bytes, size: int) -> bytes:
        """All that they give."""
        data: bytes = self._decoder.decompress(packed)
        return data


def check_directory(stream: BinaryIO, meter: Meter) -> None:
    """Looks at how many members a zip archive says it has, before its whole directory is read.

    Raises:
      ParseError: LIMIT.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _LONGEST_COMMENT - _END.size - _LOCATOR.size))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        return  # no zip: zipfile will say so
    entries, length = _END.unpack_from(tail, at)[4:6]
    if tail[max(0, at - _LOCATOR.size) : at].startswith(b"PK\x06\x07"):
        entries, length = _zip64(stream, _LOCATOR.unpack_from(tail, at - _LOCATOR.size)[2]) or (
            entries,
            length,
        )
    most = meter.limits.members
    if entries > most or length > 2 * max(most, 100) * _ENTRY_BYTES:
        meter.stop(f"more than {most} members (--max-members)")


def check_claims(entries: Iterable[ZipInfo], size: int, meter: Meter) -> None:
    """Looks at how many bytes the members of a zip archive claim of it, before the first is opened.

    Honest members share no bytes, so that together they claim less than the archive has; a bomb's claim the
    same ones over and over. A little of it is a careless writer's, and is read: what comes of it is metered.

    Args:
      entries: of the directory; no more is read of a member than it says, whatever the member's header says.
      size: bytes of the archive.
      meter: of the input.

    Raises:
      ParseError: LIMIT.
    """
    claimed = sum(min(entry.compress_size, max(0, size - max(0, entry.header_offset))) for entry in entries)
    if claimed > _MOST_CLAIMS * size:
        meter.stop(f"zip members that overlap claim {claimed} bytes of an archive of {size}")


def let_overlap(entry: ZipInfo) -> None:
    """Has zipfile open a member whose bytes are another's too.

    From 3.11.8 and 3.12.2 on it refuses such a member by itself, earlier it does not: a story would be read
    or lost by the release of Python. Whether the archive is a bomb, `check_claims` has said before.
    """
    if hasattr(entry, "_end_offset"):
        entry._end_offset = None


def _zip64(stream: BinaryIO, place: int) -> tuple[int, int] | None:
    """Entries and length of the directory, by the ZIP64 record; None where there is none."""
    try:
        stream.seek(place)
    except (OSError, OverflowError, ValueError):
        return None
    record = stream.read(_END64.size)
    if len(record) < _END64.size or not record.startswith(b"PK\x06\x06"):
        return None
    entries, length = _END64.unpack(record)[7:9]
    return entries, length
