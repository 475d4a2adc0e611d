"""Compressed files and archives give their plain files; damage is said and takes nothing else with it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
import zstandard

from transforms.containers import Damaged, Member, open_members
from transforms.expansion import Meter
from transforms.formats import ParseError, Reason
from transforms.limits import DEFAULT_LIMITS
from transforms.unpacking import check_claims

FILES = {"a.txt": b"first", "folder/b.txt": b"second " * 5000}


def tar(files: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: zstandard.ZstdCompressor().compress(data),
}


def read_all(data: bytes) -> tuple[dict[str, bytes], list[Damaged]]:
    files, damaged = {}, []
    for member in open_members("in", io.BytesIO(data)):
        if isinstance(member, Member):
            files[member.uri] = member.stream.read()
        else:
            damaged.append(member)
    return files, damaged


def test_a_plain_file_is_its_own_member() -> None:
    (member,) = open_members("in", io.BytesIO(b"text"))
    assert isinstance(member, Member)
    assert (member.uri, member.plain, member.stream.read()) == ("in", True, b"text")


@pytest.mark.parametrize("compress", COMPRESS.values(), ids=COMPRESS)
def test_compressed_files(compress: Callable[[bytes], bytes]) -> None:
    (member,) = open_members("in", io.BytesIO(compress(b"text" * 100_000)))
    assert isinstance(member, Member)
    assert not member.plain
    assert member.stream.read() == b"text" * 100_000


@pytest.mark.parametrize(
    "data",
    [tar(FILES), tar(FILES, "w:gz"), tar(FILES, "w:bz2"), tar(FILES, "w:xz"), zipped(FILES)],
    ids=["tar", "tar.gz", "tar.bz2", "tar.xz", "zip"],
)
def test_archives_give_their_regular_files_in_order(data: bytes) -> None:
    files, damaged = read_all(data)
    assert files == {f"in!/{name}": body for name, body in FILES.items()}
    assert damaged == []


def test_archives_in_archives() -> None:
    files, _ = read_all(tar({"inner.zip": zipped({"x.txt.gz": gzip.compress(b"deep")})}))
    assert files == {"in!/inner.zip!/x.txt.gz": b"deep"}


def test_nesting_has_a_limit() -> None:
    data = b"x"
    for _ in range(DEFAULT_LIMITS.nesting + 1):
        data = gzip.compress(data)
    _, damaged = read_all(data)
    assert [d.error.reason for d in damaged] == [Reason.LIMIT]


def test_a_broken_zip_is_damaged() -> None:
    _, damaged = read_all(zipped(FILES)[:60])
    assert [d.error.reason for d in damaged] == [Reason.UNREADABLE]


class Forward(io.RawIOBase):
    """A pipe: zipfile puts sizes and sums behind the data there."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += bytes(data)
        return len(data)


def streamed() -> bytes:
    pipe = Forward()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, data in FILES.items():
            archive.writestr(name, data)
    return pipe.data


def zip64() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in FILES.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(data)
    return out.getvalue()


def bent(change: Callable[[zipfile.ZipFile], None], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip whose directory is bent before it is written; `change` is called behind each member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
            change(archive)
    return out.getvalue()


def leave_a_gap(archive: zipfile.ZipFile) -> None:
    archive.start_dir += 500


def list_again(archive: zipfile.ZipFile) -> None:
    archive.filelist.append(archive.filelist[-1])


def claim(count: int) -> Callable[[zipfile.ZipFile], None]:
    def change(archive: zipfile.ZipFile) -> None:
        archive.filelist[0].compress_size += count

    return change


CARELESS: dict[str, bytes] = {
    "streamed": streamed(),
    "zip64": zip64(),
    "behind something else": b"PK\x03\x04 what stands before an archive" + zipped(FILES),
    "behind another archive": zipped({"z.txt": b"of an earlier archive"}) + zipped(FILES),
    "gaps": bent(leave_a_gap),
    "claims a little more": bent(claim(2)),
    "claims a little more, stored": bent(claim(2), zipfile.ZIP_STORED),
    "size damaged": bent(claim(1 << 20)),
    "listed twice": bent(list_again),
}


@pytest.mark.parametrize("data", CARELESS.values(), ids=CARELESS)
def test_a_careless_writers_zip_is_read(data: bytes) -> None:
    assert read_all(data) == ({f"in!/{name}": body for name, body in FILES.items()}, [])


def quoting(count: int) -> bytes:
    """A zip each of whose members holds the ones behind it, headers and all: as Fifield's quotes."""
    data, members = bytes(10_000), []
    for number in reversed(range(count)):
        data = b"A story, and behind it: " + data
        member = zipfile.ZipInfo(f"{number}.txt")
        member.file_size = member.compress_size = len(data)
        member.CRC = zlib.crc32(data)
        data = member.FileHeader() + data
        member.header_offset = -len(data)
        members.append(member)
    for member in members:
        member.header_offset += len(data)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        out.write(data)
        archive.start_dir = len(data)
        archive.filelist.extend(members)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "read", "limits"),
    [
        (quoting(1), 1, 0),
        (quoting(2), 2, 0),
        (quoting(3), 0, 1),
        (quoting(100), 0, 1),
        (tar({"a.txt": b"a", "in.zip": quoting(100), "z.txt": b"z"}), 1, 1),
    ],
    ids=["none", "one in one", "one in two", "one in 99", "in a tar"],
)
def test_a_zip_whose_members_are_the_same_bytes_is_a_bomb(data: bytes, read: int, limits: int) -> None:
    files, damaged = read_all(data)
    assert len(files) == read
    assert [letter.error.reason for letter in damaged] == [Reason.LIMIT] * limits


ENTRIES = [
    ([], False),
    ([(0, 100), (100, 100)], False),
    ([(0, 200), (0, 200)], False),
    ([(0, 200), (0, 200), (0, 1)], True),
    ([(0, 1 << 63)], False),  # no more than there is
    ([(0, 1 << 63), (0, 1 << 63), (199, 1 << 63)], True),
    ([(1 << 63, 1 << 63)] * 3, False),  # nothing stands there
    ([(-(1 << 63), 200)] * 2, False),
]


@pytest.mark.parametrize(("entries", "bomb"), ENTRIES)
def test_what_members_claim_of_an_archive_of_200_bytes(entries: list[tuple[int, int]], bomb: bool) -> None:
    infos = []
    for place, size in entries:
        infos.append(zipfile.ZipInfo())
        infos[-1].header_offset, infos[-1].compress_size = place, size
    meter = Meter(DEFAULT_LIMITS, 200)
    with pytest.raises(ParseError, match="overlap") if bomb else nullcontext():
        check_claims(infos, 200, meter)
    assert meter.spent == bomb


def test_a_cut_tar_gives_the_members_before_the_cut() -> None:
    data = tar({"a.txt": b"first", "b.txt": b"x" * 10_000})
    files: dict[str, bytes] = {}
    for member in open_members("in", io.BytesIO(data[:3000])):
        if isinstance(member, Member) and member.uri.endswith("a.txt"):
            files[member.uri] = member.stream.read()
    assert files == {"in!/a.txt": b"first"}
