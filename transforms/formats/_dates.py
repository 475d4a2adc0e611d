"""Every form of date that wires carry, to UTC."""
from __future__ import annotations
import datetime as dt
from typing import NamedTuple

class Moment(NamedTuple):
    """A time in UTC, and what had to be assumed, such as 'no zone given; read as UTC'."""
    time: dt.datetime
    note: str | None = None

def parse_date(
    text: str,
    *,
    timezone: str = "UTC",
    day_first: bool | None = None,
    language: str | None = None,
    reference: dt.datetime | None = None,
) -> Moment | None:
    """A date in any form to UTC, or None where it is none. `reference` supplies a missing year."""
    raise NotImplementedError
