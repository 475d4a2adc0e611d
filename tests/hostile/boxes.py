"""Archives and compressed files: bombs, damage, names that point elsewhere, members that are no files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from typing import Final

import zstandard

from tests.hostile._input import Hostile, tale

__all__ = ["BOXES", "tar", "zipped"]

_ZEROS: Final = bytes(1 << 20)


def _box(name: str, ends: tuple[str, ...], make: Callable[[str], bytes]) -> Hostile:
    def pieces(slug: str) -> Iterable[bytes]:
        yield make(slug)

    return Hostile(name, ends, pieces)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def tar(files: dict[str, bytes], change: Callable[[tarfile.TarInfo], None] = lambda _: None) -> bytes:
    """A tar archive; `change` may bend the entries."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            change(entry)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def _link(kind: bytes, target: str) -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        def change(entry: tarfile.TarInfo) -> None:
            if entry.name == "link":
                entry.type, entry.linkname = kind, target

        return tar({"link": b"", "a.txt": tale(name).encode()}, change)

    return make


def _bomb(pack: Callable[[bytes], bytes], megabytes: int) -> Callable[[str], bytes]:
    return lambda _: pack(_ZEROS * megabytes)


def _nested(depth: int, pack: Callable[[bytes], bytes]) -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        data = tale(name).encode()
        for _ in range(depth):
            data = pack(data)
        return data

    return make


def _encrypted(name: str) -> bytes:
    """A zip whose one member says that it is encrypted (bit 0 of its flags, in both of its headers)."""
    data = bytearray(zipped({"a.txt": tale(name).encode()}))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags] |= 1
    return bytes(data)


def _patched(data: bytes, magic: bytes, offset: int, value: bytes) -> bytes:
    at = data.index(magic) + offset
    return data[:at] + value + data[at + len(value) :]


def _wrong_sum(name: str) -> bytes:
    data = zipped({"a.txt": tale(name).encode(), "b.txt": tale(f"{name} too").encode()})
    return _patched(data, b"PK\x01\x02", 16, b"\0\0\0\0")


def _overlapping(entries: int) -> bytes:
    """Many members that are all the same bytes of the file: as David Fifield's bombs, the simplest of them."""
    kernel = zipped({"z": _ZEROS * 8})
    at = kernel.index(b"PK\x01\x02")
    directory = kernel[at : kernel.index(b"PK\x05\x06")]
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, len(directory) * entries, at, 0)
    return kernel[:at] + directory * entries + end


