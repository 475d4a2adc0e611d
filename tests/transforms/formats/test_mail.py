"""E-mail beyond the fixtures: headers, flowed text, signatures, parts, mailboxes, limits."""

from __future__ import annotations

import datetime as dt
import io
import json
from email.message import EmailMessage

import pytest

from schemas.records import Link, Story
from transforms.formats import DEFAULT_HINTS, Hints, Parsed, ParseError, Reason, Skipped
from transforms.formats._dates import parse_date
from transforms.formats._mail_dates import read_date
from transforms.formats._mail_headers import decode_header, mid_of
from transforms.formats._mail_text import unflow
from transforms.formats.mail import parse_eml, parse_mbox, sniff_eml, sniff_mbox, split_mbox
from transforms.limits import Limits

FROM = "From wire@northstar.example Thu Mar 12 08:40:01 2026\n"
HEAD = (
    "From: Northstar News <wire@northstar.example>\nDate: Thu, 12 Mar 2026 08:40:00 +0000\n"
    "Subject: Ferry aground\nMessage-ID: <1@northstar.example>\n"
)


def mail(headers: str = "", text: str = "The ferry ran aground.\n") -> bytes:
    return f"{HEAD}{headers}\n{text}".encode()


def story(data: bytes, hints: Hints = DEFAULT_HINTS) -> Story:
    (item,) = parse_eml(data, hints)
    assert isinstance(item, Story), item
    return item


def reason(data: bytes) -> Reason:
    with pytest.raises(ParseError) as error:
        list(parse_eml(data))
    return error.value.reason


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("plain text", "plain text"),
        ("folded\r\n over\n\ttwo lines", "folded over two lines"),
        ("=?utf-8?Q?caf=C3=A9_au_lait?=", "café au lait"),
        ("=?UTF-8?B?Y2Fmw6k=?= bar", "café bar"),
        ("=?utf-8?B?Y2Fmw6k?=", "café"),  # padding missing
        ("=?iso-8859-1?q?a?= =?iso-8859-1?q?b?=", "ab"),  # blanks between encoded words are none of the text
        ("=?utf-8?q?=E2=82?= =?utf-8?q?=AC?=", "€"),  # a character cut in two
        ("=?utf-8*en?q?hello?=", "hello"),  # RFC 2231 section 5
        ("=?utf-8?q?two words?=", "two words"),
        ("=?x-none?q?a=E9?=", "aé"),
        ("x =?utf-8?q?a?= y =?utf-8?q?b?= z", "x a y b z"),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("caf\udce9", "café"),  # a byte that is no ASCII
        ("caf\udcc3\udca9", "café"),
    ],
)
def test_header(raw: str, text: str) -> None:
    assert decode_header(raw) == text


@pytest.mark.parametrize(
    ("message_id", "uri"),
    [
        ("<a.b@c.example>", "mid:a.b@c.example"),
        (" comment <a%b@c> ", "mid:a%25b@c"),
        ("a/b@c", "mid:a%2Fb@c"),
        ("", ""),
        ("two words", ""),
    ],
)
def test_message_id_is_a_mid_url(message_id: str, uri: str) -> None:
    assert mid_of(message_id) == uri


@pytest.mark.parametrize(
    ("lines", "delsp", "text"),
    [
        ("one \ntwo\nthree", False, "one two\nthree"),
        ("on \ne", True, "one"),
        ("> quoted \n> text\nreply", False, "> quoted text\nreply"),
        ("> quoted \nreply", False, "> quoted \nreply"),  # another depth is another paragraph
        (" From the start", False, "From the start"),  # a stuffed line
        ("text\n-- \nsignature", False, "text\n-- \nsignature"),  # the signature's line does not flow
    ],
)
def test_flowed_text(lines: str, delsp: bool, text: str) -> None:
    assert unflow(lines, delsp=delsp) == text


@pytest.mark.parametrize(
    ("text", "body", "signature"),
    [
        ("Body.\n-- \nDesk\nTel 1", "Body.", "Desk\nTel 1"),
        ("Body.\n--\nDesk", "Body.", "Desk"),
        ("Body.\n-- \n" + "line\n" * 40, None, None),  # too long to be one
        ("Body. -- not alone\n", "Body. -- not alone", None),
    ],
)
def test_signature(text: str, body: str | None, signature: str | None) -> None:
    found = story(mail(text=text))
    assert found.extra.get("signature") == signature
    assert body is None or found.body == body


