"""What holds for any bytes: stories that can be written, skipped items, or dead letters without surprise."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

import fastavro

from schemas.avro import parsed_schema, to_avro
from schemas.records import DeadLetter, Story
from transforms.formats import FORMATS, Format, Hints
from transforms.parse import Message, parse_message
from transforms.reading import read_messages

__all__ = ["SECONDS_A_MEGABYTE", "TARGETS", "Target", "TooSlowError", "UnexpectedError", "seeds"]

ROOT: Final = Path(__file__).parent.parent.parent
SECONDS_A_MEGABYTE: Final = 2.0
HINTS: Final = Hints()

Target: TypeAlias = Callable[[bytes], None]


class UnexpectedError(AssertionError):
    """An exception that no parser should let out."""


class TooSlowError(AssertionError):
    """More processor time than an input of that size may take."""


def of_format(form: Format) -> Target:
    """Splits and parses the bytes as this format, whatever they are."""

    def target(data: bytes) -> None:
        with _in_time(len(data)):
            for piece in _pieces(form, data):
                check_message(Message(uri="fuzz", offset=piece[0], data=piece[1], format=form))

    return target


def any_file(data: bytes) -> None:
    """Reads the bytes as a file of any kind: containers, sniffing, all parsers."""
    with _in_time(len(data)):
        for numbered in read_messages("fuzz", lambda _: io.BytesIO(data), HINTS, None):
            if isinstance(numbered.item, Message):
                check_message(numbered.item)
            else:
                check_letter(numbered.item)


def check_message(message: Message) -> None:
    """All that comes of a message can be written; nothing of it is unexpected."""
    for outcome in parse_message(message, HINTS):
        if isinstance(outcome, DeadLetter):
            check_letter(outcome)
        elif isinstance(outcome, Story):
            fastavro.schemaless_writer(io.BytesIO(), parsed_schema(Story), to_avro(outcome))


def check_letter(letter: DeadLetter) -> None:
    """It names its reason, which is not an exception that got out."""
    if letter.error_class == "unexpected":
        raise UnexpectedError(letter.message)
    fastavro.schemaless_writer(io.BytesIO(), parsed_schema(DeadLetter), to_avro(letter))


def _pieces(form: Format, data: bytes) -> Iterator[tuple[int, bytes]]:
    from transforms.formats import ParseError

    try:
        yield from form.split(io.BytesIO(data), HINTS)
    except ParseError:
        return


class _in_time:  # noqa: N801  # read as the words of a sentence
    """Fails where the block takes more processor time than so many bytes may."""

    def __init__(self, size: int) -> None:
        self._most = SECONDS_A_MEGABYTE * max(1.0, size / 2**20)

    def __enter__(self) -> None:
        self._began = time.thread_time()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        took = time.thread_time() - self._began
        if kind is None and took > self._most:
            raise TooSlowError(f"{took:.1f} s")


TARGETS: Final[dict[str, Target]] = {row.name: of_format(row) for row in FORMATS} | {"any-file": any_file}


def seeds(name: str) -> Iterator[bytes]:
    """Inputs to begin with: samples and test data of a format; all of them, packed too, for any file."""
    folders = [ROOT / "samples" / name, ROOT / "tests" / "data" / name]
    if name == "any-file":
        folders = [ROOT / "samples", ROOT / "tests" / "data"]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if (path.is_file() and path.suffix != ".json") or path.parent.parent.name == "samples":
                yield path.read_bytes()
    if name == "any-file":
        yield from _packed((ROOT / "samples" / "plain-text" / "northstar-ferry-update-1.txt").read_bytes())


def _packed(data: bytes) -> Iterator[bytes]:
    """The same text in each kind of container."""
    import bz2
    import gzip
    import lzma
    import tarfile
    import zipfile

    import zstandard

    yield from (pack(data) for pack in (gzip.compress, bz2.compress, lzma.compress, zstandard.compress))
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    yield box.getvalue()
    box = io.BytesIO()
    with tarfile.open(fileobj=box, mode="w") as tar:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(data)
        tar.addfile(entry, io.BytesIO(data))
    yield box.getvalue()
