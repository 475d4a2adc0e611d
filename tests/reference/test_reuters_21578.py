"""The Reuters-21578 parser against a reference that was written apart from it, over all fifteen files."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from schemas.records import Story
from tests.reference.reuters_21578 import Dateline, Document, Header, documents, read_dateline, read_header
from transforms.formats import reuters_sgml
from transforms.formats._contract import DEFAULT_HINTS

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "reuters21578"
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="needs ../shared/corpora/reuters21578")

HEADERS_EQUAL = 0.984
DATELINES_EQUAL = 0.972


# --- the reference itself --------------------------------------------------------------------------

HEAD = " \n\x05\x05\x05C T\n\x16\x16\x01f0704\x1freute\nu f BC-COCOA-<CO>-REVIEW   02-26 0105"


@pytest.mark.parametrize(
    ("elements", "header"),
    [
        ([HEAD], Header(("C", "T"), "f0704", "u", "BC-COCOA-<CO>-REVIEW", "02-26", "0105")),
        (
            [
                "27-MAR-1987 00:02:59.13\x05\x05\x05M C",
                "\x16\x16\x01f0004\x1freute",
                " \nr f AM-GULF 1STLD  03-27 0095",
            ],
            Header(("M", "C"), "f0004", "r", "AM-GULF 1STLD", "03-27", "0095"),
        ),
        (
            [" \n^! 16#838#", "\x05\x05\x05\x05L\nv\x16\x16\x01f0814\x1freute\nu f BC-HOGS   04-07 0036"],
            Header(("L",), "f0814", "u", "BC-HOGS", "04-07", "0036"),
        ),
        ([" \n^! 16#838#"], None),
        ([], None),
    ],
)
def test_reference_reads_headers(elements, header):
    assert read_header(elements) == header


@pytest.mark.parametrize(
    ("raw", "dateline"),
    [
        ("    LONDON, March 3 - ", Dateline(("LONDON",), "March 3")),
        ("    RICHMOND, Va., FEb 26-\n    ", Dateline(("RICHMOND, Va.",), "FEb 26")),
        ("    AMSTERDAM, 2 March - ", Dateline(("AMSTERDAM",), "2 March")),
        ("    OKLAHOMA CITY, Okla. March 11, Reuter - ", Dateline(("OKLAHOMA CITY, Okla.",), "March 11")),
        ("    CHEVY CHASE, Md., - March 3 - ", Dateline(("CHEVY CHASE, Md.",), "March 3")),
        ("    RPT --ESSEN, West Germany, April 2 - ", Dateline(("ESSEN, West Germany",), "April 2")),
        ("    ****LONDON, March 3 - ", Dateline(("LONDON",), "March 3")),
        ("    LONDON - ", Dateline(("LONDON",), None)),
        ("    THE HAGUE, March 2 - Imports of fat- ", Dateline(("THE HAGUE",), "March 2", "Imports of fat-")),
        ("    OMAHA, April 7 - Clear - ", Dateline(("OMAHA",), "April 7", "Clear -")),
        (" APRIL 7  - ", Dateline((), "APRIL 7", disputable=True)),
        (" APRIL 11  - ", None),
        (" MAR8  --     --", None),
        (" Mar      ---    ---\n ", None),
        (" May  152.8  152.8     ---   ", None),
        ("    WHEAT - ", None),
        (" us     7.8015 - ", None),
        ("    -- ", None),
        ("", None),
    ],
)
def test_reference_reads_datelines(raw, dateline):
    assert read_dateline(raw, day="7") == dateline


# --- the parser against it -------------------------------------------------------------------------


class Pair(NamedTuple):
    """A document as the reference and as the parser read it."""

    document: Document
    story: Story


def stories(path: Path) -> Iterator[tuple[int, Story]]:
    row = reuters_sgml.FORMAT
    with path.open("rb") as stream:
        for piece in row.split(io.BytesIO(stream.read()), DEFAULT_HINTS):
            newid = int(piece.data.partition(b'NEWID="')[2].partition(b'"')[0])
            found = [one for one in row.parse(piece.data, DEFAULT_HINTS) if isinstance(one, Story)]
            assert len(found) == 1, f"{path.name}, document {newid}: {len(found)} stories"
            yield newid, found[0]


@cache
def pairs() -> tuple[Pair, ...]:
    out = []
    for path in sorted(CORPUS.glob("reut2-*.sgm")):
        expected = {one.newid: one for one in documents(path.read_text("latin-1"))}
        found = dict(stories(path))
        assert found.keys() == expected.keys()
        out += [Pair(expected[newid], found[newid]) for newid in expected]
    return tuple(out)


def letters(text: str) -> str:
    """Text without blanks and punctuation, which two readers may cut differently."""
    return "".join(letter for letter in text if letter.isalnum())


def header_differences(pair: Pair) -> list[str]:
    """What the two say differently of the header that identifies the message."""
    header, story = pair.document.header, pair.story
    said = (story.slugline, story.extra.get("wire_number"), story.priority)
    if header is None:
        return [] if said == (None, None, None) else [f"no header, {said}"]
    names = ("slug", "number", "priority")
    meant = (header.slug, header.number, header.priority)
    return [f"{name}: {m!r}, {s!r}" for name, m, s in zip(names, meant, said, strict=True) if m != s]


def other_differences(pair: Pair) -> list[str]:
    """What the two say differently of the rest of the header."""
    header, extra = pair.document.header, pair.story.extra
    if header is None:
        return []
    meant = {"categories": " ".join(header.categories), "date": header.date, "words": header.words}
    said = {name: extra.get(f"wire_{name}", "") for name in meant}
    return [
        f"{name}: {meant[name]!r}, {said[name]!r}"
        for name in meant
        if letters(meant[name]).lstrip("0") != letters(said[name]).lstrip("0")
    ]


def dateline_differences(pair: Pair) -> list[str]:
    """What the two say differently of the dateline."""
    meant, said = pair.document.dateline, pair.story.dateline
    if meant is None or said is None:
        return [] if meant is said else [f"{'no ' if meant is None else ''}dateline meant: {said}"]
    out = []
    if [letters(place) for place in meant.places] != [letters(place) for place in said.places]:
        out.append(f"places: {meant.places}, {said.places}")
    if letters(meant.date or "") != letters(said.date or ""):
        out.append(f"date: {meant.date!r}, {said.date!r}")
    return out


def lost_text(pair: Pair) -> list[str]:
    """Text of the DATELINE element that is no dateline and did not get into the body.

    What is no dateline at all may stand in the story's: that is wrong, but it is `test_datelines` that counts
    it, and nothing is lost.
    """
    raw, meant, said = pair.document.raw_dateline or "", pair.document.dateline, pair.story.dateline
    text = letters(raw if meant is None else meant.rest)
    kept = text in letters(pair.story.body) or (meant is None and said and text in letters(said.text))
    return [] if kept else [f"lost: {raw!r}"]


def agree(
    chosen: list[Pair], differences: Callable[[Pair], list[str]], least: float, what: str
) -> tuple[float, str]:
    """Share of the pairs without a difference, and a report of the others."""
    found = {pair.document.newid: listed for pair in chosen if (listed := differences(pair))}
    rate = 1 - len(found) / len(chosen)
    kinds = Counter(text.partition(":")[0] for listed in found.values() for text in listed)
    lines = [f"{what}: {rate:.2%} of {len(chosen)} equal, at least {least:.1%} asked", str(dict(kinds))]
    lines += [f"{newid}: {'; '.join(listed)}" for newid, listed in list(found.items())[:40]]
    return rate, "\n".join(lines)


@needs_corpus
@pytest.mark.parametrize(
    ("differences", "least"),
    [(header_differences, HEADERS_EQUAL), (other_differences, HEADERS_EQUAL)],
    ids=["slug-number-priority", "categories-date-words"],
)
def test_headers(differences, least):
    rate, report = agree(list(pairs()), differences, least, "headers")
    print(report)
    assert rate >= least, report


@needs_corpus
def test_datelines():
    elements = [pair for pair in pairs() if pair.document.raw_dateline is not None]
    certain = [p for p in elements if not (p.document.dateline and p.document.dateline.disputable)]
    rate, report = agree(certain, dateline_differences, DATELINES_EQUAL, "datelines")
    print(report)
    assert rate >= DATELINES_EQUAL, report


@needs_corpus
def test_text_beside_the_dateline_is_kept():
    elements = [pair for pair in pairs() if pair.document.raw_dateline is not None]
    rate, report = agree(elements, lost_text, 1.0, "text kept")
    print(report)
    assert rate == 1.0, report
