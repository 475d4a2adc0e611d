"""One entity a row: the spans that a model found in a story, consolidated over the whole story.

Pure functions over spans; no spaCy here. The steps, each in a module of its own:

1. `trim`: the bounds of each name; what is no name goes. `Capitals`: the same for lines of capitals.
   `drop_common`: ordinary words that begin a sentence go.
2. `find_bracketed`: "International Monetary Fund (IMF)".
3. `settle_types`: a surname takes the type of the full name; a majority decides between person and not.
4. `find_again`: the same names elsewhere in the story, in lines of capitals too.
5. `group`: full name and surname, long form and acronym, legal name and short name are one entity.
6. Rows: the name is the fullest form; salience by place and count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Final

from schemas.records import Entity, Mention
from transforms._entity_capitals import Capitals
from transforms._entity_doubts import drop_common
from transforms._entity_groups import group
from transforms._entity_names import analyse
from transforms._entity_search import find_again, find_bracketed
from transforms._entity_spans import Span, reading_order, trim
from transforms._entity_types import settle_types

__all__ = ["Span", "consolidate", "salience"]

_HEADLINE: Final = 0.4
_FIRST_PARAGRAPH: Final = 0.2
_COUNT: Final = 0.4
_HALF_COUNT: Final = 3


def consolidate(texts: Mapping[str, str], spans: Iterable[Span]) -> tuple[Entity, ...]:
    """The entities of one story.

    Args:
      texts: of the fields 'headline' and 'body'.
      spans: what a model found, in reading order; `type` is person, organisation,
        place or other, and `texts[span.field][span.start:span.end] == span.text`.

    Returns:
      Entities, the most salient first; of equals, the one mentioned first. Mentions never overlap.
    """
    capitals = Capitals(texts)
    names = drop_common(texts, capitals.clean(trim(texts, spans)))
    if not names:
        return ()
    if bracketed := find_bracketed(texts, names):
        names = sorted(names + bracketed, key=reading_order)
    names, forms = settle_types(texts, names)
    if missed := find_again(texts, capitals, names, forms):
        names = sorted(names + missed, key=reading_order)
    lead = _first_paragraph_end(texts.get("body", ""))
    groups = sorted(group(texts, names), key=lambda spans: reading_order(spans[0]))
    return tuple(sorted([_row(spans, lead) for spans in groups], key=attrgetter("salience"), reverse=True))


@cache
def salience(in_headline: bool, in_first_paragraph: bool, mentions: int) -> float:
    """How much a story is about an entity, from 0 to 1.

    0.4 if the headline names it, 0.2 if the first paragraph does, and 0.4 n / (n + 3) for n mentions. It
    depends on the entity's own mentions alone, so that it can be compared between stories.
    """
    count = _COUNT * mentions / (mentions + _HALF_COUNT)
    return round(_HEADLINE * in_headline + _FIRST_PARAGRAPH * in_first_paragraph + count, 4)


def _first_paragraph_end(body: str) -> int:
    end = body.find("\n\n")
    return end if end >= 0 else len(body)


def _row(spans: Sequence[Span], lead: int) -> Entity:
    first = spans[0]
    in_headline = first.field == "headline"
    in_body = next((span for span in spans if span.field != "headline"), None) if in_headline else first
    return Entity(
        name=_fullest(spans),
        type=first.type,
        salience=salience(in_headline, in_body is not None and in_body.start < lead, len(spans)),
        mentions=tuple(
            [Mention(field=field, start=start, end=end, text=text) for field, start, end, text, _ in spans]
        ),
    )


def _fullest(spans: Sequence[Span]) -> str:
    """The form with most words; of equals one not in capitals, then the longest, then the first."""
    if len(spans) == 1:
        return spans[0].text
    forms = dict.fromkeys([span.text for span in spans])
    if len(forms) == 1:
        return spans[0].text
    return max(forms, key=lambda form: (len(analyse(form).words), not form.isupper(), len(form)))
