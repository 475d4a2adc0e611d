"""NewsML-G2: what `parse` finds beyond the fixtures, and every example document of the IPTC.

The examples are read from `../shared` and judged by XPath that knows nothing of the parser.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from schemas.records import FOREVER, Dateline, Link, Story, Term
from transforms.formats import DEFAULT_HINTS, Hints, Parsed, ParseError, Reason, Skipped, detect
from transforms.formats._g2_catalog import IPTC, Catalog, Concept
from transforms.formats._g2_nodes import as_json
from transforms.formats.newsml_g2 import FORMAT, parse, sniff

SHARED = Path(__file__).parents[4] / "shared" / "iptc"
FIXTURES = Path(__file__).parents[2] / "data" / "newsml-g2"
G2 = "http://iptc.org/std/nar/2006-10-01/"


def items_of(data: bytes | str, hints: Hints = DEFAULT_HINTS) -> list[Parsed]:
    return list(parse(data.encode() if isinstance(data, str) else data, hints))


def item(
    meta: str = "", content: str = "", body: str = "<p>Text.</p>", more: str = "", root: str = ""
) -> str:
    return (
        f'<newsItem xmlns="{G2}" guid="g" {root}><itemMeta><itemClass qcode="ninat:text"/>{meta}</itemMeta>'
        f"<contentMeta>{content}</contentMeta>{more}"
        f'<contentSet><inlineXML contenttype="application/xhtml+xml">{body}</inlineXML></contentSet>'
        "</newsItem>"
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
        (
            '<headline role="hld:sub">Sub</headline><headline>One</headline>',
            "One",
            '{"role":"hld:sub","text":"Sub"}',
        ),
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
        '<link rel="irel:seeAlso" residref="a"><itemClass qcode="ninat:picture"/><title>H</title></link>'
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
        "<wrap xmlns='urn:house'><nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body>"
        "</nitf></wrap>",
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
    [
        "r:nonpublic",
        "r:non-public",
        "r:nonPublic",
        "r:notForPublication",
        "r:internal",
        "http://x.example/private",
    ],
)
def test_a_rendition_that_is_not_public_is_never_used(mark: str) -> None:
    name = "renditionuri" if "://" in mark else "rendition"
    private = f'<inlineXML {name}="{mark}"><p>Desk: +32 2 555 01 01</p></inlineXML>'
    [found] = items_of(item().replace("<contentSet>", "<contentSet>" + private))
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


REPEATS = {
    "slug": "<p>A-B/</p><p>Text.</p>",
    "headline in another case": "<h1>HEAD LINE</h1><p>Text.</p>",
    "header": "<header><h1>Head line</h1><p>A-B/</p><p>By Ana Duarte</p></header><p>Text.</p>",
    "time": "<p>2026-03-12 10:00</p><p>Text.</p>",
    "dateline": "<p>ELLERY, March 12 (HPA)</p><p>Text.</p>",
    "dateline in the paragraph": "<p>ELLERY, March 12 (HPA) - Text.</p>",
    "nothing": "<p>Text.</p>",
}


@pytest.mark.parametrize("case", REPEATS)
def test_what_the_body_repeats_is_taken_off(case: str) -> None:
    content = (
        "<slugline>A-B/</slugline><headline>Head line</headline><by>Ana Duarte</by>"
        "<dateline>ELLERY, March 12 (HPA)</dateline>"
    )
    found = story("", content, body=f"<html><body>{REPEATS[case]}</body></html>")
    assert found.body == "Text."
    assert found.dateline is not None
    assert found.dateline.places == ("ELLERY",)


def test_a_body_that_is_only_its_headline_stays() -> None:
    assert (
        story("", "<headline>Ferry aground</headline>", body="<p>Ferry aground</p>").body == "Ferry aground"
    )


def test_base64_that_is_none_is_no_text() -> None:
    data = '<inlineData contenttype="text/plain" encoding="encd:base64">%%%</inlineData>'
    [found] = items_of(
        item("", "<headline>H</headline>", body="").replace("<contentSet>", "<contentSet>" + data)
    )
    assert isinstance(found, Story)
    assert found.body == ""
    assert "inlineData is not the base64 that it says; left out" in found.source.notes


# Items and messages


@pytest.mark.parametrize(
    ("item_class", "reason"),
    [
        ("ninat:picture", "picture"),
        ("ninat:graphic", "graphic"),
        ("ninat:animated", "graphic"),
        ("ninat:video", "video"),
        ("ninat:audio", "audio"),
        ("house:PHOTO", "picture"),
    ],
)
def test_media_are_skipped_even_with_a_caption_as_text(item_class: str, reason: str) -> None:
    assert items_of(item().replace("ninat:text", item_class)) == [Skipped(reason, "g")]


@pytest.mark.parametrize(
    "item_class", ["ninat:text", "ninat:composite", "house:Story", "http://x.example/c/text"]
)
def test_what_carries_text_is_a_story(item_class: str) -> None:
    attribute = "uri" if "://" in item_class else "qcode"
    [found] = items_of(item().replace('qcode="ninat:text"', f'{attribute}="{item_class}"'))
    assert isinstance(found, Story)


@pytest.mark.parametrize(
    ("item_class", "body", "found"),
    [
        ("ninat:text", "", Reason.NO_TEXT),
        ("ninat:composite", "", "composite"),
        ("ninat:composite", "<events><event/></events>", "event"),
        ("house:widget", "", "widget"),
        ("ninat:text", "<sports-content><x a='b'/></sports-content>", "sports"),
    ],
)
def test_what_carries_no_text(item_class: str, body: str, found: str) -> None:
    xml = item(body=body).replace("ninat:text", item_class)
    [got] = items_of(f'<newsMessage xmlns="{G2}"><itemSet>{xml}</itemSet></newsMessage>')
    assert (got.reason if isinstance(got, (Skipped, ParseError)) else got) == found


def test_an_item_alone_without_text_raises() -> None:
    with pytest.raises(ParseError) as caught:
        items_of(item(body=""))
    assert caught.value.reason == Reason.NO_TEXT


def test_a_kill_needs_no_text() -> None:
    [found] = items_of(item("<pubStatus qcode='stat:canceled'/>", body=""))
    assert isinstance(found, Story)
    assert found.pub_status == "canceled"


def test_another_root_is_malformed() -> None:
    with pytest.raises(ParseError) as caught:
        items_of("<nitf/>")
    assert caught.value.reason == Reason.MALFORMED


@pytest.mark.parametrize(
    "declared", ["", "<?xml version='1.0'?>", "\n\n<?xml version='1.0'?><!-- c -->", "\ufeff"]
)
@pytest.mark.parametrize(
    ("root", "claimed"),
    [
        ("<newsItem ", True),
        (f'<x:newsMessage xmlns:x="{G2}">', True),
        ("<packageItem>", True),
        ("<conceptItem>", True),
        ("<planningItem>", True),
        ("<NewsML>", False),
        ("<NewsItem>", False),
        ("<nitf>", False),
        ("<rss>", False),
        ("<newsItems>", False),
        ("newsItem", False),
    ],
)
def test_sniff(declared: str, root: str, claimed: bool) -> None:
    assert sniff((declared + root).encode()) == claimed


def test_sniff_of_utf16() -> None:
    assert sniff("<?xml version='1.0'?><newsItem/>".encode("utf-16"))


# QCodes and URIs


@pytest.mark.parametrize(
    ("qcode", "uri", "concept"),
    [
        ("medtop:04000000", None, Concept("medtop", "04000000")),
        (" medtop:04000000 ", None, Concept("medtop", "04000000")),
        ("house:a:b", None, Concept("house", "a:b")),
        ("nocolon", None, Concept("", "nocolon")),
        (None, "http://cv.iptc.org/newscodes/mediatopic/04000000", Concept("medtop", "04000000")),
        (None, "https://cv.iptc.org/newscodes/ninature/text", Concept("ninat", "text")),
        (None, "http://www.wikidata.org/entity/Q42", Concept("wikidata", "Q42")),
        (None, "http://www.w3.org/2004/02/skos/core#broader", Concept("skos", "broader")),
        (None, "http://x.example/codes/1", Concept("http://x.example/codes/", "1")),
        (None, "http://x.example/", Concept("", "http://x.example/")),
        (None, "urn:newsml:x", Concept("", "urn:newsml:x")),
        ("medtop:1", "http://x.example/codes/1", Concept("medtop", "1")),
        (None, None, Concept("", "")),
    ],
)
def test_resolve(qcode: str | None, uri: str | None, concept: Concept) -> None:
    assert IPTC.resolve(qcode, uri) == concept


def test_an_inline_catalog_goes_before_the_iptcs() -> None:
    schemes = (
        '<scheme alias="mt" uri="http://cv.iptc.org/newscodes/mediatopic/"/>'
        '<scheme alias="subj" uri="http://x.example/subj/"/><scheme alias="own" uri="http://x.example/own#"/>'
    )
    catalog = Catalog.inline([etree.fromstring(f"<catalog>{schemes}</catalog>")])
    assert catalog.resolve("mt:1") == Concept("medtop", "1")
    assert catalog.resolve("subj:1") == Concept("http://x.example/subj/", "1")
    assert catalog.resolve("own:1") == Concept("own", "1")
    assert catalog.resolve(None, "http://x.example/own#1") == Concept("own", "1")
    assert catalog.resolve("genre:1") == Concept("genre", "1")
    assert IPTC.resolve("mt:1") == Concept("mt", "1")


# Limits


def message(header: str, *items: str) -> list[Parsed]:
    item_set = f"<itemSet>{''.join(items)}</itemSet>"
    return items_of(f'<newsMessage xmlns="{G2}"><header>{header}</header>{item_set}</newsMessage>')


def test_a_header_is_kept_with_each_item_unless_it_is_huge() -> None:
    for found in message("<priority>3</priority><origin>x</origin>", item(), item()):
        assert isinstance(found, Story)
        assert (found.priority, found.extra["header"]) == ("3", '{"priority":"3","origin":"x"}')
    [huge] = message("<priority>3</priority>" + "<channel>WORLD</channel>" * 2000, item())
    assert isinstance(huge, Story)
    assert huge.priority == "3"
    assert "header" not in huge.extra


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<widgetItem/>", "widgetitem"),
        (item(body="").replace("ninat:text", "x:A b/c (D)"), "c-d"),
        (item(body="").replace("ninat:text", "x:" + "a" * 500), "a" * 40),
    ],
)
def test_reasons_are_words(xml: str, reason: str) -> None:
    [found] = message("", xml)
    assert isinstance(found, Skipped)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("<a>x <b>y</b> z</a>", "x y z"),
        ("<a k='v'>x</a>", {"k": "v", "text": "x"}),
        ("<a k='v'>x<b>y</b></a>", {"k": "v", "text": "xy"}),
        ("<a>x<br/>y</a>", "x y"),
        ("<a><b/><c> </c></a>", {}),
        ("<a><b>1</b><b>2</b><c>3</c></a>", {"b": ["1", "2"], "c": "3"}),
        ("<a>x <b k='v'>y</b> z</a>", {"text": "x z", "b": {"k": "v", "text": "y"}}),
        ("<a b='1'><b>2</b></a>", {"b": "1", "b[]": "2"}),
        ("<a xml:lang='de'>x</a>", {"lang": "de", "text": "x"}),
    ],
)
def test_as_json(xml: str, value: object) -> None:
    assert as_json(etree.fromstring(xml)) == value


HOSTILE = {
    "mixed content, deep": "<x:a xmlns:x='u'>" + "<b k='v'>t" * 240 + "y" * 500_000 + "</b>" * 240 + "</x:a>",
    "many subjects": "<subject qcode='a:b'><name>n</name></subject>" * 5_000,
    "many names": "<subject qcode='a:b'>" + "<name xml:lang='x'>n</name>" * 20_000 + "</subject>",
    "long dateline": f"<dateline>{'A, ' * 50_000}</dateline>",
    "long headline": f"<headline>{'UPDATE 1-' * 20_000}</headline>",
    "long byline": f"<by>{'By A and ' * 20_000}</by>",
    "many headlines": "<headline>h</headline>" * 10_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_takes_linear_time(case: str) -> None:
    start = time.process_time()
    [found] = items_of(item("", HOSTILE[case]))
    assert isinstance(found, Story)
    assert time.process_time() - start < 5
    assert sum(map(len, found.extra.values())) < 10 * len(HOSTILE[case])


def test_many_catalogs_take_linear_time() -> None:
    more = "".join(
        f'<catalog><scheme alias="a{n}" uri="http://x.example/{n}/"/></catalog>' for n in range(10_000)
    )
    start = time.process_time()
    assert len(items_of(item("", "<subject qcode='a5:1'/>", more=more))) == 1
    assert time.process_time() - start < 5


# Damage


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.xml")), ids=lambda path: path.name)
def test_mutations_give_items_or_parse_errors(path: Path) -> None:
    data, generator = path.read_bytes(), random.Random(path.name)
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(generator.randint(1, 4)):
            at = generator.randrange(len(damaged))
            kind = generator.randrange(3)
            if kind == 0:
                damaged[at] = generator.randrange(256)
            elif kind == 1:
                del damaged[at : at + generator.randint(1, 40)]
            else:
                damaged[at:at] = damaged[at : at + generator.randint(1, 200)]
        try:
            found = items_of(bytes(damaged))
        except ParseError:
            continue
        assert all(isinstance(each, (Story, Skipped, ParseError)) for each in found)


# The IPTC's examples

EXAMPLES = SHARED / "newsml-g2" / "examples"
needs_examples = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the IPTC's examples are not in ../shared")

# What each example is: a story, what it is skipped as, or why it is no story.
EXPECTED: dict[str, list[str]] = {
    "LISTING_1_": ["story"],
    "LISTING_2_": ["story"],
    "LISTING_3_": ["picture"],
    "LISTING_3A_": ["picture"],
    "LISTING_4_": ["video"],
    "LISTING_5_": ["video"],
    "LISTING_6_": ["package"],
    "LISTING_7_": ["package"],  # a groupSet alone
    "LISTING_8_": ["package"],
    "LISTING_9_": ["package"],
    "LISTING_10_": ["concept"],
    "LISTING_11_": ["concept"],
    "LISTING_12_": ["knowledge"],
    "LISTING_13_": ["catalog"],
    "LISTING_14_": ["event"],
    "LISTING_15_": ["knowledge"],
    "LISTING_16_": ["event"],
    "LISTING_17_": ["planning"],
    "LISTING_18_": ["planning"],
    "LISTING_19_": ["planning"],
    "LISTING_20_": ["planning"],
    "LISTING_21_": ["story"],  # a headline, and SportsML for a text
    "LISTING_22_": ["story"],
    "LISTING_23_": ["package"],
    "LISTING_24_": ["package", "no_text", "no_text", "no_text", "no_text"],  # its items are dots
    "LISTING_25_": ["story"],  # a contentSet alone
    "LISTING_26_": ["picture"],
    "LISTING_27_": ["story"],
    "LISTING_28_": ["no_text"],  # a contentMeta alone, without a headline
    "LISTING_29_": ["no_text"],  # a hop history and no content
    "Receiver View": ["story"],
    "ap_metadata_example": ["video"],
    "facet-example-2": ["no_text"],  # neither headline nor content
    "facet-example-3": ["story"],
    "facet-example.": ["no_text"],
}


def examples() -> list[Path]:
    return sorted(EXAMPLES.glob("*.xml")) if EXAMPLES.is_dir() else []


def outcome(path: Path) -> Iterator[str]:
    try:
        for found in items_of(path.read_bytes()):
            yield "story" if isinstance(found, Story) else str(found.reason)
    except ParseError as error:
        yield str(error.reason)


@needs_examples
@pytest.mark.parametrize("path", examples(), ids=lambda path: path.name)
def test_every_example_gives_its_stories_or_is_named_as_none(path: Path) -> None:
    [expected] = [value for name, value in EXPECTED.items() if path.name.startswith(name)]
    assert list(outcome(path)) == expected
    found = detect(path.read_bytes()[:4096])
    assert found is FORMAT


@needs_examples
def test_every_example_is_there() -> None:
    assert len(examples()) == len(EXPECTED)


@pytest.mark.skipif(not (SHARED / "ninjs").is_dir(), reason="the IPTC's examples are not in ../shared")
def test_newsml_1_is_not_claimed() -> None:
    paths = sorted((SHARED / "ninjs" / "examples" / "NewsML").glob("*.xml"))
    assert len(paths) == 4
    assert not any(sniff(path.read_bytes()[:4096]) for path in paths)


STORIES = [
    path for path in examples() if EXPECTED[next(n for n in EXPECTED if path.name.startswith(n))] == ["story"]
]
NS = {"n": G2, "nitf": "http://iptc.org/std/NITF/2006-10-18/"}


class Example:
    """An example document, its story, and XPath over it."""

    def __init__(self, path: Path) -> None:
        [found] = items_of(path.read_bytes())
        assert isinstance(found, Story)
        self.story = found
        self.root = etree.fromstring(path.read_bytes())
        self.dump = " ".join(strings(msgspec.to_builtins(found)))

    def all(self, xpath: str) -> list[str]:
        found: Any = self.root.xpath(xpath, namespaces=NS)
        texts = [each if isinstance(each, str) else "".join(each.itertext()) for each in found]
        return [" ".join(text.split()) for text in texts]

    def first(self, xpath: str) -> str | None:
        return next(iter(self.all(xpath)), None)

    def time(self, xpath: str) -> dt.datetime | None:
        text = self.first(xpath)
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC) if text else None


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value.replace("\\", "")


@pytest.fixture(params=STORIES, ids=lambda path: path.name)
def example(request: pytest.FixtureRequest) -> Example:
    return Example(request.param)


def after_colon(qcode: str) -> str:
    return qcode.split(":", 1)[-1]


@needs_examples
def test_example_identity_and_management(example: Example) -> None:
    got = example.story
    assert got.uri == (example.first("/*/@guid") or "")
    assert got.version == example.first("/*/@version")
    names = example.all("//n:provider/n:name") or [after_colon(q) for q in example.all("//n:provider/@qcode")]
    assert got.provider == next(iter(names or example.all("//n:provider/@uri")), "")
    assert got.version_created == example.time("//n:itemMeta/n:versionCreated")
    assert got.first_created == (
        example.time("//n:itemMeta/n:firstCreated") or example.time("//n:contentMeta/n:contentCreated")
    )
    assert got.embargo_until == example.time("//n:itemMeta/n:embargoed")
    assert got.pub_status == after_colon(example.first("//n:pubStatus/@qcode") or "stat:usable")
    assert {after_colon(qcode) for qcode in example.all("//n:itemMeta/n:signal/@qcode")} <= set(got.signals)
    assert got.editorial_note == example.first("//n:itemMeta/n:edNote")
    assert got.language == (example.first("//n:language/@tag") or example.first("/*/@xml:lang"))


@needs_examples
def test_example_content_metadata(example: Example) -> None:
    got = example.story
    assert got.headline == (example.first("//n:headline") or example.first("//nitf:hl1") or "")
    assert got.slugline == example.first("//n:slugline")
    assert got.urgency == (int(example.first("//n:urgency") or 0) or None)
    assert got.abstract == (example.first("//n:description") or example.first("//nitf:abstract"))
    assert list(got.keywords) == example.all("//n:keyword")
    assert len(got.genres) == len(example.all("//n:genre"))
    subjects = {(term.scheme, term.code) for term in got.subjects}
    for qcode in example.all("//n:contentMeta/n:subject/@qcode"):
        assert tuple(qcode.split(":", 1)) in subjects
    for literal in example.all("//n:contentMeta/n:subject/@literal"):
        assert (None, literal) in subjects
    names = {term.name for term in got.subjects}
    assert set(example.all("//n:contentMeta/n:subject/n:name[1]")) <= names
    people = example.all("//n:subject[@type='cpnat:person']/n:name")
    assert [term.name for term in got.people] == people


@needs_examples
def test_example_rights_and_links(example: Example) -> None:
    got = example.story
    holder = example.first("//n:copyrightHolder/n:name") or example.first("//n:copyrightHolder/@uri")
    assert (got.rights.holder if got.rights else None) == holder
    assert (got.rights.notice if got.rights else None) == example.first("//n:copyrightNotice")
    assert (got.rights.usage if got.rights else None) == example.first("//n:usageTerms")
    links = [(link.rel, link.uri) for link in got.links]
    assert links == list(zip(example.all("//n:link/@rel"), example.all("//n:link/@href"), strict=True))


@needs_examples
def test_example_body(example: Example) -> None:
    paragraphs = example.all("//nitf:body.content/nitf:p") or example.all("//n:inlineXML/n:p")
    assert example.story.body.count("\n\n") == max(0, len(paragraphs) - 1)
    for paragraph in paragraphs:
        assert paragraph[-60:] in example.story.body
        assert all(word in example.dump for word in paragraph.split())
    byline = example.first("//nitf:byline")
    assert example.story.byline == (byline.removeprefix("By ") if byline else None)


# Values that a field's name or default says.
USUAL = {"ninat:text", "stat:usable", "cpnat:person", "cpnat:organisation", "cpnat:geoArea", "sig:update"}


@needs_examples
def test_example_loses_no_value(example: Example) -> None:
    """Each text and attribute outside of the content is somewhere in the record, times in UTC."""
    attributes = "//n:newsItem//@*[not(ancestor::nitf:*)][not(name(..)='newsItem')]"
    texts = "//n:newsItem//text()[normalize-space()][not(ancestor::nitf:*)]"
    times = {value for value in (example.story.version_created, example.story.first_created) if value}
    times |= {value for value in (example.story.embargo_until,) if value}
    for value in example.all(attributes) + example.all(texts):
        if value not in USUAL and value not in example.dump and after_colon(value) not in example.dump:
            assert dt.datetime.fromisoformat(value).astimezone(dt.UTC) in times