@pytest.mark.parametrize(
    ("subject", "headline"),
    [
        ("Re: Ferry aground", "Ferry aground"),
        ("Fwd: RE[2]: AW: Ferry aground", "Ferry aground"),
        ("Report: ferry aground", "Report: ferry aground"),
    ],
)
def test_reply_prefixes_are_no_headline(subject: str, headline: str) -> None:
    found = story(mail().replace(b"Subject: Ferry aground", f"Subject: {subject}".encode()))
    assert found.headline == headline
    assert found.extra.get("Subject") == (subject if subject != headline else None)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Thu, 12 Mar 2026 08:40:00 +0000", 8),
        ("Thu, 12 Mar 2026 08:40:00 -0500", 13),
        ("12 Mar 2026 08:40 +0100 (CET)", 7),
        ("Thu, 12 Mar 2026 08:40:00 GMT", 8),
        ("2026-03-12T08:40:00Z", 8),
    ],
)
def test_date(text: str, hour: int) -> None:
    moment = read_date(text, DEFAULT_HINTS)
    assert moment is not None
    assert moment.time == dt.datetime(2026, 3, 12, hour, 40, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text", ["Thu, 31 Feb 2026 08:40:00 +0000", "Fri, 1 Jan 2999 00:00:00 +0000", "now", ""]
)
def test_no_date(text: str) -> None:
    assert read_date(text, DEFAULT_HINTS) is None


@pytest.mark.parametrize("weekday", ["", "Thu, ", "Thu ", "Foo, "])
@pytest.mark.parametrize("day", ["12 Mar 2026", "2 Mar 2026", "31 Feb 2026", "12 Mai 2026", "12 Mar 1799"])
@pytest.mark.parametrize("clock", ["09:30", "09:30:59", "09:30:60", "24:00:00", "25:00"])
def test_dates_in_gmt_are_read_as_every_other_form(weekday: str, day: str, clock: str) -> None:
    text = f"{weekday}{day} {clock} GMT"
    assert read_date(text, DEFAULT_HINTS) == parse_date(text)


@pytest.mark.parametrize(
    ("headers", "hints", "provider"),
    [
        ("Organization: The Agency\n", Hints(provider="hinted"), "The Agency"),
        ("", Hints(provider="hinted"), "hinted"),
        ("", DEFAULT_HINTS, "Northstar News"),
    ],
)
def test_provider(headers: str, hints: Hints, provider: str) -> None:
    assert story(mail(headers), hints).provider == provider


def test_headers_that_no_field_takes_are_kept_all_of_them() -> None:
    found = story(mail("X-Slug: a\nX-Slug: b\nX-Desk: world\n"))
    assert json.loads(found.extra["X-Slug"]) == ["a", "b"]
    assert found.extra["X-Desk"] == "world"
    assert not {"Subject", "Date", "Message-ID"} & set(found.extra)


def attached(*files: tuple[str, str, bytes], text: str = "Cover.") -> list[Parsed]:
    message = EmailMessage()
    message["From"], message["Date"] = (
        "Northstar News <wire@northstar.example>",
        "Thu, 12 Mar 2026 08:40:00 +0000",
    )
    message["Subject"], message["Message-ID"] = "Attached", "<9@northstar.example>"
    message.set_content(text)
    for name, kind, data in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return list(parse_eml(bytes(message)))


RSS = b"<rss><channel><title>NNA</title><item><guid>1</guid><title>Rate raised</title></item></channel></rss>"


def test_an_attached_wire_file_is_the_story_and_the_mail_its_cover() -> None:
    found, cover = attached(("a.xml", "application/octet-stream", RSS))
    assert isinstance(found, Story)
    assert (found.format, found.headline, found.provider) == ("rss", "Rate raised", "NNA")
    said = json.loads(found.extra["mail"])
    assert (said["uri"], said["filename"], said["cover"]) == ("mid:9@northstar.example", "a.xml", "Cover.")
    assert cover == Skipped("cover", "mid:9@northstar.example")


