"""One invented story in every format, numbered, for timing parsers: messages of 3,000 bytes a story.

The text is cut so that the whole message, envelope and markup included, has that many bytes for each of its
stories. A table in Parquet, which is packed, has the text of one in CSV.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from email.message import EmailMessage
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

__all__ = ["MANY", "STORY_BYTES", "WIRES"]

STORY_BYTES: Final = 3000
MANY: Final = {"rss": 10, "atom": 10, "csv": 10, "parquet": 10}
"""Formats with several stories a message -> how many."""

SENTENCE: Final = (
    "The ferry Saint Brannoc ran aground off Port Ellery before dawn on Thursday, and Captain Lena Okafor of "
    "the Coast Guard said that all 212 people on board had been taken off by noon. "
)
PARAGRAPHS: Final = [f"{SENTENCE}Paragraph {i} adds a figure, {i * 137}." for i in range(13)]
"""13 paragraphs of some 220 characters: 2.8 KB."""

HEADLINE: Final = "UPDATE 1-Ferry runs aground off Port Ellery, 212 rescued"
DATELINE: Final = "PORT ELLERY, March 12 (NNA) - "
TRAILER: Final = "(Reporting by Mara Quill; Editing by Joan Sato)"
XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


_Wire = Callable[[int, str], bytes]
"""A format: message number n with a text, whose paragraphs are apart by blank lines."""


def _text(number: int, length: int) -> str:
    """A story's text, cut to about that many characters."""
    story = "\n\n".join([f"{DATELINE}{PARAGRAPHS[0]} Number {number}.", *PARAGRAPHS[1:]])
    return f"{story[: length - len(TRAILER)].rstrip()}\n\n{TRAILER}"


def _length(wire: _Wire, stories: int) -> int:
    """Of the text with which a message has `STORY_BYTES` a story."""
    length = STORY_BYTES
    for _ in range(4):
        length -= (len(wire(1000, _text(1000, length))) - STORY_BYTES * stories) // stories
    return length


def _of(wire: _Wire, length: int) -> Callable[[int], bytes]:
    return lambda number: wire(number, _text(number, length))


def _markup(text: str) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n"))


def _lines(text: str, indent: str = "    ") -> list[str]:
    """As teleprinters wrap it: the first line of a paragraph is indented."""
    return [line for paragraph in text.split("\n\n") for line in wrap(paragraph, 64, initial_indent=indent)]


def newsml_g2(number: int, text: str) -> bytes:
    """A newsItem with the metadata that an agency sends."""
    return (
        f"""{XML}<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:nna:{number}" version="2"
 standard="NewsML-G2" standardversion="2.29" conformance="power" xml:lang="en">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>
<rightsInfo><copyrightHolder literal="NNA"/><copyrightNotice>(c) 2026 NNA</copyrightNotice></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider literal="NNA"/>
<versionCreated>2026-03-12T09:30:00Z</versionCreated><firstCreated>2026-03-12T08:00:00Z</firstCreated>
<pubStatus qcode="stat:usable"/><signal qcode="sig:update"/></itemMeta>
<contentMeta><urgency>3</urgency><language tag="en"/><slugline>FERRY-AGROUND</slugline>
<headline>{HEADLINE}</headline><by>By Mara Quill</by><dateline>PORT ELLERY, March 12</dateline>
<subject qcode="medtop:20000145"><name>maritime accident</name></subject>
<subject qcode="medtop:03000000"/><keyword>ferry</keyword><creditline>NNA</creditline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>Ferry</title></head><body>{_markup(text)}</body></html></inlineXML></contentSet></newsItem>"""
    ).encode()


