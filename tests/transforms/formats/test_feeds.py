"""RSS and Atom beyond the fixtures: what feedparser would lose or mistake, safety, detection, linear time."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

import pytest

from schemas.records import Author, Link, Rights, Story, Term
from transforms.formats import DEFAULT_HINTS, Hints, ParseError, Reason, Skipped
from transforms.formats._address import Person, person_of_text
from transforms.formats.feeds import parse_atom, parse_rss, sniff_atom, sniff_rss

SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def rss(items: str, channel: str = "<title>Northstar News</title>") -> bytes:
    return f'<rss version="2.0" {SPACES}><channel>{channel}{items}</channel></rss>'.encode()


def atom(entries: str, feed: str = "<title>Northstar News</title>") -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}{entries}</feed>'.encode()


def story(data: bytes, parse: Any = parse_rss, hints: Hints = DEFAULT_HINTS) -> Story:
    (item,) = parse(data, hints)
    assert isinstance(item, Story), item
    return item


def item(content: str, channel: str = "<title>Northstar News</title>") -> Story:
    return story(rss(f"<item><title>T</title>{content}</item>", channel))


@pytest.mark.parametrize(
    ("content", "body", "abstract"),
    [
        ("<description>d</description>", "d", None),
        ("<content:encoded>c</content:encoded><description>d</description>", "c", "d"),
        ("<description>d</description><content:encoded>c</content:encoded>", "c", "d"),
        ("<content:encoded>c</content:encoded>", "c", None),
        (
            "<description>same</description><content:encoded>&lt;p&gt;same&lt;/p&gt;</content:encoded>",
            "same",
            None,
        ),
        ("<description>d</description><media:description>caption</media:description>", "d", None),
        ("<media:description>caption</media:description><description>d</description>", "d", None),
        ("<media:description>caption</media:description>", "", None),
    ],
)
def test_body_is_the_fullest_text_and_never_a_caption(content: str, body: str, abstract: str | None) -> None:
    found = item(content)
    assert (found.body, found.abstract) == (body, abstract)


@pytest.mark.parametrize("strange", ["", "<x:y>z</x:y>"], ids=["well-formed", "undeclared prefix"])
@pytest.mark.parametrize("name", ["content:encoded", "description"])
@pytest.mark.parametrize(
    "markup",
    [
        "<p>One.</p><p>Two &amp; three.</p>",
        "<p>a]]></p>",
        "<p>a</p>\r\n<p>b</p>",
        "<div><b/>c</div>",
        "3 < 4",
    ],
)
def test_markup_reads_the_same_escaped_and_in_cdata(markup: str, name: str, strange: str) -> None:
    escaped = markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    section = f"<![CDATA[{markup.replace(']]>', ']]]]><![CDATA[>')}]]>"
    one, other = (item(f"<{name}>{text}</{name}>{strange}") for text in (escaped, section))
    assert one == other
    assert one.body


def test_a_caption_is_kept_as_a_link_title_and_in_extra() -> None:
    found = item(
        '<media:content url="u.jpg" type="image/jpeg"><media:title>A tug</media:title></media:content>'
    )
    assert found.links == (Link(rel="media:content", uri="u.jpg", type="image/jpeg", title="A tug"),)
    assert json.loads(found.extra["media:content"])["media:title"] == "A tug"


def test_a_second_content_is_kept() -> None:
    found = item("<content:encoded>long text</content:encoded><content:encoded>short</content:encoded>")
    assert found.body == "long text"
    assert json.loads(found.extra["content"]) == ["short"]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("lena@harbour.press (Lena Ortiz)", Person("Lena Ortiz", "lena@harbour.press")),
        ('"Lena Ortiz" <lena@harbour.press>', Person("Lena Ortiz", "lena@harbour.press")),
        ("mailto:lena@harbour.press", Person("", "lena@harbour.press")),
        ("Lena Ortiz", Person("Lena Ortiz")),
        ("Lena @ Harbour", Person("Lena @ Harbour")),
    ],
)
def test_a_person_is_name_and_address(text: str, person: Person) -> None:
    assert person_of_text(text) == person


def test_authors_keep_their_own_addresses() -> None:
    found = item("<author>a@harbour.press (Ann Lee)</author><dc:creator>Bo Day</dc:creator>")
    assert found.byline == "Ann Lee, Bo Day"
    assert found.authors == (Author(name="Ann Lee"), Author(name="Bo Day"))
    assert json.loads(found.extra["author"]) == [
        {"name": "Ann Lee", "email": "a@harbour.press"},
        {"name": "Bo Day"},
    ]


def test_an_atom_feed_lends_its_author_if_that_is_a_person() -> None:
    entry = "<entry><id>1</id><title>T</title></entry>"
    named = story(atom(entry, "<title>F</title><author><name>Ann Lee</name></author>"), parse_atom)
    agency = story(atom(entry, "<title>F</title><author><name>Northstar News</name></author>"), parse_atom)
    assert (named.byline, agency.byline) == ("Ann Lee", None)


@pytest.mark.parametrize(
    ("category", "term"),
    [
        ("<category>Sport</category>", Term(name="Sport")),
        ('<category domain="urn:d">Top/Sport</category>', Term(code="Top/Sport", scheme="urn:d")),
        ('<category domain="urn:d">Sport</category>', Term(code="Sport", scheme="urn:d", name="Sport")),
        ('<category domain="urn:d">medtop:15000000</category>', Term(code="medtop:15000000", scheme="urn:d")),
        (
            '<category term="SPO" scheme="urn:d" label="Sport"/>',
            Term(code="SPO", scheme="urn:d", name="Sport"),
        ),
        ('<category term="SPO" label="Sport"/>', Term(code="SPO", name="Sport")),
        ("<dc:subject>Sport</dc:subject>", Term(name="Sport")),
    ],
)
def test_category(category: str, term: Term) -> None:
    assert item(category).subjects == (term,)


def test_empty_categories_are_none() -> None:
    assert item('<category/><category domain="urn:d"> </category>').subjects == ()


@pytest.mark.parametrize(
    ("item_part", "channel", "provider"),
    [
        ("", "<title>Feed</title>", "Feed"),
        ("", "<title>Feed</title><dc:publisher>Agency</dc:publisher>", "Agency"),
        (
            '<source url="u">Origin</source>',
            "<title>Feed</title><dc:publisher>Agency</dc:publisher>",
            "Origin",
        ),
        ("<dc:publisher>Own</dc:publisher>", "<title>Feed</title>", "Own"),
        ("", "", "hinted"),
    ],
)
def test_provider_is_the_nearest_one_named(item_part: str, channel: str, provider: str) -> None:
    data = rss(f"<item><title>T</title>{item_part}</item>", channel)
    assert story(data, hints=Hints(provider="hinted")).provider == provider


@pytest.mark.parametrize(
    ("dates", "first", "version"),
    [
        ("<pubDate>Thu, 12 Mar 2026 10:00:00 -0500</pubDate>", 15, 15),
        (
            "<pubDate>Thu, 12 Mar 2026 10:00:00 +0000 (GMT)</pubDate><dc:date>2026-03-12T11:00:00Z</dc:date>",
            10,
            11,
        ),
        ("<dc:date>2026-03-12T11:00:00Z</dc:date>", None, 11),
    ],
)
def test_dates(dates: str, first: int | None, version: int) -> None:
    found = item(dates)
    assert found.first_created == (dt.datetime(2026, 3, 12, first, tzinfo=dt.UTC) if first else None)
    assert found.version_created == dt.datetime(2026, 3, 12, version, tzinfo=dt.UTC)


def test_a_date_that_is_dropped_is_kept_in_extra_with_a_note() -> None:
    found = item("<pubDate>Fri, 01 Jan 2999 00:00:00 +0000</pubDate>")
    assert found.first_created is found.version_created is None
    assert found.extra["published"] == "Fri, 01 Jan 2999 00:00:00 +0000"
    assert "beyond the year 2099" in found.source.notes[0]


@pytest.mark.parametrize(
    ("entry", "channel", "language"),
    [
        ("", "<title>F</title><language>en-us</language>", "en-US"),
        ("<dc:language>fr</dc:language>", "<title>F</title><language>en</language>", "fr"),
        ("<language>de_AT</language>", "<title>F</title>", "de-AT"),
        ("", "<title>F</title>", None),
    ],
)
def test_language_of_the_entry_goes_before_that_of_the_feed(
    entry: str, channel: str, language: str | None
) -> None:
    assert item(entry, channel).language == language


def test_rights_of_the_entry_go_before_those_of_the_feed() -> None:
    channel = "<title>F</title><copyright>Feed</copyright>"
    assert item("", channel).rights == Rights(notice="Feed")
    assert item("<dc:rights>Own</dc:rights>", channel).rights == Rights(notice="Own")


@pytest.mark.parametrize(
    ("content", "uri"),
    [
        ('<guid isPermaLink="false"> g1 </guid><link>https://n.example/1</link>', "g1"),
        ("<link>https://n.example/1</link>", "https://n.example/1"),
        ("", ""),
    ],
)
def test_uri_is_the_guid_else_the_link_else_nothing(content: str, uri: str) -> None:
    assert item(content).uri == uri


def test_every_unknown_field_is_kept() -> None:
    found = item('<p:tag xmlns:p="urn:p">a</p:tag><p:tag xmlns:p="urn:p">b</p:tag><note lang="en">n</note>')
    assert json.loads(found.extra["p:tag"]) == ["a", "b"]
    assert json.loads(found.extra["note"]) == {"@lang": "en", "#text": "n"}


def test_literal_text_of_atom_stays_literal() -> None:
    entry = (
        '<entry><id>1</id><title type="text">5 &lt; 6 &amp;amp; x</title><content>&lt;b&gt;</content></entry>'
    )
    found = story(atom(entry), parse_atom)
    assert (found.headline, found.body) == ("5 < 6 &amp; x", "<b>")


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE rss [<!ENTITY x "y">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss [\n<!ENTITY % x SYSTEM "http://northstar.invalid/x.dtd"> %x;]>',
    ],
)
@pytest.mark.parametrize("tail", ["", "<br>"])  # well-formed but for the entity, and tag soup
def test_declared_entities_are_refused(prolog: str, tail: str) -> None:
    data = prolog.encode() + rss(f"<item><title>T &x;</title></item>{tail}")
    with pytest.raises(ParseError) as error:
        list(parse_rss(data))
    assert error.value.reason == Reason.UNSAFE


def test_feedparser_is_given_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    import feedparser

    given: list[object] = []
    real = feedparser.parse

    def parse(data: object, **options: bool) -> Any:
        given.append(data)
        return real(data, **options)

    monkeypatch.setattr(feedparser, "parse", parse)
    list(parse_rss(rss("<item><title>T</title></item>")))
    list(parse_rss(rss("<item><title>T</title></item><br>")))
    assert len(given) == 2
    assert all(hasattr(stream, "read") for stream in given)


def test_tag_soup_is_read_with_a_note() -> None:
    (found,) = parse_rss(
        rss("<item><title>Rovers & United &eacute;</title><description>a <br> b</description></item>")
    )
    assert isinstance(found, Story)
    assert found.body == "a\nb"
    assert any(note.startswith("not well-formed XML") for note in found.source.notes)


def test_of_a_cut_feed_the_last_entry_is_truncated_and_the_others_are_stories() -> None:
    data = rss("<item><title>One</title></item><item><title>Two</title></item>")
    first, second = parse_rss(data[: data.index(b"Two") + 1])
    assert isinstance(first, Story)
    assert isinstance(second, ParseError)
    assert second.reason == Reason.TRUNCATED


def test_a_feed_without_entries_is_skipped_and_other_xml_is_malformed() -> None:
    assert list(parse_rss(rss(""))) == [Skipped("empty_feed")]
    with pytest.raises(ParseError) as error:
        list(parse_rss(b"<nitf><body>no feed</body></nitf>"))
    assert error.value.reason == Reason.MALFORMED


@pytest.mark.parametrize(
    ("head", "is_rss", "is_atom"),
    [
        (b'<rss version="2.0">', True, False),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><rss>', True, False),
        (b'<!DOCTYPE rss PUBLIC "x" "y">\n<rss version="0.91">', True, False),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True, False),
        (b'<rdf:RDF xmlns="http://example.org/other">', False, False),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', False, True),
        (b'<a:feed xmlns:a="http://www.w3.org/2005/Atom">', False, True),
        (b'<entry xmlns="http://www.w3.org/2005/Atom">', False, True),
        (b"<feed>", False, False),
        (b"<newsItem>", False, False),
        (b"text <rss>", False, False),
        ('<rss version="2.0">'.encode("utf-16"), True, False),
        (b"", False, False),
    ],
)
def test_detection(head: bytes, is_rss: bool, is_atom: bool) -> None:
    assert (sniff_rss(head), sniff_atom(head)) == (is_rss, is_atom)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: rss(
            "<item><title>T</title>" + "".join(f"<category>{i}</category>" for i in range(n)) + "</item>"
        ),
        lambda n: rss("<item><title>T</title><author>" + "a" * 10 * n + "</author></item>"),
        lambda n: rss(
            "<item><title>T</title><media:group>" + '<media:content url="u"/>' * n + "</media:group></item>"
        ),
    ],
    ids=["categories", "author", "media"],
)
def test_time_grows_with_the_input_and_not_with_its_square(make: Any) -> None:
    def seconds(size: int) -> float:
        data, start = make(size), time.process_time()
        list(parse_rss(data))
        return time.process_time() - start

    seconds(100)
    small, large = min(seconds(1500) for _ in range(2)), seconds(12_000)
    assert large < 30 * max(small, 0.01)  # eight times the input; sixty-four times, were it quadratic
