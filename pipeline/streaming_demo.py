"""`make stream-demo`: a feeder drops a folder's files into a watched folder while a stream runs.

`python -m pipeline.streaming_demo samples out/stream` ends when all of them have been dropped and committed.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from transforms.manifest import read_manifests

SECONDS: Final = 0.2
"""Between files."""

LONGEST: Final = 300.0


def main(samples: Path, output: Path) -> int:
    """Runs the demo; gives the exit code of `validate`."""
    shutil.rmtree(output, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="newswire-demo-") as folder:
        command = [sys.executable, "-m", "pipeline", "run", "--streaming", "--watch", folder]
        job = subprocess.Popen([*command, "--output", str(output), "--window", "2", "--flush-urgent"])
        try:
            dropped = _feed(samples, Path(folder))
            _await(output, dropped, job)
            job.send_signal(signal.SIGTERM)
            code = job.wait(timeout=60)
        finally:
            job.kill()
    validated = subprocess.run([sys.executable, "-m", "pipeline", "validate", str(output)], check=False)
    return code or validated.returncode


def _feed(samples: Path, folder: Path) -> set[str]:
    """Drops the files in a random order, each whole at once; gives their paths."""
    files = [path for path in sorted(samples.rglob("*")) if path.is_file()]
    random.Random(time.time_ns()).shuffle(files)
    dropped = set()
    for path in files:
        hidden = folder / f".{path.name}"
        shutil.copyfile(path, hidden)
        dropped.add(str(hidden.rename(folder / f"{path.parent.name}-{path.name}")))
        time.sleep(SECONDS)
    return dropped


def _await(output: Path, dropped: set[str], job: subprocess.Popen[bytes]) -> None:
    """Until the manifests name every file, or the job ends, or it takes too long."""
    end = time.monotonic() + LONGEST
    while job.poll() is None and time.monotonic() < end:
        done = {entry.uri for manifest in read_manifests(output) for entry in manifest.sources}
        if dropped <= done:
            return
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
