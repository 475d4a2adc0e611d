"""Repeats, versions and chains of 500,000 heads, against groupbys of pandas: same rules, and columns alone.

All read the same heads from a file, on one core. By columns alone pandas knows keys and times: it looks at no
text, so it cannot tell two stories of one slug apart. To do the same it holds the texts of each group against
each other, which is the other script. Near duplicates are off in all three.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
import pandas as pd

from benchmarks.harness import Contender, compare, report
from transforms.heads import Head, Place

HEADS: Final = 500_000
RIVALS: Final = Path(__file__).parent / "rivals"


def benchmark(_: list[str], rounds: int) -> None:
    """Makes the heads, and times all three."""
    with tempfile.TemporaryDirectory() as folder:
        heads, table = Path(folder, "heads"), Path(folder, "heads.pickle")
        # In a process of its own: this one's memory counts as that of those which are forked from it.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            pool.apply(_write, (heads, table))
        contenders = [
            Contender(name=name, command=[sys.executable, str(RIVALS / script), str(given)])
            for name, script, given in (
                ("newswire, pure functions", "identity_newswire.py", heads),
                ("pandas groupby, same rules", "identity_pandas_texts.py", table),
                ("pandas groupby, columns alone", "identity_pandas.py", table),
            )
        ]
        title = f"identity alone, {HEADS:,} heads, one core"
        report(compare(title, contenders, rounds=rounds, scratch=Path(folder), target="<= 1"), "identity")


def _write(heads: Path, table: Path) -> None:
    made = list(_heads(HEADS))
    heads.write_bytes(msgspec.msgpack.encode(made))
    columns = ("record", "uri", "version", "created", "slug", "relation", "headline", "figures", "signature")
    pd.DataFrame({name: [getattr(head, name) for head in made] for name in columns}).to_pickle(table)


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
