"""JSON from outside (RFC 8259): every fault is a `ParseError`, and nothing is lost in silence.

The standard library's reader is used, not msgspec or orjson, though both are quicker: it alone shows the
pairs of an object, so that a name that stands twice loses nothing, and the digits of a number (orjson makes
floats of long integers). It takes 10 to 30 microseconds for a story of 3 KB.

What is refused: NaN, Infinity and numbers too large for a double (BAD_VALUE), half of a surrogate pair and
bytes that are not UTF-8 (ENCODING), nesting deeper than `MAX_DEPTH` (LIMIT). What is kept: an integer beyond
64 bits, as the text of its digits; a name that stands twice in one object (an example of the IPTC's own has
one three times): the last has the name, as with other readers, and the ones before it that differ have
`name#1`, `name#2`, ... UTF-16 and UTF-32 are read, with or without a byte order mark.
"""

from __future__ import annotations

import json
import math
import re
from typing import NamedTuple, NoReturn

from transforms.formats._contract import ParseError, Reason
from transforms.formats._json_lines import split_json

__all__ = ["MAX_DEPTH", "Document", "loads", "read_json", "split_json", "to_text"]

MAX_DEPTH = 64

_INT64 = range(-(2**63), 2**63)
_BLANKS = " \t\r\n"
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
# How a document that was cut in a literal or a number ends, from where the reader stopped.
_CUT_NUMBER = re.compile(r"-|\.|\.?[0-9]*[eE][+-]?")
_CUT_ESCAPE = re.compile(r"\\?u?[0-9a-fA-F]{0,4}")
_LITERALS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
# Reasons that the codecs give for data that end inside a character.
_CUT_CHARACTER = ("unexpected end of data", "truncated data")


class Document(NamedTuple):
    """The value of a JSON document, and the character set that it was decoded from."""

    value: object
    encoding: str


def loads(data: bytes, encoding: str | None = None) -> object:
    """A JSON document to Python values: `read_json` without the character set."""
    return read_json(data, encoding).value


def read_json(data: bytes, encoding: str | None = None) -> Document:
    """A JSON document to Python values, and its character set.

    Args:
      data: the document, in UTF-8, UTF-16 or UTF-32.
      encoding: what the user of the run says that input without a declaration is in; asked only where the
        bytes are not UTF-8.

    Raises:
      ParseError: EMPTY, TRUNCATED, MALFORMED, ENCODING, BAD_VALUE or LIMIT; see the module's text.
    """
    text, used = _decode(data, encoding)
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _fault(error, text) from None
    except RecursionError:
        raise _too_deep() from None
    _check_depth(value)
    if "\\u" in text and _SURROGATE.search(text):
        _check_surrogates(value)
    return Document(value, used)


def to_text(value: object) -> str:
    """A JSON value as the text of a field of `extra`: a string as it is, anything else as JSON."""
    if isinstance(value, str):
        return value
    return _ENCODER.encode(value)


def _decode(data: bytes, encoding: str | None) -> tuple[str, str]:
    """Text and character set (RFC 8259 section 8.1; the zero bytes of RFC 4627 section 3 tell UTF-16, 32)."""
    used: str = json.detect_encoding(data)
    try:
        text = data.decode(used)
    except UnicodeDecodeError as error:
        if error.reason in _CUT_CHARACTER:
            raise ParseError(Reason.TRUNCATED, f"ends inside a character, at byte {error.start}") from None
        if encoding is None:
            raise ParseError(Reason.ENCODING, f"JSON that is not UTF-8: {error}") from None
        text, used = _decode_as(data, encoding), encoding
    if not text.strip(_BLANKS):
        raise ParseError(Reason.EMPTY, "no JSON document")
    return text, used.removesuffix("-sig")


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ParseError(Reason.ENCODING, f"JSON that is neither UTF-8 nor {encoding}: {error}") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        _keep_repeated(pairs, result)
    return result


def _keep_repeated(pairs: list[tuple[str, object]], result: dict[str, object]) -> None:
    """Puts the earlier values of a name that stands twice beside its last one, as `name#1`, `name#2`, ..."""
    counts: dict[str, int] = {}
    last = dict(result)
    for name, value in pairs:
        if value == last[name]:
            continue
        counts[name] = counts.get(name, 0) + 1
        while (beside := f"{name}#{counts[name]}") in result:
            counts[name] += 1
        result[beside] = value


def _integer(digits: str) -> int | str:
    if len(digits) < 19:  # fits: 2**63 has 19 digits
        return int(digits)
    # Longer than 20 characters cannot fit; int() of 5,000 digits would raise, and is slow before that.
    return value if len(digits) <= 20 and (value := int(digits)) in _INT64 else digits


def _float(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ParseError(Reason.BAD_VALUE, f"number too large: {digits[:40]}")
    return value


def _constant(name: str) -> NoReturn:
    raise ParseError(Reason.BAD_VALUE, f"{name} is no JSON number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant
)


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def _check_depth(value: object) -> None:
    level = [value] if isinstance(value, (dict, list)) else []
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise _too_deep()
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, (dict, list))
        ]


def _too_deep() -> ParseError:
    return ParseError(Reason.LIMIT, f"JSON nested deeper than {MAX_DEPTH}")


def _check_surrogates(value: object) -> None:
    """Only an escape can bring half of a pair in, and only what cannot be encoded is one."""
    try:
        to_text(value).encode()
    except UnicodeEncodeError as error:
        half = ord(str(error.object)[error.start])
        raise ParseError(Reason.ENCODING, f"half of a surrogate pair: \\u{half:04x}") from None


def _fault(error: json.JSONDecodeError, text: str) -> ParseError:
    rest = text[error.pos :].rstrip(_BLANKS)
    reason = Reason.TRUNCATED if _is_cut(error.msg, rest) else Reason.MALFORMED
    return ParseError(reason, f"JSON: {error.msg} (line {error.lineno}, column {error.colno})")


def _is_cut(message: str, rest: str) -> bool:
    """Whether the document ends where more of it should stand."""
    if message.startswith("Unterminated string") or not rest:
        return True
    if message.startswith("Invalid \\u"):
        return _CUT_ESCAPE.fullmatch(rest) is not None
    return _CUT_NUMBER.fullmatch(rest) is not None or any(word.startswith(rest) for word in _LITERALS)
