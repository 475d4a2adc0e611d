"""Copy as the bytes that the agencies' systems send: ninjs 2.x and 3.x, NewsML-G2, IPTC 7901, ANPA 1312.

A writer makes one item; `spread` puts items into files. Nothing of newswire is used here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any, Final
from xml.sax.saxutils import escape

from tests.wire_days.copy import FOREVER, Copy

__all__ = ["G2_NAMESPACE", "service_of", "write"]

G2_NAMESPACE: Final = "http://iptc.org/std/nar/2006-10-01/"
_LINE: Final = 69  # characters of a line of IPTC 7901
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH_NAMES: Final = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split()


def write(copy: Copy) -> bytes:
    """The bytes of one item, in the dialect of its provider."""
    return _WRITERS[copy.provider.dialect](copy)


def service_of(copy: Copy) -> str:
    """Service of an old wire's message: the agency's sign, or ANPA's letter (a general, s sports)."""
    return copy.provider.code.lower() if copy.provider.format == "iptc7901" else "as"[copy.number % 2]


def _iso(time: dt.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _dated(copy: Copy, credit: str, dash: str) -> list[str]:
    """The paragraphs, the first behind its dateline."""
    first, *rest = copy.paragraphs or ("",)
    if not copy.place or not first:
        return list(copy.paragraphs)
    day = copy.dated or copy.created
    date = f"{_MONTH_NAMES[day.month - 1]} {day.day}"
    note = ""
    if first.startswith("(") and rest:  # a first-line note stands before the dateline
        note, first, *rest = first, *rest
    return [*filter(None, [note]), f"{copy.place.upper()}, {date} ({credit}) {dash} {first}", *rest]


# ninjs


def _ninjs(copy: Copy, names: dict[str, str], standard: str) -> bytes:
    values: dict[str, Any] = {
        "standard": {"name": "ninjs", "version": standard},
        "uri": copy.uri,
        "type": "text",
        "version": None if copy.version is None else str(copy.version),
        "versioncreated": _iso(copy.created),
        "pubstatus": copy.status or None,
        "embargoed": _ninjs_embargo(copy.embargo),
        "language": "en",
        "copyrightholder": copy.provider.name,
        "slugline": copy.slug or None,
        "ednote": copy.note or None,
        "headlines": [{"role": "main", "value": copy.headline}] if copy.headline else None,
        "bodies": _ninjs_bodies(copy, names),
    }
    item = {names.get(name, name): value for name, value in values.items() if value}
    return json.dumps(item, ensure_ascii=False).encode()


def _ninjs_bodies(copy: Copy, names: dict[str, str]) -> list[dict[str, str]]:
    text = "\n\n".join(_dated(copy, copy.provider.name, "-"))
    kind = names.get("contenttype", "contenttype")
    return [{"role": "main", kind: "text/plain", "value": text}] if text else []


def _ninjs_embargo(end: dt.datetime | None) -> str | None:
    if end is None:
        return None
    return "until further notice" if end == FOREVER else _iso(end)


_NINJS_3: Final = {
    "versioncreated": "versionCreated",
    "pubstatus": "pubStatus",
    "embargoed": "embargoedUntil",
    "copyrightholder": "copyrightHolder",
    "ednote": "edNote",
    "contenttype": "contentType",
}


# NewsML-G2


def _newsml_g2(copy: Copy) -> bytes:
    embargo = "" if copy.embargo in (None, FOREVER) else _iso(copy.embargo or FOREVER)
    note = f"<edNote>{escape(copy.note)}</edNote>" if copy.note else ""
    signal = f'<signal qcode="sig:{copy.signal}"/>' if copy.signal else ""
    slug = f"<slugline>{escape(copy.slug)}</slugline>" if copy.slug else ""
    headline = f"<headline>{escape(copy.headline)}</headline>" if copy.headline else ""
    body = "".join(f"<p>{escape(text)}</p>" for text in _dated(copy, copy.provider.name, "-"))
    html = (
        f'<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<body>{body}</body></html></inlineXML></contentSet>"
    )
    return (
        f'<newsItem xmlns="{G2_NAMESPACE}" guid="{escape(copy.uri)}" version="{copy.version}"'
        f' standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="en">'
        f'<itemMeta><itemClass qcode="ninat:text"/><provider literal="{copy.provider.code}">'
        f"<name>{copy.provider.name}</name></provider><versionCreated>{_iso(copy.created)}</versionCreated>"
        f"{'' if copy.embargo is None else f'<embargoed>{embargo}</embargoed>'}"
        f'<pubStatus qcode="stat:{copy.status or "usable"}"/>{note}{signal}</itemMeta>'
        f'<contentMeta><language tag="en"/>{slug}{headline}</contentMeta>{html if body else ""}</newsItem>'
    ).encode()


# IPTC 7901 and ANPA 1312


def _iptc7901(copy: Copy) -> bytes:
    time = copy.created
    head = [*copy.markers, *([_embargo_line(copy.embargo)] if copy.embargo else []), copy.headline]
    head = [line for line in head if line]
    body = "\r\n".join(_wrapped(text) for text in _dated(copy, copy.provider.code, "-"))
    lines = "\r\n".join(head) + " =\r\n" if head else ""
    priority = 1 if copy.headline.startswith("**") else 4
    words = sum(len(text.split()) for text in copy.paragraphs)
    return (
        f"\x01{service_of(copy)}{copy.number:04} {priority} pl {words:04}\r\n{copy.slug}/\r\n"
        f"\x02{lines}{body}\r\n"
        f"\x03{time:%d%H%M} GMT {_MONTHS[time.month - 1]} {time:%y}\r\n\x04\r\n"
    ).encode("latin-1")


def _embargo_line(end: dt.datetime) -> str:
    return (
        "EMBARGO: not for publication until further notice" if end == FOREVER else f"EMBARGO: {_spoken(end)}"
    )


def _spoken(time: dt.datetime) -> str:
    return f"until {time:%H%M} GMT, {time.day} {time:%B} {time.year}"


def _wrapped(text: str) -> str:
    """A paragraph as lines, the first indented."""
    lines, line = [], "  "
    for word in text.split(" "):
        if len(line) + len(word) >= _LINE:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}"
    return "\r\n".join([*lines, line])


