"""ninjs: what the fixtures do not show, and every value of the IPTC's examples by a look-up."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from schemas.records import FOREVER, Link, Story, Term
from transforms.formats import Hints, ParseError, Reason, Skipped
from transforms.formats._ninjs_fields import Members, read_term
from transforms.formats._ninjs_texts import take_body, take_headline, variants
from transforms.formats.ninjs import parse, sniff

EXAMPLES = Path(__file__).parents[4] / "shared" / "iptc" / "ninjs" / "examples"


def story(hints: Hints | None = None, **members: Any) -> Story:
    """The story of an object of type text."""
    members = {"uri": "urn:newsml:nna.example:20260312:1", "type": "text", "body_text": "Text.", **members}
    (item,) = parse(json.dumps(members).encode(), hints or Hints())
    assert isinstance(item, Story)
    return item


def item_of(**members: Any) -> Story | Skipped | ParseError:
    (item,) = parse(json.dumps(members).encode())
    return item


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"type": "picture", "body_text": "Caption."}, "picture"),
        ({"type": "photo"}, "picture"),
        ({"type": "video"}, "video"),
        ({"type": "AUDIO"}, "audio"),
        ({"type": "ninat:graphic"}, "graphic"),
        ({"type": "http://cv.iptc.org/newscodes/ninature/picture"}, "picture"),
        ({"type": "event", "bodies": [{"value": "Programme."}]}, "event"),
        ({"type": "planning"}, "planning"),
        ({"type": "composite", "headline": "A package"}, "composite"),
        ({"type": "component", "headline": "A part"}, "component"),
        ({"title": "A match", "eventDetails": {"dates": {}, "organiser": {"name": "A"}}}, "event"),
        ({"title": "A match", "plannedCoverage": [{"type": "text"}]}, "planning"),
        ({"headline": "A picture", "mimetype": "image/jpeg"}, "picture"),
    ],
)
def test_what_is_no_text_is_skipped_under_its_type(members: dict[str, Any], reason: str) -> None:
    assert item_of(uri="urn:1", **members) == Skipped(reason, "urn:1")


@pytest.mark.parametrize(
    "members",
    [
        {"type": "composite", "body_text": "Text."},
        {"type": "component", "bodies": [{"value": "Text."}]},
        {"type": "article", "body_html": "<p>Text.</p>"},
        {"body_text": "Text."},
        {"type": None, "body_text": "Text."},
        {"bodies": [{"value": "Text."}], "eventDetails": {"dates": {"startDate": "2026-03-12"}}},
    ],
)
def test_what_has_a_body_is_a_story(members: dict[str, Any]) -> None:
    item = item_of(uri="urn:1", **members)
    assert isinstance(item, Story)
    assert item.body == "Text."


def test_a_headline_alone_is_a_story() -> None:
    item = item_of(uri="urn:1", headline="Ferry aground")
    assert isinstance(item, Story)
    assert (item.headline, item.body) == ("Ferry aground", "")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], Reason.EMPTY),
        ("text", Reason.MALFORMED),
        (5, Reason.MALFORMED),
        (None, Reason.MALFORMED),
        ({}, Reason.NO_TEXT),
        ({"uri": "urn:1", "type": "text"}, Reason.NO_TEXT),
        ({"uri": "urn:1", "type": "text", "body_text": " \n ", "headline": ""}, Reason.NO_TEXT),
        ({"uri": "urn:1", "body_html": "<p> </p>"}, Reason.NO_TEXT),
    ],
)
def test_what_cannot_be_a_story_is_a_parse_error(value: object, reason: Reason) -> None:
    with pytest.raises(ParseError) as caught:
        list(parse(json.dumps(value).encode()))
    assert caught.value.reason is reason


def test_a_broken_object_of_an_array_costs_itself_alone() -> None:
    good = {"uri": "urn:1", "body_text": "Text."}
    items = list(parse(json.dumps([good, 7, {"uri": "urn:2"}, good]).encode()))
    assert [type(item).__name__ for item in items] == ["Story", "ParseError", "ParseError", "Story"]


NITF = "<nitf><body><body.content><p>N</p></body.content></body></nitf>"


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([{"role": "html", "value": "<p>H</p>"}, {"role": "text", "value": "P"}], "P"),
        ([{"role": "main", "value": "<p>H</p>"}, {"role": "text", "value": "P"}], "H"),
        ([{"role": "summary", "value": "S"}, {"contenttype": "text/html", "value": "<p>H</p>"}], "H"),
        ([{"role": "summary", "value": "S"}], "S"),
        ([{"role": "text", "value": "  "}, {"role": "html", "value": "<p>H</p>"}], "H"),
        ([{"contentType": "text/vnd.IPTC.NITF", "value": NITF}], "N"),
        ([{"contentType": "application/xml", "role": "ttnitf", "value": NITF}], "N"),
        ([{"role": "nitf", "value": "<nitf>broken"}, {"role": "html", "value": "H"}], "H"),
        ([{"role": "nitf", "value": NITF}, {"role": "html", "value": "H"}], "H"),
        ([{"contentType": "text/plain", "value": "<p>A <b>B</b></p>"}], "A B"),
        ([{"contentType": "text/plain", "value": "5 < 6"}], "5 < 6"),
        (["bare text"], "bare text"),
        ({"value": "no array"}, "no array"),
        ([7, None, {"value": 7}, {"role": "main"}], ""),
    ],
)  # fmt: skip
def test_one_of_several_bodies_is_read(bodies: object, expected: str) -> None:
    assert take_body(Members({"bodies": bodies})) == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"headline_short": "S", "headline": "H"}, "H"),
        ({"headline_short_text": "S", "headline_main_text": "M"}, "M"),
        ({"headline_short": "S"}, "S"),
        ({"headlines": [{"role": "short", "value": "S"}, {"value": "H"}]}, "H"),
        ({"headlines": [{"value": "H"}, {"role": "main", "value": "M"}]}, "M"),
        ({"headlines": [{"contenttype": "text/html", "value": "<b>A</b> &amp; B"}]}, "A & B"),
        ({"headlines": [{"value": "A\n  B"}]}, "A B"),
    ],
)  # fmt: skip
def test_one_of_several_headlines_is_read(members: dict[str, object], expected: str) -> None:
    assert take_headline(Members(members)) == expected


def test_what_is_not_read_stays_in_extra() -> None:
    item = story(
        bodies=[{"role": "html", "value": "<p>H</p>"}, {"value": "P", "wordcount": 1}],
        headlines=[{"role": "main", "value": "Main"}, {"role": "short", "value": "Short"}],
        body_text="",
        sluglines=["A", "B"],
    )  # fmt: skip
    assert (item.body, item.headline, item.slugline) == ("P", "Main", "A")
    assert json.loads(item.extra["bodies"]) == [
        {"role": "html", "value": "<p>H</p>"},
        {"wordcount": 1},
    ]
    assert json.loads(item.extra["headlines"]) == [{"role": "short", "value": "Short"}]
    assert json.loads(item.extra["sluglines"]) == ["A", "B"]


def test_names_that_only_begin_alike_are_no_variants() -> None:
    members = Members({"bodywork": "x", "body_text#1": "y", "body": {"z": 1}, "body_": "w"})
    assert [variant.member for variant in variants(members, "bodies", "body")] == ["body_"]


MEDTOP = "http://cv.iptc.org/newscodes/mediatopic"
SUBJ = "https://cv.iptc.org/newscodes/subjectcode/"
X = "http://x.example/s"


@pytest.mark.parametrize(
    ("value", "code", "scheme", "name", "whole"),
    [
        ({"name": "N", "scheme": f"{X}/", "code": "1"}, "1", f"{X}/", "N", True),
        ({"name": "N", "rel": "about"}, None, None, "N", False),
        ({"code": "medtop:04000000"}, "04000000", "medtop", None, True),
        ({"scheme": f"{MEDTOP}/", "code": "04000000"}, "04000000", "medtop", None, True),
        ({"scheme": MEDTOP, "code": "medtop:04000000"}, "04000000", "medtop", None, True),
        ({"scheme": SUBJ, "code": "11000000"}, "11000000", "subj", None, True),
        ({"scheme": SUBJ, "code": "medtop:11"}, "medtop:11", "subj", None, True),
        ({"uri": f"{MEDTOP}/20000385"}, "20000385", "medtop", None, True),
        ({"uri": "medtop:20000385", "name": "N"}, "20000385", "medtop", "N", True),
        ({"uri": f"{X}/1", "literal": "1"}, "1", f"{X}/", None, True),
        ({"uri": f"{X}#1"}, "1", f"{X}#", None, True),
        ({"uri": f"{X}/b/c", "literal": "b/c"}, "b/c", f"{X}/", None, True),
        ({"uri": f"{X}/1", "literal": "one"}, "1", f"{X}/", None, False),
        ({"uri": f"{X}/1", "code": "one"}, "1", f"{X}/", None, False),
        ({"uri": "https://x.example", "literal": "X"}, "X", None, None, False),
        ({"uri": "https://x.example"}, "https://x.example", None, None, True),
        ({"uri": "urn:x:1"}, "urn:x:1", None, None, True),
        ({"literal": "13010000", "name": "T"}, "13010000", None, "T", True),
        ({"literal": "city:rome"}, "city:rome", None, None, True),
        ({"code": 4000000}, "4000000", None, None, False),
        ({"name": "N", "symbols": []}, None, None, "N", True),
        ({"name": "N", "symbols": [{"ticker": "T"}]}, None, None, "N", False),
        ({"name": True, "code": "1"}, "1", None, None, False),
        ("Politics", None, None, "Politics", True),
    ],
)
def test_terms_of_all_generations(
    value: object, code: str | None, scheme: str | None, name: str | None, whole: bool
) -> None:
    assert read_term(value) == (Term(code=code, scheme=scheme, name=name), whole)


@pytest.mark.parametrize("value", [{}, {"rel": "about"}, "", " ", 7, None, [], {"name": ["N"]}])
def test_what_is_no_term(value: object) -> None:
    assert read_term(value) is None


@pytest.mark.parametrize(
    ("given", "status", "signals", "kept"),
    [
        ("usable", "usable", (), False),
        ("withheld", "withheld", (), False),
        ("canceled", "canceled", ("kill",), False),
        ("Cancelled", "canceled", ("kill",), False),
        ("stat:canceled", "canceled", ("kill",), False),
        ("draft", "usable", (), True),
        ("", "usable", (), False),
        (7, "usable", (), True),
    ],
)
def test_status(given: object, status: str, signals: tuple[str, ...], kept: bool) -> None:
    for name in ("pubstatus", "pubStatus"):
        item = story(**{name: given})
        assert (item.pub_status, item.signals, name in item.extra) == (status, signals, kept)
        assert bool(item.source.notes) == kept or item.source.notes[0].startswith("provider")


MARCH_13 = dt.datetime(2026, 3, 13, 0, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "until", "kept"),
    [
        ("2026-03-13T00:01:00Z", MARCH_13, False),
        ("2026-03-13T01:01:00+01:00", MARCH_13, False),
        ("Friday morning", FOREVER, True),
        (True, FOREVER, True),
        ({"until": "then"}, FOREVER, True),
        ("", None, False),
        (None, None, False),
        (False, None, True),
    ],
)
def test_embargo(value: object, until: dt.datetime | None, kept: bool) -> None:
    for name in ("embargoed", "embargoedUntil"):
        item = story(**{name: value})
        assert (item.embargo_until, name in item.extra) == (until, kept)


def test_times_without_a_zone_are_read_in_that_of_the_hints() -> None:
    item = story(Hints(timezone="Europe/Paris"), versioncreated="2026-03-12T08:00:00")
    assert item.version_created == dt.datetime(2026, 3, 12, 7, tzinfo=dt.UTC)
    assert any("Europe/Paris" in note for note in item.source.notes)


def test_what_is_no_date_stays_in_extra() -> None:
    item = story(firstcreated="yesterday")
    assert item.first_created is None
    assert item.extra["firstcreated"] == "yesterday"
    assert "firstcreated is no date that can be read" in item.source.notes


@pytest.mark.parametrize(
    ("members", "provider"),
    [
        ({"infosource": [{"name": "A"}, {"name": "B", "rel": "provider"}], "copyrightholder": "C"}, "B"),
        ({"infosources": [{"role": "x"}, {"name": "A"}, {"name": "B"}], "copyrightHolder": "C"}, "A"),
        ({"infosources": [], "copyrightHolder": "C"}, "C"),
        ({"infosource": "A"}, "A"),
        ({"infosource": [None, {"name": ["N"]}, {"role": "provider"}], "copyrightHolder": "C"}, "C"),
        ({}, "nna.example"),
        ({"uri": "https://www.nna.example/news/1"}, "nna.example"),
        ({"uri": "tag:nna.example,2026:1"}, "nna.example"),
        ({"uri": "urn:uuid:1"}, ""),
        ({"uri": 5}, ""),
    ],
)
def test_provider(members: dict[str, Any], provider: str) -> None:
    assert story(**members).provider == provider


def test_the_provider_of_the_hints_is_asked_before_the_uri() -> None:
    assert story(Hints(provider="NNA")).provider == "NNA"
    assert story(Hints(provider="NNA"), copyrightholder="HPA").provider == "HPA"


@pytest.mark.parametrize(
    ("value", "urgency", "kept"),
    [(1, 1, False), ("8", 8, False), (3.0, 3, False), (9, None, True), (0, None, True), (True, None, True),
     ("high", None, True), (99999999999999999999999, None, True)],
)  # fmt: skip
def test_urgency(value: object, urgency: int | None, kept: bool) -> None:
    item = story(urgency=value)
    assert (item.urgency, "urgency" in item.extra) == (urgency, kept)


@pytest.mark.parametrize(
    ("value", "keywords"),
    [(["a", " b ", "a"], ("a", "b")), ("a, b;c", ("a", "b", "c")), ([{"x": 1}], ()), (7, ())],
)
def test_keywords(value: object, keywords: tuple[str, ...]) -> None:
    item = story(keywords=value)
    assert item.keywords == keywords
    assert ("keywords" in item.extra) == (not keywords)


@pytest.mark.parametrize(
    ("members", "byline", "authors"),
    [
        ({"byline": "By Ana Duarte"}, "Ana Duarte", ["Ana Duarte"]),
        ({"by": "Von Lena Okafor"}, "Lena Okafor", ["Lena Okafor"]),
        ({"by": "von der Heyden"}, "von der Heyden", []),
        ({"by": ["A. Duarte", {"name": "L. Okafor"}]}, "A. Duarte, L. Okafor", ["A. Duarte", "L. Okafor"]),
        ({"by": 7.5, "byline": ""}, "7.5", []),
        ({}, None, []),
    ],
)  # fmt: skip
def test_byline(members: dict[str, Any], byline: str | None, authors: list[str]) -> None:
    item = story(**members)
    assert item.byline == byline
    assert authors == [author.name for author in item.authors][: len(authors)]


def test_a_kill_in_a_note_counts_where_the_feed_gives_no_status() -> None:
    assert story(ednote="KILL KILL KILL. False report.").pub_status == "canceled"
    item = story(ednote="KILL KILL KILL. False report.", pubstatus="usable")
    assert (item.pub_status, item.signals) == ("usable", ("kill",))


def test_a_status_alone_makes_a_story_of_what_has_no_text() -> None:
    item = story(body_text="", pubstatus="canceled")
    assert (item.pub_status, item.signals, item.body) == ("canceled", ("kill",), "")
    assert story(pubstatus="canceled", headline="STORY WITHDRAWN").signals == ("withdrawal",)


def test_notes_to_editors_signal() -> None:
    assert story(ednote="Corrects rate in first paragraph").signals == ("correction",)
    assert story(edNote="(Adds quotes)").editorial_note == "(Adds quotes)"
    assert story(edNote="A word.\n\nAnother.").editorial_note == "A word.\n\nAnother."


def test_associations_are_links_however_they_are_nested() -> None:
    picture = {"uri": "urn:p", "type": "picture", "headline": "P", "body_text": "Not the story."}
    one = story(associations={"main": {**picture, "associations": {"logo": {"uri": "urn:l"}}}, "gone": None})
    assert one.links == (
        Link(rel="main", uri="urn:p", type="picture", title="P"),
        Link(rel="logo", uri="urn:l"),
    )
    assert one.body == "Text."
    many = story(associations=[{"name": "main", "rel": "seeAlso", "uri": "urn:p", "title": "T"}, {}, 7])
    assert many.links == (Link(rel="seeAlso", uri="urn:p", title="T"),)
    assert json.loads(many.extra["associations"])[0]["name"] == "main"
    assert story(associations={"gallery": [picture, picture]}).links[1].rel == "gallery"


def test_a_member_that_stands_twice_is_kept_twice() -> None:
    (item,) = parse(
        b'{"uri": "urn:1", "headline": "First", "headline": "Last", "body_text": "T", "X": 1, "x": 2}'
    )
    assert isinstance(item, Story)
    assert item.headline == "Last"
    assert (item.extra["headline#1"], item.extra["X"], item.extra["x"]) == ("First", "1", "2")


def test_a_member_without_a_name_is_kept() -> None:
    item = story(**{"": [{"value": "?"}], "headline": "H"})
    assert (item.headline, item.extra[""]) == ("H", '[{"value":"?"}]')


NINJS_HEADS = [
    '{"uri": "urn:1", "versioncreated": "2026-03-12T07:00:00Z"',
    '{"versionCreated": "2026-03-12T07:00:00Z", "pubStatus": "usable", "uri"  :"x"',
    '\ufeff [\n {"uri":"urn:1","headlines":[{"value":"H"}]}',
    '{"uri":"urn:1","type":"text","headline":"H","body_text":"' + "x" * 9000,
    '{"type":"text","version":"1","versioncreated":"x","body_html":"' + "x" * 9000,
    '{"pubstatus":"usable","versioncreated":"x","body_html":"' + "x" * 9000,
    '{"$standard":{"name":"ninjs","version":"1.4"},"headline":"H"',
    '{"standard":{"name":"TTNINJS","version":"3.0"}}',
    '{"title":"T","eventDetails":{"dates":{"startDate":"2026-03-12"}},"uri":"urn:1"}',
    '{"uri":"urn:1","pubstatus":"usable"}\n{"uri":"urn:2"}\n',
]
OTHER_HEADS = [
    "",
    "{}",
    "[]",
    '{"title":"T","text":"x","url":"https://x.example/1"}',
    '{"uri":"https://x.example/1","title":"T","body":"x","lang":"en","date":"2026-03-12"}',
    '{"uri":"https://x.example/1","type":"text","headline":"H","language":"en"}',
    '{"title":"T","text":"x"}\n{"uri":"urn:1","pubstatus":"usable"}\n',
    '{"title":"T","meta":{"uri":"urn:1","pubstatus":"usable","versioncreated":"x"}}',
    '{"title":"{\\"uri\\": 1, \\"pubstatus\\": 2}","text":"\\"uri\\":\\"pubstatus\\":"}',
    '{"$schema":"https://json-schema.org/","$id":"ninjs-schema_2.1.json","type":"object","properties":{"uri":{}}}',
    '{"record_id":"1f","uri":"urn:1","pub_status":"usable","slugline":null,"body":"B"}',
    '["uri","pubstatus"]',
    '"uri":"pubstatus"',
    "uri,pubstatus\n1,2\n",
    "<nitf/>",
]


@pytest.mark.parametrize("head", NINJS_HEADS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_claims_ninjs(head: str, encoding: str) -> None:
    assert sniff(head.encode(encoding)[:4096])


@pytest.mark.parametrize("head", OTHER_HEADS)
def test_claims_nothing_else(head: str) -> None:
    assert not sniff(head.encode()[:4096])


# The IPTC's examples: what each file is, and where every value of its stories went.

NO_DOCUMENTS = {"extension-schema.json"}  # a JSON schema
SKIPPED = {
    "SIPA_image_2.json": "picture",
    "SIPA_image_3.json": "picture",
    "20231004-UEFA-ChampionLeague.json": "event",
    "20231005-65-addb-event.json": "event",
    "20231016-event-timeline-sample.json": "event",
    "ap_audio.json": "audio",
    "ap_image.json": "picture",
    "ap_video.json": "video",
    "imageEncodedRights.json": "picture",
    "imageLinkedRights.json": "picture",
    "ninjsExSimplePhoto1.json": "picture",
    "simpleEvent.json": "event",
    "tt_event_pressconference_3.0.json": "event",
}
DOCUMENTS = sorted(path for path in EXAMPLES.rglob("*.json") if path.name not in NO_DOCUMENTS)
needs_examples = pytest.mark.skipif(not DOCUMENTS, reason="the IPTC's examples are not in ../shared")


@needs_examples
def test_there_are_as_many_examples_as_ever() -> None:
    assert len(DOCUMENTS) == 42


@needs_examples
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_examples_are_stories_or_skipped_by_their_type(path: Path) -> None:
    items = list(parse(path.read_bytes()))
    assert sniff(path.read_bytes()[:4096])
    if path.name in SKIPPED:
        assert {item.reason for item in items if isinstance(item, Skipped)} == {SKIPPED[path.name]}
    assert all(isinstance(item, Skipped if path.name in SKIPPED else Story) for item in items)


@needs_examples
@pytest.mark.parametrize(
    "path", [path for path in DOCUMENTS if path.name not in SKIPPED], ids=lambda path: path.name
)
def test_every_value_of_the_examples_is_found(path: Path) -> None:
    (item,) = parse(path.read_bytes())
    assert isinstance(item, Story)
    found = set(values_of(item))
    document = json.loads(path.read_bytes(), object_pairs_hook=Pairs)
    lost = [(where, value) for where, value in leaves(document) if not is_found(value, found, item)]
    # The role main of a headline is what its field says, and a byline is written without its 'By'.
    said = {(("headlines", "role"), "main"), (("by",), f"Von {item.byline}")}
    assert [each for each in lost if each not in said] == []


class Pairs(list[tuple[str, Any]]):
    """An object with the members that stand twice."""


def leaves(value: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(value, Pairs):
        for name, member in value:
            yield from leaves(member, (*where, name))
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member, where)
    elif value not in (None, ""):
        yield where, value


def values_of(item: Story) -> Iterator[object]:
    """Every value of a record, those of the JSON in `extra` too, and of a term the uri that it was."""
    fields = to_builtins(item, builtin_types=(dt.datetime,))
    extra = fields.pop("extra")
    for text in extra.values():
        yield text
        if text.startswith(("{", "[")) or text.isdigit():
            yield from (value for _, value in leaves(json.loads(text, object_pairs_hook=Pairs)))
    for term in (*item.subjects, *item.places, *item.people, *item.organisations):
        yield (term.scheme or "") + (term.code or "")
    yield from flat(fields)


def flat(value: Any) -> Iterator[object]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from flat(each)
    else:
        yield value


def is_found(value: object, found: set[object], item: Story) -> bool:
    if value in found or str(value) in found:
        return True
    if not isinstance(value, str):
        return False
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.+Z-]+", value):
        return dt.datetime.fromisoformat(value) in found
    lines = {" ".join(each.split()) for each in found if isinstance(each, str)}
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", value)).split())
    return " ".join(value.split()) in lines or is_text(text, item)


def is_text(text: str, item: Story) -> bool:
    """Whether it is the body, its words in order over the fields that it was parted into."""
    dateline = item.dateline.text if item.dateline else ""
    parts = (item.headline, item.byline or "", dateline, item.body, *item.credits)
    words = iter(re.findall(r"\w+", " ".join(parts)))
    return bool(text) and all(word in words for word in re.findall(r"\w+", text))
