"""Repeats, versions and chains by newswire's functions, without Beam."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from transforms.decide import chain_verdicts, line_key
from transforms.heads import Head
from transforms.memory import collect_seldom
from transforms.versions import line_of, repeat_key, repeats


def main() -> None:
    """`identity_newswire.py HEADS`: prints repeats and stories in a chain."""
    collect_seldom()  # as a run does
    heads = msgspec.msgpack.decode(Path(sys.argv[1]).read_bytes(), type=list[Head])
    kept = [repeats(group) for group in _grouped(heads, repeat_key)]
    lines = [
        line for group in _grouped((one for one, _ in kept), lambda head: head.uri) for line in line_of(group)
    ]
    chained = sum(1 for group in _grouped(lines, line_key) for _ in chain_verdicts(group))
    print(sum(len(others) for _, others in kept), chained)


def _grouped(values: Iterable[Any], key: Callable[[Any], bytes]) -> Iterable[list[Any]]:
    groups: dict[bytes, list[Any]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return groups.values()


main()
