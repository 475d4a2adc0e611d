"""What an unfinished run left whole in its output, for a run that goes on with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from schemas.avro import read_avro
from schemas.records import Duplicate, Story
from transforms.output import KINDS, Receipt, shard_names
from transforms.scan import Tally
from transforms.storage import location
from transforms.tallies import count

__all__ = ["Finished", "Standing"]

_KIND_OF = {folder: kind for kind, folder in KINDS.items()}


class Finished(NamedTuple):
    """A shard that is done: its files, and the counts of its records."""

    receipts: list[Receipt]
    tally: Tally


class Standing:
    """Files of shards that stand in an output folder.

    A file's name says which records are in it, and it has its name only when it is whole. So a shard whose
    names all stand is done, if input and settings are still the same: that is for the caller to know.

    Args:
      output: the folder.
      names: of its files, within the folder.
    """

    def __init__(self, output: str, names: Iterable[str]) -> None:
        self._output = location(output)
        self._names = frozenset(names)
        self._shards = {int(part) for name in self._names if (part := name.split("-")[1]).isdecimal()}

    def finished(self, shard: int, records: Callable[[], Iterable[Story | Duplicate]]) -> Finished | None:
        """What stands of a shard; None where it must be made.

        `records` gives those of the shard, not annotated; it is asked only where a file of the shard stands.
        """
        if shard not in self._shards:
            return None
        wanted = shard_names(shard, records())
        if not self._names.issuperset(wanted):
            return None
        tally: Tally = Counter()
        for record in self._records(wanted):
            count(record, tally)
        sizes = {name: (self._output / name).stat().st_size for name in wanted}
        return Finished([Receipt(name, wanted[name], size) for name, size in sizes.items()], tally)

    def _records(self, names: Iterable[str]) -> Iterator[Story | Duplicate]:
        for name in names:
            yield from read_avro(self._output / name, _KIND_OF[name.partition("/")[0]])
