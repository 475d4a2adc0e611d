"""What can be read off a name by itself: its words, its key, its initials."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypeAlias

from transforms._entity_spans import CACHED
from transforms._entity_words import COMPANY_FORMS, GENERATIONS, SMALL_WORDS

__all__ = ["Key", "Name", "analyse", "is_acronym", "short_for"]

Key: TypeAlias = tuple[str, ...]


class Name(NamedTuple):
    """A surface form, analysed.

    Attributes:
      words: in lower case, without dots, 'and' for '&'.
      key: the words without a company's legal form or a person's 'Jr.'.
      is_company: whether it ends in a legal form.
      all_caps: written in capitals, and too long to be an acronym.
      initials: of the words with a capital, and of all words; with the company form and without.
    """

    words: Key
    key: Key
    is_company: bool
    all_caps: bool
    initials: tuple[str, ...]


@lru_cache(maxsize=CACHED)
def analyse(text: str) -> Name:
    """The name's analysis."""
    raw = text.replace("’", "'").split()
    words = tuple(_plain(word) for word in raw)
    key = words
    while len(key) > 1 and (key[-1] in COMPANY_FORMS or key[-1] in GENERATIONS):
        key = key[:-1]
    return Name(
        words=words,
        key=key,
        is_company=len(words) > 1 and words[-1] in COMPANY_FORMS,
        all_caps=text.isupper() and len(text.replace(".", "")) > 4,
        initials=_initials(raw, len(key)),
    )


def _plain(word: str) -> str:
    return "and" if word == "&" else word.replace(".", "").rstrip(",").casefold() or word


def _initials(raw: list[str], key_length: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for words in (raw, raw[:key_length]):
        letters = [word for word in words if word[0].isalpha()]
        large = [word for word in letters if word.casefold() not in SMALL_WORDS]
        for part in (large, letters):
            if len(part) > 1:
                found["".join(word[0] for word in part).casefold()] = None
    return tuple(found)


@lru_cache(maxsize=CACHED)
def is_acronym(text: str) -> bool:
    """Whether it may be one: IMF, U.N., BoE, but no word in lower case and nothing with a blank."""
    plain = text.replace(".", "").replace("&", "")
    capitals = sum(letter.isupper() for letter in plain)
    return 2 <= len(plain) <= 8 and plain.isalpha() and plain[0].isupper() and capitals * 2 > len(plain)


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
