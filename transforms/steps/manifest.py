"""The end of a batch run: all counts and receipts to one manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import apache_beam as beam

from transforms.manifest import commit_manifest, make_manifest, remove_unlisted
from transforms.output import Receipt
from transforms.storage import location

__all__ = ["CommitManifest"]

_KEPT_PER_GROUP = 2_000
"""Names of a group that a merged tally keeps: entities are without number, the summary shows ten."""


class CommitManifest(beam.PTransform):
    """(tallies, receipts) to the manifest's name, after it is written: the run is then complete.

    Args:
      output: the output folder.
      version: of newswire.
      inputs: as they were given.
    """

    def __init__(self, output: str, version: str, inputs: Sequence[str]) -> None:
        super().__init__()
        self._output, self._version, self._inputs = output, version, tuple(inputs)

    def expand(self, collections: tuple[Any, Any]) -> Any:
        """Sums the tallies, gathers the receipts, writes."""
        tallies, receipts = collections
        gathered = beam.pvalue.AsSingleton(receipts | "All receipts" >> beam.combiners.ToList())
        return (
            tallies
            | "Sum tallies" >> beam.CombineGlobally(sum_tallies)
            | "Write manifest" >> beam.Map(self._commit, gathered)
        )

    def _commit(self, tally: dict[str, int], receipts: Iterable[Any]) -> str:
        rows = [Receipt(*receipt) for receipt in receipts]
        output = location(self._output)
        name = commit_manifest(output, make_manifest(self._version, self._inputs, tally, rows))
        # A try that a runner gave up has left files, whole, that no receipt of the try after it names.
        remove_unlisted(output)
        return name


def sum_tallies(tallies: Iterable[dict[str, int]]) -> dict[str, int]:
    """One tally of many. Entities beyond the most frequent are dropped; all else is exact."""
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(tally)
    entities = Counter({key: n for key, n in total.items() if key.startswith("entity.")})
    if len(entities) > _KEPT_PER_GROUP:
        ranked = sorted(entities, key=lambda key: (-entities[key], key))
        for key in ranked[_KEPT_PER_GROUP:]:
            del total[key]
    return dict(total)
