"""Names of months and weekdays in the languages of the wires, and zone abbreviations.

Months and weekdays: Unicode CLDR 45, `months` and `days`, format and stand-alone, wide and abbreviated,
of en, de, fr, es, it, nl, pt, da, nb and sv; with the forms that the AP and Reuters stylebooks prescribe
('Sept.') and that French and Italian agencies send ('juil', 'LUG').
"""

from __future__ import annotations

import functools
import unicodedata
from typing import Final

__all__ = ["FILLERS", "MONTHS", "REGIONS", "WEEKDAYS", "ZONES", "fold", "month_number"]

_MONTHS: Final = (
    "jan january januar janvier janv enero ene gennaio gen januari janeiro jaenner jan.",
    "feb february februar fevrier fevr fev febrero febbraio februari fevereiro feber febr",
    "mar march maerz marz mrz mars marzo maart mrt marco mrch",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio mag mei maio maj",
    "jun june juni juin junio giugno giu junho",
    "jul july juli juillet juil julio luglio lug julho jly",
    "aug august aout agosto ago augustus augusti aou",
    "sep sept september septembre septiembre settembre set setembro setiembre",
    "oct october oktober okt octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec december dezember dez decembre diciembre dic dicembre dezembro desember des",
)
_WEEKDAYS: Final = (
    "monday mon montag mo lundi lun lunes lunedi maandag ma segunda segunda-feira mandag mandag",
    "tuesday tue tues dienstag di mardi mar martes martedi dinsdag terca terca-feira tirsdag tisdag",
    "wednesday wed mittwoch mi mercredi mer miercoles mercoledi woensdag wo quarta quarta-feira onsdag",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedi gio donderdag quinta quinta-feira"
    " torsdag",
    "friday fri freitag fr vendredi ven viernes vie venerdi vrijdag vr sexta sexta-feira fredag",
    "saturday sat samstag sonnabend sa samedi sam sabado sab sabato zaterdag za lordag",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo sondag",
)


def fold(word: str) -> str:
    """A word in lower case, without accents and without the point of an abbreviation."""
    word = word.lower().rstrip(".")
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


MONTHS: Final = {name: number for number, row in enumerate(_MONTHS, 1) for name in row.split()}
"""Folded name of a month -> its number."""

WEEKDAYS: Final = {name: number for number, row in enumerate(_WEEKDAYS) for name in row.split()}
"""Folded name of a weekday -> 0 (Monday) to 6. 'mar' is Tuesday in French and Spanish, but also March."""

_ENGLISH: Final = tuple(row.split()[1] for row in _MONTHS)


@functools.lru_cache(maxsize=4096)
def month_number(word: str, *, misspelt: bool = False) -> int | None:
    """1 to 12, None where the word names no month.

    Args:
      word: in any case, with or without accents and point.
      misspelt: take an English name with one letter wrong, missing, doubled or in the wrong place ('Marc',
        'Macrh', 'Narch').
    """
    folded = fold(word)
    if folded in MONTHS or not misspelt or len(folded) < 4:
        return MONTHS.get(folded)
    return next((number for number, name in enumerate(_ENGLISH, 1) if _one_apart(folded, name)), None)


def _one_apart(word: str, name: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes one of the other."""
    if abs(len(word) - len(name)) > 1 or word[0] != name[0] and word[1:] != name[1:]:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name))
    )
    swapped = word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return (
        name[at:] in (word[at + 1 :], swapped)
        or word[at + 1 :] == name[at + 1 :]
        or word[at:] == name[at + 1 :]
    )


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

FILLERS: Final = frozenset(
    "at on the of o'clock le la les den der am um uhr de del di om alle ore a las los h heure heures as t"
    " posted updated published date time local hrs hours".split()
)
"""Folded words that stand in a date and say nothing."""
