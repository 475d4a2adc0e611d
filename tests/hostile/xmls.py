"""XML that asks for more than it is: entities, files, network, depth, size."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from tests.hostile._input import MANY, Hostile, nitf

__all__ = ["XMLS"]


def _xml(name: str, ends: tuple[str, ...], make: Callable[[str], str]) -> Hostile:
    def pieces(slug: str) -> Iterable[bytes]:
        yield make(slug).encode()

    return Hostile(f"{name}.xml", ends, pieces)


def _doctype(subset: str, body: str) -> Callable[[str], str]:
    return lambda name: nitf(name, prolog=f"<!DOCTYPE nitf [{subset}]>", body=body)


def _laughs(levels: int, wide: int) -> str:
    first = '<!ENTITY l0 "ha">'
    return first + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * wide}">' for n in range(1, levels))


def _feed(item: str) -> Callable[[str], str]:
    return lambda name: (
        f'<rss version="2.0"><channel><title>N</title><item><title>Harbour of {name} closed</title>'
        f"<guid>urn:x:{name}</guid><description>It was closed: {name}.</description>{item}</item></channel></rss>"
    )


def _g2(name: str, prolog: str = "", meta: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{prolog}<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:{name}"'
        f' version="1"><itemMeta><itemClass qcode="ninat:text"/>{meta}</itemMeta><contentMeta>'
        f"<headline>Harbour of {name} closed</headline></contentMeta><contentSet><inlineData>It was closed: {name}."
        "</inlineData></contentSet></newsItem>"
    )


_XI: Final = 'xmlns:xi="http://www.w3.org/2001/XInclude"'

XMLS: Final = (
    _xml("entity-file", ("unsafe",), _doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "<p>&x;</p>")),
    _xml("entity-http", ("unsafe",), _doctype('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "<p>&x;</p>")),
    _xml(
        "entity-public",
        ("unsafe",),
        _doctype('<!ENTITY x PUBLIC "-//X" "ftp://127.0.0.1:9/x">', "<p>&x;</p>"),
    ),
    _xml("entity-unused", ("unsafe",), _doctype('<!ENTITY x SYSTEM "file:///dev/zero">', "")),
    _xml("entity-internal", ("unsafe",), _doctype('<!ENTITY x "words">', "<p>&x;</p>")),
    _xml("entity-recursive", ("unsafe",), _doctype('<!ENTITY a "&b;"><!ENTITY b "&a;">', "<p>&a;</p>")),
    _xml("entity-of-html-redefined", ("unsafe",), _doctype('<!ENTITY eacute "zz">', "<p>caf&eacute;</p>")),
    _xml("entity-in-attribute", ("unsafe",), _doctype('<!ENTITY x "y">', '<p class="&x;">t</p>')),
    _xml("billion-laughs", ("unsafe",), _doctype(_laughs(10, 10), "<p>&l9;</p>")),
    _xml(
        "quadratic-blow-up",
        ("unsafe",),
        _doctype(f'<!ENTITY x "{"a" * 50_000}">', "<p>" + "&x;" * 5_000 + "</p>"),
    ),
    _xml(
        "parameter-laughs",
        ("unsafe",),
        _doctype("<!ENTITY % a \"<!ENTITY x 'y'>\"> %a;", "<p>t</p>"),
    ),
    # External parameter entities are how NewsML 1.x names its DTD: never loaded, so they do no harm.
    _xml("parameter-entity-file", ("story",), _doctype('<!ENTITY % d SYSTEM "file:///etc/passwd"> %d;', "")),
    _xml(
        "parameter-entity-http", ("story",), _doctype('<!ENTITY % d SYSTEM "http://127.0.0.1:9/d"> %d;', "")
    ),
    _xml(
        "dtd-http", ("story",), lambda n: nitf(n, prolog='<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/n.dtd">')
    ),
    _xml("dtd-file", ("story",), lambda n: nitf(n, prolog='<!DOCTYPE nitf SYSTEM "file:///dev/zero">')),
    _xml("dtd-attribute-defaults", ("story",), _doctype('<!ATTLIST p onclick CDATA "alert(1)">', "<p>t</p>")),
    _xml(
        "dtd-never-closed", ("truncated",), lambda n: nitf(n, prolog="<!DOCTYPE nitf [<!ENTITY x 'y'")[:300]
    ),
    _xml("notation", ("story",), _doctype('<!NOTATION gif SYSTEM "/bin/sh">', "")),
    _xml("entity-undeclared", ("malformed",), lambda n: nitf(n, body="<p>&nosuch;</p>")),
    _xml(
        "xinclude-file",
        ("story",),
        lambda n: nitf(n, body=f'<xi:include {_XI} href="/etc/passwd" parse="text"/>'),
    ),
    _xml(
        "xinclude-http",
        ("story",),
        lambda n: nitf(n, body=f'<xi:include {_XI} href="http://127.0.0.1:9/x"><xi:fallback/></xi:include>'),
    ),
    _xml(
        "xml-base",
        ("story",),
        lambda n: nitf(n, body='<p xml:base="file:///etc/">t <a href="passwd">x</a></p>'),
    ),
    _xml(
        "stylesheet",
        ("story",),
        lambda n: nitf(n, prolog='<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>'),
    ),
    _xml(
        "xml-catalog",
        ("story",),
        lambda n: nitf(n, prolog='<?oasis-xml-catalog catalog="http://127.0.0.1:9/c"?>'),
    ),
    _xml(
        "schema-location",
        ("story",),
        lambda n: nitf(n).replace(
            "<nitf>",
            '<nitf xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xsi:noNamespaceSchemaLocation="http://127.0.0.1:9/x.xsd">',
        ),
    ),
    _xml(
        "g2-catalog-remote",
        ("story",),
        lambda n: _g2(n, meta="").replace(
            "<itemMeta>", '<catalogRef href="http://127.0.0.1:9/catalog.xml"/><itemMeta>'
        ),
    ),
    _xml(
        "g2-catalog-file",
        ("story",),
        lambda n: _g2(n).replace("<itemMeta>", '<catalogRef href="file:///etc/passwd"/><itemMeta>'),
    ),
    _xml(
        "g2-billion-laughs", ("unsafe",), lambda n: _g2(n, prolog=f"<!DOCTYPE newsItem [{_laughs(9, 12)}]>")
    ),
    _xml("g2-qcode-of-colons", ("story",), lambda n: _g2(n, meta=f'<service qcode="{":" * 50_000}"/>')),
    _xml("deep", ("limit",), lambda n: nitf(n, body="<p>" * MANY + "x" + "</p>" * MANY)),
    _xml("deep-unclosed", ("limit",), lambda n: nitf(n, body="<p>" * MANY)),
    _xml("deep-255", ("story",), lambda n: nitf(n, body="<em>" * 200 + "deep" + "</em>" * 200)),
    _xml("deep-feed", ("limit",), lambda n: _feed("<x>" * MANY + "</x>" * MANY)(n)),
    _xml("deep-g2", ("limit",), lambda n: _g2(n, meta="<x>" * 5_000 + "</x>" * 5_000)),
    _xml("attribute-of-11-mb", ("limit",), lambda n: nitf(n, body=f'<p class="{"a" * 11_000_000}">t</p>')),
    _xml("text-of-11-mb", ("limit",), lambda n: nitf(n, body=f"<p>{'word ' * 2_200_000}</p>")),
    _xml(
        "attributes-20000",
        ("story",),
        lambda n: nitf(n, body="<p " + " ".join(f'a{i}="1"' for i in range(20_000)) + ">t</p>"),
    ),
    _xml("attribute-twice", ("malformed",), lambda n: nitf(n, body='<p a="1" a="2">t</p>')),
    _xml("name-of-60000", ("limit",), lambda n: nitf(n, body=f"<{'n' * 60_000}/>")),
    _xml(
        "namespaces-5000",
        ("story",),
        lambda n: nitf(n, body="<p " + " ".join(f'xmlns:n{i}="urn:{i}"' for i in range(5_000)) + ">t</p>"),
    ),
    _xml("prefix-undeclared", ("story",), lambda n: nitf(n, body="<x:p>t</x:p>")),
    _xml("comment-of-5-mb", ("story",), lambda n: nitf(n, body=f"<!--{'c' * 5_000_000}-->")),
    _xml("cdata-script", ("story",), lambda n: nitf(n, body="<p><![CDATA[<script>alert(1)</script>]]></p>")),
    _xml("paragraphs-20000", ("story",), lambda n: nitf(n, body="<p>a b</p>" * 20_000)),
    _xml("references-100000", ("story",), lambda n: nitf(n, body="<p>" + "&amp;" * MANY + "</p>")),
    _xml("reference-nul", ("story",), lambda n: nitf(n, body="<p>&#0;</p>")),
    _xml("reference-surrogate", ("malformed",), lambda n: nitf(n, body="<p>&#xD800;</p>")),
    _xml("reference-huge", ("story",), lambda n: nitf(n, body="<p>&#99999999999999999999;</p>")),
    _xml("controls", ("story",), lambda n: nitf(n, body="<p>a\x01\x02\x0bb</p>")),
    _xml("two-roots", ("malformed",), lambda n: nitf(n) + "<nitf/>"),
    _xml("cut", ("truncated",), lambda n: nitf(n)[:-40]),
    _xml("tags-crossed", ("malformed",), lambda n: nitf(n, body="<p><b>t</p></b>")),
    _xml("feed-of-20000-links", ("story",), _feed('<link rel="x" href="http://127.0.0.1:9/"/>' * 20_000)),
    _xml(
        "feed-entity",
        ("unsafe",),
        lambda n: '<!DOCTYPE rss [<!ENTITY x SYSTEM "/etc/passwd">]>' + _feed("&x;")(n),
    ),
    _xml(
        "nitf-table-of-tables",
        ("story",),
        lambda n: nitf(n, body="<table><tr><td>" * 60 + "x" + "</td></tr></table>" * 60),
    ),
    _xml(
        "nitf-colspan",
        ("story",),
        lambda n: nitf(n, body='<table><tr><td colspan="999999999" rowspan="999999999">x</td></tr></table>'),
    ),
)