def newsml_1(number: int, text: str) -> bytes:
    """A NewsML 1.2 document with an NITF body."""
    return (
        f"""{XML}<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20260312T093000Z</DateAndTime></NewsEnvelope>
<NewsItem><Identification><NewsIdentifier><ProviderId>nna.example</ProviderId><DateId>20260312</DateId>
<NewsItemId>ferry{number}</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
<PublicIdentifier>urn:newsml:nna.example:20260312:ferry{number}:2N</PublicIdentifier></NewsIdentifier>
</Identification><NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20260312T080000Z</FirstCreated>
<ThisRevisionCreated>20260312T093000Z</ThisRevisionCreated><Status FormalName="Usable"/>
<Urgency FormalName="3"/></NewsManagement><NewsComponent><Role FormalName="Main"/>
<NewsLines><HeadLine>{HEADLINE}</HeadLine><ByLine>By Mara Quill</ByLine></NewsLines>
<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<ContentItem><MediaType FormalName="Text"/><DataContent><nitf><body><body.content>{_markup(text)}
</body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
    ).encode()


def nitf(number: int, text: str) -> bytes:
    """An NITF document with docdata."""
    return (
        f"""{XML}<nitf><head><title>{HEADLINE}</title><docdata><doc-id regsrc="NNA" id-string="nna-{number}"/>
<urgency ed-urg="3"/><date.issue norm="20260312T093000Z"/><doc.copyright holder="NNA" year="2026"/>
<key-list><keyword key="ferry"/></key-list></docdata></head><body><body.head><hedline><hl1>{HEADLINE}</hl1>
</hedline><byline>By <person>Mara Quill</person></byline><dateline><location>PORT ELLERY</location>
<story.date norm="20260312">March 12</story.date></dateline></body.head>
<body.content>{_markup(text)}</body.content></body></nitf>"""
    ).encode()


def ninjs(number: int, text: str) -> bytes:
    """A ninjs 2.x object."""
    story = {
        "uri": f"urn:nna:{number}",
        "type": "text",
        "version": "2",
        "versioncreated": "2026-03-12T09:30:00Z",
        "pubstatus": "usable",
        "urgency": 3,
        "language": "en",
        "by": "Mara Quill",
        "headlines": [{"role": "main", "value": HEADLINE}],
        "subjects": [
            {"uri": "http://cv.iptc.org/newscodes/mediatopic/20000145", "name": "maritime accident"}
        ],
        "bodies": [{"role": "main", "contenttype": "text/plain", "value": text}],
    }
    return json.dumps(story).encode()


def iptc7901(number: int, text: str) -> bytes:
    """An IPTC 7901 message with its control characters."""
    body = "\r\n".join([f"{HEADLINE} =", "By Mara Quill =", *_lines(text)])
    return (
        f"\x01nna{number % 10000:04d} 3 dis 480 ferry\r\nferry-aground/\r\n\x02{body}\r\n\x03120930 GMT Mar 26\r\n\x04"
    ).encode("latin-1")


def anpa(number: int, text: str) -> bytes:
    """An ANPA 1312 message."""
    body = "".join(f"{line}\r\n" for line in _lines(text, "   "))
    return (
        f"\x16\x16\x01a{number % 10000:04d}\x1f\r\nu i \x13bc-ferryaground 1stld-writethru\x14 03-12 0480\r\n"
        f"\x02^{HEADLINE}<\r\n^By MARA QUILL<\r\n{body}\x03\r\nNNA-03-12-26 0930GMT\r\n\x04"
    ).encode("latin-1")


def rss(number: int, text: str) -> bytes:
    """A feed of ten entries with their full text."""
    items = "".join(
        f"<item><title>{HEADLINE}</title><guid>urn:nna:{number}-{i}</guid>"
        f"<pubDate>Thu, 12 Mar 2026 09:30:00 GMT</pubDate><category>Disaster</category>"
        f"<description>Ferry.</description><content:encoded><![CDATA[{_markup(text)}]]></content:encoded></item>"
        for i in range(10)
    )
    return (
        f'{XML}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Northstar News</title><language>en</language>{items}</channel></rss>"
    ).encode()


def atom(number: int, text: str) -> bytes:
    """A feed of ten entries with their full text."""
    entries = "".join(
        f"<entry><id>urn:nna:{number}-{i}</id><title>{HEADLINE}</title><updated>2026-03-12T09:30:00Z</updated>"
        f'<author><name>Mara Quill</name></author><content type="html">{escape(_markup(text))}</content></entry>'
        for i in range(10)
    )
    return (
        f'{XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Northstar News</title>'
        f"<id>urn:nna</id><updated>2026-03-12T09:30:00Z</updated>{entries}</feed>"
    ).encode()


def eml(number: int, text: str) -> bytes:
    """A story in a mail."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Northstar News <wire@nna.example>", "desk@client.example"
    mail["Date"], mail["Subject"] = "Thu, 12 Mar 2026 09:30:00 +0000", HEADLINE
    mail["Message-ID"] = f"<{number}@nna.example>"
    mail.set_content(text)
    return bytes(mail)


def mbox(number: int, text: str) -> bytes:
    """The same in a mailbox."""
    return b"From wire@nna.example Thu Mar 12 09:30:00 2026\n" + eml(number, text) + b"\n"


def jsonl(number: int, text: str) -> bytes:
    """A row of a data set."""
    row = {"id": str(number), "title": HEADLINE, "text": text, "date": "2026-03-12T09:30:00Z"}
    return json.dumps(row | {"source": "Northstar News", "language": "en"}).encode() + b"\n"


def csv(number: int, text: str) -> bytes:
    """A table of ten rows."""
    text = text.replace('"', '""')
    rows = "".join(f'{number}-{i},"{HEADLINE}","{text}",2026-03-12T09:30:00Z,en\n' for i in range(10))
    return f"id,title,text,date,language\n{rows}".encode()


def parquet(number: int, text: str) -> bytes:
    """A table of ten rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "id": [f"{number}-{i}" for i in range(10)],
            "title": [HEADLINE] * 10,
            "text": [text] * 10,
            "date": ["2026-03-12T09:30:00Z"] * 10,
            "language": ["en"] * 10,
        }
    )
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def reuters_21578(number: int, text: str) -> bytes:
    """A document of the collection's form."""
    body = "\n".join(_lines(text))
    return (
        f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="1" NEWID="{number}">\n'
        "<DATE>12-MAR-1987 09:30:00.00</DATE>\n<TOPICS><D>ship</D></TOPICS>\n<PLACES><D>uk</D></PLACES>\n"
        "<PEOPLE></PEOPLE>\n<ORGS></ORGS>\n<EXCHANGES></EXCHANGES>\n<COMPANIES></COMPANIES>\n"
        "<UNKNOWN> \n&#5;&#5;&#5;RM\n&#22;&#22;&#1;f0704&#31;reute\nu f BC-FERRY-AGROUND   03-12 0480</UNKNOWN>\n"
        f"<TEXT>&#2;\n<TITLE>{HEADLINE}</TITLE>\n<DATELINE>    PORT ELLERY, March 12 - </DATELINE>"
        f"<BODY>{body}\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n"
    ).encode("latin-1")


def plain_text(number: int, text: str) -> bytes:
    """A text file of one story."""
    return (
        f"{HEADLINE}\n\nNorthstar News\nPosted: March 12, 2026 9:30 AM\n\nBy Mara Quill\n\n{text}\n"
    ).encode()


_WIRES: Final[dict[str, _Wire]] = {
    "newsml-g2": newsml_g2,
    "newsml-1": newsml_1,
    "nitf": nitf,
    "ninjs": ninjs,
    "iptc7901": iptc7901,
    "anpa": anpa,
    "rss": rss,
    "atom": atom,
    "eml": eml,
    "mbox": mbox,
    "jsonl": jsonl,
    "csv": csv,
    "parquet": parquet,
    "reuters-21578": reuters_21578,
    "plain-text": plain_text,
}
WIRES: Final[dict[str, Callable[[int], bytes]]] = {
    name: _of(wire, _length(csv if wire is parquet else wire, MANY.get(name, 1)))
    for name, wire in _WIRES.items()
}
"""Format -> bytes of message number n."""
