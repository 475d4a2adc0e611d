"""One message before it is bytes, and who sends it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, NamedTuple

__all__ = ["FOREVER", "PROVIDERS", "Copy", "Provider"]

FOREVER: Final = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
"""The end of an embargo that has none."""


class Provider(NamedTuple):
    """An agency, which sends all that it sends in one dialect.

    Attributes:
      name: as its feeds name it.
      code: short, for envelopes and datelines.
      format: as newswire names it.
      dialect: of the format: whose writer in `writers` writes it.
      has_versions: whether several versions have one uri, told apart by a number.
    """

    name: str
    code: str
    format: str
    dialect: str
    has_versions: bool

    @property
    def has_uris(self) -> bool:
        """Whether its stories have an identity of their own; those of old wires have their number alone."""
        return self.format in ("ninjs", "newsml-g2")


PROVIDERS: Final = (
    Provider("Northstar News", "NNA", "ninjs", "ninjs-3", has_versions=True),
    Provider("Harbour Press", "HPA", "ninjs", "ninjs-2", has_versions=True),
    Provider("Mendel Presse", "MPA", "ninjs", "ninjs-unversioned", has_versions=False),
    Provider("Calder Wire", "CLW", "newsml-g2", "newsml-g2", has_versions=True),
    Provider("Southgate Press", "SGP", "newsml-g2", "newsml-g2", has_versions=True),
    Provider("Ostra Agency", "OSA", "iptc7901", "iptc7901", has_versions=False),
    Provider("Brinmark Telegraph", "BMT", "iptc7901", "iptc7901", has_versions=False),
    Provider("Lakeland Union", "LKU", "anpa", "anpa", has_versions=False),
    Provider("Corran Dispatch", "CDP", "anpa", "anpa", has_versions=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a message says. A writer puts each field where its format has it.

    Attributes:
      provider: who sends it.
      number: of the message within its service and day.
      created: when it was sent.
      place: of the dateline; '' for none.
      dated: day of the dateline; that of sending where it is None.
      slug: with what the desk put behind it, such as ', 2nd take'.
      headline: with its tag; '' for none.
      paragraphs: of the body.
      version: None where the feed has none.
      uri: '' for old wires.
      status: IPTC publishing status; '' where the feed leaves it out.
      signal: code of a NewsML-G2 signal.
      note: to editors.
      markers: header lines of IPTC 7901, such as 'KILL KILL KILL'.
      version_field: of ANPA 1312, such as '1st Ld-Writethru'.
      embargo: when it ends; FOREVER for one without end.
    """

    provider: Provider
    number: int
    created: dt.datetime
    place: str = ""
    dated: dt.date | None = None
    slug: str = ""
    headline: str = ""
    paragraphs: tuple[str, ...] = ()
    version: int | None = None
    uri: str = ""
    status: str = "usable"
    signal: str = ""
    note: str = ""
    markers: tuple[str, ...] = ()
    version_field: str = ""
    embargo: dt.datetime | None = None