def test_a_broken_attachment_is_an_error_and_the_mail_still_a_story() -> None:
    error, found = attached(
        ("a.xml", "text/xml", b"<rss><channel><title>x</title><item></item></channel></rss>")
    )
    assert isinstance(error, ParseError)
    assert isinstance(found, Story)
    assert found.body == "Cover."


def test_other_files_are_links() -> None:
    (found,) = attached(("a.jpg", "image/jpeg", b"\xff\xd8"), ("b.zip", "application/zip", b"PK"))
    assert isinstance(found, Story)
    assert found.links == (
        Link(rel="attachment", type="image/jpeg", title="a.jpg"),
        Link(rel="attachment", type="application/zip", title="b.zip"),
    )


def test_mails_within_mails_end_somewhere() -> None:
    inner = mail()
    for _ in range(12):
        inner = mail("Content-Type: message/rfc822\n", inner.decode())
    items = list(parse_eml(inner))
    assert [item.reason for item in items if isinstance(item, ParseError)] == [Reason.LIMIT]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Reason.EMPTY),
        (b"no header at all\n\ntext", Reason.MALFORMED),
        (b"X-A: 1\nX-B: 2\n\ntext", Reason.MALFORMED),
        (mail("Content-Type: application/pkcs7-mime\n"), Reason.UNREADABLE),
        (mail('Content-Type: text/plain; x="' + ";" * 5000 + '"\n'), Reason.LIMIT),
        (mail(text="Content-Type: multipart/mixed; boundary=x\n" * 101), Reason.LIMIT),
        (mail("Content-Type: message/rfc822\n", "") * 2000, Reason.LIMIT),
    ],
    ids=["empty", "text", "no mail", "encrypted", "parameters", "multiparts", "nested"],
)
def test_refused(data: bytes, expected: Reason) -> None:
    assert reason(data) == expected


def split(data: bytes, limit: int = 2**20) -> list[bytes]:
    pieces = list(split_mbox(io.BytesIO(data), Hints(limits=Limits(message_bytes=limit))))
    assert all(data[offset : offset + len(piece)] == piece for offset, piece in pieces)
    return [piece for _, piece in pieces]


def test_a_mailbox_is_cut_at_separators_after_empty_lines_only() -> None:
    one = FROM.encode() + mail(text="text\nFrom the shore at 10:00 in 2026\n\nFrom here on\n\n")
    two = FROM.encode() + mail()
    assert split(one + two) == [one, two]
    assert split((one + two).replace(b"\n", b"\r\n")) == [m.replace(b"\n", b"\r\n") for m in (one, two)]


def test_each_piece_of_a_mailbox_splits_into_itself() -> None:
    data = (FROM.encode() + mail(text="text\n\n")) * 3
    assert all(split(piece) == [piece] for piece in split(data))


def test_a_message_over_the_limit_is_cut_and_the_next_one_is_whole() -> None:
    long, short = FROM.encode() + mail(text="line\n" * 200 + "\n"), FROM.encode() + mail()
    assert split(long + short, limit=500) == [long[:501], short]


def test_quoted_from_lines_lose_one_bracket() -> None:
    (found,) = parse_mbox(FROM.encode() + mail(text=">From here\n\n>>From there\n"))
    assert isinstance(found, Story)
    assert found.body == "From here\n\n>From there"


@pytest.mark.parametrize(
    ("head", "is_eml", "is_mbox"),
    [
        (mail(), True, False),
        (b"\r\n" + mail().replace(b"\n", b"\r\n"), True, False),
        (FROM.encode() + mail(), False, True),
        (b"From: a\nSubject: b\nand then text\n\n", False, False),
        (b"From: a\n\ntext", False, False),
        (b"From here at 10:00 in 2026\nno header\n", False, False),
        (b"Title: a\nDate: b\n\n", False, False),
        (b"", False, False),
    ],
)
def test_detection(head: bytes, is_eml: bool, is_mbox: bool) -> None:
    assert (sniff_eml(head), sniff_mbox(head)) == (is_eml, is_mbox)
