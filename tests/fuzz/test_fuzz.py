"""A short round of fuzzing, and every input that a longer one found.

An input in `tests/data/fuzz` is named TARGET-WHAT; TARGET is one of `targets.TARGETS`.
"""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.fuzz.targets import ROOT, TARGETS, seeds

FOUND: Final = sorted((ROOT / "tests" / "data" / "fuzz").iterdir())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_is_mended(path: Path) -> None:
    (target,) = [run for name, run in TARGETS.items() if path.name.startswith(f"{name}-")]
    target(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_with_random_changes(name: str) -> None:
    """Blind, and so everywhere: what atheris does with a view of the code is in the test below."""
    chance = random.Random(name)
    starts = [seed[:20_000] for seed in seeds(name)]
    for _ in range(60 if name == "any-file" else 120):
        data = bytearray(chance.choice(starts))
        for _ in range(chance.randrange(1, 6)):
            at, size = chance.randrange(len(data) + 1), chance.randrange(1, 40)
            piece = chance.choice([chance.randbytes(size), b"", bytes(data[at : at + size]) * 3])
            data[at : at + chance.choice([0, size])] = piece
        TARGETS[name](bytes(data))


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris has wheels for Linux on x86-64 alone"
)
def test_a_short_round_with_coverage(tmp_path: Path) -> None:
    names = ("newsml-g2",)
    command = [sys.executable, "-m", "tests.fuzz", *names, "--seconds", "4", "--crashes", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("| none |") == len(names)
