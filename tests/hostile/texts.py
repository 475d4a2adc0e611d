"""Plain text, CSV and mail: bytes that are no text, wrong character sets, lines without end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from tests.hostile._input import Hostile, story_line, tale

__all__ = ["TEXTS"]

_MEGABYTE: Final = 1 << 20


def _text(name: str, ends: tuple[str, ...], make: Callable[[str], bytes]) -> Hostile:
    def pieces(slug: str) -> Iterable[bytes]:
        yield make(slug)

    return Hostile(name, ends, pieces)


def _long(
    name: str, ends: tuple[str, ...], first: Callable[[str], bytes], again: bytes, megabytes: int
) -> Hostile:
    """A file that is never whole in memory, here or there."""

    def pieces(slug: str) -> Iterable[bytes]:
        yield first(slug)
        for _ in range(megabytes):
            yield again * (_MEGABYTE // len(again))

    return Hostile(name, ends, pieces)


def _mail(body: str, headers: str = "") -> Callable[[str], bytes]:
    return lambda name: (
        f"From: Desk <desk@wire.example>\r\nSubject: Harbour of {name} closed\r\nDate: Thu, 12 Mar 2026 09:00:00 "
        f"+0000\r\nMessage-ID: <{name}@wire.example>\r\nMIME-Version: 1.0\r\n{headers}\r\n{body}"
    ).encode()


def _nested_parts(depth: int) -> str:
    opened = "".join(
        f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n" for n in range(depth)
    )
    return opened + f"--b{depth}\r\nContent-Type: text/plain\r\n\r\nWords.\r\n"


_MULTIPART: Final = "Content-Type: multipart/mixed; boundary=b0\r\n"

TEXTS: Final = (
    _text("empty.txt", ("empty",), lambda _: b""),
    _text("blank.txt", ("empty",), lambda _: b" \r\n\t\n" * 1000),
    _text("one-nul.txt", ("unknown_format",), lambda _: b"\0"),
    _text("nuls.txt", ("unknown_format",), lambda _: b"\0" * _MEGABYTE),
    _text("nul-inside.txt", ("unknown_format",), lambda n: tale(n).replace("Lena", "Le\0na").encode()),
    _text(
        "controls.txt",
        ("unknown_format",),
        lambda n: tale(n).replace("Lena", "\x07\x1b[31mLena\x1b[0m\x08").encode(),
    ),
    _text(
        "bidi.txt", ("story",), lambda n: tale(n).replace("Lena", "\u202eaneL\u202c\u2066x\u2069").encode()
    ),
    _text(
        "noncharacters.txt", ("story",), lambda n: tale(n).replace("Lena", "\ufffe\uffff\U0010ffff").encode()
    ),
    _text(
        "zalgo.txt", ("story",), lambda n: tale(n).replace("Lena", "L" + "\u0301" * 20_000 + "ena").encode()
    ),
    _text(
        "random.txt",
        ("unknown_format",),
        lambda _: bytes((i * 7919 + (i >> 8) * 31) & 255 for i in range(20_000)),
    ),
    _text(
        "picture.jpg",
        ("unknown_format",),
        lambda _: bytes.fromhex("ffd8ffe000104a464946") + bytes(range(256)) * 40,
    ),
    _text("program.elf", ("unknown_format",), lambda _: b"\x7fELF\x02\x01\x01" + bytes(4000)),
    _text(
        "document.pdf", ("unknown_format",), lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
    ),
    _text("latin-1.txt", ("story",), lambda n: tale(n).replace("Mara", "Márá").encode("latin-1")),
    _text("utf-8-cut.txt", ("story",), lambda n: tale(n).encode() + "é".encode()[:1]),
    _text(
        "mixed-sets.txt",
        ("story",),
        lambda n: tale(n).encode() + "“é” ".encode() * 9 + "\xe9".encode("latin-1"),
    ),
    _text("utf-16-mark.txt", ("story",), lambda n: tale(n).encode("utf-16")),
    _text("utf-16-le.txt", ("story",), lambda n: tale(n).encode("utf-16-le")),
    _text("utf-16-be.txt", ("story",), lambda n: tale(n).encode("utf-16-be")),
    _text("utf-16-odd.txt", ("story",), lambda n: tale(n).encode("utf-16") + b"\x41"),
    _text("utf-16-half-pairs.txt", ("story",), lambda n: tale(n).encode("utf-16") + b"\x00\xd8" * 50),
    _text("utf-32.txt", ("story",), lambda n: tale(n).encode("utf-32")),
    _text("utf-7.txt", ("story",), lambda n: tale(n).replace("Lena", "+AGU-").encode()),
    _text("crlf-and-cr.txt", ("story",), lambda n: tale(n).replace("\n\n", "\r\n\r\r\n").encode()),
    _text(
        "blank-lines-200000.txt",
        ("story",),
        lambda n: tale(n).replace("\n\nLena", "\n" * 200_000 + "Lena").encode(),
    ),
    _text(
        "spaces-1-mb.txt",
        ("story",),
        lambda n: tale(n).replace("\n\nLena", " " * _MEGABYTE + "\n\nLena").encode(),
    ),
    _text("brackets-200000.txt", ("story",), lambda n: tale(n).encode() + b"(" * 200_000),
    _text("dashes-30000.txt", ("story",), lambda n: tale(n).encode() + b"- " * 30_000),
    _text("headline-of-100000.txt", ("story",), lambda n: b"H" * 100_000 + b"\n\n" + tale(n).encode()),
    _text(
        "dateline-of-commas.txt",
        ("story",),
        lambda n: tale(n).replace("PORT ELLERY", "A, " * 8_000).encode(),
    ),
    _text("quotes-200000.txt", ("story",), lambda n: tale(n).encode() + b'"' * 200_000),
    _text(
        "names-of-people.txt",
        ("story",),
        lambda n: (
            tale(n).encode()
            + b"".join(b"Anna Berg%d met Tomas Rehn%d in Karvos%d.\n\n" % (i, i, i) for i in range(400))
        ),
    ),
    _text(
        "formula.csv",
        ("story",),
        lambda n: f'headline,body\r\n"=HYPERLINK(""http://127.0.0.1:9"")","{n} +cmd"\r\n'.encode(),
    ),
    _text(
        "nul.csv",
        ("story",),
        lambda n: f"headline,body\r\nHarbour of {n}\0 closed,It was closed\0.\r\n".encode(),
    ),
    _text(
        "quote-open.csv",
        ("truncated",),
        lambda _: b'headline,body\r\n"Harbour closed,It was closed.\r\n' + b"x,y\r\n" * 5_000,
    ),
    _text(
        "columns-20000.csv",
        ("story",),
        lambda n: (
            b"headline,body" + b",c" * 20_000 + f"\r\n{n},{n} words".encode() + b",1" * 20_000 + b"\r\n"
        ),
    ),
    _text("row-too-long.csv", ("malformed",), lambda _: b"headline,body\r\na,b,c,d,e\r\n"),
    _text("parts-deep.eml", ("limit",), _mail(_nested_parts(1_500), _MULTIPART)),
    _text("parts-20.eml", ("story",), _mail(_nested_parts(20), _MULTIPART)),
    _text("part-of-itself.eml", ("story",), _mail("--b0\r\n" * 20_000, _MULTIPART)),
    _text("headers-20000.eml", ("story",), _mail("Words.", "".join(f"X-{n}: y\r\n" for n in range(20_000)))),
    _text("header-of-1-mb.eml", ("story",), _mail("Words of it.", f"X-Long: {'y ' * 500_000}\r\n")),
    _text(
        "encoded-words.eml", ("story",), _mail("Words.", "Keywords: " + "=?utf-8?b?4oKs?= " * 20_000 + "\r\n")
    ),
    _text(
        "charset-unknown.eml", ("story",), _mail("Words.", "Content-Type: text/plain; charset=klingon\r\n")
    ),
    _text(
        "charset-codec.eml", ("story",), _mail("Words.", "Content-Type: text/plain; charset=zlib_codec\r\n")
    ),
    _text(
        "base64-broken.eml",
        ("story",),
        _mail("V29yZHM=!!" * 50, "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"),
    ),
    _text(
        "mails-in-mails.eml",
        ("limit", "story"),
        _mail(
            "From: a@b.example\r\nSubject: in\r\nContent-Type: message/rfc822\r\n\r\n" * 300 + "x",
            "Content-Type: message/rfc822\r\n",
        ),
    ),
    _text(
        "attached-bomb.eml",
        ("story",),
        _mail(
            "--b0\r\nContent-Type: text/plain\r\n\r\nWords here.\r\n--b0\r\nContent-Type: application/zip\r\n"
            'Content-Disposition: attachment; filename="../../etc/passwd"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
            "UEsDBBQAAAAIAA==\r\n--b0--\r\n",
            _MULTIPART,
        ),
    ),
    _text(
        "remote-body.eml",
        ("story",),
        _mail("", ('Content-Type: message/external-body; access-type=URL; URL="http://127.0.0.1:9/x"\r\n')),
    ),
    _long("one-line-100-mb.txt", ("limit",), lambda _: b"Harbour closed\n\n", b"a", 100),
    _long("one-line-of-words-40-mb.txt", ("limit",), lambda _: b"Harbour closed\n\n", b"word ", 40),
    _long(
        "lines-40-mb.txt",
        ("limit",),
        lambda _: b"Harbour closed\n\n",
        b"A line of words that says little.\n",
        40,
    ),
    _long(
        "json-line-100-mb.jsonl",
        ("story", "limit"),
        lambda n: story_line(n).encode() + b'\n{"headline":"',
        b"b",
        100,
    ),
    _long("mark-40-mb.xml", ("limit",), lambda _: b"<?xml version='1.0'?><nitf><body><p>", b"c", 40),
    _long("one-field-40-mb.csv", ("limit",), lambda _: b"headline,body\r\nx,", b"d", 40),
    _long(
        "separator-40-mb.mbox",
        ("story", "limit"),
        lambda n: (
            b"From x@y.example Thu Mar 12 09:00:00 2026\n"
            + _mail("Words.")(n).replace(b"\r\n", b"\n")
            + b"\n\nFrom x@y.example Thu Mar 12 09:01:00 2026\nSubject: s\n\n"
        ),
        b"e",
        40,
    ),
)
