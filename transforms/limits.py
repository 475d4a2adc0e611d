"""How much one input may ask for: bytes, expansion, nesting, members, seconds, entities.

Past a limit stands a dead letter of class `limit` whose message names the option that sets it. Two limits
cost no story: a long text goes through the model in pieces, and of too many entities the most salient are
kept, with a note in `source.notes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

__all__ = ["DEFAULT_LIMITS", "LIMIT_OPTIONS", "LimitOption", "Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a run.

    Attributes:
      message_bytes: of a message.
      expansion: times that a compressed file or an archive may grow; 16 MiB are always allowed.
      expanded_bytes: that one input may unpack to.
      nesting: containers within containers.
      members: of one input's archives together.
      parse_seconds: for one message; looked at after each of its stories.
      model_characters: that go through the model at once.
      entities: of a story.
    """

    message_bytes: int = 32 * 2**20
    expansion: int = 200
    expanded_bytes: int = 256 * 2**30
    nesting: int = 4
    members: int = 1_000_000
    parse_seconds: int = 120
    model_characters: int = 100_000
    entities: int = 1_000


DEFAULT_LIMITS: Final = Limits()


class LimitOption(NamedTuple):
    """An option of the command line: its name, the field of `Limits` that it sets, and what it says."""

    name: str
    field: str
    help: str


LIMIT_OPTIONS: Final = (
    LimitOption("--max-message-bytes", "message_bytes", "a longer message is a dead letter"),
    LimitOption("--max-expansion", "expansion", "times that a compressed file may grow when it is unpacked"),
    LimitOption("--max-expanded-bytes", "expanded_bytes", "bytes that one input may unpack to"),
    LimitOption("--max-nesting", "nesting", "containers within containers"),
    LimitOption("--max-members", "members", "members of one input's archives"),
    LimitOption("--max-parse-seconds", "parse_seconds", "for one message; its rest is a dead letter"),
    LimitOption("--max-model-characters", "model_characters", "longer texts are annotated in pieces"),
    LimitOption("--max-entities", "entities", "of a story; the most salient are kept"),
)
"""The one table of them: an option a field of `Limits`."""
