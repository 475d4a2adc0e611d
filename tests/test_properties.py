"""The same answer whatever the order of the input, its spreading over files, and the number of workers.

Most of it asks the pure functions, which `test_lifecycle` holds against a whole run; a few runs are whole.
The last part: one uri, one slug or one text of 100,000 stories costs about as much a story as one of 1,000.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.cli import DONE, main
from pipeline.records import read_records
from schemas.records import Duplicate, Source, Story
from tests.wire_days import FIRST_DAY, PROVIDERS, Sent, Stood, shuffled, spread, wire_day
from tests.wire_days.desk import Desk, Thread
from tests.wire_days.notes import send_note
from tests.wire_days.prose import Tale
from tests.wire_days.pure import Decided, decide, nears, parse
from transforms.chains import chains_of
from transforms.decide import text_of
from transforms.heads import Head, Place, head_of
from transforms.nearness import near_pairs, pack_bands, pack_pairs, short_id, wanted
from transforms.versions import line_of, repeats
from transforms.view import view_verdicts

NOW = FIRST_DAY + dt.timedelta(days=5)
MANY = settings(max_examples=80, deadline=None, derandomize=True)
FEW = settings(max_examples=12, deadline=None, derandomize=True)

SENDERS = [PROVIDERS[at] for at in (0, 2, 3, 5, 7)]  # one of each dialect
RELATIONS = ("", "", "update", "lead", "correction", "repeat", "alert", "take")


class Move(NamedTuple):
    """What a desk does next; minutes are few, so that many messages have the same time."""

    what: str
    sender: int
    slug: int
    tale: int
    minute: int
    number: int


MOVES = st.builds(
    Move,
    st.sampled_from((*RELATIONS, "version", "version", "cancel", "note", "again", "copy")),
    st.integers(0, len(SENDERS) - 1),
    st.integers(0, 1),
    st.integers(0, 2),
    st.integers(0, 3),
    st.integers(1, 3),
)
TALES = [Tale.tell(Random(seed), 120) for seed in range(3)]


def busy_hour(moves: list[Move]) -> list[Sent]:
    """What comes of these moves."""
    desk = Desk(1)
    threads: dict[tuple[int, int], tuple[Thread, list[Sent]]] = {}
    for move in moves:
        new = Thread(desk, SENDERS[move.sender], ("OIL", "FERRY")[move.slug], FIRST_DAY)
        thread, sent = threads.setdefault((move.sender, move.slug), (new, []))
        tale = TALES[move.tale]
        if move.what in ("copy", "again"):
            if sent:
                sent.append(_again(thread, sent[-1], move))
        elif move.what == "note":
            sent.append(send_note(thread, move.minute))
        elif move.what in ("version", "cancel"):
            first = sent[0] if sent and thread.provider.has_uris else None
            status = "canceled" if move.what == "cancel" else "usable"
            sent.append(thread.send(tale, move.minute, of=first, version=move.number, status=status))
        else:
            sent.append(thread.send(tale, move.minute, move.what, move.number))
    return [each for _, sent in threads.values() for each in sent]


def _again(thread: Thread, sent: Sent, move: Move) -> Sent:
    return thread.again(sent, None if move.what == "copy" or thread.provider.has_uris else move.minute)


def placed(messages: list[Sent], chance: Random) -> dict[int, Stood]:
    """Puts the messages in an order of chance into files of chance."""
    order = chance.sample(messages, len(messages))
    names = [f"file-{chance.randrange(3)}" for _ in order]
    return {
        sent.key: Stood(name, at, "", at, 0) for at, (sent, name) in enumerate(zip(order, names, strict=True))
    }


def answer(decided: Decided) -> tuple[list[Any], ...]:
    """All that may not depend on order: records without their source, duplicates, what is shown."""
    made = decided.made
    stories = sorted((replace(s, source=Source()) for s in made.stories.values()), key=lambda s: s.record_id)
    return (
        stories,
        sorted(each.repeats for each in made.duplicates.values()),
        sorted(made.stories[key].record_id for key in decided.shown(NOW)),
    )


@MANY
@given(st.lists(MOVES, min_size=2, max_size=14), st.randoms(use_true_random=False))
def test_no_order_and_no_split_changes_the_answer(moves: list[Move], chance: Random) -> None:
    messages = busy_hour(moves)
    parsed = {sent.key: parse(sent) for sent in messages}
    first = answer(decide(parsed, placed(messages, Random(0))))
    for _ in range(4):
        assert answer(decide(parsed, placed(messages, chance))) == first


@FEW
@given(st.integers(0, 30), st.randoms(use_true_random=False))
def test_nor_on_a_wire_day(seed: int, chance: Random) -> None:
    messages = list(wire_day(seed, 40))
    parsed = {sent.key: parse(sent) for sent in messages}
    assert answer(decide(parsed, placed(messages, chance))) == answer(
        decide(parsed, placed(messages, Random(0)))
    )


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One wire day, run as it lies in other files, by one worker and by two."""
    base = tmp_path_factory.mktemp("runs")
    messages = list(wire_day(9, 250))
    outputs = []
    for seed, workers in ((1, 1), (2, 2)):
        spread(shuffled(messages, seed), base / f"in-{seed}", seed, most=20)
        output = base / f"out-{seed}"
        options = ("--output", str(output), "--no-annotate", "--direct_num_workers", str(workers))
        assert main(["run", str(base / f"in-{seed}"), *options]) == DONE
        outputs.append(output)
    return outputs


