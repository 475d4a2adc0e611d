"""What an input's containers may give: counted while they are read, so that a bomb ends at its limit."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, Final, cast

from transforms.formats import ParseError, Reason
from transforms.limits import Limits

__all__ = ["FREE_BYTES", "HeaderBudget", "Meter", "metered"]

FREE_BYTES: Final = 16 << 20
"""So much may come of any container, however small it is."""

_HEADER_BYTES: Final = 1 << 20
_BLOCK_BYTES: Final = 512
_BUFFER_BYTES: Final = 1 << 18


class Meter:
    """The account of one input, over all of its containers.

    Args:
      limits: of the run.
      size: bytes of the input; None where it is not known, so that only the absolute limit holds.

    Attributes:
      spent: whether a limit was passed: nothing more of the input is read.
    """

    def __init__(self, limits: Limits, size: int | None) -> None:
        self.limits = limits
        by_size = limits.expanded_bytes if size is None else max(FREE_BYTES, limits.expansion * size)
        self._most = min(by_size, limits.expanded_bytes)
        self._why = (
            f"more than {limits.expanded_bytes} bytes when unpacked (--max-expanded-bytes)"
            if self._most == limits.expanded_bytes
            else f"grows more than {limits.expansion}-fold when unpacked (--max-expansion)"
        )
        self._unpacked = self._members = 0
        self.spent = False

    def unpacked(self, count: int) -> None:
        """Takes note of bytes that came out of a container.

        Raises:
          ParseError: LIMIT.
        """
        self._unpacked += count
        if self._unpacked > self._most:
            self.stop(self._why)

    def member(self) -> None:
        """Takes note of a member of an archive.

        Raises:
          ParseError: LIMIT.
        """
        self._members += 1
        if self._members > self.limits.members:
            self.stop(f"more than {self.limits.members} members (--max-members)")

    def stop(self, why: str) -> None:
        """Ends the reading of the input.

        Raises:
          ParseError: LIMIT, always.
        """
        self.spent = True
        raise ParseError(Reason.LIMIT, f"{why}; the rest of the file is not read")


class _Metered(io.RawIOBase):
    """What a container gives, counted."""

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        self._stream, self._meter = stream, meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._meter.unpacked(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def metered(stream: BinaryIO, meter: Meter) -> io.BufferedReader:
    """The bytes that a container gives, as a buffered stream that stops at the input's limits."""
    return io.BufferedReader(_Metered(stream, meter), _BUFFER_BYTES)


class HeaderBudget:
    """A tar archive's bytes, of which so many may be read at once: tarfile takes a header of any length.

    Args:
      stream: of the archive.
      meter: of the input.
    """

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        self._stream, self._meter = stream, meter
        self._left = _HEADER_BYTES
        self._last = b""
        self._at_end = False

    def allow(self, body: int) -> None:
        """Allows a member's body, and the headers of the next one."""
        self._left = body + _HEADER_BYTES

    def read(self, size: int) -> bytes:
        """As a file's.

        Raises:
          ParseError: LIMIT.
        """
        data = self._stream.read(size)
        self._left -= len(data)
        self._at_end = len(data) < size
        self._last = (self._last + data)[-_BLOCK_BYTES:]
        if self._left < 0:
            self._meter.stop(f"a tar header of more than {_HEADER_BYTES} bytes")
        return data

    def open_ended(self) -> bool:
        """Whether all was read, and the last block is not the empty one that ends an archive."""
        return self._at_end and bool(self._last.strip(b"\0"))

    def as_file(self) -> BinaryIO:
        """For tarfile, which asks for no more than `read`."""
        return cast("BinaryIO", self)
