"""QCodes and concept URIs of NewsML-G2, made one thing, without a network.

Spec: NewsML-G2, "QCodes" and "Catalogs": a QCode is `alias:code`; a catalog says which URI an alias stands
for; the concept's URI is that URI with the code behind it. `catalogRef` names a catalog elsewhere, which is
never loaded: the schemes of the IPTC's own catalogs are in `transforms/data/g2_catalog.json`, and an inline
`catalog` goes before them. Aliases that neither has stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from lxml import etree

from transforms.formats._xml import local

__all__ = ["IPTC", "Catalog", "Concept"]

_FILE: Final = "data/g2_catalog.json"


class Concept(NamedTuple):
    """A concept of some vocabulary: the scheme's alias or URI, and the code. Either may be ''."""

    scheme: str = ""
    code: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}" if self.scheme else self.code


def _bare(uri: str) -> str:
    """A scheme's URI without what varies: http or https, and (in two of the IPTC's) the slash at its end."""
    return uri.partition("://")[2].rstrip("/#") if "://" in uri else uri


_SCHEMES: Final[dict[str, str]] = json.loads(files("transforms").joinpath(_FILE).read_text("utf-8"))[
    "schemes"
]
_BY_URI: Final = {_bare(uri): alias for alias, uri in _SCHEMES.items()}


class Catalog:
    """The schemes that one item knows: its own, by alias and by URI, and those of the IPTC."""

    def __init__(self, own: dict[str, str] | None = None) -> None:
        self._own = own or {}
        self._own_by_uri = {_bare(uri): alias for alias, uri in self._own.items()}

    @classmethod
    def inline(cls, catalogs: Iterable[etree._Element]) -> Catalog:
        """The schemes of inline `catalog` elements, and behind them those of the IPTC."""
        own = {}
        for child in (child for element in catalogs for child in element):
            alias, uri = child.get("alias", "").strip(), child.get("uri", "").strip()
            if local(child) == "scheme" and alias and uri:
                own[alias] = uri
        return cls(own)

    def resolve(self, qcode: str | None, uri: str | None = None, literal: str | None = None) -> Concept:
        """What an element's @qcode, @uri or @literal means, in that order."""
        if self._own:
            return self._resolve(qcode, uri, literal)
        return _resolve_by_iptc(qcode, uri, literal)

    def _resolve(self, qcode: str | None, uri: str | None, literal: str | None) -> Concept:
        if qcode and (qcode := qcode.strip()):
            return self._of_qcode(qcode)
        if uri and (uri := uri.strip()):
            return self._of_uri(uri)
        return Concept("", (literal or "").strip())

    def _of_qcode(self, qcode: str) -> Concept:
        alias, colon, code = qcode.partition(":")
        if not colon:
            return Concept("", qcode)
        uri = self._own.get(alias)
        if uri is None:
            return Concept(alias, code)
        # The item's own alias: by the name that the IPTC has for that URI; by the URI, where the IPTC
        # has given the alias to another scheme.
        known = _BY_URI.get(_bare(uri))
        return Concept(known or (uri if alias in _SCHEMES else alias), code)

    def _of_uri(self, uri: str) -> Concept:
        cut = max(uri.rfind("/"), uri.rfind("#")) + 1
        scheme = _bare(uri[:cut])
        alias = _BY_URI.get(scheme) or self._own_by_uri.get(scheme)
        if alias:
            return Concept(alias, uri[cut:])
        if uri.startswith(("http://", "https://")) and uri.count("/", 0, cut) > 2 and cut < len(uri):
            return Concept(uri[:cut], uri[cut:])
        return Concept("", uri)


IPTC: Final = Catalog()


@lru_cache(maxsize=4096)
def _resolve_by_iptc(qcode: str | None, uri: str | None, literal: str | None) -> Concept:
    return IPTC._resolve(qcode, uri, literal)
