"""Streams as processes: started, fed, killed, drained; and what they must have left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest

from pipeline.records import read_records
from pipeline.validate import problems
from schemas.records import DeadLetter, Duplicate, Story
from transforms.manifest import Manifest, read_manifests
from transforms.storage import Location

ROOT = Path(__file__).parent.parent.parent
PRISM = Path(sys.executable).parent / "prism"
LONG = 240.0
"""Seconds after which a wait has failed. Waits end with what they wait for; this is for a broken job."""


def need_prism() -> None:
    """Skips where there is no Prism; where the whole suite must pass, that is a failure."""
    if not PRISM.is_file():
        if os.environ.get("NEWSWIRE_REQUIRE_PRISM"):
            pytest.fail("no Prism: `make prism` builds it with Go")
        pytest.skip("no Prism beside the interpreter: `make prism` builds it with Go")


def story_bytes(number: int) -> bytes:
    """A plain-text story that no other number has."""
    return (
        f"Harbour office counts ship number {number}\n\nNorthstar News\n\nBy Mara Quill\n\n"
        f"PORT ELLERY, March 12 (NNA) - The harbour office counted ship number {number} on Thursday.\n\n"
        f"It carried {number * 7} boxes and {number * 3} passengers, Captain Lena Okafor told reporters.\n"
    ).encode()


def drop(folder: Path, name: str, data: bytes) -> Path:
    """Puts a file into a watched folder as a careful sender does: whole, under its name at once."""
    hidden = folder / f".{name}.part"
    hidden.write_bytes(data)
    return hidden.rename(folder / name)


_STILL = """
import sys
from pipeline import cli, streaming
streaming.STILL_SECONDS = {}
sys.exit(cli.main())
"""


class Job:
    """A running `newswire run --streaming`.

    Args:
      arguments: more of them.
      log: where its output is added.
      still_seconds: in place of the time after which Prism is said to stand still.
    """

    def __init__(self, arguments: Iterable[object], log: Path, still_seconds: float | None = None) -> None:
        self._log = log
        module = ["-m", "pipeline"] if still_seconds is None else ["-c", _STILL.format(still_seconds)]
        command = [sys.executable, *module, "run", "--streaming", "--no-annotate"]
        with log.open("ab") as stream:
            self.process = subprocess.Popen(
                [*command, *map(str, arguments)], cwd=ROOT, stdout=stream, stderr=stream
            )

    def kill_python(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=LONG)

    def kill_prism(self) -> bool:
        """Kills the runner alone, if it is there; the job must then end by itself, and say that it failed."""
        pid = self.prism()
        if pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        assert self.process.wait(timeout=LONG) == 1, self.log()
        return True

    def prism(self) -> int | None:
        """The process id of this job's Prism."""
        try:
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        except FileNotFoundError:
            return None
        for child in children:
            try:
                if Path(f"/proc/{child}/exe").resolve().name.startswith("prism"):
                    return int(child)
            except OSError:
                continue
        return None

    def drain(self) -> float:
        """SIGTERM; gives the seconds that it took, and the job must have ended well."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=LONG)
        assert code == 0, f"ended with {code}: {self.log()}"
        return time.monotonic() - began

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Until the condition holds; fails if the job ends before, or after a long time."""
        end = time.monotonic() + LONG
        while not condition():
            assert self.process.poll() is None, f"the job ended with {self.process.returncode}: {self.log()}"
            assert time.monotonic() < end, f"waited {LONG:.0f} s: {self.log()}"
            time.sleep(0.1)

    def log(self) -> str:
        return self._log.read_text(errors="replace")[-3000:]


class Feeder(threading.Thread):
    """Gives numbered stories, in an order from a seed; some come a second time, some are no stories.

    Attributes:
      expected: what has been given, by what must become of it.
      stop: set it to end before all is given.
    """

    def __init__(self, give: Callable[[str, bytes], object], stories: int, seconds: float, seed: int) -> None:
        super().__init__(daemon=True)
        self._give, self._stories, self._pause = give, stories, seconds / stories
        self._random = random.Random(seed)
        self.expected = Counter[str]()
        self.stop = threading.Event()

    def run(self) -> None:
        for number in range(self._stories):
            self._give(f"{number:05d}.txt", story_bytes(number))
            self.expected["stories"] += 1
            if self._random.random() < 0.05:
                again = self._random.randrange(number + 1)
                self._give(f"{number:05d}-again.txt", story_bytes(again))
                self.expected["duplicates"] += 1
            if self._random.random() < 0.03:
                self._give(f"{number:05d}.bin", b"\x00\xff\xd8" + os.urandom(40))
                self.expected["dead_letters"] += 1
            if self.stop.wait(self._pause * self._random.uniform(0.2, 1.8)):
                return


def manifests(output: Location) -> list[Manifest]:
    try:
        return list(read_manifests(output))
    except (msgspec.DecodeError, FileNotFoundError):
        return []


def messages(output: Location) -> int:
    return sum(m.counts.messages for m in manifests(output))


def ids(output: Location) -> list[str]:
    return sorted(story.record_id for story in read_records(output, Story))


def check_output(output: Location, expected: Counter[str]) -> None:
    """Each story once, each duplicate and dead letter once, the accounting, and nothing else lying there."""
    assert list(problems(output)) == []
    found = ids(output)
    assert len(found) == len(set(found)) == expected["stories"]
    assert sum(1 for _ in read_records(output, Duplicate)) == expected["duplicates"]
    assert sum(1 for _ in read_records(output, DeadLetter)) == expected["dead_letters"]
    assert messages(output) == sum(expected.values())
    assert list((output / "_tmp").glob("*")) == []
