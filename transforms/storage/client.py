"""The calls to Google Cloud Storage: one client a process, retries, and errors that say what to do.

Loaded when a gs:// path is used. `STORAGE_EMULATOR_HOST` names an emulator, which needs no credentials.

A creation asks that there be no object of the name (`if_generation_match=0`), so that it may be repeated:
where a repeated one finds the object, with the size and checksum that it was to have, the first went through.
"""

from __future__ import annotations

import base64
import errno
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import google_crc32c
import requests
from google.api_core import exceptions
from google.auth import default as default_credentials
from google.auth import exceptions as auth_exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage  # type: ignore[import-untyped]
from google.cloud.storage.exceptions import DataCorruption  # type: ignore[import-untyped]
from google.cloud.storage.retry import DEFAULT_RETRY  # type: ignore[import-untyped]

from transforms.storage.gcs import Facts, GcsPath, StorageError

__all__ = [
    "Ranges",
    "bucket_of",
    "facts",
    "forget",
    "labels",
    "listed",
    "move",
    "remove",
    "said",
    "upload",
    "write_labels",
]

RETRY_SECONDS: Final = 180.0
"""For so long a call is repeated that meets 408, 429, 5xx or a broken connection; then it has failed."""

RETRY: Final = DEFAULT_RETRY.with_delay(initial=0.2, maximum=20.0, multiplier=2.0).with_timeout(RETRY_SECONDS)

_SCOPE: Final = "https://www.googleapis.com/auth/devstorage.read_write"
_FIELDS: Final = "items(name,size,timeCreated,crc32c,generation),nextPageToken"
_CHUNK_BYTES: Final = 8 << 20
"""Of an upload in parts, which larger files have: so much is in memory, and is sent again after a failure."""

_LOCK: Final = threading.Lock()
_CLIENTS: dict[int, storage.Client] = {}
"""By process id: one that is forked must not speak on the connections of its parent."""


def bucket_of(name: str) -> storage.Bucket:
    """A bucket by the one client of this process; nothing is asked of it yet."""
    with _LOCK:
        client = _CLIENTS.get(os.getpid()) or _CLIENTS.setdefault(os.getpid(), _client())
        return client.bucket(name)


def forget() -> None:
    """Lets the next call make a new client: the environment names another service now."""
    with _LOCK:
        _CLIENTS.clear()


def _client() -> storage.Client:
    if os.environ.get("STORAGE_EMULATOR_HOST"):
        return storage.Client(project="emulator", credentials=AnonymousCredentials())  # type: ignore[no-untyped-call]
    try:
        credentials, _ = default_credentials(scopes=[_SCOPE])
    except auth_exceptions.GoogleAuthError as error:
        raise StorageError(f"gs://: no credentials: {_SIGN_IN} ({_line(error)})") from None
    return storage.Client(project=None, credentials=credentials)


_SIGN_IN: Final = (
    "run `gcloud auth application-default login`, or name a key file in GOOGLE_APPLICATION_CREDENTIALS"
)


@contextmanager
def said(path: GcsPath, *, of_bucket: bool = False) -> Iterator[None]:
    """Turns what the client library raises in the block into FileNotFoundError or StorageError.

    Args:
      path: what the block is about.
      of_bucket: whether 404 can only mean that there is no such bucket.
    """
    try:
        yield
    except exceptions.NotFound as error:
        if of_bucket:
            raise StorageError(_no_bucket(path)) from None
        raise FileNotFoundError(errno.ENOENT, "no such object", str(path)) from error
    except exceptions.Unauthorized as error:
        raise StorageError(f"{path}: credentials refused (401): {_SIGN_IN} ({_line(error)})") from None
    except exceptions.Forbidden as error:
        hint = "grant roles/storage.objectUser on the bucket, or objectViewer to read alone"
        raise StorageError(f"{path}: not allowed (403): {hint} ({_line(error)})") from None
    except exceptions.RetryError as error:
        raise StorageError(f"{path}: gave up after {RETRY_SECONDS:.0f} s: {_line(error.cause)}") from None
    except exceptions.GoogleAPICallError as error:
        raise StorageError(f"{path}: refused ({error.code}): {_line(error)}", error.code or 0) from None
    except auth_exceptions.GoogleAuthError as error:
        raise StorageError(f"{path}: credentials cannot be used: {_SIGN_IN} ({_line(error)})") from None
    except (requests.RequestException, ConnectionError) as error:
        raise StorageError(f"{path}: no connection: {_line(error)}") from None


