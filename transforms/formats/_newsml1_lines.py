"""NewsLines of NewsML 1.x: headline, byline, dateline, slug, credit, keywords, and the provider's own lines.

Spec: NewsML 1.2 DTD, NewsLines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from transforms.formats._datelines import parse_dateline
from transforms.formats._draft import Draft
from transforms.formats._newsml1_names import Topics, formal_name
from transforms.formats._nitf_body_head import byline_authors
from transforms.formats._nodes import child_at, line_of

__all__ = ["NEWS_LINES"]

_Reader = Callable[[etree._Element, Draft, Topics], None]

_KEYWORD_ENDS: Final = re.compile(r"\s*[;,]\s*")
# NewsLineTypes that are a message to editors. Agencies define their own: compared without blanks and case.
_NOTE_LINES: Final = frozenset(
    "note ednote editorialnote editorsnote notetoeditors noteauxredactions advisory advisoryline".split()
)


def _headline(element: etree._Element, draft: Draft, topics: Topics) -> None:
    line = line_of(element)
    if draft.headline and line != draft.headline:
        draft.keep_once("HeadLine", line)
    draft.headline = draft.headline or line


def _byline(element: etree._Element, draft: Draft, topics: Topics) -> None:
    line = line_of(element)
    draft.add_byline(line, byline_authors(line))


def _dateline(element: etree._Element, draft: Draft, topics: Topics) -> None:
    line = line_of(element)
    if line and draft.dateline is None:
        draft.dateline = parse_dateline(line)


def _credit(element: etree._Element, draft: Draft, topics: Topics) -> None:
    if line := line_of(element):
        draft.credits[line] = None


def _copyright_line(element: etree._Element, draft: Draft, topics: Topics) -> None:
    if line := line_of(element):
        draft.copyright_notices[line] = None


def _rights_line(element: etree._Element, draft: Draft, topics: Topics) -> None:
    if line := line_of(element):
        draft.usage[line] = None


def _slugline(element: etree._Element, draft: Draft, topics: Topics) -> None:
    line = line_of(element)
    if draft.slugline and line != draft.slugline:
        draft.keep_once("SlugLine", line)
    draft.slugline = draft.slugline or line or None


def _keywords(element: etree._Element, draft: Draft, topics: Topics) -> None:
    draft.keywords.update(dict.fromkeys(filter(None, _KEYWORD_ENDS.split(line_of(element)))))


def _news_line(element: etree._Element, draft: Draft, topics: Topics) -> None:
    """A line of a kind that the provider defines."""
    kind = formal_name(child_at(element, "NewsLineType"))
    for each in element.iterchildren("NewsLineText"):
        line = line_of(each)
        if kind.lower().replace(" ", "").replace("'", "") in _NOTE_LINES and line:
            draft.editorial_notes[line] = None
        else:
            draft.keep_once(kind or "NewsLine", line)


NEWS_LINES: Final[dict[str, _Reader]] = {
    "HeadLine": _headline,
    "ByLine": _byline,
    "DateLine": _dateline,
    "CreditLine": _credit,
    "CopyrightLine": _copyright_line,
    "RightsLine": _rights_line,
    "SlugLine": _slugline,
    "KeywordLine": _keywords,
    "NewsLine": _news_line,
}
"""What reads each kind of line."""
