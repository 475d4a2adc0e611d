"""`_markup`: blocks, lists, tables, what is left out; and that no text breaks it or takes it long."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from transforms.formats._markup import element_to_text, html_to_text, media_captions

BLOCKS = {
    "paragraphs": ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    "text between blocks": (
        "<p>One.</p> loose <b>text</b> <p>Two.</p> tail",
        "One.\n\nloose text\n\nTwo.\n\ntail",
    ),
    "headings": ("<h1>Head</h1><h2>Sub</h2>text", "Head\n\nSub\n\ntext"),
    "blocks in blocks": ("<div><div>a<p>b</p>c</div></div>", "a\n\nb\n\nc"),
    "inline without blanks": ("<p><b>H</b>ell<i>o</i>, <a href='x'>wor</a>ld</p>", "Hello, world"),
    "white space": ("<p>\n  a&nbsp; b\t c&#8195;d </p>", "a b c d"),
    "empty blocks": ("<p> </p><p>&nbsp;</p><div></div><p>a</p>", "a"),
    "br ends a line": ("<p>12 High Street<br/> Port Ellery</p>", "12 High Street\nPort Ellery"),
    "two br end a paragraph": ("a<br><br/>b<br>\n<br><br>c<br>", "a\n\nb\n\nc"),
    "br between long lines": (f"<p>{'w ' * 70}end.<br>Next.</p>", f"{'w ' * 70}end.\n\nNext."),
    "rule": ("a<hr>b", "a\n\nb"),
    "quote": ("<blockquote><p>a</p><p>b</p></blockquote>", "a\n\nb"),
    "definitions": ("<dl><dt>t<dd>d</dl>", "t\n\nd"),
    "preformatted": ("<pre>\n  a   1\n  bb  2\n\n\n\n  c&nbsp;  3\n</pre>", "  a   1\n  bb  2\n\n  c   3"),
    "no tags": ("a\nb &amp; c\r\n\r\nd", "a b & c\n\nd"),
}

LISTS = {
    "bullets": ("x<ul><li>a</li><li>b</li></ul>y", "x\n\n- a\n- b\n\ny"),
    "numbers": ("<ol><li>a<li>b</ol>", "- a\n- b"),
    "nested": ("<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>", "- a\n  - b\n  - c\n- d"),
    "paragraphs in items": ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n  b\n- c"),
    "empty items": ("<ul><li></li><li>a</li></ul>", "- a"),
    "items alone": ("<li>a<li>b", "- a\n\n- b"),
    "deeper than is read": (
        "<ul><li>" * 12 + "x" + "</ul>" * 12,
        "- " + "- " * 7 + "x",
    ),
}

TABLES = {
    "columns are aligned": (
        "<table><tr><th>Team</th><th>P</th></tr><tr><td>Ellery Rovers</td><td>28</td></tr></table>",
        "Team           P\nEllery Rovers  28",
    ),
    "empty cells keep their column": (
        "<table><tr><td>aa<td>b<td>c<tr><td>d<td><td>e</table>",
        "aa  b  c\nd      e",
    ),
    "caption": ("<table><caption>Cap</caption><tr><td>a<td>b</table>", "Cap\n\na  b"),
    "colspan": ("<table><tr><td colspan=2>Both<td>x<tr><td>a<td>b<td>c</table>", "Both  x\na  b  c"),
    "rowspan": ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "a  b\n   c"),
    "br in a cell": (
        "<table><tr><td>Net<br>income<td>5<tr><td>Tax<td>1</table>",
        "Net income  5\nTax         1",
    ),
    "layout: one column": ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a\n\nb"),
    "layout: paragraphs in a cell": ("<table><tr><td><p>a</p><p>b</p><td>c</table>", "a\n\nb\n\nc"),
    "table in a layout table": (
        "<table><tr><td><p>a</p><table><tr><td>1<td>2<tr><td>33<td>4</table></table>",
        "a\n\n1   2\n33  4",
    ),
    "a wide column does not push the next": (
        f"<table><tr><td>{'w' * 60}<td>1<tr><td>x<td>2</table>",
        f"{'w' * 60}  1\nx{' ' * 41}2",
    ),
    "cells without a table": ("<tr><td>a</td></tr>", "a"),
    "text around": ("a<table><tr><td>b<td>c</table>d", "a\n\nb  c\n\nd"),
}

LEFT_OUT = {
    "script and style": ("a<script>if (x < y) {}</script><style>p {}</style>b", "ab"),
    "comment": ("a<!-- <p>no</p> -->b", "ab"),
    "hidden": ("a<div hidden>no</div><p style='color: red; DISPLAY : none'>no</p>b", "ab"),
    "head": ("<html><head><title>no</title></head><body>yes</body></html>", "yes"),
    "form fields": ("a<select><option>no</option></select><button>no</button>b", "ab"),
    "picture with caption": ("a<figure><img alt='no'><figcaption>no</figcaption></figure>b", "a\n\nb"),
    "video": ("a<video><source>no</video>b", "a\n\nb"),
    "figure with a table": (
        "<figure><table><tr><td>1<td>2</table><figcaption>yes</figcaption></figure>",
        "1  2\n\nyes",
    ),
    "link without text": ("a<a href='x'></a>b", "ab"),
}


@pytest.mark.parametrize("case", [*BLOCKS, *LISTS, *TABLES, *LEFT_OUT])
def test_html(case: str) -> None:
    html, text = (BLOCKS | LISTS | TABLES | LEFT_OUT)[case]
    assert html_to_text(html) == text


NITF = """<body.content xmlns="http://iptc.org/std/NITF/2006-10-18/">
  <p>The rate is <num>4<frac><numer>1</numer><denom>2</denom></frac></num> percent<!-- c -->age.<?pi?></p>
  <media media-type="image"><media-reference source="x"/>
    <media-caption>The <person>ferry</person></media-caption></media>
  <hl2>More</hl2>
  <ul><li>one</li></ul>
  <nitf-table><table><tr><td>a</td><td>b</td></tr></table></nitf-table>
  <note><body.content><p>Note.</p></body.content></note>
