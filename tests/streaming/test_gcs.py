"""Streams from and to Google Cloud Storage, through kills and faults: nothing lost, nothing twice."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.records import read_records
from pipeline.validate import problems
from schemas.records import DeadLetter, Story
from tests.emulators.gcs_fake import Gcs, need_gcs, running_gcs
from tests.emulators.pubsub_fake import PubSub, need_pubsub, running_pubsub
from tests.streaming.jobs import Feeder, Job, check_output, manifests, messages, need_prism, story_bytes
from tests.streaming.test_embargo import ninjs, soon
from transforms.storage import location
from transforms.stream_held import held_files

OUTPUT = location("gs://newsroom/out")


@pytest.fixture
def gcs() -> Iterator[Gcs]:
    need_prism()
    need_gcs()
    with running_gcs() as fake:
        yield fake


@pytest.fixture
def pubsub() -> Iterator[PubSub]:
    need_pubsub()
    with running_pubsub() as fake:
        yield fake


def test_a_bucket_is_read_exactly_once_through_faults_and_kills(gcs: Gcs, tmp_path: Path) -> None:
    """A fifth of all calls fails; the first life ends by SIGKILL, after some commits and amid others."""
    arguments = ["--watch", "gs://newsroom/in", "--output", OUTPUT, "--window", "0.5"]
    feeder = Feeder(lambda name, data: gcs.put(f"in/{name}", data), 100, 10.0, seed=5)
    gcs.put("in/.hidden", b"no story")
    gcs.put("in/held.json", ninjs("urn:x:a", 1, soon(3_600)))
    job = Job(arguments, tmp_path / "log")
    try:
        job.wait_for(lambda: len(list(held_files(OUTPUT))) == 1)  # it runs
        gcs.fail(0.2, seed=13)
        feeder.start()
        job.wait_for(lambda: messages(OUTPUT) > 0)
        job.kill_python()
        job = Job(arguments, tmp_path / "log")
        feeder.join(timeout=120)
        job.wait_for(lambda: "job begins" in job.log().rpartition("Prism /")[2])
        job.wait_for(lambda: messages(OUTPUT) >= sum(feeder.expected.values()))
        faults = gcs.faults()
        gcs.fail()
        job.drain()
    finally:
        feeder.stop.set()
    assert sum(faults.values()) - faults["calls"] > 0.1 * faults["calls"]
    check_output(OUTPUT, feeder.expected)
    assert len(list(held_files(OUTPUT))) == 1
    assert [name for name in gcs.names("out/") if "/_tmp/" in name or name.endswith(".lock")] == []


def notify(
    pubsub: PubSub, gcs: Gcs, name: str, event: str = "OBJECT_FINALIZE", *, payload: bool = True
) -> None:
    """What Cloud Storage publishes of an object."""
    blob = gcs.bucket.blob(name)
    data = b""
    if payload:
        blob.reload()
        made = blob.time_created.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        resource = {"kind": "storage#object", "bucket": "newsroom", "name": name, "timeCreated": made}
        data = json.dumps(resource | {"size": str(blob.size), "generation": str(blob.generation)}).encode()
    form = "JSON_API_V1" if payload else "NONE"
    pubsub.publish(data, bucketId="newsroom", objectId=name, eventType=event, payloadFormat=form)


def test_notifications_name_the_objects_that_are_read(gcs: Gcs, pubsub: PubSub, tmp_path: Path) -> None:
    gcs.put("in/one.txt", story_bytes(1))
    gcs.put("in/two.txt", story_bytes(2))
    lines = [
        json.loads(ninjs(f"urn:x:{number}", 1, None)) | {"body_text": f"Ship {number} came."}
        for number in range(200)
    ]
    gcs.put("in/many.jsonl", b"\n".join(json.dumps(line).encode() for line in lines))
    notify(pubsub, gcs, "in/one.txt")
    notify(pubsub, gcs, "in/one.txt")  # Pub/Sub delivers at least once, Cloud Storage notifies at least once
    notify(pubsub, gcs, "in/two.txt", payload=False)
    notify(pubsub, gcs, "in/many.jsonl")  # several pieces: acknowledged when the last is committed
    notify(pubsub, gcs, "in/gone.txt", payload=False)
    notify(pubsub, gcs, "in/old.txt", "OBJECT_DELETE", payload=False)
    notify(pubsub, gcs, "out/stories/x.avro", payload=False)
    pubsub.publish(story_bytes(9))
    arguments = ["--subscription", pubsub.subscription, "--notifications", "--max-file-stories", "70"]
    job = Job([*arguments, "--output", OUTPUT, "--window", "0.5"], tmp_path / "log")
    wanted = 1 + 1 + 200 + 1 + 2 + 1
    job.wait_for(lambda: messages(OUTPUT) >= wanted)
    shown = sorted(story.uri for story in read_records(OUTPUT, Story))

    until = soon(10.0)
    gcs.put("in/held.json", ninjs("urn:x:a", 1, until))  # held in the bucket, and released on time
    notify(pubsub, gcs, "in/held.json")
    job.wait_for(lambda: len(list(held_files(OUTPUT))) == 1)
    assert dt.datetime.now(dt.UTC) < until
    job.wait_for(lambda: messages(OUTPUT) >= wanted + 1)
    assert dt.datetime.now(dt.UTC) >= until
    job.drain()
    assert list(held_files(OUTPUT)) == []
    assert sorted(story.uri for story in read_records(OUTPUT, Story)) == sorted([*shown, "urn:x:a"])
    assert pubsub.left(3.0) == []
    assert messages(OUTPUT) == wanted + 1
    assert list(problems(OUTPUT)) == []
    assert sum(1 for _ in read_records(OUTPUT, Story)) == 203
    skipped = Counter[str]()
    for manifest in manifests(OUTPUT):
        skipped.update(manifest.counts.skipped)
    assert skipped == {"notification_object_delete": 1, "notification_of_own_output": 1}
    dead = {
        letter.source.uri.partition(":")[0]: letter.message for letter in read_records(OUTPUT, DeadLetter)
    }
    assert dead == {
        "gs": "no such object",
        "pubsub": "no object notification: it names no bucketId and objectId",
    }
