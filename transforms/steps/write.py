"""Records to Avro files, each committed before its receipt is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
from apache_beam.metrics import Metrics
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from schemas.records import Story
from transforms.output import AvroFile, Receipt
from transforms.progress import Done, Progress
from transforms.scan import Tally
from transforms.steps.keep import Batch
from transforms.storage import location
from transforms.tallies import count

__all__ = ["WriteRecords", "WriteStories"]


class WriteStories(beam.PTransform):
    """Batches of stories and duplicates to Avro, a file of each kind a shard.

    Gives two collections: `receipts` (Receipt) and `tallies` (dict of counts).

    Args:
      output: the output folder.
      codec: of the Avro files.
      progress: folder in which the workers of a local run say how far they are; None for none.
    """

    def __init__(self, output: str, codec: str, progress: str | None = None) -> None:
        super().__init__()
        self._write = _WriteShards(output, codec, progress)

    def expand(self, batches: beam.PCollection[Batch]) -> Any:
        """Writes where the batch was made: no story is sent to another worker."""
        return batches | "Write shards" >> beam.ParDo(self._write).with_outputs("receipts", "tallies")


class WriteRecords(beam.PTransform):
    """Records of one kind to Avro, a file a bundle; gives receipts.

    Args:
      output: the output folder.
      record: class of the records.
      codec: of the Avro files.
    """

    def __init__(self, output: str, record: type, codec: str) -> None:
        super().__init__()
        self._write = _WriteBundle(output, record, codec)

    def expand(self, records: beam.PCollection[Any]) -> Any:
        """Writes where the records are."""
        return records | beam.ParDo(self._write)


class _WriteShards(beam.DoFn):
    """Batches of a shard come one after the other; the next shard's first batch closes its files.

    A runner that mixes them, or that cuts a bundle short, makes more files of a shard, never wrong ones:
    names carry a digest of what is in the file.
    """

    def __init__(self, output: str, codec: str, progress: str | None) -> None:
        self._output, self._codec = location(output), codec
        self._progress_folder = progress
        self._stories_out = Metrics.counter("WriteStories", "stories_out")

    def setup(self) -> None:
        self._progress = Progress(self._progress_folder)

    def start_bundle(self) -> None:
        self._shard = -1
        self._files: dict[type, AvroFile] = {}
        self._tally: Tally = Counter()

    def process(self, batch: Batch) -> Iterator[Any]:
        shard, stories = batch
        if shard != self._shard:
            yield from self._commit()
            self._shard = shard
        for record in stories:
            self._file(type(record)).write([record])
            count(record, self._tally)
        kept = sum(isinstance(record, Story) for record in stories)
        self._stories_out.inc(kept)
        characters = sum(len(story.body) for story in stories if isinstance(story, Story))
        self._progress.add(Done(stories=kept, characters=characters, passed=len(stories)))

    def finish_bundle(self) -> Iterator[Any]:
        for tagged in self._commit():
            value = WindowedValue(tagged.value, GlobalWindow().max_timestamp(), [GlobalWindow()])
            yield beam.pvalue.TaggedOutput(tagged.tag, value)

    def _file(self, record: type) -> AvroFile:
        file = self._files.get(record)
        if file is None:
            file = self._files[record] = AvroFile(self._output, record, self._codec)
        return file

    def _commit(self) -> Iterator[beam.pvalue.TaggedOutput]:
        for file in self._files.values():
            yield beam.pvalue.TaggedOutput("receipts", tuple(file.commit(self._shard)))
        if self._tally:
            yield beam.pvalue.TaggedOutput("tallies", dict(self._tally))
        self._files, self._tally = {}, Counter()


class _WriteBundle(beam.DoFn):
    def __init__(self, output: str, record: type, codec: str) -> None:
        self._output, self._record, self._codec = location(output), record, codec

    def start_bundle(self) -> None:
        self._file: AvroFile | None = None

    def process(self, record: Any) -> None:
        if self._file is None:
            self._file = AvroFile(self._output, self._record, self._codec)
        self._file.write([record])

    def finish_bundle(self) -> Iterator[WindowedValue]:
        if self._file is not None:
            receipt: Receipt = self._file.commit()
            yield WindowedValue(tuple(receipt), GlobalWindow().max_timestamp(), [GlobalWindow()])
