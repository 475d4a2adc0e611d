"""What is sent, with what it means; and the desks that send it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from tests.wire_days.copy import PROVIDERS, Copy, Provider
from tests.wire_days.prose import Tale
from tests.wire_days.tags import styled
from tests.wire_days.vocabulary import ABOUT, GENERIC_SLUGS, SLUG_WORDS
from tests.wire_days.writers import write

__all__ = ["FIRST_DAY", "Desk", "Sent", "Thread"]

FIRST_DAY: Final = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
STORIES_A_DAY: Final = 5_000
ABOUT_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message and its meaning. The truth is made of these fields, and of nothing that newswire says.

    Attributes:
      key: of this message in its wire day, from 0.
      edition: key of the message that this one is, sent again; its own where it is new.
      copy: what it says.
      data: its bytes.
      uri: identity of the story: as the feed gives it, or agency, number and day.
      story: the story that it tells, over all uris: the chain. Unrelated stories differ.
      kin: texts of one kin may be alike; those of two are not.
      relation: what it is to the message of its story before it, by its tag; '' for a first one, None where
        the field has no word for it.
      ends: its uri must not be shown while this is its newest version.
      kills: what its story's other uris have sent up to now must not be shown.
      is_note: a notice to editors, whose text is nobody's story.
    """

    key: int
    edition: int
    copy: Copy
    data: bytes
    uri: str
    story: int
    kin: int
    relation: str | None = ""
    ends: bool = False
    kills: bool = False
    is_note: bool = False

    @property
    def order(self) -> tuple[int, dt.datetime]:
        """Where it stands among the versions of its uri."""
        return (-1 if self.copy.version is None else self.copy.version, self.copy.created)


class Desk:
    """Hands out what must be unique: keys, numbers of messages, stories, slugs; and chance.

    Args:
      seed: two desks of one seed send the same.
    """

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.sent = 0
        self._stories = 0
        self._slugs = self.chance.randrange(500_000)
        self._numbers: Counter[tuple[str, dt.date]] = Counter()

    def key(self) -> int:
        self.sent += 1
        return self.sent - 1

    def story(self) -> int:
        self._stories += 1
        return self._stories

    def number(self, provider: Provider, time: dt.datetime) -> int:
        """The next number of an agency's day; those of old days are forgotten."""
        day = (provider.code, time.date())
        if len(self._numbers) > 10_000:
            self._numbers = Counter(
                {k: n for k, n in self._numbers.items() if (time.date() - k[1]).days < 30}
            )
        self._numbers[day] += 1
        return self._numbers[day]

    def slug(self) -> str:
        """A slug that no other story of this desk has."""
        self._slugs += 7_919  # a prime: neighbours share no word
        rest, words = self._slugs, []
        for row in SLUG_WORDS:
            rest, at = divmod(rest, len(row))
            words.append(row[at])
        return f"{words[0]}-{words[1]}-{words[2]}{words[3]}"

    def generic_slug(self) -> str:
        """A slug that many stories of a day have."""
        return self.chance.choice(GENERIC_SLUGS)

    def start(self, latest: int = 1_440) -> dt.datetime:
        """A minute of the day that is being sent."""
        day = dt.timedelta(days=self.sent // STORIES_A_DAY)
        return FIRST_DAY + day + dt.timedelta(minutes=self.chance.randrange(latest))

    def provider(self, *formats: str) -> Provider:
        """One that sends one of these formats; any where none is named."""
        return self.chance.choice([p for p in PROVIDERS if not formats or p.format in formats])

    def other_provider(self, provider: Provider) -> Provider:
        return self.chance.choice([p for p in PROVIDERS if p.name != provider.name])

    def tale(self, provider: Provider, words: int = 440) -> Tale:
        """A new story; some end in paragraphs that other stories of the provider end in too."""
        return self.with_about(provider, Tale.tell(self.chance, words))

    def with_about(self, provider: Provider, tale: Tale) -> Tale:
        if self.chance.random() >= ABOUT_SHARE:
            return tale
        return tale.with_more(self.chance.choice(ABOUT).format(name=provider.name))


class Thread:
    """One story of one provider under one slug.

    Args:
      desk: that sends it.
      provider: whose it is.
      slug: without anything behind it.
      start: the time that `minutes` count from.
      kin: of its texts; a new one where it is None.
    """

    def __init__(
        self, desk: Desk, provider: Provider, slug: str, start: dt.datetime, kin: int | None = None
    ) -> None:
        self.desk, self.provider, self.start = desk, provider, start
        self.slug = slug.title() if provider.format == "anpa" else slug
        self.story = desk.story()
        self.kin = self.story if kin is None else kin

    def send(
        self,
        tale: Tale,
        minutes: int,
        relation: str | None = "",
        count: int = 1,
        *,
        of: Sent | None = None,
        version: int | None = None,
        meaning: dict[str, Any] | None = None,
        **fields: Any,
    ) -> Sent:
        """Sends a version of the story.

        Args:
          tale: its text.
          minutes: after the thread's start.
          relation: what it is to the one before.
          count: the n of 'UPDATE n-', '2nd take', ...
          of: the message of whose uri this is another version.
          version: its number, where the provider has them; 1 where it is None.
          meaning: more fields of Sent.
          fields: more fields of Copy.
        """
        created = self.start + dt.timedelta(minutes=minutes)
        number = of.copy.number if of else self.desk.number(self.provider, created)
        style = styled(self.provider, relation, count, self.desk.chance)
        own: dict[str, Any] = {
            "provider": self.provider,
            "number": number,
            "created": created,
            "place": tale.cast.names["P"],
            "slug": self.slug + style.slug,
            "headline": style.headline + tale.headline if style.has_headline else "",
            "paragraphs": style.paragraphs + tale.paragraphs,
            "version": (version or 1) if self.provider.has_versions else None,
            "uri": of.copy.uri if of else _uri(self.provider, created, number),
            "markers": style.markers,
            "version_field": style.version_field,
        }
        copy, key = Copy(**own | fields), self.desk.key()
        sent = Sent(
            key=key,
            edition=key,
            copy=copy,
            data=write(copy),
            uri=copy.uri or f"{self.provider.code}:{number}:{created.date()}",
            story=self.story,
            kin=self.kin,
            relation=style.relation,
        )
        return replace(sent, **meaning or {})

    def again(self, sent: Sent, minutes: int | None = None) -> Sent:
        """The same message once more: the very bytes, or so many minutes later under a new number."""
        if minutes is None:
            return replace(sent, key=self.desk.key())
        created = sent.copy.created + dt.timedelta(minutes=minutes)
        number = self.desk.number(self.provider, created)
        dated = sent.copy.dated or sent.copy.created.date()
        copy = replace(sent.copy, created=created, number=number, dated=dated)
        uri = f"{self.provider.code}:{number}:{created.date()}"
        return replace(sent, key=self.desk.key(), copy=copy, data=write(copy), uri=uri)


def _uri(provider: Provider, created: dt.datetime, number: int) -> str:
    if not provider.has_uris:
        return ""
    return f"urn:newsml:{provider.name.split()[0].lower()}.example:{created:%Y%m%d}:n{number:04}"
