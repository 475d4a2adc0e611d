"""NewsML-G2: what `parse` finds beyond the fixtures, and every example document of the IPTC.

The examples are read from `../shared` and judged by XPath that knows nothing of the parser.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from schemas.records import FOREVER, Dateline, Link, Story, Term
from transforms.formats import DEFAULT_HINTS, Hints, Parsed, ParseError, Reason, Skipped, detect
from transforms.formats._g2_catalog import IPTC, Concept
from transforms.formats.newsml_g2 import FORMAT, parse, sniff

SHARED = Path(__file__).parents[4] / "shared" / "iptc"
FIXTURES = Path(__file__).parents[2] / "data" / "newsml-g2"
G2 = "http://iptc.org/std/nar/2006-10-01/"


def items_of(data: bytes | str, hints: Hints = DEFAULT_HINTS) -> list[Parsed]:
    return list(parse(data.encode() if isinstance(data, str) else data, hints))


def item(meta: str = "", content: str = "", body: str = "<p>Text.</p>", more: str = "", root: str = "") -> str:
    return (
        f'<newsItem xmlns="{G2}" guid="g" {root}><itemMeta><itemClass qcode="ninat:text"/>{meta}</itemMeta>'
        f"<contentMeta>{content}</contentMeta>{more}"
        f'<contentSet><inlineXML contenttype="application/xhtml+xml">{body}</inlineXML></contentSet></newsItem>'
    )


def story(*args: str, hints: Hints = DEFAULT_HINTS, **kwargs: str) -> Story:
    [found] = items_of(item(*args, **kwargs), hints)
    assert isinstance(found, Story)
    return found


# One field at a time


@pytest.mark.parametrize(
    ("xml", "provider"),
    [
        ('<provider qcode="nprov:NNA"><name>Northstar News</name></provider>', "Northstar News"),
        ('<provider qcode="nprov:NNA"/>', "NNA"),
        ('<provider uri="http://cv.iptc.org/newscodes/newsprovider/NNA"/>', "NNA"),
        ('<provider uri="http://northstar.example/about/"/>', "http://northstar.example/about/"),
        ('<provider literal="Northstar"/>', "Northstar"),
        ("", ""),
    ],
)
def test_provider(xml: str, provider: str) -> None:
    assert story(xml).provider == provider


@pytest.mark.parametrize(
    ("qcode", "status", "signals"),
    [
        ("stat:usable", "usable", ()),
        ("stat:withheld", "withheld", ()),
        ("stat:canceled", "canceled", ("kill",)),
        ("housestat:CANCELLED", "canceled", ("kill",)),
    ],
)
def test_pub_status(qcode: str, status: str, signals: tuple[str, ...]) -> None:
    found = story(f'<pubStatus qcode="{qcode}"/>')
    assert (found.pub_status, found.signals) == (status, signals)


@pytest.mark.parametrize(
    ("xml", "until"),
    [
        ("", None),
        ("<embargoed/>", FOREVER),
        ("<embargoed> </embargoed>", FOREVER),
        ("<embargoed>after the match</embargoed>", FOREVER),
        ("<embargoed>2026-03-13T00:01:00Z</embargoed>", dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC)),
    ],
)
def test_embargo(xml: str, until: dt.datetime | None) -> None:
    assert story(xml).embargo_until == until


@pytest.mark.parametrize(
    ("text", "zone", "note"),
    [
        ("2026-03-12T10:00:00+01:00", "UTC", ()),
        ("2026-03-12 10:00:00", "Europe/Paris", ("versionCreated: no zone given; read as Europe/Paris",)),
        (" 2026-03-12T09:00:00Z\n ", "UTC", ()),
    ],
)
def test_dates(text: str, zone: str, note: tuple[str, ...]) -> None:
    found = story(f"<versionCreated>{text}</versionCreated>", hints=Hints(timezone=zone))
    assert found.version_created == dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)
    assert found.source.notes == note


def test_first_created_is_that_of_the_content_where_the_item_says_none() -> None:
    created = dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)
    content = "<contentCreated>2026-03-12T09:00:00Z</contentCreated>"
    assert story("", content).first_created == created
    assert story("<firstCreated>2026-03-11T09:00:00Z</firstCreated>", content).first_created != created


def test_version_may_be_missing() -> None:
    assert story().version is None
    assert story(root='version="7"').version == "7"


@pytest.mark.parametrize(
    ("content", "headline", "rest"),
    [
        ("<headline>One</headline>", "One", None),
        ('<headline role="hld:sub">Sub</headline><headline>One</headline>', "One", '{"role":"hld:sub","text":"Sub"}'),
        ('<headline>Plain</headline><headline role="hld:main">Main</headline>', "Main", "Plain"),
        (
            '<language tag="fr"/><headline xml:lang="en">En</headline><headline xml:lang="fr">Fr</headline>',
            "Fr",
            '{"lang":"en","text":"En"}',
        ),
    ],
)
def test_headline_by_role_and_language(content: str, headline: str, rest: str | None) -> None:
    found = story("", content)
    assert found.headline == headline
    assert found.extra.get("headline") == rest


def test_headline_of_another_namespace_is_an_extension() -> None:
    found = story("", '<x:headline xmlns:x="urn:x">Theirs</x:headline>')
    assert (found.headline, found.extra["headline"]) == ("", "Theirs")


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("cpnat:person", "people"),
        ("cpnat:organisation", "organisations"),
        ("cpnat:geoArea", "places"),
        ("cpnat:poi", "places"),
        ("cpnat:abstract", None),
        ("cpnat:event", None),
    ],
)
def test_subjects_by_type(kind: str, field: str | None) -> None:
    term = Term(code="1", scheme="x", name="N")
    uri = "http://cv.iptc.org/newscodes/cpnature/" + kind.partition(":")[2]
    for given in (f'type="{kind}"', f'typeuri="{uri}"'):
        found = story("", f'<subject {given} qcode="x:1"><name>N</name></subject>')
        assert found.subjects == (term,)
        for each in ("people", "organisations", "places"):
            assert getattr(found, each) == ((term,) if each == field else ())


def test_located_is_neither_dateline_nor_subject() -> None:
    found = story("", '<located qcode="city:Karvos"><name>Karvos</name></located>')
    assert (found.dateline, found.places, found.subjects) == (None, (), ())
    assert found.extra["located"] == '{"qcode":"city:Karvos","name":"Karvos"}'


@pytest.mark.parametrize(
    ("text", "dateline", "extra"),
    [
        (
            "MOSCOW, Monday (Reuters)",
            Dateline(text="MOSCOW, Monday (Reuters)", places=("MOSCOW",), date="Monday", credit="Reuters"),
            None,
        ),
        ("2026-03-12T10:00:00Z", None, "2026-03-12T10:00:00Z"),
    ],
)
def test_dateline(text: str, dateline: Dateline | None, extra: str | None) -> None:
    found = story("", f"<dateline>{text}</dateline>")
    assert found.dateline == dateline
    assert found.extra.get("dateline") == extra


def test_links() -> None:
    found = story(
        '<link rel="irel:seeAlso" residref="a"><itemClass qcode="ninat:picture"/><headline>H</headline></link>'
        '<link reluri="http://cv.iptc.org/newscodes/itemrelation/seeAlso" href="http://x.example/b"'
        ' contenttype="text/html"/><link/>'
    )
    assert found.links == (
        Link(rel="irel:seeAlso", uri="a", type="picture", title="H"),
        Link(rel="irel:seeAlso", uri="http://x.example/b", type="text/html"),
    )


@pytest.mark.parametrize(
    ("content", "authors"),
    [
        ("<by>By Ana Duarte and Tom Hale</by>", ["Ana Duarte", "Tom Hale"]),
        ('<creator type="cpnat:person"><name>Ana Duarte</name></creator>', ["Ana Duarte"]),
        ('<creator role="ctrol:reporter"><name>Ana Duarte</name></creator>', ["Ana Duarte"]),
        ("<creator><name>Harbour Press</name></creator>", []),
        ('<by>Tom Hale</by><creator type="cpnat:person"><name>Ana Duarte</name></creator>', ["Tom Hale"]),
    ],
)
def test_authors(content: str, authors: list[str]) -> None:
    assert [author.name for author in story("", content).authors] == authors


@pytest.mark.parametrize(
    ("root", "content", "inline", "language"),
    [
        ("", '<language tag="en-us"/>', "de", "en-US"),
        ("xml:lang='fr'", "", "de", "de"),
        ("xml:lang='fr'", "", "", "fr"),
        ("", "", "", None),
    ],
)
def test_language_from_the_nearest(root: str, content: str, inline: str, language: str | None) -> None:
    xml = item("", content, root=root)
    if inline:
        xml = xml.replace("<inlineXML", f'<inlineXML xml:lang="{inline}"')
    [found] = items_of(xml)
    assert isinstance(found, Story)
    assert found.language == language


# The body


@pytest.mark.parametrize(
    "body",
    [
        "<p>One.</p><p>Two.</p>",
        "<div><p>One.</p><p>Two.</p></div>",
        "<html><body><p>One.</p><p>Two.</p></body></html>",
        '<html xmlns="http://www.w3.org/1999/xhtml"><head/><body><p>One.</p><p>Two.</p></body></html>',
        '<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:body><h:p>One.</h:p><h:p>Two.</h:p></h:body></h:html>',
        "<HTML><BODY><P>One.</P><P>Two.</P></BODY></HTML>",
        "<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>",
        '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><p>One.</p><p>Two.</p>'
        "</body.content></body></nitf>",
        "<body.content><p>One.</p><p>Two.</p></body.content>",
        "<wrap xmlns='urn:house'><nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf></wrap>",
        "<story><paragraph>One.</paragraph><paragraph>Two.</paragraph></story>",
        "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;",
        "<![CDATA[<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>]]>",
        "One.\n\nTwo.",
    ],
)
def test_bodies_of_every_kind(body: str) -> None:
    assert story(body=body).body == "One.\n\nTwo."


@pytest.mark.parametrize(
    "mark",
    ["r:nonpublic", "r:non-public", "r:nonPublic", "r:notForPublication", "r:internal", "http://x.example/private"],
)
def test_a_rendition_that_is_not_public_is_never_used(mark: str) -> None:
    name = "renditionuri" if "://" in mark else "rendition"
    private = f'<inlineXML {name}="{mark}"><p>Desk: +32 2 555 01 01</p></inlineXML>'
    [found] = items_of(item(body="").replace("<contentSet>", "<contentSet>" + private).replace("guid", "version='1' guid"))\
        if False else items_of(item().replace("<contentSet>", "<contentSet>" + private))
    assert isinstance(found, Story)
    assert found.body == "Text."
    assert "555" not in str(msgspec.to_builtins(found))


def test_nothing_but_what_is_not_public_is_no_text() -> None:
    with pytest.raises(ParseError) as caught:
        items_of(item().replace("<inlineXML", '<inlineXML rendition="r:nonpublic"'))
    assert caught.value.reason == Reason.NO_TEXT


def test_international_is_public() -> None:
    [found] = items_of(item().replace("<inlineXML", '<inlineXML rendition="r:international"'))
    assert isinstance(found, Story)
    assert found.body == "Text."
