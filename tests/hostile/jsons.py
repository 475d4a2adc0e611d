"""JSON that parsers stumble over: depth, numbers, names that stand twice, half characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from tests.hostile._input import MANY, Hostile, story_line

__all__ = ["JSONS"]


def _json(name: str, ends: tuple[str, ...], make: Callable[[str], str | bytes]) -> Hostile:
    def pieces(slug: str) -> Iterable[bytes]:
        made = make(slug)
        yield made if isinstance(made, bytes) else made.encode()

    return Hostile(f"{name}.json", ends, pieces)


def _with(member: str) -> Callable[[str], str]:
    """A story with one more member."""
    return lambda name: story_line(name)[:-1] + f",{member}}}"


_ROWS: Final = "".join(
    f'{{"uri":"urn:x:rows-{n}","headline":"Row {n} of many","body":"Row number {n}."}}\n' for n in range(50)
)

JSONS: Final = (
    _json("deep-arrays", ("limit",), _with('"x":' + "[" * MANY + "]" * MANY)),
    _json("deep-objects", ("limit",), _with('"x":' + '{"a":' * 5_000 + "1" + "}" * 5_000)),
    _json("deep-unclosed", ("limit",), lambda n: '{"uri":"x","headline":' + "[" * MANY),
    _json("deep-60", ("story",), _with('"x":' + "[" * 60 + "]" * 60)),
    _json("nan", ("bad_value",), _with('"x":NaN')),
    _json("infinity", ("bad_value",), _with('"x":-Infinity')),
    _json("exponent-huge", ("bad_value",), _with('"x":1e999999')),
    _json("integer-of-5000-digits", ("story",), _with('"x":' + "9" * 5_000)),
    _json("integer-of-1-mb", ("story",), _with('"x":' + "9" * 1_000_000)),
    _json("fraction-of-1-mb", ("story",), _with('"x":0.' + "9" * 1_000_000)),
    _json("number-past-64-bits", ("story",), _with('"urgency":18446744073709551616')),
    _json("version-huge", ("story",), _with('"version":' + "1" * 400)),
    _json("name-twice", ("story",), _with('"headline":"Another headline"')),
    _json("name-10000-times", ("story",), _with(",".join(f'"x":{n}' for n in range(10_000)))),
    _json("names-that-collide", ("story",), _with('"x#1":1,"x":2,"x":3,"x#2":4,"x":5')),
    _json("names-50000", ("story",), _with(",".join(f'"n{n}":{n}' for n in range(50_000)))),
    _json("half-surrogate", ("encoding",), _with('"byline":"\\ud83d"')),
    _json("half-surrogate-low", ("encoding",), _with('"byline":"\\udc00\\ud83d"')),
    _json("half-surrogate-in-name", ("encoding",), _with('"\\ud800":1')),
    _json("surrogate-pair", ("story",), _with('"byline":"\\ud83d\\ude00"')),
    _json("nul-escaped", ("story",), _with('"byline":"a\\u0000b"')),
    _json("nul-raw", ("malformed",), lambda n: story_line(n).replace("closed", "clo\0sed")),
    _json("control-raw", ("malformed",), lambda n: story_line(n).replace("closed", "clo\x01sed")),
    _json("escape-unknown", ("malformed",), _with('"x":"\\q"')),
    _json("latin-1", ("encoding",), lambda n: story_line(n).replace("closed", "clôsed").encode("latin-1")),
    _json("utf-16", ("story",), lambda n: story_line(n).encode("utf-16")),
    _json("utf-16-no-mark", ("story",), lambda n: story_line(n).encode("utf-16-be")),
    _json("utf-32", ("story",), lambda n: story_line(n).encode("utf-32")),
    _json("utf-16-cut", ("truncated",), lambda n: story_line(n).encode("utf-16-le")[:-3]),
    _json("mark-twice", ("unknown_format",), lambda n: b"\xef\xbb\xbf" * 2 + story_line(n).encode()),
    _json("cut", ("truncated",), lambda n: story_line(n)[:-12]),
    _json("comma-left", ("malformed",), lambda n: story_line(n)[:-1] + ",}"),
    _json("proto", ("story",), _with('"__proto__":{"x":1},"constructor":{"prototype":{}},"__class__":"os"')),
    _json("string-of-20-mb", ("story",), _with('"x":"' + "y" * 20_000_000 + '"')),
    _json(
        "headline-is-a-list-of-lists",
        ("story",),
        lambda n: f'{{"headline":[[["{n}"]]],"body":"Words of {n}."}}',
    ),
    _json(
        "fields-of-wrong-type", ("story",), _with('"subjects":7,"places":{"a":[]},"links":true,"language":{}')
    ),
    _json(
        "lines-with-a-bad-one",
        ("story",) * 50 + ("malformed",),
        lambda _: (
            _ROWS[:400].rpartition("\n")[0]
            + '\n{"uri":"urn:x:bad","headline":}\n'
            + _ROWS[_ROWS[:400].rindex("\n") + 1 :]
        ),
    ),
)