</body.content>"""


def test_nitf() -> None:
    body = etree.fromstring(NITF)
    text = "The rate is 4 1/2 percentage.\n\nMore\n\n- one\n\na  b"
    assert element_to_text(body) == text + "\n\nNote."
    assert element_to_text(body, frozenset({"note"})) == text


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("name", ["p", "P"])
def test_any_namespace_and_case(prefix: str, name: str) -> None:
    tag = prefix + name
    root = etree.fromstring(f'<{prefix}body xmlns:x="u"><{tag}>a</{tag}><{tag}>b</{tag}></{prefix}body>')
    assert element_to_text(root) == "a\n\nb"


def test_the_tail_of_the_element_is_no_part_of_it() -> None:
    root = etree.fromstring("<a><p>in</p>out</a>")
    assert element_to_text(root[0]) == "in"


def test_media_captions() -> None:
    figure = "<figure><figcaption>Two <b>ships</b></figcaption></figure>"
    root = etree.fromstring(f"<body>{NITF}{figure}<figcaption> </figcaption></body>")
    assert media_captions(root) == ("The ferry", "Two ships")


def test_captions_within_captions_are_given_once() -> None:
    root = etree.fromstring("<a><figcaption>x<figcaption>y</figcaption></figcaption></a>")
    assert media_captions(root) == ("x\n\ny",)


@pytest.mark.parametrize(
    "html", ["", " \n", "<!-- -->", "<!DOCTYPE html>", "<?pi?>", "</p>", "<", "<a b=", "\x00<p>"]
)
def test_next_to_nothing(html: str) -> None:
    assert html_to_text(html) in ("", "<")


def test_surrogates_and_nul() -> None:
    assert html_to_text("<p>a\x00b\ud800c</p>") == "ab?c"


def test_meta_charset_changes_nothing() -> None:
    assert html_to_text('<meta charset="iso-8859-1"><p>né</p>') == "né"


@given(st.text(alphabet=st.sampled_from("<>/&;=\"' \n\x00ab\ud800é-!?[]") | st.characters()))
def test_any_text(html: str) -> None:
    html_to_text(html)


@given(
    st.lists(st.sampled_from("p table tr td ul li pre br figure figcaption div b frac denom media x".split()))
)
def test_any_nesting(names: list[str]) -> None:
    """Opened in any order, closed or not: every letter comes out once, but for what a picture holds."""
    html = "".join(f"<{name}>w" for name in names)
    text = html_to_text(html)
    if not {"figure", "figcaption", "media"} & {*names}:
        assert text.count("w") == len(names)


def test_paragraphs_are_apart_by_one_blank_line() -> None:
    generator = random.Random(4)
    tags = "p div table tr td ul li pre br b figure h2 /p /div /table /tr /td /ul /li /pre /figure".split()
    for _ in range(300):
        html = "".join(f"<{generator.choice(tags)}>{generator.choice(' ab')}" for _ in range(30))
        text = html_to_text(html)
        assert "\n\n\n" not in text
        assert text == text.strip("\n")


HOSTILE = {
    "div": "<div>" * 100_000,
    "lists": "<ul><li>x" * 50_000,
    "figures": "<figure><p>a" * 50_000,
    "tables in tables": "<table><tr><td>a" * 30_000,
    "rows": "<table>" + "<tr><td>a<td>b" * 30_000,
    "spans": "<table>" + "<tr><td colspan=99999 rowspan=9999>a<td>b" * 10_000,
    "cells in a row": "<table><tr>" + "<td>abcdef" * 40_000,
    "less-than": "<" * 300_000,
    "ampersands": "&a" * 200_000,
    "br": "<br>" * 100_000,
    "bold": "<b><p>" * 50_000,
    "styles": "<p style='" + "display " * 100_000 + "'>",
    "open attribute": '<a b="' * 100_000,
    "blank lines": "\n " * 200_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_takes_linear_time(case: str) -> None:
    """Quadratic work would take minutes on these."""
    start = time.process_time()
    text = html_to_text(HOSTILE[case])
    assert time.process_time() - start < 5
    assert len(text) <= 10 * len(HOSTILE[case])
