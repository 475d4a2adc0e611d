"""One entity a row: the spans that a model found in a story, consolidated over the whole story.

Pure functions over spans; no spaCy here. The steps, each in a module of its own:

1. `trim`: the bounds of each name; what is no name goes. `Capitals`: the same for lines of capitals.
2. `find_bracketed`: "International Monetary Fund (IMF)".
3. `settle_types`: a surname takes the type of the full name; a majority decides between person and not.
4. `find_again`: the same names elsewhere in the story, in lines of capitals too.
5. `group`: full name and surname, long form and acronym, legal name and short name are one entity.
6. Rows: the name is the fullest form; salience by place and count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from schemas.records import Entity, Mention
from transforms._entity_capitals import Capitals
from transforms._entity_groups import group
from transforms._entity_names import analyse
from transforms._entity_search import find_again, find_bracketed
from transforms._entity_spans import Span, trim
from transforms._entity_types import settle_types

__all__ = ["Span", "consolidate", "salience"]

_HEADLINE: Final = 0.4
_FIRST_PARAGRAPH: Final = 0.2
_COUNT: Final = 0.4
_HALF_COUNT: Final = 3


def consolidate(texts: Mapping[str, str], spans: Iterable[Span]) -> tuple[Entity, ...]:
    """The entities of one story.

    Args:
      texts: field -> its text, the headline before the body.
      spans: what a model found, in the fields' order and in order of place; `type` is person, organisation,
        place or other, and `texts[span.field][span.start:span.end] == span.text`.

    Returns:
      Entities, the most salient first; of equals, the one mentioned first. Mentions never overlap.
    """
    capitals = Capitals(texts)
    names = capitals.clean(trim(texts, spans))
    if not names:
        return ()
    place = _reading_order(texts)
    if bracketed := find_bracketed(texts, names):
        names = sorted(names + bracketed, key=place)
    names = settle_types(texts, names)
    if missed := find_again(texts, capitals, names):
        names = sorted(names + missed, key=place)
    lead = _first_paragraph_end(texts.get("body", ""))
    groups = group(texts, names)
    rows = [_row(sorted(spans, key=place) if len(spans) > 1 else spans, lead) for spans in groups]
    rows.sort(key=lambda row: (-row[1].salience, place(row[0])))
    return tuple(entity for _, entity in rows)


def _reading_order(texts: Mapping[str, str]) -> Callable[[Span], tuple[int, int]]:
    order = {field: rank for rank, field in enumerate(texts)}
    return lambda span: (order[span.field], span.start)


def salience(*, in_headline: bool, in_first_paragraph: bool, mentions: int) -> float:
    """How much a story is about an entity: 0.4 if the headline names it, 0.2 if the first paragraph does,
    and 0.4 n / (n + 3) for n mentions.

    It depends on the entity's own mentions alone, so that it can be compared between stories.
    """  # noqa: D205 (the formula is the summary)
    count = _COUNT * mentions / (mentions + _HALF_COUNT)
    return round(_HEADLINE * in_headline + _FIRST_PARAGRAPH * in_first_paragraph + count, 4)


def _first_paragraph_end(body: str) -> int:
    end = body.find("\n\n")
    return end if end >= 0 else len(body)


def _row(spans: Sequence[Span], lead: int) -> tuple[Span, Entity]:
    """An entity, and its first mention to sort by."""
    first = spans[0]
    entity = Entity(
        name=_fullest(spans),
        type=first.type,
        salience=salience(
            in_headline=first.field == "headline",
            in_first_paragraph=any([span.start < lead and span.field == "body" for span in spans]),
            mentions=len(spans),
        ),
        mentions=tuple([Mention(field=span[0], start=span[1], end=span[2], text=span[3]) for span in spans]),
    )
    return first, entity


def _fullest(spans: Sequence[Span]) -> str:
    """The form with most words; of equals one not in capitals, then the longest, then the first."""
    if len(spans) == 1:
        return spans[0].text
    forms = dict.fromkeys([span.text for span in spans])
    return max(forms, key=lambda form: (len(analyse(form).words), not form.isupper(), len(form)))
