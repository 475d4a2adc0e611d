"""`newswire validate`: reads everything back and checks it against itself and against the manifests."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from pipeline.options import UsageError
from schemas.avro import read_avro
from schemas.records import DeadLetter, Duplicate, Story
from transforms.identity import content_id, record_id
from transforms.manifest import Manifest, read_manifests
from transforms.output import KINDS
from transforms.storage import Location, files_in, location

__all__ = ["problems", "validate"]

_SHOWN = 20


def validate(output: str) -> int:
    """Checks an output folder; prints what is wrong, or a line that says all is well. 0 or 1.

    Raises:
      UsageError: the folder holds no run.
    """
    folder = location(output)
    if not (folder / "manifests").is_dir():
        raise UsageError(f"{output}: no output of newswire (no manifests folder)")
    found = 0
    for problem in problems(folder):
        found += 1
        if found <= _SHOWN:
            print(problem, file=sys.stderr)  # noqa: T201
    if found:
        print(f"{output}: {found} problem(s)", file=sys.stderr)  # noqa: T201
        return 1
    print(f"{output}: {_summary(folder)}")  # noqa: T201
    return 0


def problems(output: Location) -> Iterator[str]:
    """What is wrong with an output folder, a line each."""
    try:
        manifests = list(read_manifests(output))
    except msgspec.DecodeError as error:
        yield f"{output}/manifests: {error}"
        return
    if not manifests:
        yield f"{output}: no manifest: the run did not end"
    seen: set[str] = set()
    totals: Counter[type] = Counter()
    for manifest in manifests:
        yield from _accounting(manifest)
    expected = {entry.name: entry.records for manifest in manifests for entry in manifest.files}
    yield from _unlisted(output, set(expected))
    for name, records in sorted(expected.items()):
        yield from _file(output / name, records, seen, totals)
    yield from _totals(manifests, totals)


def _accounting(manifest: Manifest) -> Iterator[str]:
    counts = manifest.counts
    if counts.messages != counts.ends():
        yield f"accounting: {counts.messages} messages, but {counts.ends()} ends"


def _unlisted(output: Location, listed: set[str]) -> Iterator[str]:
    for kind in KINDS.values():
        for path in files_in(output / kind, "*"):
            if f"{kind}/{path.name}" not in listed:
                yield f"{path}: in no manifest"


def _file(path: Location, records: int, seen: set[str], totals: Counter[type]) -> Iterator[str]:
    kind: type[Any] = _KIND_OF[path.parent.name]
    check = _CHECKS.get(kind)
    count = 0
    try:
        for record in read_avro(path, kind):
            count += 1
            if check:
                yield from (f"{path}: record {count}: {problem}" for problem in check(record, seen))
    except (OSError, ValueError, EOFError, msgspec.ValidationError) as error:
        yield f"{path}: {type(error).__name__}: {error}"
    if count != records:
        yield f"{path}: {count} records, the manifest says {records}"
    totals[kind] += count


def _totals(manifests: list[Manifest], totals: Counter[type]) -> Iterator[str]:
    said = {
        Story: sum(m.counts.stories for m in manifests),
        Duplicate: sum(m.counts.duplicates for m in manifests),
        DeadLetter: sum(sum(m.counts.dead_letters.values()) for m in manifests),
    }
    for kind, count in said.items():
        if totals[kind] != count:
            yield f"{KINDS[kind]}: {totals[kind]} in the files, {count} in the manifests"


def _story(story: Story, seen: set[str]) -> Iterator[str]:
    if story.record_id in seen:
        yield f"record_id {story.record_id} stands twice"
    seen.add(story.record_id)
    if story.content_id != content_id(story):
        yield f"content_id {story.content_id} is not that of its content"
    if story.record_id != record_id(story.uri, story.version, story.content_id):
        yield f"record_id {story.record_id} is not that of its uri, version and content"
    for entity in story.entities:
        for mention in entity.mentions:
            text = story.headline if mention.field == "headline" else story.body
            if text[mention.start : mention.end] != mention.text:
                yield f"{mention.field}[{mention.start}:{mention.end}] is not {mention.text!r}"


def _summary(output: Location) -> str:
    manifests = list(read_manifests(output))
    messages = sum(m.counts.messages for m in manifests)
    stories = sum(m.counts.stories for m in manifests)
    files = sum(len(m.files) for m in manifests)
    return f"ok: {messages:,} messages, {stories:,} stories, {files} files, the accounting holds"


_KIND_OF: Final = {folder: kind for kind, folder in KINDS.items()}
_CHECKS: Final[dict[type, Callable[[Any, set[str]], Iterator[str]]]] = {Story: _story}
