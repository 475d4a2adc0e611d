"""Going on with a run that was broken off.

A run leaves a mark beside its manifests until it ends: a digest of its input (names, sizes, times) and of all
settings that change a record. With the same digest the same shards come out, each in files whose names say
what is in them; so those that stand are done. With another one nothing of them is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from hashlib import blake2b
from typing import Final

import msgspec

from pipeline import __version__
from pipeline.ending import say
from pipeline.options import BEGUN, RunSettings, UsageError
from pipeline.sources import find_input
from transforms.manifest import Manifest, read_manifests, remove_unlisted
from transforms.output import KINDS
from transforms.secrets import redacted
from transforms.storage import Location, files_in, location
from transforms.storage.writing import TEMPORARY, make_folder, remove_folder, write_scratch
from transforms.storage.writing import replace as put

__all__ = ["begin", "clear", "end", "ended", "take_up"]

_CHANGES_NOTHING: Final = frozenset(
    {
        "output",
        "workers",
        "overwrite",
        "resume",
        "standing",
        "beam_args",
        "progress",
        "runner",
    }
)
"""Settings that change no record."""


def begin(settings: RunSettings) -> None:
    """Marks the output as that of a run under way.

    Raises:
      UsageError: it cannot be written to.
    """
    output = location(settings.output)
    try:
        make_folder(output / "manifests")
        put(write_scratch(output, _digest(settings).encode("ascii")), output / "manifests" / BEGUN)
    except OSError as error:
        raise UsageError(f"{settings.output}: cannot be written to ({error.strerror})") from None


def take_up(settings: RunSettings) -> RunSettings:
    """The settings with what an unfinished run of the same input and settings has left.

    What it left of other ones is removed, as are its dead letters, which are made anew.
    """
    output = location(settings.output)
    remove_folder(output / TEMPORARY)
    mark = output / "manifests" / BEGUN
    if not mark.exists():
        return settings
    if mark.read_bytes() != _digest(settings).encode("ascii"):
        say(f"{settings.output}: the input or the settings are not those of the run before; it begins anew")
        clear(output)
        return settings
    remove_folder(output / "dead_letters")
    return replace(settings, standing=tuple(_names(output)))


def ended(settings: RunSettings) -> Manifest | None:
    """The manifest of the run, where it had come to its end; None where it had not.

    Raises:
      UsageError: it was a run of other input.
    """
    output = location(settings.output)
    manifest = next((each for each in read_manifests(output) if not each.replayed), None)
    if manifest is None:
        return None
    if manifest.inputs != tuple(map(redacted, settings.inputs)):
        raise UsageError(f"{settings.output}: holds a finished run of other input; name another folder")
    remove_unlisted(output)  # it may have ended between its manifest and this
    end(output)
    return manifest


def end(output: Location) -> None:
    """Takes away the mark, and what was never finished."""
    (output / "manifests" / BEGUN).unlink(missing_ok=True)
    remove_folder(output / TEMPORARY)


def clear(output: Location) -> None:
    """Removes an earlier run's own folders, and nothing else that may lie there."""
    for folder in [*KINDS.values(), "manifests", TEMPORARY]:
        remove_folder(output / folder)


def _names(output: Location) -> Iterator[str]:
    for kind in KINDS.values():
        yield from (f"{kind}/{path.name}" for path in files_in(output / kind, f"{kind}-*.avro"))


def _digest(settings: RunSettings) -> str:
    digest = blake2b(digest_size=16)
    names = {field.name for field in fields(settings)} - _CHANGES_NOTHING
    told = {name: getattr(settings, name) for name in sorted(names)}
    digest.update(msgspec.json.encode((__version__, told)))
    for pattern in settings.inputs:
        for found in find_input(pattern):
            facts = found.stat()
            line = f"{found}\x1f{facts.st_size}\x1f{facts.st_mtime}\n"
            digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
