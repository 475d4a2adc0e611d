"""Which Media Topics the sections of the training data stand for.

A section's `certain` topics hold for all of its stories. Of its `open` topics nothing is said: a story about
a strike may stand under politics. All other topics are taken not to hold, unless the lexicons say so plainly.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["CURRENT_EVENTS", "HUFFPOST", "Section"]

ARTS, CRIME, DISASTER, ECONOMY = "01000000", "02000000", "03000000", "04000000"
EDUCATION, ENVIRONMENT, HEALTH, HUMAN = "05000000", "06000000", "07000000", "08000000"
LABOUR, LIFESTYLE, POLITICS, RELIGION = "09000000", "10000000", "11000000", "12000000"
SCIENCE, SOCIETY, SPORT, CONFLICT, WEATHER = "13000000", "14000000", "15000000", "16000000", "17000000"
_ALL: Final = tuple(f"{number:02}000000" for number in range(1, 18))


class Section(NamedTuple):
    """What a section says.

    Attributes:
      certain: topics of all of its stories. Of several, each story has at least one: the one whose lexicon
        has the most of its words.
      open: topics that its stories may have or not.
    """

    certain: tuple[str, ...]
    open: tuple[str, ...] = ()


CURRENT_EVENTS: Final = {
    "Armed conflicts and attacks": Section((CONFLICT,), (CRIME, POLITICS, SOCIETY, DISASTER)),
    "Disasters and accidents": Section((DISASTER,), (WEATHER, CRIME, ENVIRONMENT, ECONOMY, HEALTH)),
    "Law and crime": Section((CRIME,), (POLITICS, SOCIETY, CONFLICT, ECONOMY, ARTS, RELIGION)),
    "Politics and elections": Section((POLITICS,), (CRIME, SOCIETY, ECONOMY, CONFLICT, LABOUR)),
    "International relations": Section((POLITICS,), (CONFLICT, ECONOMY, CRIME, SOCIETY, ENVIRONMENT)),
    "Business and economy": Section((ECONOMY,), (POLITICS, LABOUR, SCIENCE, DISASTER)),
    "Sports": Section((SPORT,), (ECONOMY, CRIME)),
    "Arts and culture": Section((ARTS, RELIGION), (HUMAN, SOCIETY, POLITICS)),
    "Science and technology": Section((SCIENCE,), (ENVIRONMENT, HEALTH, ECONOMY)),
    "Health and environment": Section((HEALTH, ENVIRONMENT), (DISASTER, SCIENCE, WEATHER, SOCIETY)),
}
"""Sections of Wikipedia's portal of current events."""

HUFFPOST: Final = {
    "ENTERTAINMENT": Section((ARTS,), (HUMAN, LIFESTYLE, CRIME, SOCIETY)),
    "COMEDY": Section((ARTS,), (POLITICS, HUMAN)),
    "CULTURE & ARTS": Section((ARTS,), (SOCIETY, HUMAN)),
    "MEDIA": Section((ARTS,), (POLITICS, ECONOMY, CRIME)),
    "CRIME": Section((CRIME,), (SOCIETY, HUMAN, CONFLICT)),
    "BUSINESS": Section((ECONOMY,), (LABOUR, POLITICS, SCIENCE)),
    "MONEY": Section((ECONOMY,), (LIFESTYLE, LABOUR)),
    "EDUCATION": Section((EDUCATION,), (POLITICS, SOCIETY)),
    "ENVIRONMENT": Section((ENVIRONMENT,), (DISASTER, WEATHER, SCIENCE, POLITICS, ECONOMY)),
    "WELLNESS": Section((HEALTH,), (LIFESTYLE, SOCIETY, SCIENCE)),
    "WEIRD NEWS": Section((HUMAN,), _ALL),
    "STYLE & BEAUTY": Section((LIFESTYLE,), (ARTS, HUMAN, HEALTH)),
    "HOME & LIVING": Section((LIFESTYLE,), (ECONOMY,)),
    "FOOD & DRINK": Section((LIFESTYLE,), (ECONOMY, HEALTH)),
    "TRAVEL": Section((LIFESTYLE,), (ECONOMY,)),
    "POLITICS": Section((POLITICS,), (CRIME, CONFLICT, ECONOMY, SOCIETY, HEALTH, ENVIRONMENT, LABOUR, ARTS)),
    "RELIGION": Section((RELIGION,), (SOCIETY, POLITICS, CRIME)),
    "TECH": Section((SCIENCE,), (ECONOMY, POLITICS)),
    "SCIENCE": Section((SCIENCE,), (ENVIRONMENT, HEALTH)),
    "PARENTING": Section((SOCIETY,), (LIFESTYLE, HEALTH, HUMAN, EDUCATION)),
    "BLACK VOICES": Section((SOCIETY,), _ALL),
    "QUEER VOICES": Section((SOCIETY,), _ALL),
    "LATINO VOICES": Section((SOCIETY,), _ALL),
    "WOMEN": Section((SOCIETY,), _ALL),
    "SPORTS": Section((SPORT,), (CRIME, SOCIETY, ECONOMY)),
    "U.S. NEWS": Section((), _ALL),
    "WORLD NEWS": Section((), _ALL),
    "IMPACT": Section((), _ALL),
    "WEDDINGS": Section((), _ALL),
}
"""Categories of HuffPost."""
