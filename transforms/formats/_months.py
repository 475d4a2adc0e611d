"""Names of months and weekdays in the languages of the wires.

Months and weekdays: Unicode CLDR 45, `months` and `days`, format and stand-alone, wide and abbreviated,
of en, de, fr, es, it, nl, pt, da, nb and sv; with the forms that the AP and Reuters stylebooks prescribe
('Sept.') and that French and Italian agencies send ('juil', 'LUG').
"""

from __future__ import annotations

import functools
import unicodedata
from typing import Final

__all__ = ["FILLERS", "MONTHS", "WEEKDAYS", "fold", "month_number"]

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

# 'May' is too short: too many words are a letter away from it.
_MISSPELLABLE: Final = {row.split()[1]: number for number, row in enumerate(_MONTHS, 1) if number != 5}


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
    return next((number for name, number in _MISSPELLABLE.items() if _one_apart(folded, name)), None)


def _one_apart(word: str, name: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes one of the other."""
    pairs = enumerate(zip(word, name, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(word), len(name)))
    rest, true = word[at:], name[at:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return true in (rest[1:], swapped) or true[1:] in (rest, rest[1:])


FILLERS: Final = frozenset(
    "at on the of o'clock le la les den der am um uhr de del di om alle ore a las los h heure heures as t"
    " posted updated published date time local hrs hours".split()
)
"""Folded words that stand in a date and say nothing."""
