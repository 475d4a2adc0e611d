"""What newswire writes is read by Apache's own Avro, in Java, with times as times.

The jar is taken from Maven Central once and kept in the user's cache folder; the tests are skipped where
there is no Java or the jar cannot be had. Of other readers, pyarrow 25 has none for Avro, and that of polars
2.1 does not know maps (`extra`): `docs/loading.md` says how to load the output there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from schemas.avro import AVSC_FILES
from tests.schemas.test_versions import VERSIONS, known

JAR: Final = "org/apache/avro/avro-tools/1.12.0/avro-tools-1.12.0.jar"
JAR_SHA256: Final = "f8e4d0d945852dc2f91c3bf88f7dcb8cabc00e0fc295bb92e893e54945e08085"
CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "newswire"


@pytest.fixture(scope="module")
def avro_tools() -> list[str]:
    if shutil.which("java") is None:
        pytest.skip("no Java here")
    jar = CACHE / Path(JAR).name
    if not jar.exists():
        try:
            with urllib.request.urlopen(f"https://repo1.maven.org/maven2/{JAR}", timeout=60) as answer:
                data = answer.read()
        except OSError as error:
            pytest.skip(f"avro-tools cannot be had: {error}")
        assert sha256(data).hexdigest() == JAR_SHA256
        CACHE.mkdir(parents=True, exist_ok=True)
        (part := jar.with_suffix(f".{os.getpid()}")).write_bytes(data)
        part.rename(jar)
    assert sha256(jar.read_bytes()).hexdigest() == JAR_SHA256
    return ["java", "-jar", str(jar)]


def said(command: list[str], *arguments: object) -> str:
    done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("name", AVSC_FILES)
def test_java_reads_every_record(avro_tools: list[str], name: str) -> None:
    file = (VERSIONS / "v1" / name).with_suffix(".avro")
    rows = [json.loads(line) for line in said(avro_tools, "tojson", file).splitlines()]
    records = known(VERSIONS / "v1" / name, AVSC_FILES[name])
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        plain = {key: value for key, value in row.items() if isinstance(value, (str, int)) and key != "raw"}
        assert plain == {key: getattr(record, key) for key in plain}


def test_java_takes_times_for_times(avro_tools: list[str]) -> None:
    """The schema that Java parsed, and microseconds since 1970 by its own reader."""
    file = VERSIONS / "v1" / "story.avro"
    schema = json.loads(said(avro_tools, "getschema", file))
    (field,) = [each for each in schema["fields"] if each["name"] == "version_created"]
    assert {"type": "long", "logicalType": "timestamp-micros"} in field["type"]
    story = known(VERSIONS / "v1" / "story.avsc", AVSC_FILES["story.avsc"])[0]
    row = json.loads(said(avro_tools, "tojson", file).splitlines()[0])
    assert row["version_created"] == {"long": int(story.version_created.timestamp() * 1_000_000)}
