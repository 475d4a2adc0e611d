"""What can be read off a name by itself: its words, its key, its initials."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from transforms._entity_spans import CACHED

__all__ = ["Name", "analyse", "is_acronym", "short_for"]

_COMPANY_FORMS: Final = frozenset(
    ["inc", "corp", "co", "cos", "ltd", "plc", "llc", "lp", "llp", "ag", "sa", "se", "nv", "bv", "gmbh", "kg", "kgaa", "spa", "ab", "as", "asa", "oy", "oyj", "pty", "pte", "bhd", "incorporated", "corporation", "company", "companies", "limited"]
)
_GENERATIONS: Final = frozenset(["jr", "sr", "ii", "iii", "iv"])
_SMALL_WORDS: Final = frozenset(
    ["of", "the", "and", "for", "in", "on", "at", "to", "de", "del", "de", "la", "le", "les", "du", "des", "da", "do", "di", "der", "die", "das", "und", "et", "y", "e", "van", "von"]
)


class Name(NamedTuple):
    """A surface form, analysed.

    Attributes:
      words: in lower case, without dots, 'and' for '&'.
      key: the words without a company's legal form or a person's 'Jr.'.
      all_caps: written in capitals, and too long to be an acronym.
      initials: of the words with a capital, and of all words, company form included or not.
    """

    words: tuple[str, ...]
    key: tuple[str, ...]
    all_caps: bool
    initials: tuple[str, ...]


@lru_cache(maxsize=CACHED)
def analyse(text: str) -> Name:
    """The name's analysis."""
    raw = [word for word in text.replace("’", "'").split() if word not in ("-", ",")]
    words = tuple(_plain(word) for word in raw)
    key = words
    while len(key) > 1 and (key[-1] in _COMPANY_FORMS or key[-1] in _GENERATIONS):
        key = key[:-1]
    return Name(words, key, text.isupper() and len(text.replace(".", "")) > 4, _initials(raw, len(key)))


def _plain(word: str) -> str:
    return "and" if word == "&" else word.replace(".", "").rstrip(",").casefold() or word


def _initials(raw: list[str], key_length: int) -> tuple[str, ...]:
    if len(raw) < 2:
        return ()
    letters = [(word[0].casefold(), word.casefold() not in _SMALL_WORDS, word[0] != "&") for word in raw]
    choices: dict[str, None] = {}
    for part in (letters, letters[:key_length]):
        choices["".join(first for first, large, _ in part if large and first.isalpha())] = None
        choices["".join(first for first, _, no_sign in part if no_sign and first.isalpha())] = None
    return tuple(choice for choice in choices if len(choice) > 1)


@lru_cache(maxsize=CACHED)
def is_acronym(text: str) -> bool:
    """Whether it may be one: IMF, U.N., BoE, but no word in lower case and nothing with a blank."""
    plain = text.replace(".", "").replace("&", "")
    return (
        2 <= len(plain) <= 8
        and plain.isalpha()
        and plain[0].isupper()
        and sum(letter.isupper() for letter in plain) * 2 > len(plain)
    )


def short_for(short: str, long: str) -> bool:
    """Whether `short`, in brackets after `long`, abbreviates it: its letters, in order, from the same first.

    >>> short_for("DGB", "Deutscher Gewerkschaftsbund"), short_for("Tokyo", "Bank of Japan")
    (True, False)
    """
    letters = short.replace(".", "").replace("&", "").casefold()
    if not is_acronym(short) or letters[0] != long[0].casefold() or len(letters) >= len(long):
        return False
    rest = iter(long.casefold())
    return all(letter in rest for letter in letters)
