"""`python -m tests.fuzz [TARGET ...] [--runs N] [--seconds S]`: fuzzes each target in a process of its own.

Prints a row a target: executions, coverage (edges of the parsers' bytecode that were reached), what was
found. An input that fails is kept in `--crashes`; make it a test in `test_found.py`, then mend the parser.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path


def fuzz_one(name: str, flags: list[str]) -> None:
    """Runs libFuzzer on one target, in this process, which it ends."""
    import atheris

    with atheris.instrument_imports(include=["transforms"]):
        from tests.fuzz.targets import TARGETS
    atheris.Setup([name, *flags], TARGETS[name])
    atheris.Fuzz()


def fuzz(name: str, runs: int, seconds: int, seed: int, crashes: Path) -> str:
    """Fuzzes one target in a process of its own; gives its row."""
    from tests.fuzz.targets import seeds

    with tempfile.TemporaryDirectory() as corpus:
        for data in seeds(name):
            (Path(corpus) / sha256(data).hexdigest()).write_bytes(data)
        flags = [
            *(corpus, f"-runs={runs}", f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=20000"),
            *("-rss_limit_mb=2048", "-malloc_limit_mb=512", "-timeout=30", "-print_final_stats=1"),
            *(f"-artifact_prefix={crashes}/{name}-", "-verbosity=1"),
        ]
        command = [sys.executable, "-m", "tests.fuzz", "--one", name, "--", *flags]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    return _row(name, done.stderr + done.stdout, done.returncode)


def _row(name: str, output: str, code: int) -> str:
    count = re.search(r"number_of_executed_units:\s*(\d+)", output)
    covered = re.findall(r"cov: (\d+) ft: (\d+)", output)
    edges, features = covered[-1] if covered else ("0", "0")
    failure = re.search(r"(\w+Error: .*|ERROR: libFuzzer.*)", output)
    found = "none" if code == 0 else failure[0] if failure else output[-300:]
    return f"| {name} | {count[1] if count else 0} | {edges} | {features} | {found} |"


def main() -> int:
    """Exit code 1 where an input failed."""
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"of: {', '.join(TARGETS)} (default: all)"
    )
    parser.add_argument("--runs", type=int, default=1_000_000, help="executions a target")
    parser.add_argument("--seconds", type=int, default=60, help="of each target, at most; 0 for no limit")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crashes", type=Path, default=Path("out/fuzz"), help="for inputs that fail")
    options = parser.parse_args()
    options.crashes.mkdir(parents=True, exist_ok=True)
    failed = False
    print("| target | executions | edges | features | found |")
    print("|---|---|---|---|---|", flush=True)
    for name in options.targets or TARGETS:
        row = fuzz(name, options.runs, options.seconds, options.seed, options.crashes)
        failed = failed or not row.endswith("| none |")
        print(row, flush=True)
    return int(failed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:  # before anything of newswire is imported: atheris must see it come
        fuzz_one(sys.argv[2], sys.argv[4:])
    sys.exit(main())
