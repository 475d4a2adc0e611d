"""Wikipedia titles, from the links of its Current events portal: names, and what each means how often.

A link's words are a name where an entity recogniser says so, and where the title is of the kind that the
portal names a person, an organisation, a place or an event with: not an office ("President of Ghana"), not
a class.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from training.links.names import ADJECTIVES
from training.ner.demonyms import is_demonym
from transforms.entities import DEFAULT_LABELS
from transforms.link_table import Row, fold

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Item", "is_name", "read_items", "rows", "same_page", "uri"]

_SMALL: Final = frozenset(
    "of the and for in on at to de del la le el al bin ibn van von der y und et du da dos".split()
)
_OFFICES: Final = frozenset(
    "president presidents vice-president minister ministers premier chancellor king queen prince princess "
    "emperor pope cardinal archbishop bishop patriarch governor senator mayor secretary speaker ambassador "
    "general colonel lieutenant captain judge justice prosecutor attorney ceo chairman director advisor "
    "adviser".split()
)
_CLASSES: Final = (
    "List of ",
    "Lists of ",
    "Timeline of ",
    "President of ",
    "Prime Minister of ",
    "Vice President of ",
)
_ADJECTIVES: Final = frozenset(word for words in ADJECTIVES.values() for word in words)
_KNOWN: Final = 4
"""Uses of a page's names from which on its initials are one of them."""
_MOST_OF: Final = 0.5


class Item(NamedTuple):
    """A news item: its day, text, links (start, end, title) and the running events above it."""

    date: str
    text: str
    links: tuple[tuple[int, int, str], ...]
    events: tuple[str, ...]


def read_items(path: Path, since: str = "", before: str = "9999") -> Iterator[Item]:
    """Items of those days, `before` not among them; links to pages that do not exist have no title ('')."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if since <= row["date"] < before:
            links = tuple(
                (a, b, "" if "redlink=1" in title else _title(title)) for a, b, title in row["links"]
            )
            yield Item(row["date"], row["text"], links, tuple(row["events"]))


def _title(title: str) -> str:
    return title.partition("?")[0].partition("#")[0].replace("_", " ").strip()


def uri(title: str) -> str:
    """The address of the title's page in the English Wikipedia."""
    return "https://en.wikipedia.org/wiki/" + quote(title.replace(" ", "_"), safe="/:(),'!*–—’&-.")


def is_name(words: str, title: str) -> bool:
    """Whether the words are written as a name, and name neither a people nor an office.

    'South Kordofan' and 'Knesset' are; 'espionage', 'Israeli', 'U.S. President' and 'Chief Justice' are not.
    """
    parts = words.split()
    if not parts or not parts[0][0].isalnum() or title.startswith(_CLASSES):
        return False
    content = [part for part in parts if part.lower() not in _SMALL]
    if not content or not all(part[0].isupper() or part[0].isdigit() for part in content):
        return False
    if not any(part[0].isupper() for part in content) or len(fold(words)) < 2 or "$" in words:
        return False
    if content[-1].lower().rstrip("s") in _OFFICES or {part.lower() for part in content} <= _OFFICES:
        return False
    if (" in " in title and " in " not in words) or ("election" in title and "lection" not in words):
        return False  # a page about a part of what the words name: 'Soccer in Canada' under 'Canada'
    if words in _ADJECTIVES:
        return False
    return not (is_demonym(words) if len(parts) == 1 else len(parts) == 2 and is_demonym(*parts))


def same_page(title: str) -> str:
    """The same for titles that differ in accents, points or 'U.S.' alone: one leads on to the other."""
    words = ["united states" if word == "us" else word for word in fold(title).split()]
    return " ".join(words)


def rows(items: Iterable[Item], nlp: Language) -> list[Row]:
    """The table: each name with its titles, the type that its uses have, and the number of uses."""
    kept = list(items)
    pages = _pages(kept)
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    types: defaultdict[str, Counter[str]] = defaultdict(Counter)
    recognised: set[str] = set()
    for words, title, kind in _uses(kept, nlp):
        page = pages[same_page(title)]
        key = fold(words)
        uses[key][page] += 1
        forms[key][words] += 1
        if kind:
            types[page][kind] += 1
            recognised.add(key)
    for acronym, page in _acronyms(uses, types).items():
        uses[fold(acronym)][page] += 1
        forms[fold(acronym)][acronym] += 1
        recognised.add(fold(acronym))
    return [
        Row(forms[key].most_common(1)[0][0], uri(page), _type(types[page]), times)
        for key, counted in sorted(uses.items())
        for page, times in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        if key in recognised or fold(page) == key
    ]


def _acronyms(uses: Mapping[str, Counter[str]], types: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Initials of organisations that are often named, where no other page and no name has them: IMF."""
    times: Counter[str] = Counter()
    for counted in uses.values():
        times.update(counted)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for page in times:
        if _type(types[page]) == "organisation" and "(" not in page:
            found[_initials(page)].append(page)
    return {
        short: pages[0]
        for short, pages in found.items()
        if len(short) > 2 and short.isupper() and fold(short) not in uses
        if len(pages) == 1 and times[pages[0]] >= _KNOWN
    }


def _pages(items: Iterable[Item]) -> dict[str, str]:
    """The commonest of the titles that lead to one page; an acronym's is that of what it stands for."""
    titles = Counter(title for item in items for _, _, title in item.links if title)
    titles.update(event for item in items for event in item.events)
    pages: dict[str, str] = {}
    for title, _ in titles.most_common():
        pages.setdefault(same_page(title), title)
    under = Counter((item.text[a:b], title) for item in items for a, b, title in item.links)
    for (words, title), _ in under.most_common():
        if words.isupper() and words in titles and _initials(title) == words:
            pages[same_page(words)] = pages[same_page(title)]
    return pages


def _initials(title: str) -> str:
    return "".join(word[0] for word in title.split() if word.lower() not in _SMALL)


def _uses(items: Sequence[Item], nlp: Language) -> Iterator[tuple[str, str, str]]:
    """Words, title and recognised type ('' for none) of each name among the links, and of running events."""
    for item, doc in zip(items, nlp.pipe([item.text for item in items], batch_size=32), strict=True):
        found = {(ent.start_char, ent.end_char): DEFAULT_LABELS.get(ent.label_, "") for ent in doc.ents}
        for start, end, title in item.links:
            first = start + 4 if item.text[start : start + 4].lower() == "the " else start
            words = item.text[first:end]
            if title and is_name(words, title):
                yield words, title, found.get((first, end)) or found.get((start, end), "")
        for event in item.events:
            if is_name(event, event):
                yield event, event, "other"


def _type(counted: Counter[str]) -> str:
    """What most uses say; '' where they do not agree."""
    if not counted:
        return ""
    kind, times = counted.most_common(1)[0]
    return kind if times > _MOST_OF * counted.total() else ""