def _no_bucket(path: GcsPath) -> str:
    return f"gs://{path.bucket}: no such bucket; see its name, or create it"


def _line(error: object) -> str:
    """What the service says, without the address and the library's own words."""
    try:
        message = error.response.json()["error"]["message"]  # type: ignore[attr-defined]
    except (AttributeError, KeyError, TypeError, ValueError):
        message = getattr(error, "message", None) or error
    return " ".join(str(message).split())[:300]


def facts(path: GcsPath) -> Facts:
    """Of an object.

    Raises:
      FileNotFoundError: there is none of this name.
    """
    blob = bucket_of(path.bucket).blob(path.key)
    with said(path):
        blob.reload(retry=RETRY)
    return _facts(blob)


def listed(
    bucket: str, prefix: str, *, delimiter: str | None = None, most: int | None = None
) -> Iterator[GcsPath]:
    """The objects whose names begin so, in the order of their names.

    Raises:
      StorageError: there is no such bucket, or it may not be listed.
    """
    with said(GcsPath(bucket, prefix.rstrip("/")), of_bucket=True):
        for blob in bucket_of(bucket).list_blobs(
            prefix=prefix or None, delimiter=delimiter, max_results=most, fields=_FIELDS, retry=RETRY
        ):
            yield GcsPath(bucket, blob.name, _facts(blob))


def _facts(blob: Any) -> Facts:
    modified = round(blob.time_created.timestamp() * 1e6) * 1_000
    return Facts(blob.size, modified, blob.crc32c, blob.generation)