def _many_members(count: int) -> bytes:
    """The end of an archive that says it has so many members."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 46 * count, 0, 0)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, 46 * count, 0)
    local = b"PK\x03\x04" + bytes(26)
    return local + end64 + struct.pack("<4sLQL", b"PK\x06\x07", 0, len(local), 1) + end


def _header_bomb(_: str) -> bytes:
    """A gzip of a tar whose first header is a name of 60 MB."""
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, len(_ZEROS) * 60
    return gzip.compress(entry.tobuf(tarfile.GNU_FORMAT) + _ZEROS * 60)


def _sparse(name: str) -> bytes:
    """An entry of eight gigabytes of zeros that takes one block."""

    def change(entry: tarfile.TarInfo) -> None:
        if entry.name == "sparse":
            entry.type = tarfile.GNUTYPE_SPARSE

    data = bytearray(tar({"sparse": b"x" * 512, "a.txt": tale(name).encode()}, change))
    data[386:398], data[398:410] = b"%011o\0" % 0, b"%011o\0" % 512
    data[483:495] = b"\x80" + (8 << 30).to_bytes(11, "big")
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


def _size_lie(name: str) -> bytes:
    """A tar entry that says it has 8 GB, and the archive ends."""
    data = bytearray(tar({"a.txt": tale(name).encode()}))
    data[124:136] = b"\x80" + (8 << 30).to_bytes(11, "big")
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


def _xz_of_4_gb(_: str) -> bytes:
    return lzma.compress(
        _ZEROS,
        filters=[
            {
                "id": lzma.FILTER_LZMA2,
                "dict_size": 1 << 29,
                "mode": lzma.MODE_FAST,
                "mf": lzma.MF_HC3,
                "preset": 0,
            }
        ],
    )


def _zstd_window(_: str) -> bytes:
    """A frame whose header asks for a window of two gigabytes (RFC 8878, 3.1.1.1.2)."""
    return b"\x28\xb5\x2f\xfd" + bytes([0x00, (31 - 10) << 3]) + b"\x01\x00\x00"


def _two(name: str) -> dict[str, bytes]:
    return {"a.txt": tale(name).encode(), "b.txt": tale(f"{name} too").encode()}


BOXES: Final = (
    _box(
        "traversal.tar",
        ("story", "story"),
        lambda n: tar({"../../../tmp/evil.txt": tale(n).encode(), "a/../../b.txt": tale(f"{n} b").encode()}),
    ),
    _box("absolute.tar", ("story",), lambda n: tar({"/etc/cron.d/evil": tale(n).encode()})),
    _box(
        "traversal.zip",
        ("story", "story"),
        lambda n: zipped(
            {"../../evil.txt": tale(n).encode(), "C:\\windows\\evil.txt": tale(f"{n} c").encode()}
        ),
    ),
    _box("symlink.tar", ("story",), _link(tarfile.SYMTYPE, "/etc/passwd")),
    _box("hardlink.tar", ("story",), _link(tarfile.LNKTYPE, "../../etc/passwd")),
    _box("device.tar", ("story",), _link(tarfile.CHRTYPE, "")),
    _box("fifo.tar", ("story",), _link(tarfile.FIFOTYPE, "")),
    _box("name-no-utf-8.tar", ("story",), lambda n: tar({"\udcff\udcfe.txt": tale(n).encode()})),
    _box("name-of-controls.zip", ("story",), lambda n: zipped({"\x1b[2J\r\n\x07.txt": tale(n).encode()})),
    _box("name-of-60000.tar", ("story",), lambda n: tar({"n" * 60_000: tale(n).encode()})),
    _box("names-twice.zip", ("story", "story"), lambda n: zipped(_two(n)).replace(b"b.txt", b"a.txt")),
    _box("sparse.tar", ("unsafe", "story"), _sparse),
    _box("header-bomb.tar.gz", ("limit",), _header_bomb),
    _box("size-lie.tar", ("truncated", "truncated"), _size_lie),
    _box("cut.tar", ("story", "truncated", "truncated"), lambda n: tar(_two(n))[:1700]),
    _box("cut-in-header.tar", ("story", "truncated"), lambda n: tar(_two(n))[:1200]),
    _box("sum-wrong.tar", ("unreadable",), lambda n: b"x" + tar(_two(n))[1:]),
    _box("bomb.gz", ("limit",), _bomb(gzip.compress, 60)),
    _box("bomb.bz2", ("limit",), _bomb(bz2.compress, 60)),
    _box("bomb.xz", ("limit",), _bomb(lzma.compress, 60)),
    _box("bomb.zst", ("limit",), _bomb(zstandard.compress, 60)),
    _box("bomb.zip", ("limit",), lambda _: zipped({f"{n}.txt": _ZEROS * 20 for n in range(3)})),
    _box("bomb-of-words.gz", ("limit",), lambda _: gzip.compress(b"Harbour closed. " * (40 << 16))),
    _box("bomb-in-bomb.gz", ("limit",), _nested(3, lambda data: gzip.compress(data + _ZEROS * 30))),
    _box(
        "bomb-behind-a-story.tar.gz",
        ("story", "limit"),
        lambda n: gzip.compress(tar({"a.txt": tale(n).encode(), "z.txt": _ZEROS * 60})),
    ),
    _box("overlapping.zip", ("limit",), lambda _: _overlapping(200)),
    _box("members-2-million.zip", ("limit",), lambda _: _many_members(2_000_000)),
    _box("nested-3.gz", ("story",), _nested(3, gzip.compress)),
    _box("nested-9.gz", ("limit",), _nested(9, gzip.compress)),
    _box("nested-6.zip", ("limit",), _nested(6, lambda data: zipped({"in.zip": data}))),
    _box("nested-6.tar", ("limit",), _nested(6, lambda data: tar({"in.tar": data}))),
    _box("encrypted.zip", ("unreadable",), _encrypted),
    _box(
        "method-unknown.zip",
        ("unreadable",),
        lambda n: _patched(
            _patched(zipped({"a.txt": tale(n).encode()}), b"PK\x03\x04", 8, b"\x63\0"),
            b"PK\x01\x02",
            10,
            b"\x63\0",
        ),
    ),
    _box("sum-wrong.zip", ("unreadable", "story"), _wrong_sum),
    _box("cut.zip", ("unreadable",), lambda n: zipped(_two(n))[:-30]),
    _box("directory-lost.zip", ("unreadable",), lambda n: zipped(_two(n))[:200]),
    _box("comment-of-an-end.zip", ("story", "story"), lambda n: zipped(_two(n))),
    _box(
        "offset-wrong.zip",
        ("unreadable",),
        lambda n: _patched(zipped({"a.txt": tale(n).encode()}), b"PK\x01\x02", 42, b"\xff\xff\xff\x7f"),
    ),
    _box(
        "directory-size-wrong.zip",
        ("unreadable",),
        lambda n: _patched(zipped({"a.txt": tale(n).encode()}), b"PK\x05\x06", 12, b"\xff\xff\x00\x00"),
    ),
    _box("folders-only.zip", (), lambda _: zipped({"a/": b"", "b/": b""})),
    _box("no-members.zip", (), lambda _: zipped({})),
    _box("empty-members.zip", ("empty", "empty"), lambda _: zipped({"a.txt": b"", "b.txt": b""})),
    _box("cut.gz", ("truncated",), lambda n: gzip.compress(tale(n).encode())[:-20]),
    _box("sum-wrong.gz", ("unreadable",), lambda n: gzip.compress(tale(n).encode())[:-8] + b"\0" * 8),
    _box("rubbish-behind.gz", ("unreadable",), lambda n: gzip.compress(tale(n).encode()) + b"rubbish"),
    _box("two-in-one.gz", ("story",), lambda n: gzip.compress(tale(n).encode()) + gzip.compress(b"More.\n")),
    _box("name-without-end.gz", ("truncated",), lambda _: b"\x1f\x8b\x08\x08\0\0\0\0\0\x03" + b"n" * 500_000),
    _box(
        "deflate-broken.gz",
        ("unreadable",),
        lambda _: b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + zlib.compress(b"x")[2:][::-1] * 40,
    ),
    _box("cut.bz2", ("truncated",), lambda n: bz2.compress(tale(n).encode())[:-9]),
    _box("broken.bz2", ("unreadable",), lambda n: bz2.compress(tale(n).encode())[:20] + b"\xff" * 300),
    _box("cut.xz", ("truncated",), lambda n: lzma.compress(tale(n).encode())[:-30]),
    _box("broken.xz", ("unreadable",), lambda n: lzma.compress(tale(n).encode())[:30] + b"\xff" * 300),
    _box(
        "two-in-one.xz",
        ("story",),
        lambda n: lzma.compress(tale(n).encode()) + bytes(8) + lzma.compress(b"More.\n"),
    ),
    _box("dictionary-of-512-mb.xz", ("unreadable",), _xz_of_4_gb),
    _box("cut.zst", ("truncated",), lambda n: zstandard.compress(tale(n).encode())[:-20]),
    _box("window-of-2-gb.zst", ("unreadable",), _zstd_window),
)
