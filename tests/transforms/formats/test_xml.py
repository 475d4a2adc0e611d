"""`_xml`: what is mended, what is refused, and that only `ParseError` leaves it."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from lxml import etree

from transforms.formats._contract import Hints, ParseError, Reason
from transforms.formats._xml import local, parse_xml


def text_of(data: bytes | str) -> str:
    root, _, _ = parse_xml(data.encode() if isinstance(data, str) else data)
    return "".join(map(str, root.itertext()))


def reason_of(data: bytes | str) -> Reason:
    with pytest.raises(ParseError) as caught:
        parse_xml(data.encode() if isinstance(data, str) else data)
    return caught.value.reason


DECLARATION = '<?xml version="1.0" encoding="{}"?>'
ACUTE = "<a>né “x”</a>"

ENCODINGS = {
    "utf-8": (DECLARATION.format("UTF-8") + ACUTE, "utf-8", "utf-8", ()),
    "none declared": (ACUTE, "utf-8", "utf-8", ()),
    "latin-1 that is utf-8": (
        DECLARATION.format("ISO-8859-1") + ACUTE,
        "utf-8",
        "utf-8",
        ("declared iso-8859-1, but is utf-8",),
    ),
    "utf-8 that is cp1252": (
        DECLARATION.format("utf-8") + ACUTE,
        "cp1252",
        "windows-1252",
        ("declared utf-8, but is not; read as windows-1252",),
    ),
    "latin-1 that is cp1252": (
        DECLARATION.format("iso-8859-1") + ACUTE + "\n",
        "cp1252",
        "windows-1252",
        ("declared iso-8859-1, but is windows-1252",),
    ),
    "mark beats declaration": (
        DECLARATION.format("ISO-8859-1") + ACUTE,
        "utf-8-sig",
        "utf-8",
        ("declared ISO-8859-1, but has the byte order mark of utf-8",),
    ),
    "utf-16 with mark": (DECLARATION.format("UTF-16") + ACUTE, "utf-16", "utf-16-le", ()),
    "utf-16 without mark": (DECLARATION.format("UTF-16") + ACUTE, "utf-16-be", "utf-16-be", ()),
    "utf-16 without mark or declaration": (ACUTE, "utf-16-le", "utf-16-le", ()),
    "utf-16 that is utf-8": (
        DECLARATION.format("UTF-16") + ACUTE,
        "utf-8",
        "utf-8",
        ("declared UTF-16, but is utf-8",),
    ),
    "shift_jis": (DECLARATION.format("Shift_JIS") + "<a>日本</a>", "shift_jis", "shift_jis", ()),
    "unknown": (
        DECLARATION.format("klingon") + ACUTE,
        "utf-8",
        "utf-8",
        ("unknown character set 'klingon'",),
    ),
}


@pytest.mark.parametrize("case", ENCODINGS)
def test_character_sets(case: str) -> None:
    text, codec, encoding, notes = ENCODINGS[case]
    root, got, said = parse_xml(text.encode(codec))
    assert (root.text, got, said) == (text[text.index("<a>") + 3 : text.index("</a>")], encoding, notes)


def test_the_hint_is_asked_where_nothing_is_declared() -> None:
    data = "<a>Ж</a>".encode("koi8-r")
    assert parse_xml(data, Hints(encoding="koi8-r"))[0].text == "Ж"
    declared = DECLARATION.format("koi8-r").encode() + data
    assert parse_xml(declared, Hints(encoding="cp1252"))[0].text == "Ж"


MENDED = {
    "HTML entities": ("<a>caf&eacute;&nbsp;&ndash; R&amp;D &lt;</a>", "café\xa0– R&D <", "HTML entities"),
    "HTML entity that is a sign of XML": ("<a>&LT;b&GT; &AMP;</a>", "<b> &", "HTML entities"),
    "bare ampersand": ("<a>AT&T, fish & chips</a>", "AT&T, fish & chips", "bare ampersands"),
    "cp1252 by number": ("<a>it&#146;s &#x93;so&#x94;&#133;</a>", "it’s “so”…", "windows-1252"),
    "control by number": ("<a>x&#7;y&#0;z</a>", "xyz", "references to control"),
    "control": ("<a>x\x07y</a>", "xy", "control characters dropped"),
    "NUL behind": ("<a>x</a>\n\x00\x00", "x", "around the document"),
    "transmission controls": ("\x01\x02<a>x</a>\x03\x04", "x", "around the document"),
    "blank lines before": ("\n\n <?xml version='1.0'?><a>x</a>", "x", "before the XML declaration"),
    "undeclared prefix": ("<n:a><n:b>x</n:b></n:a>", "x", "prefixes without a namespace"),
}


@pytest.mark.parametrize("case", MENDED)
def test_what_is_mended_is_noted(case: str) -> None:
    data, text, note = MENDED[case]
    root, _, notes = parse_xml(data.encode())
    assert "".join(map(str, root.itertext())) == text
    assert len(notes) == 1
    assert note in notes[0]


def test_nothing_is_mended_in_sections_that_hold_no_references() -> None:
    data = "<a><![CDATA[R&D &eacute; &foo;]]><!-- &foo; & --><?pi &foo; ?> &eacute;</a>"
    assert text_of(data) == "R&D &eacute; &foo; é"


def test_usual_references_need_no_note() -> None:
    assert parse_xml(b"<a>&#8217;&#xE9;&#x2019;&#10;&#160;&quot;</a>")[2] == ()


def test_attributes_are_mended_too() -> None:
    root, _, _ = parse_xml(b"<a b='caf&eacute; &QUOT;x&QUOT; A&B'/>")
    assert root.get("b") == 'café "x" A&B'


REFUSED = {
    "empty": ("", Reason.EMPTY),
    "blank": (" \n\x00", Reason.EMPTY),
    "no XML": ("hello", Reason.MALFORMED),
    "unknown entity": ("<a>&foo;</a>", Reason.MALFORMED),
    "unknown entity under a DTD": ('<!DOCTYPE a SYSTEM "a.dtd"><a b="&foo;"/>', Reason.MALFORMED),
    "declared entity": ('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', Reason.UNSAFE),
    "declared entity, not used": ('<!DOCTYPE a [<!ENTITY e "x">]><a/>', Reason.UNSAFE),
    "declared entity, hidden": ('<!DOCTYPE a SYSTEM "<!--" [<!ENTITY e "x"><!-- -->]><a/>', Reason.UNSAFE),
    "external entity": ('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a/>', Reason.UNSAFE),
    "parameter entity with a value": (
        '<!DOCTYPE a [<!ENTITY % p "<!ELEMENT a ANY>"> %p;]><a/>',
        Reason.UNSAFE,
    ),
    "HTML's name for something else": ('<!DOCTYPE a [<!ENTITY eacute "evil">]><a/>', Reason.UNSAFE),
    "billion laughs": (
        '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;">]><a>&m;</a>',
        Reason.UNSAFE,
    ),
    "trailing text": ("<a/>trailing", Reason.MALFORMED),
    "two documents": ("<a/><a/>", Reason.MALFORMED),
    "trailing bytes": (b"<a/>\x00\xff trailing", Reason.MALFORMED),
    "wrong nesting": ("<a><b></a></b>", Reason.MALFORMED),
    "too deep": ("<a>" * 257 + "</a>" * 257, Reason.LIMIT),
    "name too long": ("<" + "a" * 60_000 + "/>", Reason.LIMIT),
    "attribute too long": ('<a b="' + "x" * 10_500_000 + '"/>', Reason.LIMIT),
    "text too long": ("<a>" + "x" * 10_500_000 + "</a>", Reason.LIMIT),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case: str) -> None:
    data, reason = REFUSED[case]
    assert reason_of(data) == reason


def test_newsml_1_doctype() -> None:
    doctype = '<!DOCTYPE NewsML PUBLIC "x" "n.dtd" [<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf; ]>'
    assert text_of(f"<?xml version='1.0'?>\n{doctype}<NewsML>x</NewsML>") == "x"


def test_doctype_that_declares_what_html_does() -> None:
    assert text_of('<!DOCTYPE a [<!ENTITY nbsp "&#160;">]><a>x&nbsp;y</a>') == "x\xa0y"


def test_external_dtd_is_not_loaded(tmp_path: Path) -> None:
    """The DTD is there, and its default attribute still does not come."""
    dtd = tmp_path / "a.dtd"
    dtd.write_text('<!ATTLIST a b CDATA "default">', encoding="utf-8")
    root, _, _ = parse_xml(f'<!DOCTYPE a SYSTEM "{dtd}"><a/>'.encode())
    assert root.attrib == {}


WHOLE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- c -->\n<?pi x?>\n'
    '<n:a xmlns:n="u" b="1é">\n <n:p>Café – “x” &amp; &eacute;<!-- e -->y<![CDATA[ z ]]></n:p>\n</n:a>'
).encode()


@pytest.mark.parametrize("cut", range(1, len(WHOLE)))
def test_cut_anywhere_is_truncated(cut: int) -> None:
    assert reason_of(WHOLE[:cut]) in (Reason.TRUNCATED, Reason.EMPTY)


def test_comments_and_instructions_are_gone() -> None:
    root, _, _ = parse_xml(WHOLE)
    assert [local(element) for element in root.iter()] == ["a", "p"]
    assert "".join(map(str, root.itertext())).strip() == "Café – “x” & éy z"


@pytest.mark.parametrize(
    ("xml", "name"),
    [("<a/>", "a"), ('<a xmlns="u"/>', "a"), ('<n:a xmlns:n="u"/>', "a"), ("<a.b-c/>", "a.b-c")],
)
def test_local(xml: str, name: str) -> None:
    assert local(etree.fromstring(xml)) == name


def test_local_of_what_is_no_element() -> None:
    assert local(etree.Comment("c")) == local(etree.ProcessingInstruction("p")) == ""  # type: ignore[arg-type]


def test_local_of_an_undeclared_prefix() -> None:
    assert local(parse_xml(b"<n:a/>")[0]) == "a"


HOSTILE = {
    "comments": "<a>&x" + "<!--" * 200_000,
    "sections": "<a>&x" + "<![CDATA[" * 100_000,
    "instructions": "<a>&x" + "<?" * 200_000,
    "ampersands": "<a>" + "&" * 500_000,
    "entities": "<a>" + "&aaaa" * 100_000,
    "declarations": "<?xml " * 100_000,
    "controls": "<a>" + "\x01" * 500_000 + "</a>",
    "prefixes": "<a>" + "<n:b/>" * 50_000 + "</a>",
    "parameter entities": "<!DOCTYPE a [" + '<!ENTITY % a SYSTEM "x">%a;' * 20_000 + "]><a/>",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_takes_linear_time(case: str) -> None:
    """Half a megabyte each: quadratic work would take minutes, and even a slow machine needs no second."""
    start = time.process_time()
    with contextlib.suppress(ParseError):
        parse_xml(HOSTILE[case].encode())
    assert time.process_time() - start < 5


@pytest.mark.parametrize("where", ["http://dtd.example/nitf.dtd", "{folder}/nitf.dtd"])
def test_an_external_dtd_is_never_read(where: str, tmp_path: Path) -> None:
    """Its default attribute would show that it was; one on the network would make a dead letter."""
    (tmp_path / "nitf.dtd").write_text('<!ATTLIST nitf version CDATA "read">')
    doctype = f'<!DOCTYPE nitf SYSTEM "{where.format(folder=tmp_path)}">'
    root, _, _ = parse_xml(f"{doctype}<nitf><head/></nitf>".encode())
    assert root.get("version") is None
    assert [local(child) for child in root] == ["head"]