def _anpa(copy: Copy) -> bytes:
    time = copy.created
    words = sum(len(text.split()) for text in copy.paragraphs)
    slug = f"BC-{copy.slug}{', ' if copy.version_field else ''}{copy.version_field}"
    lines = [*([_embargo_line(copy.embargo)] if copy.embargo else []), *copy.markers, copy.headline]
    head = "".join(f"^{line}<\r\n" for line in lines if line)
    paragraphs = (_quoted(text) for text in _dated(copy, copy.provider.code, "_"))
    body = "\r\n".join(_wrapped(text) for text in paragraphs)
    stamp = f"{copy.provider.code}-KV-{time:%m-%d-%y} {time:%H%M}GMT"
    return (
        f"\x16\x16\x01{service_of(copy)}{copy.number:04}\r\nr i {slug} {time:%m-%d} {words:04}\r\n"
        f"\x02{head}{body}\r\n\x03{stamp}\r\n\x04\r\n"
    ).encode("latin-1")


def _quoted(text: str) -> str:
    """``Quotes'' as AP types them."""
    parts = text.split('"')
    return "".join(part + ("``", "''")[i % 2] for i, part in enumerate(parts[:-1])) + parts[-1]


_WRITERS: Final[dict[str, Callable[[Copy], bytes]]] = {
    "ninjs-3": lambda copy: _ninjs(copy, _NINJS_3, "3.0"),
    "ninjs-2": lambda copy: _ninjs(copy, {}, "2.1"),
    "ninjs-unversioned": lambda copy: _ninjs(copy, {}, "2.0"),
    "newsml-g2": _newsml_g2,
    "iptc7901": _iptc7901,
    "anpa": _anpa,
}
