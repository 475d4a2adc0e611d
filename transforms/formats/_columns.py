"""Which column of a data set is which field of the record.

The user's map (`--map headline=title,body=article.text`) comes first. For fields that it does not name, the
columns go by their names: `NAMES`, compared without case, blanks, points and hyphens ('publishedAt',
'Publish Date' and 'publish_date' are one). A column has one field; what has none goes to `extra`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

__all__ = ["NAMES", "is_positional", "known_names", "plan", "value_at"]

# Record field -> names of columns, the most telling first. Sources: the field's own name (newswire's own JSON
# Lines); schema.org NewsArticle; the columns of the public news data sets in use: CC-News and news-please
# (maintext, date_publish, source_domain), RealNews (publish_date, domain), All the News (article,
# publication, section), HuffPost (short_description, link, category), AG News (description), CNN/DailyMail
# (article, highlights), Newsroom and XSum (summary, document); NewsAPI (publishedAt, urlToImage); The
# Guardian (webTitle, bodyText, trailText, webPublicationDate, sectionName); NYT (pub_date, lead_paragraph,
# web_url, news_desk, type_of_material); WordPress (excerpt, date_gmt, rendered).
_NAMES: Final = {
    "headline": "headline title web_title article_title news_title heading head",
    "body": (
        "body text content article maintext main_text body_text article_body full_text fulltext "
        "article_text article_content news_content story document plain_text"
    ),
    "abstract": (
        "abstract summary description short_description trail_text standfirst snippet excerpt teaser "
        "highlights lead lead_paragraph"
    ),
    "uri": (
        "uri guid url link web_url article_url canonical_url canonical_link permalink source_url id "
        "article_id story_id doc_id docid uuid"
    ),
    "version": "version",
    "provider": (
        "provider publication publisher source source_name agency outlet newspaper source_domain domain "
        "site website"
    ),
    "language": "language lang in_language language_code lang_code",
    "byline": "byline author authors by writer creator",
    "dateline": "dateline",
    "slugline": "slugline slug",
    "first_created": (
        "first_created date published publish_date date_publish published_at pub_date date_published "
        "published_date publication_date web_publication_date date_gmt created created_at date_created "
        "timestamp datetime date_time time published_on"
    ),
    "version_created": (
        "version_created updated updated_at modified date_modified date_modify last_modified modified_gmt"
    ),
    "embargo_until": "embargo_until embargoed embargo",
    "pub_status": "pub_status pubstatus",
    "signals": "signals",
    "update_number": "update_number",
    "urgency": "urgency",
    "priority": "priority",
    "editorial_note": "editorial_note ednote ed_note",
    "credits": "credits credit creditline credit_line",
    "rights": "rights copyright license licence",
    "keywords": "keywords keyword tags tag",
    "subjects": (
        "subjects subject section section_name article_section category categories topic topics "
        "news_desk subsection subsection_name news_category"
    ),
    "genres": "genres genre type_of_material",
    "places": "places place location locations",
    "people": "people persons",
    "organisations": "organisations organizations companies",
    "links": "links image_url image url_to_image top_image img_url thumbnail thumbnail_url main_image",
}
NAMES: Final = {field: tuple(names.split()) for field, names in _NAMES.items()}
_FIELD_OF: Final = {name: field for field, names in NAMES.items() for name in names}
_RANK: Final = {name: rank for names in NAMES.values() for rank, name in enumerate(names)}
# Names by which a file is known as one of stories.
_TELLING: Final = frozenset([*NAMES["headline"], *NAMES["body"], *NAMES["abstract"]])

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_APART: Final = re.compile(r"[^0-9a-zA-Z\u0080-\U0010ffff]+")

FieldMap = tuple[tuple[str, str], ...]


@lru_cache(maxsize=4096)
def _normal(name: str) -> str:
    return _APART.sub("_", _CAMEL.sub("_", name)).strip("_").lower()


def known_names(names: list[str]) -> int:
    """How many of these columns are known; 0 where none of them holds a headline or text."""
    normal = {_normal(name) for name in names if len(name) <= 40}
    return len(normal.intersection(_FIELD_OF)) if normal & _TELLING else 0


def is_positional(field_map: FieldMap) -> bool:
    """Whether the user's map names columns by number, from 1: then a file needs no header."""
    return bool(field_map) and all(column.isdecimal() for _, column in field_map)


@lru_cache(maxsize=512)
def plan(columns: tuple[str, ...], field_map: FieldMap) -> dict[str, tuple[str, ...]]:
    """Record field -> its columns, the most telling first. Columns of the user's map may be paths ('a.b')."""
    mapped: dict[str, list[str]] = {}
    for field, column in field_map:
        mapped.setdefault(field, []).append(column)
    taken = {column for _, column in field_map}
    found: dict[str, list[str]] = {}
    for column in columns:
        field_name = _FIELD_OF.get(_normal(column)) if len(column) <= 40 else None
        if field_name and field_name not in mapped and column not in taken:
            found.setdefault(field_name, []).append(column)
    ranked = {name: sorted(them, key=lambda column: _RANK[_normal(column)]) for name, them in found.items()}
    return {name: tuple(them) for name, them in (mapped | ranked).items()}


def value_at(row: Mapping[str, Any], column: str) -> Any:
    """The value of a column; where there is no column of that name, the value at that path ('a.b.0')."""
    if column in row or "." not in column:
        return row.get(column)
    value: Any = row
    for step in column.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, (list, tuple)) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
