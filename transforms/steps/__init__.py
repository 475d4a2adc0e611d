"""The stages as Beam transforms: thin, over the pure functions of `transforms`. Beam starts here."""

from transforms.steps.annotate import AnnotateStories
from transforms.steps.compact import CompactStories
from transforms.steps.decide import DecideStories
from transforms.steps.keep import KeepStories
from transforms.steps.manifest import CommitManifest
from transforms.steps.scan import ScanInputs
from transforms.steps.write import WriteRecords, WriteStories

__all__ = [
    "AnnotateStories",
    "CommitManifest",
    "CompactStories",
    "DecideStories",
    "KeepStories",
    "ScanInputs",
    "WriteRecords",
    "WriteStories",
]
