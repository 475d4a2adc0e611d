"""Objects of the fake: read by ranges, created once, through faults; and what is said when that cannot be."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import bucket_lease
from pipeline.bucket_lease import leased
from pipeline.cli import USAGE, main
from pipeline.options import UsageError
from pipeline.watch_bucket import BucketWatcher
from tests.emulators.gcs_fake import Gcs, need_gcs, running_gcs
from transforms.storage import GcsPath, StorageError, client
from transforms.storage.finding import find_objects
from transforms.storage.writing import remove_folder, settle, staged, write_scratch


@pytest.fixture(scope="module")
def service() -> Iterator[Gcs]:
    need_gcs()
    with running_gcs() as fake:
        yield fake


@pytest.fixture
def gcs(service: Gcs) -> Iterator[Gcs]:
    yield service
    service.fail()
    for name in service.names():
        service.bucket.delete_blob(name)


def path(name: str) -> GcsPath:
    return GcsPath("newsroom", name)


def file(folder: Path, data: bytes) -> Path:
    (folder / "file").write_bytes(data)
    return folder / "file"


def keys(found: Iterator[GcsPath]) -> list[str]:
    return [one.key for one in found]


def test_an_input_is_an_object_a_folder_or_a_pattern(gcs: Gcs) -> None:
    for name in ("in/a.xml", "in/b/c.xml", "in/.part", "in/.tmp/d.xml", "in/empty/", "inside.xml"):
        gcs.put(name, b"x")
    assert keys(find_objects("gs://newsroom/in/a.xml")) == ["in/a.xml"]
    assert keys(find_objects("gs://newsroom/in")) == ["in/a.xml", "in/b/c.xml"]
    assert keys(find_objects("gs://newsroom/*.xml")) == ["inside.xml"]
    assert keys(find_objects("gs://newsroom/in/*")) == ["in/a.xml", "in/b/c.xml"]
    assert keys(find_objects("gs://newsroom/")) == ["in/a.xml", "in/b/c.xml", "inside.xml"]
    assert keys(find_objects("gs://newsroom/none")) == []


def test_what_is_read_is_fetched_by_ranges(gcs: Gcs) -> None:
    data = os.urandom(20 << 20)
    gcs.put("big", data)
    gcs.fail()  # counts from here
    with path("big").open() as stream:
        assert stream.peek(10)[:10] == data[:10]
        stream.seek(15_000_000)
        assert stream.read(1_000) == data[15_000_000:15_001_000]
    assert gcs.faults()["calls"] == 2
    assert path("big").read_bytes() == data
    with path("big").open() as stream:
        stream.seek(-7, os.SEEK_END)
        assert stream.read() == data[-7:]


def test_an_object_that_is_replaced_while_it_is_read_is_not_two_halves(gcs: Gcs) -> None:
    gcs.put("big", bytes(9 << 20))
    with path("big").open() as stream:
        stream.read(10)
        gcs.put("big", b"\x01" * (9 << 20))
        with pytest.raises(OSError, match="replaced or removed"):
            stream.read()


def test_a_name_is_created_once(gcs: Gcs, tmp_path: Path) -> None:
    path("a").create(file(tmp_path, b"first"))
    path("a").create(file(tmp_path, b"first"))  # as a retry whose first try went through
    with pytest.raises(StorageError, match="gs://newsroom/a: stands already, with other bytes"):
        path("a").create(file(tmp_path, b"other"))
    assert path("a").read_bytes() == b"first"
    path("a").replace(file(tmp_path, b"other"))
    assert path("a").read_bytes() == b"other"


def test_what_is_staged_is_settled_once(gcs: Gcs) -> None:
    output = path("out")
    name = staged(write_scratch(output, b"story"), output)
    assert gcs.names() == [f"out/_tmp/{name}"]
    settle(name, output, "stories/a")
    settle(name, output, "stories/a")
    assert gcs.names() == ["out/stories/a"]
    with pytest.raises(StorageError, match="is gone"):
        settle("never", output, "stories/b")
    other = staged(write_scratch(output, b"other"), output)
    with pytest.raises(StorageError, match="stands already"):
        settle(other, output, "stories/a")


@pytest.mark.parametrize("seed", [1, 2])
def test_every_call_survives_faults(gcs: Gcs, tmp_path: Path, seed: int) -> None:
    """Small objects and one that is sent in parts; faults before a call, after it, and in the midst of it."""
    output = path("out")
    gcs.fail(0.2, seed=seed)
    for number, size in enumerate((0, 5, 70_000, 9 << 20)):
        data = os.urandom(size)
        name = staged(write_scratch(output, data), output)
        settle(name, output, f"stories/{number}")
        assert (output / f"stories/{number}").read_bytes() == data
        path(f"{number}").create(file(tmp_path, data))
        assert len(list((output / "stories").glob("*"))) == number + 1
    remove_folder(output / "stories")
    assert sum(count for kind, count in gcs.faults().items() if kind != "calls") > 3
    gcs.fail()
    assert gcs.names() == ["0", "1", "2", "3"]


def test_a_watch_gives_each_generation_once(gcs: Gcs) -> None:
    watcher = BucketWatcher("gs://newsroom/in")
    gcs.put("in/a", b"1")
    gcs.put("out/a", b"1")
    assert [found.path for found in watcher.look()] == ["gs://newsroom/in/a"]
    assert list(watcher.look()) == []
    gcs.put("in/a", b"22")
    gcs.put("in/b", b"3")
    assert [(found.path[-1], found.size) for found in watcher.look()] == [("a", 2), ("b", 1)]


def test_a_lease_keeps_others_away_until_it_is_given_back(gcs: Gcs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket_lease, "RENEW_SECONDS", 0.5)
    monkeypatch.setattr(bucket_lease, "LEASE_SECONDS", 2.0)
    lost: list[str] = []
    with (
        leased(path("out"), lambda: lost.append("first")),
        pytest.raises(UsageError, match="another stream writes here"),
        leased(path("out"), lambda: lost.append("second")),
    ):
        pass
    assert gcs.names() == []
    with leased(path("out"), lambda: lost.append("third")):
        pass
    assert lost == []


def test_a_lease_that_nobody_renews_is_taken_and_its_holder_is_told(
    gcs: Gcs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        bucket_lease, "RENEW_SECONDS", 3.0
    )  # slower than it runs out: as one that was stopped
    monkeypatch.setattr(bucket_lease, "LEASE_SECONDS", 1.0)
    lost: list[str] = []
    with leased(path("out"), lambda: lost.append("first")):
        with leased(path("out"), lambda: lost.append("second")):
            while not lost:
                pass
        assert lost[0] == "first"


def test_the_lease_of_a_process_that_was_killed_here_is_taken_at_once(gcs: Gcs) -> None:
    dead = {"owner": "x", "host": socket.gethostname(), "pid": "99999999"}
    assert client.write_labels(path("out/.lock"), dead, 0)
    with leased(path("out"), lambda: None):
        assert client.labels(path("out/.lock"))[1]["pid"] == str(os.getpid())


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "not allowed (403): grant roles/storage.objectUser"),
        (401, "gcloud auth application-default login"),
    ],
)
@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "gs://newsroom/in", "--output", "gs://newsroom/out"],
        ["run", "samples", "--output", "gs://newsroom/out"],
        ["run", "--streaming", "--watch", "gs://newsroom/in", "--output", "gs://newsroom/out"],
        ["validate", "gs://newsroom/out"],
        ["show", "gs://newsroom/out"],
    ],
    ids=" ".join,
)
def test_a_refusal_is_one_line_that_says_what_to_do(
    gcs: Gcs, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, words: str
) -> None:
    gcs.fail(status=status)
    assert main(arguments) == USAGE
    said = capsys.readouterr().err
    assert said.startswith("newswire: gs://newsroom")
    assert words in said
    assert said.count("\n") == 1


def test_a_right_to_write_that_is_missing_is_said_before_the_run(
    gcs: Gcs, capsys: pytest.CaptureFixture[str]
) -> None:
    gcs.fail(status=403, method="POST")
    assert main(["run", "samples", "--output", "gs://newsroom/out"]) == USAGE
    said = capsys.readouterr().err
    assert said.startswith("newswire: gs://newsroom/out")
    assert "grant roles/storage.objectUser" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "gs://nowhere/in", "--output", "out"], "gs://nowhere: no such bucket"),
        (["run", "samples", "--output", "gs://nowhere/out"], "gs://nowhere: no such bucket"),
        (["run", "gs://newsroom/none", "--output", "out"], "gs://newsroom/none: no such file or folder"),
        (["show", "gs://newsroom/none"], "gs://newsroom/none: no such file or folder"),
        (["validate", "gs://newsroom/none"], "no output of newswire"),
        (["run", "s3://bucket/in", "--output", "out"], "s3:// is not read"),
        (
            ["run", "--streaming", "--watch", "gs://newsroom", "--output", "gs://newsroom/out"],
            "holds the output",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_there_is_said_in_one_line(
    gcs: Gcs, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == USAGE
    said = capsys.readouterr().err
    assert said.startswith("newswire: ")
    assert words in said
    assert said.count("\n") == 1


def test_no_credentials_are_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("STORAGE_EMULATOR_HOST", raising=False)
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    client.forget()
    assert main(["show", "gs://newsroom/out"]) == USAGE
    said = capsys.readouterr().err
    assert said.startswith("newswire: gs://: no credentials: run `gcloud auth application-default login`")
    assert said.count("\n") == 1


def test_an_outage_that_lasts_is_given_up(gcs: Gcs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "RETRY", client.RETRY.with_timeout(1.0))
    gcs.fail(status=503)
    with pytest.raises(StorageError, match=r"gs://newsroom/a: gave up .*Service Unavailable, says the fake"):
        path("a").read_bytes()
