"""One story from nothing to Avro, against what cannot be less: importing Beam and loading the model.

And the commands that must answer at once.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.harness import Contender, compare, report

LOADING = (
    "from transforms.spacy_models import load, single_thread; single_thread(); import apache_beam; load()"
)
SAMPLE = Path(__file__).parent.parent / "samples/nitf/northstar-ferry-update-2.xml"


def benchmark(_: list[str], rounds: int) -> None:
    """Times a run of one story, `--help` and `parse`."""
    newswire = [sys.executable, "-m", "pipeline"]
    contenders = [
        Contender(
            name="newswire run, one story", command=[*newswire, "run", str(SAMPLE), "--output", "{output}"]
        ),
        Contender(name="newswire parse, one story", command=[*newswire, "parse", str(SAMPLE)]),
        Contender(name="newswire --help", command=[*newswire, "--help"]),
        Contender(name="import Beam, load the model", command=[sys.executable, "-c", LOADING]),
    ]
    with tempfile.TemporaryDirectory() as folder:
        target = "run: at most 1 s more than the last; parse and help: 0.5 s"
        found = compare("cold start", contenders, rounds=rounds, scratch=Path(folder), target=target)
    report(found, "cold_start")