def test_files_and_workers_change_nothing_but_the_source(runs: list[Path]) -> None:
    one, two = runs
    assert _records(one) == _records(two)
    assert _repeats(one) == _repeats(two)


def test_nor_do_they_change_the_view(runs: list[Path], tmp_path: Path) -> None:
    views = []
    for at, output in enumerate(runs):
        options = ("--as-of", NOW.isoformat(), "--direct_num_workers", str(at + 1))
        assert main(["compact", str(output), "--to", str(tmp_path / str(at)), *options]) == DONE
        views.append(_records(tmp_path / str(at)))
    assert views[0] == views[1]
    assert 0 < len(views[0]) < len(_records(runs[0]))


def _records(output: Path) -> list[Story]:
    stories = (replace(story, source=Source()) for story in read_records(output, Story))
    return sorted(stories, key=lambda story: story.record_id)


def _repeats(output: Path) -> list[str]:
    return sorted(each.repeats for each in read_records(output, Duplicate))


# Skew


def steps(work: Callable[[], object]) -> int:
    """How many lines and calls of Python the work takes: as its time, but for the machine's moods."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


def heads(count: int, **same: Any) -> list[Head]:
    """Heads of as many stories of one slug, a minute apart, in an order of chance."""
    desk = Desk(1)
    thread = Thread(desk, PROVIDERS[0], "OIL", FIRST_DAY)
    story, sketch = parse(thread.send(TALES[0], 0))
    first = head_of(story, Place("in", 0, 0, 0), sketch)
    made = [_numbered(first, number, same) for number in range(count)]
    Random(count).shuffle(made)
    return made


def _numbered(first: Head, number: int, same: dict[str, Any]) -> Head:
    digest = blake2b(number.to_bytes(8), digest_size=16).digest()
    fields: dict[str, Any] = {"record": digest, "content": digest, "uri": digest, "version": number} | same
    return replace(
        first, **fields, created=first.created + number * 1_000_000, place=Place("in", 0, number, 0)
    )


def one_uri(count: int) -> Callable[[], object]:
    own = heads(count, uri=b"u")
    return lambda: list(view_verdicts(line_of(own), 2**62))


def one_story_sent_again(count: int) -> Callable[[], object]:
    own = heads(count, content=b"c", record=b"r")
    return lambda: repeats(own)


def one_chain(count: int) -> Callable[[], object]:
    own = [line for head in heads(count, relation="update") for line in line_of([head])]
    return lambda: list(chains_of(own))


def one_chain_of_alerts(count: int) -> Callable[[], object]:
    own = [line for head in heads(count, relation="alert", signature=b"") for line in line_of([head])]
    return lambda: list(chains_of(own))


def one_slug_of_strangers(count: int) -> Callable[[], object]:
    own = [line for head in heads(count, signature=b"", headline=b"") for line in line_of([head])]
    return lambda: list(chains_of(own))


def one_slug_of_kills(count: int) -> Callable[[], object]:
    named = {"relation": "kill", "target": b"t", "target_number": "1", "signature": b""}
    own = [line for head in heads(count, **named) for line in line_of([head])]
    return lambda: list(view_verdicts(own, 2**62))


def one_text(count: int) -> Callable[[], object]:
    texts = [text_of(head) for head in heads(count)]
    return lambda: list(nears(texts))


SKEWS = [
    one_uri,
    one_story_sent_again,
    one_chain,
    one_chain_of_alerts,
    one_slug_of_strangers,
    one_slug_of_kills,
    one_text,
]


@pytest.mark.parametrize("skew", SKEWS, ids=lambda skew: skew.__name__)
def test_work_grows_as_the_number_of_stories(skew: Callable[[int], Callable[[], object]]) -> None:
    few, many = steps(skew(150)), steps(skew(750))
    assert many < 8 * few


@pytest.mark.parametrize("skew", [one_uri, one_chain], ids=lambda skew: skew.__name__)
def test_a_hundred_thousand_finish(skew: Callable[[int], Callable[[], object]]) -> None:
    skew(100_000)()


def test_each_of_a_hundred_thousand_near_texts_finds_the_first() -> None:
    """The bands of all are the same; one bucket is enough to see that the pairs do not grow as the square."""
    own = heads(100_000)
    texts = [text_of(head) for head in own]
    (_, packed), *_ = pack_bands(texts)
    later = [wanted([pairs]) for _, pairs in pack_pairs(near_pairs([packed]))]
    first = short_id(min(texts, key=lambda text: text.second).record)
    assert sum(len(records) for each in later for records in each.values()) <= 3 * len(texts)
    assert {to for each in later for to in each.get(first, ())} == {short_id(t.record) for t in texts} - {
        first
    }
