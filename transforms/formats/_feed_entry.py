"""Entries, as feedparser gives them, to stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from schemas.records import Author, Link, Rights, Source, Story
from transforms.formats._authors import parse_byline
from transforms.formats._bcp47 import language_tag
from transforms.formats._contract import Hints, Parsed, ParseError, Reason, Skipped
from transforms.formats._feed_media import make_term, medium_of
from transforms.formats._feed_parts import Aside, Deleted, Feed
from transforms.formats._json import to_text
from transforms.formats._mail_dates import read_date
from transforms.formats._prose import read, text_of, unique
from transforms.formats._text import one_line

__all__ = ["stories"]

_MARKUP_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
_DATES: Final = ("created", "published", "updated")
_LONGEST: Final = 1000  # of what every story of a feed carries
# Keys of feedparser that have a place in a story; those that end in _parsed or _detail go with them.
_TAKEN: Final = frozenset(
    [
        *(
            "title",
            "link",
            "links",
            "id",
            "guidislink",
            "summary",
            "content",
            "authors",
            "author",
            "contributors",
        ),
        *("publisher", "rights", "language", "tags", "base", "href", "name", "email", "media_content"),
        *("media_thumbnail", "published", "updated", "created"),
    ]
)


def stories(feed: Feed, name: str, hints: Hints) -> Iterator[Parsed]:
    """The stories of a feed, then its kills. A feed of neither is no fault: skipped as `empty_feed`."""
    entries = feed.parsed.entries
    feed_name, last = _name(feed), len(entries) - 1
    for number, (entry, aside) in enumerate(zip(entries, feed.asides, strict=True)):
        if feed.cut and number == last:
            yield ParseError(Reason.TRUNCATED, f"entry {number + 1} is cut: {_uri(entry)}")
        else:
            yield _Entry(feed, feed_name, entry, aside, name, hints).story()
    for item in feed.deleted:
        yield _kill(item, feed, feed_name, name, hints)
    if not entries and not feed.deleted:
        yield Skipped("empty_feed")


class _Entry:
    """One entry on its way to a story."""

    def __init__(self, feed: Feed, feed_name: str, entry: Any, aside: Aside, name: str, hints: Hints) -> None:
        # A plain dictionary: feedparser's own is slow, and takes 'published' for a missing 'updated'.
        self.feed, self.entry, self.aside, self.name, self.hints = feed, dict(entry), aside, name, hints
        self.feed_name = feed_name
        self.notes = [*feed.notes, *aside.notes]
        self.extra = aside.extra.as_text()
        self.language = self._language()

    def story(self) -> Parsed:
        """The story, or NO_TEXT."""
        headline = self._headline()
        body, abstract = self._texts()
        if not (headline or body):
            return ParseError(Reason.NO_TEXT, f"entry without title and text: {_uri(self.entry)}")
        self._keep_rest()
        first_created, version_created = self._times()
        byline, authors = self._people()
        fields = read(headline, body, byline or None)
        fields["authors"] = tuple(dict.fromkeys((*fields["authors"], *authors)))
        return Story(
            uri=_uri(self.entry),
            provider=_provider(self.entry, self.aside, self.feed_name, self.hints),
            format=self.name,
            language=self.language,
            abstract=abstract or None,
            keywords=unique(self.aside.keywords),
            subjects=tuple(dict.fromkeys((*self.aside.subjects, *_tags(self.entry)))),
            links=tuple(dict.fromkeys((*_links(self.entry), *self.aside.links))),
            rights=self._rights(),
            first_created=first_created,
            version_created=version_created,
            extra=self.extra | ({"feed": self.feed.extra} if self.feed.extra else {}),
            source=Source(encoding=self.feed.encoding, notes=tuple(dict.fromkeys(self.notes))),
            **fields,
        )

    def _headline(self) -> str:
        """The title; else that of Dublin Core."""
        title = _plain(_said(self.entry, "title"), self.entry.get("title_detail"))
        return one_line(title) or one_line(self.extra.pop("dc:title", ""))

    def _texts(self) -> tuple[str, str]:
        """Body and abstract: the full text, else the summary, which then is no abstract."""
        contents = [_plain(_said(part, "value"), part) for part in self.entry.get("content", ())]
        # Without its detail a summary is feedparser's copy of the content.
        detail = self.entry.get("summary_detail")
        summary = _plain(_said(self.entry, "summary"), detail) if detail else ""
        body = max(contents, key=len, default="")
        if others := unique(content for content in contents if content != body):
            self.extra["content"] = to_text(others)
        if not body:
            if summary:
                self.notes.append("no full text: the body is the summary")
            return summary, ""
        return body, "" if summary == body else summary

    def _people(self) -> tuple[str, list[Author]]:
        """The byline of the entry, else of an Atom feed (RFC 4287 section 4.2.1), and the contributors."""
        people = self.aside.authors or [each for each in self.feed.authors if parse_byline(each.name)]
        if any(each.email or each.uri for each in people):
            self.extra["author"] = to_text(
                [{k: v for k, v in each._asdict().items() if v} for each in people]
            )
        others = unique(each.name for each in self.aside.contributors)
        contributors = [Author(name=name, role="contributor") for name in others]
        return ", ".join(unique(each.name for each in people)), contributors

    def _language(self) -> str | None:
        """Of the entry or its text, else of the feed, as BCP 47."""
        entry, about = self.entry, self.feed.parsed.feed
        parts = (
            *entry.get("content", ()),
            entry.get("summary_detail") or {},
            entry.get("title_detail") or {},
        )
        said = (_said(part, "language") for part in (entry, *parts, about))
        code = next((value for value in said if value.strip()), "")
        tag = language_tag(code)
        if code and tag is None:
            self.extra["language"] = code
        return tag

    def _rights(self) -> Rights | None:
        notice = one_line(_said(self.entry, "rights") or _said(self.feed.parsed.feed, "rights")[:_LONGEST])
        license_ = next(
            (link.get("href") for link in self.entry.get("links", ()) if link.get("rel") == "license"), None
        )
        usage = self.aside.usage or license_
        return Rights(notice=notice or None, usage=usage) if notice or usage else None

    def _times(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """When the story was first created, and when this version of it was."""
        given = {key: text for key in _DATES if (text := _said(self.entry, key))}
        times = {key: self._moment(key, text) for key, text in given.items()}
        created, published, updated = (times.get(key) for key in _DATES)
        return created or published, updated or published or created

    def _moment(self, key: str, text: str) -> dt.datetime | None:
        moment = read_date(text, self.hints, self.language)
        if moment is None:
            self.notes.append(f"date dropped, unreadable or beyond the year 2099: {key} {text[:40]!r}")
            self.extra[key] = text
            return None
        if moment.note:
            self.notes.append(moment.note)
        return moment.time

    def _keep_rest(self) -> None:
        """What feedparser gives and no field of a story takes."""
        for key, value in self.entry.items():
            if key.endswith(("_parsed", "_detail")) or key in _TAKEN or not value:
                continue
            self.extra.setdefault(key, to_text(value))


def _plain(value: str, detail: dict[str, Any] | None) -> str:
    """Text of a text construct; literal where its type says so (RFC 4287 section 3.1.1.1)."""
    return text_of(value, markup=dict.get(detail or {}, "type") in _MARKUP_TYPES) if value else ""


def _uri(entry: Any) -> str:
    """The identity, else the address."""
    return (_said(entry, "id") or _said(entry, "link")).strip()


def _said(part: dict[str, Any], key: str) -> str:
    """A text of feedparser's; '' where markup that is out of place made it something else."""
    value = dict.get(
        part, key
    )  # feedparser's own `get` looks for other names of a key, at ten times the cost
    return value if isinstance(value, str) else ""


