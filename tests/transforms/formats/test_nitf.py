"""NITF beyond its fixtures: what the schema has, what a document may leave out, what feeds do to it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from schemas.records import FOREVER, Author, Story
from transforms.formats import nitf
from transforms.formats._bcp47 import language_tag
from transforms.formats._contract import Hints, ParseError, Reason, Skipped

ROOT = Path(__file__).parents[3]
FIXTURES = sorted([*(ROOT / "tests/data/nitf").glob("*.xml"), *(ROOT / "samples/nitf").glob("*.xml")])
SCHEMA = ROOT.parent / "shared/iptc/nitf/nitf-3-6.xsd"
XSD = "{http://www.w3.org/2001/XMLSchema}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What fixtures have on purpose that release 3.6 has not: `lang` was a common attribute up to NITF 2.5.
OLDER = {("body", "lang")}


def story(head: str = "", body: str = "", root: str = "<nitf>", **hints: Any) -> Story:
    """The story of a document with this head, and this body.head and body.content."""
    (found,) = nitf.parse(document(head, body, root), Hints(**hints))
    assert isinstance(found, Story)
    return found


def document(head: str = "", body: str = "", root: str = "<nitf>") -> bytes:
    body = body or "<body.head><hedline><hl1>Ferry aground</hl1></hedline></body.head>"
    return f"{root}<head>{head}</head><body>{body}</body></nitf>".encode()


def docdata(inside: str, attributes: str = "") -> str:
    return f"<docdata {attributes}>{inside}</docdata>"


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        (b"<nitf>", True),
        (b'<nitf version="x"/>', True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a <b> --><nitf:nitf xmlns:nitf='u'>", True),
        ("\ufeff<?xml version='1.0'?><nitf>".encode("utf-16-le"), True),
        ("<?xml version='1.0'?><nitf>".encode("utf-16-be"), True),
        (b'<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.0//EN" "n.dtd" [<!ENTITY % a "b">]>\n<nitf>', True),
        (b"<!DOCTYPE nitf [" + b"<!-- long -->" * 400, True),
        (b"<nitfs>", False),
        (b"<html><nitf></nitf></html>", False),
        (b"<NewsML><nitf>", False),
        (b"text about <nitf>", False),
        (b"", False),
    ],
)
def test_sniff_looks_at_the_root_only(head: bytes, claimed: bool) -> None:
    assert nitf.sniff(head[:4096]) is claimed


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"<html/>", Reason.MALFORMED),
        (b"<nitf><head>", Reason.TRUNCATED),
        (b"<nitf/>", Reason.NO_TEXT),
        (b"<nitf><body><body.content><p>\n</p></body.content></body></nitf>", Reason.NO_TEXT),
    ],
)
def test_what_cannot_be_read_is_a_parse_error(data: bytes, reason: Reason) -> None:
    with pytest.raises(ParseError) as raised:
        list(nitf.parse(data))
    assert raised.value.reason == reason


def test_a_document_of_media_alone_is_skipped() -> None:
    media = '<media media-type="audio"><media-reference source="a.mp3"/></media>'
    (found,) = nitf.parse(document(body=f"<body.content>{media}</body.content>"))
    assert found == Skipped("audio", "")


def test_the_namespace_and_its_prefix_change_nothing() -> None:
    path = ROOT / "tests/data/nitf/docdata-whole.xml"
    plain = path.read_bytes()
    none = plain.replace(b' xmlns="http://iptc.org/std/NITF/2006-10-18/"', b"")
    assert none != plain
    prefixed = etree.fromstring(plain)
    assert list(nitf.parse(plain)) == list(nitf.parse(none)) == list(nitf.parse(_prefixed(prefixed)))


def _prefixed(root: etree._Element) -> bytes:
    """The same document with its namespace under a prefix."""
    text = etree.tostring(root, encoding="unicode")
    text = text.replace("</", "</n:").replace("<", "<n:").replace("<n:/n:", "</n:")
    return text.replace('xmlns="', 'xmlns:n="').encode()


def test_a_root_in_utf_16_with_a_default_namespace_is_read() -> None:
    text = document(
        docdata('<urgency ed-urg="2"/>'), root='<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'
    )
    (found,) = nitf.parse("\ufeff".encode("utf-16-le") + text.decode().encode("utf-16-le"))
    assert isinstance(found, Story)
    assert (found.urgency, found.headline) == (2, "Ferry aground")


# Identity and version


@pytest.mark.parametrize(
    ("inside", "uri", "version"),
    [
        ('<doc-id id-string="abc" regsrc="NNA"/>', "abc", None),
        ('<doc-id id-string="abc"/><du-key key="k" version="2" generation="5"/>', "abc", "2"),
        ('<doc-id id-string="abc"/><du-key key="k" generation="5"/>', "abc", "5"),
        (
            '<doc-id regsrc="N N"/><date.issue norm="20260312T1Z"/>'
            '<du-key key="Sport: A/B" version="1" generation="3"/>',
            "urn:x-newswire:nitf:n-n:sport%3A-a%2Fb:20260312",
            "3",
        ),
        ('<date.issue norm="20260312T100000Z"/><du-key key="k"/>', "", None),
        ('<doc-id regsrc="NNA"/><du-key key="k"/>', "", None),
        ("", "", None),
    ],
)
def test_the_identity_is_doc_id_or_else_du_key(inside: str, uri: str, version: str | None) -> None:
    found = story(docdata(inside))
    assert (found.uri, found.version) == (uri, version)


def test_uno_identifies_where_nothing_else_does() -> None:
    assert story(root='<nitf uno="NNA:1">').uri == "NNA:1"
    assert story(docdata('<doc-id id-string="abc"/>'), root='<nitf uno="NNA:1">').uri == "abc"


def test_the_provider_is_the_distributor_then_regsrc_then_the_holder_then_the_hint() -> None:
    both = '<doc-id regsrc="NNA"/><doc.copyright holder="Northstar"/>'
    head = "<body.head><distributor>Harbour Press</distributor><hedline><hl1>A</hl1></hedline></body.head>"
    assert story(docdata(both), head).provider == "Harbour Press"
    assert story(docdata(both), provider="X").provider == "NNA"
    assert story(docdata('<doc.copyright holder="Northstar"/>'), provider="X").provider == "Northstar"
    assert story(provider="X").provider == "X"


# Status and embargo


@pytest.mark.parametrize(
    ("status", "release", "expected"),
    [
        ("usable", "", ("usable", (), None)),
        ("Withheld", "", ("withheld", (), None)),
        ("canceled", "", ("canceled", ("kill",), None)),
        ("cancelled", "", ("canceled", ("kill",), None)),
        ("embargoed", "", ("usable", ("embargo",), FOREVER)),
        ("embargoed", "soon", ("usable", ("embargo",), FOREVER)),
        (
            "embargoed",
            "20260313T000100Z",
            ("usable", ("embargo",), dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC)),
        ),
        ("usable", "20260313T000100Z", ("usable", (), None)),
        ("", "20260313T000100Z", ("usable", (), dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC))),
        ("", "20260312T100000Z", ("usable", (), None)),
        ("", "20260311T100000Z", ("usable", (), None)),
    ],
)
def test_status_and_embargo(status: str, release: str, expected: tuple[Any, ...]) -> None:
    dates = f'<date.issue norm="20260312T100000Z"/><date.release norm="{release}"/>'
    found = story(docdata(dates, f'management-status="{status}"' if status else ""))
    assert (found.pub_status, found.signals, found.embargo_until) == expected


def test_an_unknown_status_is_usable_and_kept() -> None:
    found = story(docdata("", 'management-status="parked"'))
    assert (found.pub_status, found.extra["status"]) == ("usable", "parked")
    assert found.source.notes == ("status 'parked' read as usable",)


def test_the_new_status_of_another_document_is_not_this_ones() -> None:
    attributes = 'management-status="usable" management-doc-idref="old" management-idref-status="canceled"'
    found = story(docdata("", attributes))
    assert (found.pub_status, found.signals) == ("usable", ())
    assert [(link.rel, link.uri) for link in found.links] == [("management-doc-idref", "old")]
    assert found.extra["management-idref-status"] == "canceled"


@pytest.mark.parametrize(
    ("kind", "info", "signals"),
    [
        ("", "A note", ()),
        ("kill", "", ("kill",)),
        ("CorrectionNotice", "", ("correction",)),
        ("URGENT UPDATE", "", ("urgent", "update")),
        ("", "KILL KILL KILL: do not use", ("kill",)),
        ("", "The killing of a whale", ()),
    ],
)
def test_an_editorial_message_may_be_a_signal(kind: str, info: str, signals: tuple[str, ...]) -> None:
    found = story(docdata(f'<ed-msg msg-type="{kind}" info="{info}"/>'))
    assert (found.signals, found.editorial_note) == (signals, info or None)


# Dates


def test_the_time_of_the_version_is_date_issue_else_publication_else_story_date() -> None:
    published = '<pubdata date.publication="20260313T000000Z"/>'
    head = (
        '<body.head><dateline>ELLERY, <story.date norm="20260311T090000Z">March 11</story.date></dateline>'
        "<hedline><hl1>A</hl1></hedline></body.head>"
    )
    day = {
        12: story(docdata("<date.issue>20260312T100000Z</date.issue>") + published, head),
        13: story(docdata("") + published, head),
        11: story("", head),
    }
    assert {wanted: each.version_created.day for wanted, each in day.items() if each.version_created} == {
        12: 12,
        13: 13,
        11: 11,
    }


def test_a_time_without_zone_is_read_in_the_hinted_one() -> None:
    found = story(docdata('<date.issue norm="20260312T100000"/>'), timezone="Africa/Nairobi")
    assert found.version_created == dt.datetime(2026, 3, 12, 7, tzinfo=dt.UTC)
    assert "Nairobi" in " ".join(found.source.notes)


def test_a_date_that_is_none_is_kept_as_it_is() -> None:
    found = story(docdata('<date.issue norm="yesterday"/>'))
    assert (found.version_created, found.extra["date.issue"]) == (None, "yesterday")


# Subjects and names


@pytest.mark.parametrize(
    ("attributes", "term"),
    [
        ('tobject.subject.refnum="04000000" tobject.subject.type="economy"', ("04000000", "subj", "economy")),
        ('tobject.subject.ipr="IPTC" tobject.subject.refnum="04008000"', ("04008000", "subj", None)),
        ('tobject.subject.refnum="20000344"', ("20000344", "medtop", None)),
        ('tobject.subject.ipr="NTX" tobject.subject.refnum="FOOT"', ("FOOT", "NTX", None)),
        ('tobject.subject.type="Sport" tobject.subject.matter="Soccer"', (None, None, "Soccer")),
    ],
)
def test_a_subject_is_in_the_vocabulary_that_it_names(attributes: str, term: tuple[Any, ...]) -> None:
    (found,) = story(f"<tobject><tobject.subject {attributes}/></tobject>").subjects
    assert (found.code, found.scheme, found.name) == term


@pytest.mark.parametrize(
    ("inside", "term"),
    [
        ("<location>Karvos</location>", (None, None, "Karvos")),
        ('<location location-code="KRV" code-source="NNA">Karvos</location>', ("KRV", "NNA", "Karvos")),
        (
            "<location><city>Karvos</city><country>Veldania</country></location>",
            (None, None, "Karvos, Veldania"),
        ),
        (
            "<location><city>Karvos</city> (<country>Veldania</country>)</location>",
            (None, None, "Karvos (Veldania)"),
        ),
        ('<location><country iso-cc="KE">Kenya</country></location>', ("KE", "iso-cc", "Kenya")),
        ('<location><city city-code="7" code-source="G">Kisumu</city></location>', ("7", "G", "Kisumu")),
    ],
)
def test_a_location_is_named_by_its_parts(inside: str, term: tuple[Any, ...]) -> None:
    (found,) = story(docdata(f"<identified-content>{inside}</identified-content>")).places
    assert (found.code, found.scheme, found.name) == term


def test_people_and_organisations_in_the_text_are_named_by_the_feed_and_the_dateline_is_not() -> None:
    text = (
        '<p><location>KARVOS</location>, March 12 (NNA) - <person value="1">Tomas Rehn</person> of the '
        "<org>IMF</org> said in <location>Brussels</location>.</p>"
    )
    found = story(body=f"<body.content>{text}</body.content>")
    assert [each.name for each in (*found.people, *found.organisations, *found.places)] == [
        "Tomas Rehn",
        "IMF",
        "Brussels",
    ]
    assert found.dateline is not None
    assert (found.dateline.places, found.body) == (("KARVOS",), "Tomas Rehn of the IMF said in Brussels.")


# Body


@pytest.mark.parametrize(
    ("byline", "text", "authors"),
    [
        ("By Jane Roe", "Jane Roe", [("Jane Roe", "writer")]),
        (
            "By <person>Jane Roe</person> and <person>Al Poe</person>",
            "Jane Roe and Al Poe",
            [("Jane Roe", "writer"), ("Al Poe", "writer")],
        ),
        (
            "<person><name.given>Jane</name.given><name.family>Roe</name.family><function>Photographer</function>"
            "</person>",
            "Jane Roe Photographer",
            [("Jane Roe", "photographer")],
        ),
        ("By Jane Roe<byttl>Science Writer</byttl>", "Jane Roe, Science Writer", [("Jane Roe", "writer")]),
        ("By Jane Roe, <byttl>Northstar News</byttl>", "Jane Roe, Northstar News", [("Jane Roe", "writer")]),
        ("jr/ap", "jr/ap", []),
        ("JR", "JR", []),
        ("JR/AP", "JR/AP", []),
        ("By JO PIKE", "JO PIKE", [("JO PIKE", "writer")]),
        ("Jo Pike", "Jo Pike", [("Jo Pike", "writer")]),
        ("Por Ana Prieto", "Ana Prieto", [("Ana Prieto", "writer")]),
    ],
)  # fmt: skip
def test_bylines(byline: str, text: str, authors: list[tuple[str, str]]) -> None:
    head = f"<body.head><hedline><hl1>A</hl1></hedline><byline>{byline}</byline></body.head>"
    found = story(body=head)
    assert found.byline == text
    assert found.authors == tuple(Author(name=name, role=role) for name, role in authors)


def test_a_byline_that_is_a_sentence_is_no_byline() -> None:
    head = "<body.head><hedline><hl1>A</hl1></hedline><byline>Rescuers worked all night</byline></body.head>"
    found = story(body=head)
    assert (found.byline, found.authors) == (None, ())
    assert found.extra["byline"] == "Rescuers worked all night"


def test_the_text_is_the_body_content_of_the_body() -> None:
    note = "<note><body.content><p>To editors</p></body.content></note>"
    content = "<body.content><p>One</p></body.content><body.content><p>Two</p></body.content>"
    found = story(body=f"<body.head>{note}</body.head>{content}")
    assert (found.body, found.editorial_note) == ("One\n\nTwo", "To editors")


def test_taking_media_out_leaves_the_text_around_it() -> None:
    text = "<p>Before <media media-type='image'><media-caption>Caption</media-caption></media>after.</p>"
    found = story(body=f"<body.content>{text}</body.content>")
    assert found.body == "Before after."


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("FR", "fr"), ("EN", "en"), ("nl-nl", "nl-NL"), ("en_US", "en-US"), ("zh-hant-tw", "zh-Hant-TW"),
        ("ger", "de"), ("es-419", "es-419"), ("English", "en"), ("de-1996", "de-1996"), ("x-klingon", None),
        ("und", None), ("", None), ("french (France)", None), ("e", None), ("en-", None),
    ],
)  # fmt: skip
def test_languages_are_made_bcp_47(given: str, tag: str | None) -> None:
    assert language_tag(given) == tag


def test_where_the_language_may_stand() -> None:
    meta = '<meta http-equiv="Content-Language" content="it"/>'
    assert story(meta, root='<nitf baselang="FR">').language == "fr"
    assert story(meta, root='<nitf xml:lang="de">').language == "de"
    assert story(meta).language == "it"
    found = story(root='<nitf baselang="?">')
    assert (found.language, found.extra["language"]) == (None, "?")


# The schema


def names_of(schema: etree._Element) -> dict[str, set[str]]:
    """Elements of the schema, and the attributes of each."""
    groups: dict[str, set[str]] = {
        group.get("name", ""): _attributes(group, {}) for group in schema.iterchildren(XSD + "attributeGroup")
    }
    return {
        element.get("name", ""): _attributes(element, groups)
        for element in schema.iterchildren(XSD + "element")
    }


def _attributes(element: etree._Element, groups: dict[str, set[str]]) -> set[str]:
    own = {each.get("name") or XML_LANG for each in element.iter(XSD + "attribute")}
    for group in element.iter(XSD + "attributeGroup"):
        own |= groups.get((group.get("ref") or "").partition(":")[2], set())
    return own


@pytest.fixture(scope="module")
def schema() -> dict[str, set[str]]:
    if not SCHEMA.exists():
        pytest.skip("needs the IPTC's schema in ../shared")
    return names_of(etree.parse(SCHEMA).getroot())


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_fixtures_use_what_the_schema_has(path: Path, schema: dict[str, set[str]]) -> None:
    for element in etree.fromstring(path.read_bytes()).iter("*"):
        namespace, _, name = element.tag.rpartition("}")
        if namespace and "NITF" not in namespace:
            continue
        assert name in schema
        # Attributes of other namespaces, xml:lang among them, may stand everywhere (globalNITFAttributes).
        extra = {str(each) for each in element.attrib if not str(each).startswith("{")} - schema[name]
        assert {(name, each) for each in extra} <= OLDER


WHOLE = (
    "docdata correction evloc doc-id del-list from-src urgency fixture date.issue date.release date.expire"
    " doc-scope series ed-msg du-key doc.copyright doc.rights key-list keyword identified-content"
    " event function object.title org person virtloc classifier"
    " tobject tobject.property tobject.subject iim ds pubdata revision-history meta title"
).split()


def test_a_fixture_uses_the_docdata_whole(schema: dict[str, set[str]]) -> None:
    root = etree.fromstring((ROOT / "tests/data/nitf/docdata-whole.xml").read_bytes())
    used: dict[str, set[str]] = {}
    for element in root.iter("*"):
        used.setdefault(element.tag.rpartition("}")[2], set()).update(map(str, element.attrib))
    layout = {"id", "class", "style", XML_LANG}
    missing = {name: schema[name] - used.get(name, set()) - layout for name in WHOLE}
    assert {name: attributes for name, attributes in missing.items() if attributes} == {}
    assert set(WHOLE) <= set(used)


def test_nothing_of_the_whole_docdata_is_lost() -> None:
    data = (ROOT / "tests/data/nitf/docdata-whole.xml").read_bytes()
    (found,) = nitf.parse(data)
    assert isinstance(found, Story)
    kept = msgspec.json.encode(found).decode().replace("\\\\", "\\").replace('\\"', '"')
    head = next(each for each in etree.fromstring(data).iterchildren("*") if each.tag.endswith("}head"))
    wanted = [
        text.strip()
        for element in head.iter("*")
        for text in (*map(str, element.attrib.values()), element.text or "", element.tail or "")
        if text.strip() and "date.issue" not in str(element.tag)
    ]
    implied = {
        "main",
        "generator",
        "nna-desk",
        "IPTC",
    }
    assert [text for text in wanted if text not in kept and text not in implied] == []
    assert found.version_created == dt.datetime(2026, 3, 12, 10, 45, tzinfo=dt.UTC)