class Ranges(io.RawIOBase):
    """An object's stored bytes by range requests. All come from one generation: the one first read.

    Args:
      path: of the object; nothing is asked of it before something is read.
    """

    def __init__(self, path: GcsPath) -> None:
        super().__init__()
        self._path = path
        self._blob = bucket_of(path.bucket).blob(path.key)
        self._at = 0
        self._size: int | None = path.facts.st_size if path.facts else None

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Sets where the next read begins."""
        if whence == io.SEEK_END and self._size is None:
            self._size = facts(self._path).st_size
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size or 0}[whence]
        self._at = max(origin + offset, 0)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """One request; 0 at the end."""
        data = self._fetch(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        """The rest, in requests of bounded size."""
        parts = []
        while part := self._fetch(_CHUNK_BYTES):
            parts.append(part)
        return b"".join(parts)

    def _fetch(self, length: int) -> bytes:
        if self._size is not None and self._at >= self._size:
            return b""
        data = self._download(self._at, length)
        self._at += len(data)
        if len(data) < length:
            self._size = self._at
        return data

    def _download(self, start: int, length: int) -> bytes:
        begun = self._blob.generation is not None  # then it is asked for by that, and no other
        try:
            with said(self._path):
                data: bytes = self._blob.download_as_bytes(
                    start=start,
                    end=start + length - 1,
                    raw_download=True,
                    checksum=None,  # of a range there is none
                    retry=RETRY,
                )
            return data
        except FileNotFoundError:
            if begun:
                raise OSError(errno.EIO, "replaced or removed while it was read", str(self._path)) from None
            raise
        except StorageError as error:
            if error.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                return b""  # there is nothing from here on
            raise


def upload(source: Path, target: GcsPath, *, create: bool) -> None:
    """Makes an object of a local file, in one request up to 8 MB, else in parts (a resumable upload).

    Raises:
      StorageError: it cannot be written; or, with `create`, there is one with other bytes.
    """
    blob = bucket_of(target.bucket).blob(target.key, chunk_size=_CHUNK_BYTES)
    for last in (False, False, True):
        try:
            with said(target), source.open("rb") as stream:
                blob.upload_from_file(
                    stream,
                    size=source.stat().st_size,
                    content_type=_content_type(target),
                    if_generation_match=0 if create else None,
                    checksum="crc32c",
                    retry=RETRY,
                )
            return
        except FileNotFoundError:
            # No such bucket; or, of an upload in parts, one that had ended and whose answer was lost.
            if last:
                raise StorageError(_no_bucket(target)) from None
        except DataCorruption as error:  # the library has removed it
            if last:
                raise StorageError(f"{target}: arrives with another checksum each time: {error}") from None
        except StorageError as error:
            if not (create and error.status == HTTPStatus.PRECONDITION_FAILED):
                raise
            _must_be(target, source.stat().st_size, _crc32c(source))
            return


def _content_type(path: GcsPath) -> str:
    types = {"json": "application/json", "html": "text/html; charset=utf-8"}
    return types.get(path.key.rpartition(".")[2], "application/octet-stream")


def move(source: GcsPath, target: GcsPath) -> None:
    """See `GcsPath.move`: a copy made by the service, then the removal."""
    try:
        found = facts(source)
    except FileNotFoundError:
        if target.is_file():
            return
        raise StorageError(
            f"{source}: is gone, and there is no {target}; something else removed it"
        ) from None
    old, new = (bucket_of(path.bucket).blob(path.key) for path in (source, target))
    try:
        with said(source):
            token, _, _ = new.rewrite(old, if_generation_match=0, retry=RETRY)
            while token:
                token, _, _ = new.rewrite(old, token=token, if_generation_match=0, retry=RETRY)
    except StorageError as error:
        if error.status != HTTPStatus.PRECONDITION_FAILED:
            raise
        _must_be(target, found.st_size, found.crc32c)
    remove(source)


def remove(path: GcsPath, generation: int | None = None) -> None:
    """Removes an object, if it is of this generation; one that is not there is no error."""
    with suppress(FileNotFoundError), said(path):
        bucket_of(path.bucket).blob(path.key).delete(if_generation_match=generation, retry=RETRY)


def labels(path: GcsPath) -> tuple[int, dict[str, str]]:
    """Generation and metadata of an object; 0 and {} where there is none."""
    blob = bucket_of(path.bucket).blob(path.key)
    try:
        with said(path):
            blob.reload(retry=RETRY)
    except FileNotFoundError:
        return 0, {}
    return blob.generation, dict(blob.metadata or {})


def write_labels(path: GcsPath, metadata: dict[str, str], generation: int) -> int | None:
    """Writes an object that is nothing but its metadata, if it is of this generation (0: if there is none).

    Gives the new generation; None where another has written it since.
    """
    blob = bucket_of(path.bucket).blob(path.key)
    blob.metadata = metadata
    try:
        with said(path, of_bucket=True):
            blob.upload_from_string(b"", if_generation_match=generation, retry=RETRY)
    except StorageError as error:
        if error.status != HTTPStatus.PRECONDITION_FAILED:
            raise
        now, there = labels(path)
        return now if there == metadata else None  # a repeated call whose first went through
    return int(blob.generation)


def _must_be(target: GcsPath, size: int, crc32c: str) -> None:
    there = facts(target)
    if (there.st_size, there.crc32c) != (size, crc32c):
        raise StorageError(
            f"{target}: stands already, with other bytes; name another output, or --overwrite it"
        )


def _crc32c(path: Path) -> str:
    """As the service writes it."""
    value = 0
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            value = google_crc32c.extend(value, chunk)
    return base64.b64encode(value.to_bytes(4, "big")).decode()
