"""The old wires and the SGML of Reuters-21578: marks without end, without beginning, and without number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from tests.hostile._input import MANY, Hostile

__all__ = ["WIRES"]


def _wire(name: str, ends: tuple[str, ...], make: Callable[[str], bytes]) -> Hostile:
    def pieces(slug: str) -> Iterable[bytes]:
        yield make(slug)

    return Hostile(name, ends, pieces)


def _7901(name: str, body: str = "") -> bytes:
    return (
        f"\x01NNA0117 4 DIS 89 NNA 0117\r\nHarbour-{name}/\r\n\x02\r\nHarbour of {name} closed\r\n\r\n"
        f"   PORT ELLERY, March 12 (NNA) - The harbour of {name} was closed.\r\n{body}\x03120900 GMT mar 26\x04"
    ).encode()


def _reuters(name: str, text: str = "") -> bytes:
    return (
        '<!DOCTYPE lewis SYSTEM "http://127.0.0.1:9/lewis.dtd">\n<REUTERS TOPICS="NO" LEWISSPLIT="TRAIN" '
        f'CGISPLIT="TRAINING-SET" OLDID="1" NEWID="1">\n<DATE>26-FEB-1987 15:01:01.79</DATE>\n<TEXT>&#2;\n'
        f"<TITLE>HARBOUR OF {name} CLOSED</TITLE><DATELINE>    PORT ELLERY, Feb 26 - </DATELINE>"
        f"<BODY>The harbour of {name} was closed.{text}\nReuter\n&#3;</BODY></TEXT>\n</REUTERS>\n"
    ).encode()


WIRES: Final = (
    _wire("7901-marks-100000.wire", ("story",), lambda n: _7901(n) + b"\x01\x02\x03\x04" * MANY),
    _wire("7901-no-end.wire", ("story",), lambda n: _7901(n)[:-30]),
    _wire("7901-starts-100000.wire", ("unknown_format",), lambda n: b"\x01" * MANY + _7901(n)),
    _wire("7901-slug-of-100000.wire", ("story",), lambda n: _7901(n + "-x" * 50_000)),
    _wire(
        "7901-date-99.wire",
        ("story",),
        lambda n: _7901(n).replace(b"120900 GMT mar 26", b"999999 ZZZ xyz 99"),
    ),
    _wire("7901-bells.wire", ("story",), lambda n: _7901(n, "\x07" * 50_000 + "\x7f" * 50_000)),
    _wire("7901-ap-carets.wire", ("story",), lambda n: _7901(n, "^" * 50_000 + "<" * 50_000)),
    _wire("anpa-marks.wire", ("unknown_format",), lambda _: b"\x16\x16\x01" * 30_000),
    _wire("reuters-references.sgm", ("story",), lambda n: _reuters(n, "&#31;&#0;&#99999999;&lt;" * 1_000)),
    _wire("reuters-open.sgm", ("truncated",), lambda n: _reuters(n)[:-40]),
    _wire("reuters-tags-100000.sgm", ("story",), lambda n: _reuters(n, "<D>" * MANY)),
    _wire("reuters-of-reuters.sgm", ("truncated", "malformed"), lambda n: _reuters(n, "<REUTERS" * 20_000)),
    _wire("parquet-cut.parquet", ("truncated",), lambda _: b"PAR1" + bytes(200)),
    _wire(
        "parquet-footer-lie.parquet", ("malformed",), lambda _: b"PAR1" + bytes(100) + b"\xff\xff\xff\x7fPAR1"
    ),
    _wire(
        "parquet-footer-garbage.parquet",
        ("malformed",),
        lambda _: b"PAR1" + b"\x15\x04" * 50 + b"\x64\0\0\0PAR1",
    ),
)
