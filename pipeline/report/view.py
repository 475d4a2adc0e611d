"""What was found, as the JSON object that the page's script reads."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, Final

from pipeline.report.collect import Found
from pipeline.report.embed import embedded
from pipeline.report.row import LINE, time_text
from schemas.media_topics import media_topics
from schemas.records import DeadLetter

__all__ = ["STORY_BYTES", "view"]

STORY_BYTES: Final = 3_600_000
"""Of the stories in the page. With the charts' library and all counts the page stays under 5 MB."""

_GROUP: Final = 8
_BARS: Final = 160
_STACKED: Final = 8
_LISTED_ENTITIES: Final = 150
_COMPANIONS: Final = 6
_LISTED_PAIRS: Final = 4_000


def view(found: Found, title: str) -> dict[str, Any]:
    """All that the page shows."""
    return {
        "title": title,
        "about": _about(found),
        "volume": _volume(found),
        "topics": _topics(found),
        "entities": _entities(found),
        "chains": _chains(found),
        "letters": _letters(found),
        "stories": _stories(found),
    }


def _about(found: Found) -> dict[str, Any]:
    counts = found.counts
    return {
        "newswire": found.newswire,
        "inputs": found.inputs,
        "messages": counts.messages,
        "stories": counts.stories or found.stories,
        "duplicates": counts.duplicates,
        "skipped": counts.skipped,
        "dead": counts.dead_letters,
        "words": found.words,
        "first": time_text(found.first),
        "last": time_text(found.last),
        "groups": {name: tally.top(_GROUP) for name, tally in sorted(found.groups.items())},
    }


def _volume(found: Found) -> dict[str, Any]:
    """Bars of the largest providers and of all others together; far outliers are cut off and counted."""
    unit, counts = found.volume.bars(_BARS)
    providers: Counter[str] = Counter()
    for (_, provider), number in counts.items():
        providers[provider] += number
    shown = [name for name, _ in providers.most_common(_STACKED)]
    if len(providers) > _STACKED:
        shown = shown[: _STACKED - 1]
    first, last = _within(counts)
    bars: Counter[tuple[dt.datetime, str]] = Counter()
    for (start, provider), number in counts.items():
        if first <= start <= last:
            bars[start, provider if provider in shown else "others"] += number
    return {
        "unit": unit,
        "providers": [*shown, "others"] if any(name == "others" for _, name in bars) else shown,
        "bars": [[time_text(start), provider, number] for (start, provider), number in sorted(bars.items())],
        "undated": found.volume.undated,
        "outside": counts.total() - bars.total(),
    }


def _within(counts: Counter[tuple[dt.datetime, str]]) -> tuple[dt.datetime, dt.datetime]:
    """The stretch without the outermost thousandth at either end, such as stories dated 1970 or 2099."""
    by_time = Counter[dt.datetime]()
    for (start, _), number in counts.items():
        by_time[start] += number
    times, cut = sorted(by_time), counts.total() // 1000
    if not times:
        return dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)
    return _after(times, by_time, cut), _after(times[::-1], by_time, cut)


def _after(times: list[dt.datetime], by_time: Counter[dt.datetime], cut: int) -> dt.datetime:
    for time in times:
        cut -= by_time[time]
        if cut < 0:
            return time
    return times[-1]


def _topics(found: Found) -> list[dict[str, Any]]:
    """Every topic that has stories, with the topic above it; the page makes the tree."""
    table = media_topics()
    return [
        {"id": code, "name": table[code].name, "up": table[code].broader, "n": number}
        for code, number in sorted(found.topics.items(), key=lambda item: (-item[1], item[0]))
    ]


def _entities(found: Found) -> dict[str, Any]:
    top = found.entities.top(_LISTED_ENTITIES)
    place = {key: index for index, (key, _) in enumerate(top)}
    pairs = [
        [place[left], place[right], number]
        for (left, right), number in found.pairs.top(_LISTED_PAIRS * 4)
        if left in place and right in place
    ][:_LISTED_PAIRS]
    return {
        "list": [{"type": kind, "name": name, "n": number} for (kind, name), number in top],
        "pairs": pairs,
        "distinct": len(found.entities),
        "exact": not found.entities.dropped,
    }


def _chains(found: Found) -> dict[str, Any]:
    return {
        "total": len(found.followed),
        "killed": len(found.killed),
        "exact": not (found.followed.dropped or found.killed.dropped),
        "list": [
            [
                {
                    "id": event.record_id,
                    "uri": event.uri[:LINE],
                    "version": event.version,
                    "provider": event.provider[:LINE],
                    "headline": event.headline[:LINE],
                    "relation": event.relation,
                    "t": time_text(event.when),
                    "killed": event.killed,
                }
                for event in events
            ]
            for events in found.chains.values()
        ],
    }


def _letters(found: Found) -> list[dict[str, Any]]:
    return [
        {
            "class": name,
            "n": group.count,
            "formats": group.formats.most_common(6),
            "examples": [_letter(letter) for letter in group.examples],
        }
        for name, group in sorted(found.letters.items(), key=lambda item: (-item[1].count, item[0]))
    ]


def _letter(letter: DeadLetter) -> dict[str, Any]:
    return {
        "uri": letter.source.uri[:LINE],
        "offset": letter.source.offset,
        "stage": letter.stage,
        "message": letter.message[:LINE],
        "format": letter.format,
        "bytes": letter.raw_length,
        "raw": letter.raw.decode("utf-8", "replace"),
    }


def _stories(found: Found) -> list[dict[str, Any]]:
    """As many of the sample as the page has room for, in the order of the output."""
    room, kept = STORY_BYTES, []
    for place, row in found.sample.in_random_order():
        room -= len(embedded(row).encode())
        if room < 0:
            break
        kept.append((place, row))
    return [row for _, row in sorted(kept, key=lambda item: item[0])]
