"""A folder of good files of all formats with one hostile in a hundred: every good story is out.

`NEWSWIRE_MIXED_FILES` says how many files: 1,000 in the suite, `make mixed` for 10,000.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Final

from pipeline.cli import DONE, main
from pipeline.records import read_records
from schemas.records import DeadLetter, Duplicate, Story
from tests.hostile import HOSTILE
from tests.hostile.running import run_newswire
from tests.wire_days import wire_day

FILES: Final = int(os.environ.get("NEWSWIRE_MIXED_FILES", "1000"))

BAD: Final = [h for h in HOSTILE if "story" not in h.ends and len(h.ends) == 1 and "-mb" not in h.name]


def test_every_good_story_is_out_and_every_bad_one_is_a_dead_letter(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    bad = FILES // 100
    good = [sent for sent, _ in zip(wire_day(4, FILES), range(FILES - bad), strict=False)]
    for number, sent in enumerate(good):
        (folder / f"good-{number:05d}").write_bytes(sent.data)
    wanted: Counter[str] = Counter()
    for number in range(bad):
        hostile = BAD[number % len(BAD)]
        with (folder / f"bad-{number:05d}-{hostile.name}").open("wb") as file:
            file.writelines(hostile.pieces(f"{number}-{hostile.name}"))
        wanted.update(hostile.ends)
    done = run_newswire("run", folder, "--output", output, "--no-annotate", "--direct_num_workers", 2)
    assert (done.code, done.err) == (DONE, "")
    ends = [*read_records(output, Story), *read_records(output, Duplicate)]
    read = Counter(Path(record.source.uri).name for record in ends)
    assert read == Counter(f"good-{number:05d}" for number in range(len(good)))
    letters = list(read_records(output, DeadLetter))
    assert Counter(letter.error_class for letter in letters) == wanted
    assert all(f"\n{name} " in done.out for name in wanted)
    assert main(["validate", str(output)]) == DONE
