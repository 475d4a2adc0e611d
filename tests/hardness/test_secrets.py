"""Credentials stand in no record, no dead letter and no line: not those of addresses that newswire meets."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import msgspec
import pytest

from pipeline.cli import DONE, USAGE, main
from pipeline.ending import reason_of
from pipeline.process import RedactingFormatter
from pipeline.records import read_records
from pipeline.streaming_metrics import JsonFormatter, TextFormatter
from schemas.records import DeadLetter, Source, Story
from transforms.formats import Reason
from transforms.manifest import make_manifest
from transforms.parse import dead_letter
from transforms.secrets import redacted

SECRET = "s3cr3tVALUE"


@pytest.mark.parametrize(
    "address",
    [
        "https://storage.googleapis.com/b/o.xml?X-Goog-Algorithm=A&X-Goog-Signature={}&X-Goog-Expires=9",
        "https://storage.googleapis.com/b/o.xml?GoogleAccessId={}&Expires=1&Signature={}",
        "https://b.s3.amazonaws.com/o?X-Amz-Signature={}&X-Amz-Security-Token={}",
        "https://cdn.example/o?Policy=p&Key-Pair-Id={}&Signature={}",
        "https://x.blob.core.windows.net/c/o?sv=1&sig={}",
        "https://wire.example/feed?access_token={}",
        "https://wire.example/feed?id=7&amp;api_key={}#top",
        "https://user:{}@wire.example/feed",
        "ftp://{}@wire.example/feed",
    ],
)
def test_what_is_secret_in_an_address(address: str) -> None:
    full = address.format(SECRET, SECRET)
    assert SECRET not in redacted(f"cannot open {full}: gone")
    assert redacted(redacted(full)) == redacted(full)
    assert "example" in redacted(full) or "." in redacted(full)


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/story?id=12&page=3",
        "mailto:desk@wire.example",
        "x@y",
        "Who? token=word in a sentence",
        "the key= a? b",
        "urn:newsml:a.example:2026:1",
    ],
)
def test_what_is_none_stays(text: str) -> None:
    assert redacted(text) == text


def test_none_reaches_the_output(tmp_path: Path) -> None:
    signed = f"https://cdn.example/p.jpg?Signature={SECRET}"
    line = (
        f'{{"uri":"https://u:{SECRET}@wire.example/1?token={SECRET}","headline":"Closed","body":"Yes.",'
        f'"links":["{signed}"],"image":"{signed}","sidecar":{{"at":"{signed}"}}}}'
    )
    (tmp_path / "a.json").write_text(line, encoding="utf-8")
    output = tmp_path / "out"
    assert main(["run", str(tmp_path / "a.json"), "--output", str(output), "--no-annotate"]) == DONE
    (story,) = read_records(output, Story)
    assert SECRET not in msgspec.json.encode(story).decode()
    assert "cdn.example/p.jpg" in msgspec.json.encode(story).decode()
    assert main(["validate", str(output)]) == DONE


def test_none_is_in_messages(capsys: pytest.CaptureFixture[str]) -> None:
    address = f"https://wire.example/x?token={SECRET}"
    assert main(["run", address, "--output", "out"]) == USAGE
    assert SECRET not in capsys.readouterr().err
    letter = dead_letter(
        source=Source(),
        stage="read",
        reason=Reason.UNREADABLE,
        detail=f"no {address}",
        raw=b"",
        format_name=None,
    )
    assert isinstance(letter, DeadLetter)
    assert SECRET not in letter.message
    assert SECRET not in reason_of(RuntimeError(f"OSError: cannot read {address}"))
    assert SECRET not in str(make_manifest("1", [address], {}, []).inputs)


@pytest.mark.parametrize(
    "formatter", [JsonFormatter(), TextFormatter("%(message)s"), RedactingFormatter("%(message)s")], ids=type
)
def test_no_line_of_a_log_has_one(formatter: logging.Formatter) -> None:
    address = f"https://wire.example/feed?access_token={SECRET}"
    try:
        raise OSError(f"cannot open {address}")
    except OSError:
        found = sys.exc_info()
    record = logging.LogRecord("newswire", logging.ERROR, "", 0, "reading %s", (address,), found)
    assert SECRET not in formatter.format(record)
    assert "REDACTED" in formatter.format(record)
