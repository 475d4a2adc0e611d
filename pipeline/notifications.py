"""Cloud Storage object notifications on Pub/Sub: https://cloud.google.com/storage/docs/pubsub-notifications

A notification names the object in its attributes; with the payload format JSON_API_V1 its data is the
object's resource. The object that a new one names is the message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from transforms.storage import GcsPath
from transforms.stream_items import Delivery

__all__ = ["named"]

_FINALIZED = "OBJECT_FINALIZE"


class _Resource(msgspec.Struct, rename="camel"):
    """Of the object's resource, what is read. Numbers are strings there."""

    bucket: str = ""
    name: str = ""
    size: str = ""
    time_created: str = ""


def named(delivery: Delivery, attributes: Mapping[str, str], output: str) -> Delivery:
    """What a notification stands for: its object, a skip with its reason, or a problem.

    Args:
      delivery: of the notification itself.
      attributes: of it.
      output: the output folder; what is written there is not read.

    Raises:
      StorageError: the object had to be asked for, and cannot be.
    """
    event = attributes.get("eventType", "")
    resource = _resource(delivery.data or b"")
    bucket = attributes.get("bucketId") or resource.bucket
    key = attributes.get("objectId") or resource.name
    if not (bucket and key):
        return delivery._replace(problem="no object notification: it names no bucketId and objectId")
    path = GcsPath(bucket, key)
    if event not in ("", _FINALIZED):
        return delivery._replace(skip=f"notification_{event.lower()}")
    if key.endswith("/"):
        return delivery._replace(skip="notification_of_folder")
    if str(path).startswith(output.rstrip("/") + "/"):
        return delivery._replace(skip="notification_of_own_output")
    size, modified = _facts(path, resource)
    return delivery._replace(uri=str(path), size=size, modified=modified, data=None)


def _resource(data: bytes) -> _Resource:
    try:
        return msgspec.json.decode(data, type=_Resource)
    except msgspec.DecodeError:
        return _Resource()


def _facts(path: GcsPath, resource: _Resource) -> tuple[int, int]:
    """Bytes and time; of an object that is gone none, and reading it will say so."""
    try:
        created = dt.datetime.fromisoformat(resource.time_created)
        return int(resource.size), round(created.timestamp() * 1e6) * 1_000
    except ValueError:  # the payload is left out
        pass
    try:
        facts = path.stat()
    except FileNotFoundError:
        return 0, 0
    return facts.st_size, facts.st_mtime_ns