def _name(feed: Feed) -> str:
    """The publisher that a feed names, else its title."""
    about = feed.parsed.feed
    return _said(about, "publisher") or _plain(_said(about, "title"), about.get("title_detail"))


def _provider(entry: Any, aside: Aside, feed_name: str, hints: Hints) -> str:
    """Who the entry comes from, by its own word, then by the feed's."""
    said = _said(entry, "publisher") or aside.source or feed_name or hints.provider or ""
    return one_line(said[:_LONGEST])


def _tags(entry: Any) -> Iterator[Any]:
    """Categories that were left to feedparser."""
    for tag in entry.get("tags", ()):
        yield from make_term(tag.get("term"), tag.get("scheme"), tag.get("label"))


def _links(entry: Any) -> Iterator[Link]:
    """Links by their relation; the media that were left to feedparser."""
    for link in map(dict, entry.get("links", ())):
        if link.get("href") and link.get("rel") != "license":
            kind = link.get("type") if link.get("type") != "text/html" else None
            yield Link(rel=link.get("rel"), uri=link["href"], type=kind, title=link.get("title"))
    for part in (*entry.get("media_content", ()), *entry.get("media_thumbnail", ())):
        if part.get("url"):
            yield Link(
                rel="media:content", uri=part["url"], type=medium_of(part.get("type"), part.get("medium"))
            )


def _kill(item: Deleted, feed: Feed, feed_name: str, name: str, hints: Hints) -> Parsed:
    """A deleted entry (RFC 6721 section 3) is a kill of that identity."""
    if not item.uri:
        return ParseError(Reason.MISSING_FIELD, "deleted-entry without ref")
    moment = read_date(item.when, hints)
    return Story(
        uri=item.uri,
        provider=_provider({}, Aside(), feed_name, hints),
        format=name,
        pub_status="canceled",
        signals=("kill",),
        editorial_note=item.comment,
        version_created=moment.time if moment else None,
        extra=item.extra,
        source=Source(encoding=feed.encoding, notes=feed.notes),
    )
