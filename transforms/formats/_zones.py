"""Time zones: offsets, abbreviations and IANA names."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["REGIONS", "ZONES", "is_zone", "zone_of"]

# Minutes east of UTC. RFC 822 section 5.1 fixes UT, GMT and the North American zones; the rest are those of
# the IANA time zone database where one region has the abbreviation, or where wires use it for one region
# only: BST is British summer time, IST is India's, CST is North American, AST Atlantic, GST the Gulf's.
ZONES: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "zulu": 0, "tu": 0, "tmg": 0, "ugt": 0,
    "bst": 60, "cet": 60, "met": 60, "mez": 60, "west": 60, "wat": 60, "hnec": 60,
    "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "cat": 120, "sast": 120, "idt": 180,
    "eest": 180, "msk": 180, "eat": 180, "trt": 180, "ast": -240, "irst": 210, "gst": 240, "pkt": 300,
    "ist": 330, "npt": 345, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "pht": 480, "myt": 480,
    "awst": 480, "wita": 480, "jst": 540, "kst": 540, "wit": 540, "acst": 570, "aest": 600, "acdt": 630,
    "aedt": 660, "nzst": 720, "nzdt": 780,
    "adt": -180, "brt": -180, "art": -180, "clst": -180, "nst": -210, "ndt": -150, "edt": -240,
    "clt": -240, "bot": -240, "vet": -240, "est": -300, "cdt": -300, "cot": -300, "pet": -300,
    "cst": -360, "mdt": -360, "mst": -420, "pdt": -420, "pst": -480, "akdt": -480, "akst": -540,
    "hst": -600, "hdt": -540, "sst": -660,
}  # fmt: skip
"""Lower-case abbreviation of a zone -> minutes east of UTC."""

# Abbreviations of zones that change with the season: United States, by the AP stylebook.
REGIONS: Final = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "uk": "Europe/London",
}
"""Lower-case abbreviation of a region's time -> IANA zone."""

_OFFSET: Final = re.compile(r"(?:gmt|utc)?([+-])(\d\d?):?(\d\d)?")
_FURTHEST: Final = 15 * 60  # minutes; the IANA database's widest is Manila's of 1844, 15:56


@functools.lru_cache(maxsize=256)
def is_zone(name: str) -> bool:
    """Whether a word of a date is an offset, an abbreviation or like an IANA name."""
    return name[0] in "+-" or "/" in name or name.lower() in ZONES or name.lower() in REGIONS


@functools.lru_cache(maxsize=256)
def zone_of(name: str) -> dt.tzinfo | None:
    """The zone of an offset, an abbreviation or an IANA name; None where there is no such zone."""
    lower = name.lower()
    if lower in ZONES:
        return dt.timezone(dt.timedelta(minutes=ZONES[lower]))
    if match := _OFFSET.fullmatch(lower):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes > _FURTHEST:
            return None
        return dt.timezone(dt.timedelta(minutes=-minutes if match[1] == "-" else minutes))
    try:
        return ZoneInfo(REGIONS.get(lower, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, not a name, or a folder of the database
        return None
