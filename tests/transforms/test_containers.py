"""Compressed files and archives give their plain files; damage is said and takes nothing else with it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import pytest
import zstandard

from transforms.containers import Damaged, Member, open_members
from transforms.formats import Reason
from transforms.limits import DEFAULT_LIMITS

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


def test_a_cut_tar_gives_the_members_before_the_cut() -> None:
    data = tar({"a.txt": b"first", "b.txt": b"x" * 10_000})
    files: dict[str, bytes] = {}
    for member in open_members("in", io.BytesIO(data[:3000])):
        if isinstance(member, Member) and member.uri.endswith("a.txt"):
            files[member.uri] = member.stream.read()
    assert files == {"in!/a.txt": b"first"}
