"""Stories with HTML that a page must never run, nor load anything for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from json import dumps
from typing import Final

from tests.hostile._input import Hostile

__all__ = ["ATTACKS", "PAGES"]

ATTACKS: Final = (
    "<script>fetch('http://127.0.0.1:9/')</script>",
    "<img src=http://127.0.0.1:9/x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<style>@import 'http://127.0.0.1:9/x.css'</style>",
    "<!--<script>",
    '<a href="javascript:alert(1)">click</a>',
    "\u2028alert(1)\u2029",
)
"""Texts that are dangerous where a page takes them for markup."""


def _page(name: str, make: Callable[[str], str]) -> Hostile:
    def pieces(slug: str) -> Iterable[bytes]:
        yield make(slug).encode()

    return Hostile(name, ("story",), pieces)


def _ninjs(attack: str) -> Callable[[str], str]:
    return lambda name: dumps(
        {
            "uri": f"urn:x:{name}",
            "headline": f"{name} {attack}",
            "provider": attack,
            "byline": attack,
            "slugline": attack,
            "body": f"Words of {name}. {attack}",
            "keywords": [attack],
            "subjects": [{"name": attack, "code": attack}],
            "rights": attack,
        }
    )


def _rss(attack: str) -> Callable[[str], str]:
    return lambda name: (
        f"<rss version='2.0'><channel><title>{escape(attack)}</title><item><title>{name} {escape(attack)}</title>"
        f"<guid>urn:x:{name}</guid><description>Words of {name}. {escape(escape(attack))}</description></item>"
        "</channel></rss>"
    )


PAGES: Final = (
    *(_page(f"html-{n}.json", _ninjs(attack)) for n, attack in enumerate(ATTACKS)),
    *(_page(f"html-{n}.rss", _rss(attack)) for n, attack in enumerate(ATTACKS[:4])),
)
