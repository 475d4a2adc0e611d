"""Repeats, versions and chains of 500,000 heads, against a pandas groupby that does what columns can do.

Both read the same heads from a file, on one core. pandas decides by keys and times alone: it looks at no
text, so it can neither tell two stories of one slug apart nor find near duplicates; those are off here too.
`python -m benchmarks.identity HEADS` runs newswire's side.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import msgspec
import pandas as pd

from benchmarks.harness import Contender, compare, report
from transforms.decide import chain_verdicts, line_key
from transforms.heads import Head, Place
from transforms.versions import line_of, repeat_key, repeats

HEADS: Final = 500_000
PANDAS = Path(__file__).parent / "rivals/identity_pandas.py"


def benchmark(_: list[str], rounds: int) -> None:
    """Makes the heads, and times both."""
    with tempfile.TemporaryDirectory() as folder:
        heads, table = Path(folder, "heads"), Path(folder, "heads.pickle")
        made = list(_heads(HEADS))
        heads.write_bytes(msgspec.msgpack.encode(made))
        columns = ("record", "uri", "version", "created", "slug", "relation")
        pd.DataFrame({name: [getattr(head, name) for head in made] for name in columns}).to_pickle(table)
        contenders = [
            Contender(
                name="newswire, pure functions",
                command=[sys.executable, "-m", "benchmarks.identity", str(heads)],
            ),
            Contender(name="pandas groupby", command=[sys.executable, str(PANDAS), str(table)]),
        ]
        title = f"identity alone, {HEADS:,} heads, one core"
        report(compare(title, contenders, rounds=rounds, scratch=Path(folder), target="<= 1"), "identity")


def _heads(count: int) -> Iterable[Head]:
    """Days of wire: one in ten is a new version, one in thirty sent again, a slug has some four stories."""
    chance = random.Random(20260312)
    for number in range(count):
        story = number - chance.randrange(200) if chance.random() < 0.1 and number > 200 else number
        record = number - 1 if chance.random() < 0.03 and number else number
        slug = (number // 40 * 10 + chance.randrange(10)).to_bytes(8, "big")
        yield Head(
            record=record.to_bytes(16, "big"),
            content=number.to_bytes(16, "big"),
            uri=story.to_bytes(16, "big"),
            derived=False,
            version=number - story,
            created=1_700_000_000_000_000 + number * 20_000_000,
            status="usable",
            relation="update" if chance.random() < 0.2 else "",
            number=0,
            embargo=0,
            lifts=True,
            provider=b"provider",
            slug=slug,
            target=b"",
            target_number="",
            target_uri=b"",
            wire_number="",
            headline=chance.randbytes(12),
            figures=chance.randbytes(8),
            empty=False,
            signature=chance.randbytes(128),
            place=Place("wire", 0, number, 0),
        )


def decide(heads: Iterable[Head]) -> tuple[int, int]:
    """(repeats, stories in a chain) of the heads."""
    kept = [repeats(group) for group in _grouped(heads, repeat_key)]
    lines = [
        line for group in _grouped((one for one, _ in kept), lambda head: head.uri) for line in line_of(group)
    ]
    chained = sum(1 for group in _grouped(lines, line_key) for _ in chain_verdicts(group))
    return sum(len(others) for _, others in kept), chained


def _grouped(values: Iterable[Any], key: Callable[[Any], bytes]) -> Iterable[list[Any]]:
    groups: dict[bytes, list[Any]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return groups.values()


if __name__ == "__main__":
    print(decide(msgspec.msgpack.decode(Path(sys.argv[1]).read_bytes(), type=list[Head])))
