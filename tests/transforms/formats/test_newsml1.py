"""NewsML 1.x beyond its fixtures: its originals at the IPTC, and what feeds do to it."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from schemas.records import FOREVER, Link, Story
from transforms.formats import newsml1
from transforms.formats._contract import ParseError, Reason, Skipped
from transforms.formats._nodes import as_json, child_at, line_of, without_default_namespace

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared/iptc/ninjs/examples/NewsML"
ORIGINALS = sorted(SHARED.glob("*.xml"))
WHOLE = ROOT / "tests/data/newsml-1/whole-item.xml"
IDENTIFIER = (
    "<NewsIdentifier><ProviderId>nna.example</ProviderId><DateId>20260312</DateId><NewsItemId>one</NewsItemId>"
    '<RevisionId PreviousRevision="0" Update="N">1</RevisionId>'
    "<PublicIdentifier>urn:newsml:nna.example:20260312:one:1N</PublicIdentifier></NewsIdentifier>"
)
PUBLIC = "<PublicIdentifier>urn:newsml:a:b:c:12</PublicIdentifier>"
URI = "urn:newsml:nna.example:20260312:one"
TEXT = "<ContentItem><DataContent><p>Rates rose.</p></DataContent></ContentItem>"


def document(
    component: str = "", management: str = "", identifier: str = IDENTIFIER, root: str = "<NewsML>"
) -> bytes:
    management = f'<NewsManagement><NewsItemType FormalName="News"/>{management}</NewsManagement>'
    item = f"<NewsItem><Identification>{identifier}</Identification>{management}{component}</NewsItem>"
    return f"{root}{item}</NewsML>".encode()


def items(*args: str, **kwargs: str) -> list[Any]:
    return list(newsml1.parse(document(*args, **kwargs)))


def story(inside: str = TEXT, *args: str, **kwargs: str) -> Story:
    """The story of an item whose one NewsComponent holds this."""
    (found,) = items(f"<NewsComponent>{inside}</NewsComponent>", *args, **kwargs)
    assert isinstance(found, Story)
    return found


def status(name: str) -> str:
    return f'<Status FormalName="{name}"/>'


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        (b"\n<NewsML Version='1.2'>", True),
        (b'<?xml version="1.0"?><!DOCTYPE NewsML [<!ENTITY % nitf SYSTEM "n.dtd">\n%nitf;\n]><NewsML>', True),
        (b'<x:NewsML xmlns:x="u">', True),
        (b"<NewsItem>", True),
        (b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">', False),
        (b"<newsMessage>", False),
        (b"<nitf>", False),
        (b"<NewsMLish>", False),
    ],
)
def test_sniff_looks_at_the_root_only(head: bytes, claimed: bool) -> None:
    assert newsml1.sniff(head) is claimed


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"<nitf/>", Reason.MALFORMED),
        (b"<NewsML><NewsEnvelope/></NewsML>", Reason.MISSING_FIELD),
        (b"<NewsML><NewsItem>", Reason.TRUNCATED),
    ],
)
def test_what_cannot_be_read_is_a_parse_error(data: bytes, reason: Reason) -> None:
    with pytest.raises(ParseError) as raised:
        list(newsml1.parse(data))
    assert raised.value.reason == reason


# Identity and management


@pytest.mark.parametrize(
    ("identifier", "uri", "version"),
    [
        (IDENTIFIER, URI, "1"),
        (IDENTIFIER.replace("urn:newsml:nna.example:20260312:one:1N", "CONSTANT"), URI, "1"),
        (IDENTIFIER.replace(">one<", "> a b#:é <"), "urn:newsml:nna.example:20260312:a%20b%23%3A%C3%A9", "1"),
        (IDENTIFIER.replace("<DateId>20260312</DateId>", ""), URI, "1"),
        (f"<NewsIdentifier>{PUBLIC}</NewsIdentifier>", "urn:newsml:a:b:c", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_identity_is_the_same_for_all_revisions(identifier: str, uri: str, version: str | None) -> None:
    found = story(identifier=identifier)
    assert (found.uri, found.version) == (uri, version)


@pytest.mark.parametrize(
    ("management", "expected"),
    [
        (status("Usable"), ("usable", (), None)),
        (status("USABLE"), ("usable", (), None)),
        (status("open"), ("usable", (), None)),
        ("<Status>Canceled</Status>", ("canceled", ("kill",), None)),
        (status("Withheld"), ("withheld", (), None)),
        (status("Embargoed"), ("usable", ("embargo",), FOREVER)),
        ("", ("usable", (), None)),
    ],
)
def test_status(management: str, expected: tuple[Any, ...]) -> None:
    found = story(TEXT, management)
    assert (found.pub_status, found.signals, found.embargo_until) == expected


@pytest.mark.parametrize(
    ("now", "future", "pub_status", "embargoed"),
    [
        ("Embargoed", "Usable", "usable", True),
        ("Withheld", "Usable", "usable", True),
        ("Usable", "Usable", "usable", True),
        ("Usable", "Canceled", "usable", False),
        ("Withheld", "Canceled", "withheld", False),
        ("Canceled", "Usable", "canceled", False),
    ],
)
def test_what_will_be_usable_is_embargoed_until_then(
    now: str, future: str, pub_status: str, embargoed: bool
) -> None:
    change = (
        f'<StatusWillChange><FutureStatus FormalName="{future}"/><DateAndTime>20260313T000100Z</DateAndTime>'
    )
    found = story(TEXT, status(now) + change + "</StatusWillChange>")
    until = dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC) if embargoed else None
    assert (found.pub_status, found.embargo_until) == (pub_status, until)
    assert json.loads(found.extra["StatusWillChange"])["FutureStatus"] == future


def test_an_unreadable_end_of_an_embargo_is_no_end() -> None:
    change = '<FutureStatus FormalName="Usable"/><DateAndTime>soon</DateAndTime>'
    change = f"<StatusWillChange>{change}</StatusWillChange>"
    assert story(TEXT, status("Embargoed") + change).embargo_until == FOREVER


@pytest.mark.parametrize(
    ("update", "signals"), [("N", ()), ("U", ("update",)), ("u", ("update",)), ("A", ())]
)
def test_the_update_attribute(update: str, signals: tuple[str, ...]) -> None:
    found = story(identifier=IDENTIFIER.replace('Update="N"', f'Update="{update}"'))
    assert (found.signals, found.extra["RevisionId.Update"]) == (signals, update)


@pytest.mark.parametrize(
    ("instruction", "signals"),
    [("Correction", ("correction",)), ("RectifyNow", ("correction",)), ("Delete", ("kill",)), ("Rerun", ())],
)
def test_an_instruction_may_be_a_signal(instruction: str, signals: tuple[str, ...]) -> None:
    management = (
        f'<Instruction FormalName="{instruction}"><Comment>Eds: see first word</Comment></Instruction>'
    )
    found = story(TEXT, management)
    assert (found.signals, found.editorial_note) == (signals, "Eds: see first word")
    assert json.loads(found.extra["Instruction"])["FormalName"] == instruction


# What an item is


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ('<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>', "picture"),
        ('<ContentItem Href="a.jpg"><Format FormalName="JPEG Baseline"/></ContentItem>', "picture"),
        ('<Role FormalName="Graphic"/><ContentItem Href="a.eps"/>', "graphic"),
        ('<ContentItem Href="a.mp3"><MimeType FormalName="audio/mpeg"/></ContentItem>', "audio"),
        ('<ContentItem><MediaType FormalName="Photo"/></ContentItem>'
         '<ContentItem Href="a"><MediaType FormalName="Video"/></ContentItem>', "video"),
        ('<Role FormalName="Picture"/><ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
         "<ContentItem><DataContent><p>The caption.</p></DataContent></ContentItem>", "picture"),
        ('<NewsItemRef NewsItem="urn:x"/>', "package"),
    ],
)  # fmt: skip
def test_what_has_no_text_of_its_own_is_skipped(component: str, expected: str) -> None:
    lines = "<NewsLines><HeadLine>A headline</HeadLine></NewsLines>"
    assert items(f"<NewsComponent>{lines}{component}</NewsComponent>") == [Skipped(expected, URI)]


def test_an_alert_is_a_headline_alone() -> None:
    found = story("<NewsLines><HeadLine>FERRY AGROUND</HeadLine></NewsLines>")
    assert (found.headline, found.body) == ("FERRY AGROUND", "")


@pytest.mark.parametrize("name", ["Canceled", "Withheld"])
def test_a_kill_needs_no_content(name: str) -> None:
    (found,) = items("", status(name))
    assert isinstance(found, Story)
    assert (found.uri, found.pub_status) == (URI, name.lower())


def test_a_revision_of_the_management_alone_is_skipped() -> None:
    assert items("", status("Usable")) == [Skipped("management", URI)]


def test_an_edit_of_an_earlier_revision_is_not_taken_for_the_story() -> None:
    (found,) = items('<Update><Replace DuidRef="x"><p>New words.</p></Replace></Update>')
    assert isinstance(found, ParseError)
    assert found.reason == Reason.MISSING_FIELD
    assert URI in found.detail


def test_an_item_inside_another_is_an_item_of_its_own_and_the_outer_one_links_to_it() -> None:
    inner = (
        document(f"<NewsComponent>{TEXT}</NewsComponent>")
        .decode()
        .replace(">one<", ">two<")[len("<NewsML>") : -9]
    )
    outer = f"<NewsComponent>{TEXT}</NewsComponent><NewsComponent>{inner}</NewsComponent>"
    first, second = items(f"<NewsComponent>{outer}</NewsComponent>")
    assert (first.uri, second.uri) == (URI, URI.replace("one", "two"))
    assert first.links == (Link(rel="newsItemRef", uri=second.uri),)
    assert first.body == second.body == "Rates rose."


# Which text is the story


def part(role: str, text: str, said: str = "") -> str:
    role = f'<Role FormalName="{role}"/>' if role else ""
    content = f"<ContentItem>{said}<DataContent><p>{text}</p></DataContent></ContentItem>"
    return f"<NewsComponent>{role}{content}</NewsComponent>"


@pytest.mark.parametrize(
    ("parts", "body", "extra"),
    [
        ([("Contact", "c"), ("Body", "b"), ("Supporting", "s")], "b", {"Contact": "c", "Supporting": "s"}),
        ([("Supporting", "s"), ("Main Text", "m")], "m", {"Supporting": "s"}),
        ([("Sidebar", "s"), ("", "b")], "b", {"Sidebar": "s"}),
        ([("Novel", "n"), ("", "b")], "b", {"Novel": "n"}),
        ([("SubHeadLine", "s"), ("Novel", "n")], "n", {"SubHeadLine": "s"}),
        ([("Main", "one"), ("Main", "two")], "one", {"Main": "two"}),
    ],
)
def test_the_main_text_wins_by_role(parts: list[tuple[str, str]], body: str, extra: dict[str, str]) -> None:
    found = story("".join(part(role, text) for role, text in parts))
    assert found.body == body
    assert {name: found.extra[name] for name in extra} == extra


@pytest.mark.parametrize(
    ("first", "second"), [("NITF", "XHTML"), ("XHTML", "HTML"), ("HTML", "text"), ("XHTML", "ASCII")]
)
def test_of_equal_renditions_the_richest_is_read_and_none_are_joined(first: str, second: str) -> None:
    parts = [
        f'<ContentItem><Format FormalName="{name}"/><DataContent>In {name}.</DataContent></ContentItem>'
        for name in (second, first)
    ]
    assert story("".join(parts)).body == f"In {first}."


def test_texts_of_one_component_and_format_are_parts_of_one_text() -> None:
    content = "<ContentItem><DataContent><p>{}.</p></DataContent></ContentItem>"
    assert story(content.format("One") + content.format("Two")).body == "One.\n\nTwo."


def test_the_language_of_the_item_chooses_among_languages() -> None:
    language = '<DescriptiveMetadata><Language FormalName="{}"/></DescriptiveMetadata>'
    text = "<NewsComponent>{}<ContentItem><DataContent><p>{}</p></DataContent></ContentItem></NewsComponent>"
    parts = text.format(language.format("en"), "English.") + text.format(language.format("FR"), "Français.")
    assert story(language.format("fr") + parts).body == "Français."
    assert story(parts).body == "English."
    assert story(parts).extra["ContentItem (fr)"] == "Français."


PARAGRAPHS = "<p>A &amp; B</p><p>C</p>"
NITF = f"<body><body.content>{PARAGRAPHS}</body.content></body></nitf>"


@pytest.mark.parametrize(
    "content",
    [
        PARAGRAPHS,
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head>"
        f"<body>{PARAGRAPHS}</body></html>",
        f"<nitf>{NITF}",
        f"<nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'>{NITF}",
        f"<![CDATA[{PARAGRAPHS}]]>",
        f"<![CDATA[<?xml version='1.0' encoding='latin-1'?><nitf>{NITF}]]>",
        "&lt;p&gt;A &amp;amp; B&lt;/p&gt;&lt;p&gt;C&lt;/p&gt;",
        "A &amp; B\n\nC",
    ],
)
def test_the_forms_of_a_text(content: str) -> None:
    assert story(f"<ContentItem><DataContent>{content}</DataContent></ContentItem>").body == "A & B\n\nC"


def test_nitf_that_is_broken_is_still_read() -> None:
    found = story("<ContentItem><DataContent><![CDATA[<nitf><p>A<p>B</nitf>]]></DataContent></ContentItem>")
    assert found.body == "A\n\nB"
    assert found.source.notes == ("NITF in DataContent is not well-formed; read as HTML",)


def test_what_is_said_outside_goes_before_what_the_nitf_inside_says() -> None:
    nitf = (
        '<nitf baselang="fr"><head><docdata><urgency ed-urg="5"/><doc-id id-string="x" regsrc="HPA"/>'
        '<date.issue norm="20200101T000000Z"/></docdata></head>'
        "<body><body.head><hedline><hl1>Inner</hl1></hedline><byline>By Jo Pike</byline></body.head>"
        "<body.content><p>Rates rose.</p></body.content></body></nitf>"
    )
    lines = "<NewsLines><HeadLine>Outer</HeadLine></NewsLines>"
    management = '<ThisRevisionCreated>20260312T000000Z</ThisRevisionCreated><Urgency FormalName="2"/>'
    found = story(f"{lines}<ContentItem><DataContent>{nitf}</DataContent></ContentItem>", management)
    assert (found.headline, found.urgency, found.byline, found.language) == ("Outer", 2, "Jo Pike", "fr")
    assert (found.uri, found.provider) == (URI, "nna.example")
    assert found.version_created == dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
    assert (found.extra["hl1"], found.extra["date.issue"]) == ("Inner", "20200101T000000Z")


# Metadata


def described(inside: str, topics: str = "") -> Story:
    return story(f"<DescriptiveMetadata>{inside}</DescriptiveMetadata>{TEXT}", root=f"<NewsML>{topics}")


@pytest.mark.parametrize(
    ("attributes", "scheme"),
    [
        ('FormalName="04000000"', "subj"),
        ('FormalName="04000000" Scheme="IptcSubjectCodes"', "subj"),
        (
            'FormalName="04000000" Vocabulary="urn:newsml:iptc.org:20010101:topicset.iptc-subjectcode:1"',
            "subj",
        ),
        ('FormalName="04000000" Scheme="N2000"', "N2000"),
        ('FormalName="MNY" Vocabulary="urn:newsml:nna:1:topics:1"', "urn:newsml:nna:1:topics:1"),
        ('FormalName="MNY"', None),
    ],
)
def test_the_scheme_of_a_subject(attributes: str, scheme: str | None) -> None:
    (term,) = described(f"<SubjectCode><Subject {attributes}/></SubjectCode>").subjects
    assert term.scheme == scheme


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("Person", "people"),
        ("Organisation", "organisations"),
        ("Company", "organisations"),
        ("City", "places"),
        ("Theme", "subjects"),
    ],
)
def test_a_topic_occurrence_goes_where_its_type_says(kind: str, field: str) -> None:
    names = '<FormalName Scheme="N">c</FormalName><Description>A name</Description>'
    topic = f'<Topic Duid="t"><TopicType FormalName="{kind}"/>{names}</Topic>'
    found = described('<TopicOccurrence Topic="#t"/>', f"<TopicSet>{topic}</TopicSet>")
    (term,) = getattr(found, field)
    assert (term.code, term.scheme, term.name) == ("c", "N", "A name")


@pytest.mark.parametrize(
    ("location", "term"),
    [
        ('FormalName="Karvos"', ("Karvos", None, None)),
        ('><Property FormalName="City" Value="Karvos"/><Property FormalName="Country" Value="VX"/',
         (None, None, "Karvos, VX")),
        ('><Property FormalName="Country" Value="KEN"/', ("KEN", "Country", None)),
        ('><Property FormalName="CountryName" Value="Kenya"/', (None, None, "Kenya")),
    ],
)  # fmt: skip
def test_locations(location: str, term: tuple[Any, ...]) -> None:
    end = "/>" if location.startswith("FormalName") else "></Location>"
    (found,) = described(f"<Location {location}{end}").places
    assert (found.code, found.scheme, found.name) == term


def test_where_a_story_was_filed_is_no_place_of_it() -> None:
    found = described('<Location HowPresent="Origin" FormalName="Karvos"/>')
    assert found.places == ()
    assert json.loads(found.extra["Location"])["FormalName"] == "Karvos"


def test_a_picture_has_its_headline_or_caption_for_a_title() -> None:
    picture = '<ContentItem Href="{}"><MediaType FormalName="Photo"/></ContentItem>'
    titled = (
        f"<NewsComponent><NewsLines><HeadLine>T</HeadLine></NewsLines>{picture.format('a')}</NewsComponent>"
    )
    caption = part("Caption", "C")
    inner = f'<Role FormalName="Photo"/>{caption}<NewsComponent>{picture.format("b")}</NewsComponent>'
    captioned = f"<NewsComponent>{inner}</NewsComponent>"
    found = story(f"{part('Main', 'Text.')}{titled}{captioned}")
    assert [(link.uri, link.type, link.title) for link in found.links] == [
        ("a", "picture", "T"),
        ("b", "picture", "C"),
    ]
    assert found.body == "Text."


def test_pictures_in_the_markup_are_links_unless_they_are_items_too() -> None:
    picture = '<NewsComponent><Role FormalName="Photo"/><ContentItem Href="a"/></NewsComponent>'
    found = story(part("Main", 'Text.<img src="a" alt="A"/><img src="b" alt="B"/>') + picture)
    assert [(link.rel, link.uri, link.title) for link in found.links] == [
        ("Photo", "a", None),
        ("img", "b", "B"),
    ]


# The IPTC's originals, and everything that an item can hold

# Elements that carry no field: choices among components, and the heads and links of XHTML.
NO_FIELD = frozenset({"BasisForChoice", "head", "title", "a"})
# Attributes that are layout, references within the document, or XHTML's.
NO_VALUE = frozenset(
    {"Duid", "class", "rel", "href", "Essential", "EquivalentsList", "id", "style", "name", "Version"}
)


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


def everything(found: Story) -> str:
    """All letters and digits of a story, in one string."""
    text = msgspec.json.encode(found).decode()
    return letters(re.sub(r"\\+[nrt\"]", " ", text))


def values(root: etree._Element) -> list[str]:
    """Every text and attribute of a document that says something."""
    found = []
    for element in root.iter("*"):
        name = element.tag.rpartition("}")[2]
        if name in NO_FIELD:
            found.append(element.tail or "")
            continue
        found += [str(value) for key, value in element.attrib.items() if str(key) not in NO_VALUE]
        found += [element.text or "", element.tail or ""]
    return [text for text in found if letters(text)]


@pytest.mark.skipif(not ORIGINALS, reason="needs the IPTC's examples in ../shared")
@pytest.mark.parametrize("path", ORIGINALS, ids=lambda path: path.stem)
def test_the_originals_give_every_field(path: Path) -> None:
    root: Any = etree.fromstring(path.read_bytes().lstrip())
    (found,) = newsml1.parse(path.read_bytes())
    assert isinstance(found, Story)

    def at(xpath: str) -> str:
        return " ".join(str(root.xpath(f"string({xpath})")).split())

    assert found.headline == at("//NewsLines[SlugLine]/HeadLine")
    assert found.slugline == at("//SlugLine")
    assert found.dateline is not None
    assert found.dateline.text == at("//DateLine")
    assert found.language == at("//Language/@FormalName")
    assert found.provider == at("//SentFrom/Party/@FormalName")
    assert f"{found.uri}:{found.version}" == at("//PublicIdentifier")
    created = dt.datetime.strptime(at("//FirstCreated"), "%Y%m%dT%H%M%S%z")
    assert found.first_created == found.version_created == created
    assert found.pub_status == at("//Status/@FormalName").lower()
    assert found.genres == tuple(map(str, root.xpath("//Genre/@FormalName")))
    assert found.rights is not None
    assert found.rights.notice == at("//CopyrightLine")
    keywords = root.xpath("//Metadata[MetadataType/@FormalName='BWKeywords']/Property/@Value")
    assert found.keywords == tuple(dict.fromkeys(map(str, keywords)))
    assert [link.uri for link in found.links if link.type] == [
        str(uri) for uri in root.xpath("//ContentItem/@Href")
    ]
    body = root.xpath("//NewsComponent[Role/@FormalName='Body']//*[local-name()='body']")[0]
    assert letters(found.body) == letters("".join(body.itertext()))
    wide = everything(found)
    assert [text for text in values(root) if letters(text) not in wide] == ["Usable"]  # it is 'usable'


def test_nothing_of_the_whole_item_is_lost() -> None:
    root = etree.fromstring(WHOLE.read_bytes())
    (found,) = newsml1.parse(WHOLE.read_bytes())
    assert isinstance(found, Story)
    wide = everything(found)
    lost = {text for text in values(root) if letters(text) not in wide}
    assert lost == {
        # in other words, in fields of their own
        "20260312T101500+0000", "20260312T114500+0000", "CORRECTED-Central bank of Veldania raises key rate",
        "By Ana Prieto", "Usable", "EN", "Editorial Note", "Keyword",
        # references that are resolved, and what serves to resolve them
        "#ts1", "#t1", "#t2", "#t3", "#t4", "Names", "City", "Company", "Person", "IptcSubjectCodes",
        "urn:newsml:iptc.org:20010101:topicset.iptc-subjectcode:1",
    } - {text for text in values(root) if letters(text) in wide}  # fmt: skip


# Helpers of this format and of NITF


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("<a/>", ""),
        ("<a> b\n c </a>", "b c"),
        ('<a FormalName="x"/>', "x"),
        ('<a FormalName="x">y</a>', {"FormalName": "x", "text": "y"}),
        ('<a b="1" Duid="d"><c/><c>2</c><d>3</d><d>4</d></a>', {"b": "1", "c": "2", "d": ["3", "4"]}),
        ("<a>1<c>2</c>3</a>", {"c": "2", "text": "123"}),
        ("<a><drop>2</drop></a>", ""),
        ('<a xmlns:x="u" x:b="1"><x:c>2</x:c></a>', {"b": "1", "c": "2"}),
    ],
)
def test_an_element_as_json(xml: str, value: object) -> None:
    assert as_json(etree.fromstring(xml), without=frozenset({"drop"})) == value


@pytest.mark.parametrize(
    ("xml", "line"),
    [
        ("<a>One<br/>two</a>", "One two"),
        ("<a><city>Karvos</city><country>Veldania</country></a>", "Karvos Veldania"),
        ("<a>Karvos (<country>Veldania</country>)</a>", "Karvos (Veldania)"),
        ("<a>1<em>2</em>3</a>", "123"),
        ("<a><b> x </b>\n<b>y</b></a>", "x y"),
    ],
)
def test_the_text_of_an_element_on_one_line(xml: str, line: str) -> None:
    assert line_of(etree.fromstring(xml)) == line


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<nitf xmlns="u" a="b">', b'<nitf a="b">'),
        (b"<?xml?><NewsML a='b' xmlns = 'u'/>", b"<?xml?><NewsML a='b'/>"),
        (b'<nitf xmlns:n="u">', b'<nitf xmlns:n="u">'),
        (b'<n:nitf xmlns="u">', b'<n:nitf xmlns="u">'),
        (b'<nitf><p xmlns="u">', b'<nitf><p xmlns="u">'),
        (b'<NewsItem><html xmlns="u">', b'<NewsItem><html xmlns="u">'),
    ],
)
def test_the_default_namespace_of_the_root_is_taken_off(before: bytes, after: bytes) -> None:
    assert without_default_namespace(before) == after


@pytest.mark.parametrize("path", ["a", "b", "c.d", "a/b", "a/b/c.d", "b/a", "*", "e"])
def test_a_child_is_found_as_by_find(path: str) -> None:
    root = etree.fromstring("<r><!-- a --><a><e/></a><a><b><e/></b><b><c.d/></b></a><c.d/></r>")
    assert child_at(root, path) is root.find(path)
