"""One story, many versions: wire days of known truth through the whole line, then the hard cases alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from pipeline.cli import DONE, main
from pipeline.records import read_records
from schemas.records import Source, Story
from tests.wire_days import FIRST_DAY, PROVIDERS, Sent, Stood, Truth, shuffled, spread, wire_day
from tests.wire_days.compare import Made, chain_score, near_score
from tests.wire_days.copy import Provider
from tests.wire_days.desk import Desk, Thread
from tests.wire_days.notes import send_note
from tests.wire_days.prose import Cast, Tale
from tests.wire_days.pure import Decided, decide, parse
from tests.wire_days.vocabulary import ABOUT
from transforms.manifest import read_manifests

STORIES = 1_000
SEED = 20260312
LEAST = 0.98
EMBARGOES_ON = FIRST_DAY + dt.timedelta(days=5)
SOME_OVER = FIRST_DAY + dt.timedelta(days=9)
ALL_OVER = FIRST_DAY + dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class WireDay:
    """A wire day, its truth, and what a run made of it."""

    messages: list[Sent]
    stood: dict[int, Stood]
    truth: Truth
    output: Path
    made: Made


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> WireDay:
    base = tmp_path_factory.mktemp("wire-day")
    messages = list(wire_day(SEED, STORIES))
    stood = spread(shuffled(messages, SEED), base / "in", SEED)
    arguments = [base / "in", "--output", base / "out", "--no-annotate", "--direct_num_workers", "1"]
    assert main(["run", *map(str, arguments)]) == DONE
    made = Made.read(base / "out", base / "in", stood)
    return WireDay(messages, stood, Truth(messages, stood), base / "out", made)


def test_every_message_is_a_story_or_a_duplicate(day: WireDay) -> None:
    counts = next(read_manifests(day.output)).counts
    assert (counts.messages, counts.dead_letters) == (len(day.messages), {})
    assert counts.messages == counts.ends()
    assert main(["validate", str(day.output)]) == DONE


def test_each_distinct_version_is_kept_once_and_each_copy_names_it(day: WireDay) -> None:
    assert set(day.made.stories) == set(day.truth.kept)
    repeats = {key: day.made.keys[each.repeats] for key, each in day.made.duplicates.items()}
    assert repeats == day.truth.repeats


def test_versions_of_a_uri_are_in_order_and_each_supersedes_the_one_before(day: WireDay) -> None:
    stories = day.made.stories
    for key, before in day.truth.before.items():
        if before is not None:
            chain = stories[key].chain
            assert chain is not None, key
            assert chain.supersedes == stories[before].record_id
            assert chain.chain_id == (stories[before].chain or chain).chain_id


def test_kills_are_written_with_their_relation(day: WireDay) -> None:
    for chain in day.truth.chains.values():
        for sent in chain[1:]:
            if sent.ends:
                link = day.made.stories[sent.key].chain
                assert link is not None, sent.key
                said = {sent.relation} if sent.kills else {"kill", "withdrawal", "hold"}
                assert link.relation in said, sent.key


@pytest.fixture(scope="module")
def view(day: WireDay, tmp_path_factory: pytest.TempPathFactory) -> list[Story]:
    to = tmp_path_factory.mktemp("view") / "view"
    options = ["--to", str(to), "--as-of", SOME_OVER.isoformat(), "--direct_num_workers", "1"]
    assert main(["compact", str(day.output), *options]) == DONE
    return list(read_records(to, Story))


def test_the_view_shows_what_may_be_shown_and_nothing_else(day: WireDay, view: list[Story]) -> None:
    assert {day.made.keys[story.record_id] for story in view} == day.truth.shown(SOME_OVER)
    assert len(view) == len({story.uri for story in view})


def test_the_view_leaves_the_links_of_a_whole_run_as_they_are(day: WireDay, view: list[Story]) -> None:
    for story in view:
        assert story == day.made.stories[day.made.keys[story.record_id]]


def test_an_embargo_ends_when_it_ends(day: WireDay) -> None:
    """The truth of three times differs, and the view with it."""
    decided = decide({sent.key: parse(sent) for sent in day.messages}, day.stood)
    views = [decided.shown(time) for time in (EMBARGOES_ON, SOME_OVER, ALL_OVER)]
    assert views == [day.truth.shown(time) for time in (EMBARGOES_ON, SOME_OVER, ALL_OVER)]
    assert views[0] < views[1] < views[2]


def test_chains_are_found(day: WireDay) -> None:
    score = chain_score(day.made, day.truth)
    assert min(score.precision, score.recall) >= LEAST, score


def test_a_chain_that_is_right_is_in_order_of_time_and_says_what_its_tags_say(day: WireDay) -> None:
    right = {tuple(sent.key for sent in chain) for chain in day.truth.chains.values()}
    found = [chain for chain in day.made.chains().values() if tuple(chain) in right]
    assert len(found) >= LEAST * len(right)
    for chain in found:
        links = [day.made.stories[key].chain for key in chain]
        assert [link.position for link in links if link] == list(range(len(chain)))
        said = {key: link.relation for key, link in zip(chain, links, strict=True) if link}
        tags = {key: day.truth.kept[key].relation for key in chain[1:]}
        assert {key: said[key] for key, tag in tags.items() if tag} == {
            key: tag for key, tag in tags.items() if tag
        }


def test_near_duplicates_are_found(day: WireDay) -> None:
    score = near_score(day.made, day.truth)
    assert min(score.precision, score.recall) >= LEAST, score


def test_notes_are_nobodys_near_duplicates(day: WireDay) -> None:
    notes = [key for key, sent in day.truth.kept.items() if sent.kills]
    assert [key for key in notes if day.made.stories[key].near_duplicate_of] == []


def test_the_run_decides_as_its_pure_functions_do(day: WireDay) -> None:
    """So that other tests may ask these alone."""
    parsed = {sent.key: parse(sent) for sent in day.messages}
    alone = decide(parsed, day.stood).made
    assert alone.duplicates.keys() == day.made.duplicates.keys()
    for key, story in alone.stories.items():
        run = day.made.stories[key]
        assert (story.chain, story.near_duplicate_of) == (run.chain, run.near_duplicate_of)


@pytest.mark.parametrize("seed", [1, 2])
def test_other_days_come_out_as_well(seed: int, tmp_path: Path) -> None:
    messages = list(wire_day(seed, STORIES))
    stood = spread(shuffled(messages, seed), tmp_path, seed)
    truth, decided = Truth(messages, stood), decide({sent.key: parse(sent) for sent in messages}, stood)
    assert set(decided.made.stories) == set(truth.kept)
    assert decided.shown(EMBARGOES_ON) == truth.shown(EMBARGOES_ON)
    for score in (chain_score(decided.made, truth), near_score(decided.made, truth)):
        assert min(score.precision, score.recall) >= LEAST, score


# The hard cases, one by one. Each is a list of messages, and the keys of those that form its one chain
# (none where there is none) and of those that may be shown in the end.

NINJS, MENDEL, G2, IPTC, ANPA = (PROVIDERS[at] for at in (0, 2, 3, 5, 7))
NOW = FIRST_DAY + dt.timedelta(days=5)


def ruled(*messages: Sent) -> Decided:
    stood = {sent.key: Stood("file", at, "", at, 0) for at, sent in enumerate(messages)}
    return decide({sent.key: parse(sent) for sent in messages}, stood)


def chains(decided: Decided) -> list[list[int]]:
    return sorted(chain for chain in decided.made.chains().values())


def desk_and_tale(seed: int = 5) -> tuple[Desk, Tale]:
    desk = Desk(seed)
    return desk, Tale.tell(desk.chance)


def note(thread: Thread, minutes: int, words: str, text: str, **fields: Any) -> Sent:
    """A note to editors in these very words."""
    tale = Tale(words, (text,), Cast({"P": ""}))
    meaning = {"ends": True, "kills": True, "is_note": True}
    return thread.send(tale, minutes, None, meaning=meaning, place="", **({"slug": "Advisory"} | fields))


NOTES = [
    (IPTC, "FERRY-AGROUND", "KILL KILL KILL", "Kill the story slugged FERRY-AGROUND. It is false.", {}),
    (IPTC, "FERRY-AGROUND", "STORY WITHDRAWN", "Withdraw the item slugged FERRY-AGROUND, number 0001.", {}),
    (IPTC, "FERRY-AGROUND", "KILL KILL KILL", "Please kill this story.", {"slug": "FERRY-AGROUND"}),
    (IPTC, "FERRY-AGROUND", "HOLD HOLD HOLD", "Hold the item headed FERRY-AGROUND until further notice.", {}),
    (NINJS, "FERRY-AGROUND", "KILL KILL KILL", "Kill the item slugged FERRY-AGROUND. A court asked.", {}),
    (MENDEL, "FERRY-AGROUND", "STORY WITHDRAWN", "The item slugged FERRY-AGROUND is gone.", {"status": ""}),
    (ANPA, "Ferry-Aground", "KILL KILL KILL", "Kill the story slugged BC-Ferry-Aground. It is false.", {}),
    (ANPA, "Ferry-Aground", "KILL KILL KILL", "Kill the story slugged BC-Ferry-Aground, number s0001.", {}),
    (
        ANPA,
        "Ferry-Aground",
        "KILL KILL KILL",
        "Editors: this is a mandatory kill.",
        {"slug": "Ferry-Aground", "version_field": "Bulletin Kill, s0001"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("provider", "slug", "words", "text", "fields"), NOTES, ids=lambda value: str(value)[:60]
)
def test_a_note_kills_what_it_names(
    provider: Provider, slug: str, words: str, text: str, fields: dict[str, Any]
) -> None:
    desk, tale = desk_and_tale()
    thread = Thread(desk, provider, slug, FIRST_DAY)
    story, kill = thread.send(tale, 0), note(thread, 30, words, text, **fields)
    for order in ((story, kill), (kill, story)):
        decided = ruled(*order)
        assert decided.shown(NOW) == set()
        assert chains(decided) == [[story.key, kill.key]]


@pytest.mark.parametrize("words", ["KILL KILL KILL", "STORY WITHDRAWN", "HOLD HOLD HOLD"])
@pytest.mark.parametrize("provider", [IPTC, ANPA], ids=lambda provider: provider.format)
def test_a_number_says_which_of_several_stories_of_a_slug_is_killed(provider: Provider, words: str) -> None:
    desk = Desk(5)
    first = Thread(desk, provider, "OIL", FIRST_DAY)
    killed = first.send(Tale.tell(desk.chance), 0)
    others = [Thread(desk, first.provider, "OIL", FIRST_DAY).send(Tale.tell(desk.chance), m) for m in (9, 19)]
    for seed in range(6):
        desk.chance.seed(seed)
        kill = send_note(first, 30, killed.copy)
        assert ruled(killed, *others, kill).shown(NOW) == {sent.key for sent in others}, kill.data


def test_what_comes_after_a_kill_by_slug_may_be_shown_and_what_came_before_not() -> None:
    desk, tale = desk_and_tale()
    thread = Thread(desk, IPTC, "FERRY-AGROUND", FIRST_DAY)
    sent = [thread.send(tale, 0), thread.send(tale.grown(desk.chance), 20, "update", 1)]
    kill = note(thread, 40, "KILL KILL KILL", "Kill the story slugged FERRY-AGROUND, please.")
    again, substitute = thread.again(sent[0], 60), thread.send(tale.corrected(desk.chance), 80, "correction")
    decided = ruled(substitute, again, kill, *sent)
    assert decided.shown(NOW) == {substitute.key}
    assert decided.made.duplicates.keys() == {again.key}


def test_a_kill_by_slug_leaves_another_providers_story_alone() -> None:
    desk, tale = desk_and_tale()
    one, other = (Thread(desk, p, "FERRY-AGROUND", FIRST_DAY) for p in (IPTC, PROVIDERS[6]))
    stories = [one.send(tale, 0), other.send(Tale.tell(desk.chance), 0)]
    kill = note(one, 40, "KILL KILL KILL", "Kill the story slugged FERRY-AGROUND, please.")
    assert ruled(*stories, kill).shown(NOW) == {stories[1].key}


def test_a_correction_then_a_cancel_of_one_guid_leave_nothing_to_show() -> None:
    """The pair of a real feed: no link between the two but the guid."""
    desk, tale = desk_and_tale()
    thread = Thread(desk, G2, "FERRY-AGROUND", FIRST_DAY)
    correction = thread.send(tale, 0, version=1, signal="correction")
    cancel = thread.send(tale, 60, of=correction, version=2, status="canceled")
    for order in ((correction, cancel), (cancel, correction)):
        decided = ruled(*order)
        chain = decided.made.stories[cancel.key].chain
        assert chain is not None
        assert (chain.relation, chain.supersedes) == ("kill", decided.made.stories[correction.key].record_id)
        assert decided.shown(NOW) == set()


CANCELS = {
    "its text speaks of what somebody headed": {
        "paragraphs": ("Rehn headed NATO for years.", "It is false.")
    },
    "its slug is another than the first version's": {"slug": "FERRY-AGROUND-RESCUE"},
    "it has neither text nor slug": {"paragraphs": (), "headline": "", "slug": ""},
}


@pytest.mark.parametrize("fields", CANCELS.values(), ids=CANCELS)
@pytest.mark.parametrize("provider", [NINJS, MENDEL, G2], ids=lambda provider: provider.dialect)
def test_a_cancel_of_a_uri_ends_it_whatever_it_says(provider: Provider, fields: dict[str, Any]) -> None:
    desk, tale = desk_and_tale()
    thread = Thread(desk, provider, "FERRY-AGROUND", FIRST_DAY)
    story = thread.send(tale, 0)
    cancel = thread.send(tale, 60, of=story, version=2, **({"status": "canceled"} | fields))
    decided = ruled(story, cancel)
    assert decided.shown(NOW) == set()
    assert chains(decided) == [[story.key, cancel.key]]


def test_a_cancel_whose_story_is_not_here_ends_no_other_of_its_slug() -> None:
    """A feed that cancels by uri names what it ends: the slug is no part of it."""
    desk, tale = desk_and_tale()
    story = Thread(desk, NINJS, "OIL", FIRST_DAY).send(tale, 0)
    cancel = Thread(desk, NINJS, "OIL", FIRST_DAY).send(
        Tale.tell(desk.chance), 30, version=2, status="canceled"
    )
    decided = ruled(story, cancel)
    assert decided.shown(NOW) == {story.key}
    assert chains(decided) == []


def test_two_kills_in_the_same_words_are_two_kills() -> None:
    """Old wires kill in set phrases: that one note has the words of another makes it no copy of it."""
    desk = Desk(5)
    threads = [Thread(desk, IPTC, slug, FIRST_DAY) for slug in ("FERRY-AGROUND", "OIL")]
    stories = [thread.send(Tale.tell(desk.chance), 0) for thread in threads]
    kills = [
        note(thread, 30, "KILL KILL KILL", "Please kill this story.", slug=thread.slug) for thread in threads
    ]
    decided = ruled(*stories, *kills)
    assert decided.shown(NOW) == set()
    assert decided.made.duplicates == {}


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_of_the_same_minute_comes_after_what_it_kills(seed: int) -> None:
    """The time groups of old wires have no seconds."""
    desk, tale = desk_and_tale(seed)
    thread = Thread(desk, IPTC, "FERRY-AGROUND", FIRST_DAY)
    story = thread.send(tale, 0)
    kill = note(thread, 0, "KILL KILL KILL", "Please kill the story slugged FERRY-AGROUND, all of it.")
    assert ruled(kill, story).shown(NOW) == ruled(story, kill).shown(NOW) == set()


@pytest.mark.parametrize("seed", range(4))
def test_messages_of_one_minute_are_in_the_order_of_their_numbers(seed: int) -> None:
    desk, tale = desk_and_tale(seed)
    thread = Thread(desk, IPTC, "FERRY-AGROUND", FIRST_DAY)
    flash = replace(tale, headline=tale.headline.upper(), paragraphs=())
    sent = [thread.send(flash, 0, "alert", place=""), thread.send(tale.detailed(desk.chance), 0)]
    sent.append(thread.send(tale.grown(desk.chance), 0, "update", 1))
    for order in (sent, sent[::-1]):
        assert chains(ruled(*order)) == [[each.key for each in sent]]


def test_a_kill_that_refers_to_a_number_finds_the_story_of_the_day_before() -> None:
    """Numbers begin again each day; a note of 00:20 that says a0117 means that of last night."""
    desk, tale = desk_and_tale()
    thread = Thread(desk, ANPA, "OIL", FIRST_DAY + dt.timedelta(hours=23))
    killed = thread.send(tale, 0)
    other = Thread(desk, ANPA, "OIL", thread.start).send(Tale.tell(desk.chance), 15)
    reference = f"Bulletin Kill, {'as'[killed.copy.number % 2]}{killed.copy.number:04}"
    kill = note(
        thread, 80, "KILL KILL KILL", "This is a mandatory kill.", slug="Oil", version_field=reference
    )
    assert ruled(killed, other, kill).shown(NOW) == {other.key}


def _alert_under_a_busy_slug(desk: Desk, tale: Tale) -> tuple[list[Sent], list[int]]:
    """The headline says whose alert it is, not the paragraph about the agency that others end in too."""
    about = ABOUT[0].format(name="Northstar News")
    thread = Thread(desk, NINJS, "OIL", FIRST_DAY)
    other = Thread(desk, NINJS, "OIL", FIRST_DAY).send(Tale.tell(desk.chance).with_more(about), 0)
    alert = thread.send(replace(tale, headline=tale.headline.upper(), paragraphs=()), 10, "alert", place="")
    story = thread.send(tale.detailed(desk.chance).with_more(about), 20)
    return [other, alert, story], [alert.key, story.key]


def _orphan_under_a_busy_slug(desk: Desk, tale: Tale) -> tuple[list[Sent], list[int]]:
    """An update whose story is not here is no update of another that ends in the same paragraph."""
    about = ABOUT[0].format(name="Northstar News")
    other = Thread(desk, NINJS, "OIL", FIRST_DAY).send(Tale.tell(desk.chance, 200).with_more(about), 0)
    update = Thread(desk, NINJS, "OIL", FIRST_DAY).send(tale.with_more(about), 30, "update", 1)
    return [other, update], []


def _reports_on_one_form(desk: Desk, tale: Tale) -> tuple[list[Sent], list[int]]:
    """Two companies' figures on one form, under one slug, with the agency's paragraph: two stories."""
    about = ABOUT[0].format(name="Northstar News")
    reports = [Tale.report(desk.chance).with_more(about) for _ in range(2)]
    return [
        Thread(desk, NINJS, "STOCKS", FIRST_DAY).send(report, at) for at, report in enumerate(reports)
    ], []


def _update_tagged_in_its_slug(desk: Desk, tale: Tale) -> tuple[list[Sent], list[int]]:
    """'FERRY-AGROUND (UPDATE 1)/' in IPTC 7901, written anew."""
    thread = Thread(desk, IPTC, "FERRY-AGROUND", FIRST_DAY)
    update = thread.send(tale.recast(desk.chance), 30, slug="FERRY-AGROUND (UPDATE 1)")
    story = thread.send(tale, 0)
    return [story, update], [story.key, update.key]


def _adds_without_a_headline(desk: Desk, tale: Tale) -> tuple[list[Sent], list[int]]:
    """'BC-Ferry-Aground, 1st Add' goes on with its slug's story, without headline or a sentence of it."""
    thread = Thread(desk, ANPA, "FERRY-AGROUND", FIRST_DAY)
    sent = [thread.send(tale, 0)]
    sent += [thread.send(tale.next_take(desk.chance), 6 * n, "take", n) for n in (2, 3)]
    return sent, [each.key for each in sent]


def _a_take_tagged_in_its_slug(desk: Desk, tale: Tale) -> tuple[list[Sent], list[int]]:
    """'FERRY-AGROUND (TAKE 2)' in ninjs."""
    thread = Thread(desk, NINJS, "FERRY-AGROUND", FIRST_DAY)
    take = thread.send(tale.next_take(desk.chance), 6, slug="FERRY-AGROUND (TAKE 2)")
    story = thread.send(tale, 0)
    return [story, take], [story.key, take.key]


def _two_threads_of_one_slug(desk: Desk, tale: Tale) -> tuple[list[Sent], list[int]]:
    """Updates of two stories under one slug, in turns; a third story stands alone."""
    one, two = (Thread(desk, IPTC, "OIL", FIRST_DAY) for _ in range(2))
    lone = Thread(desk, IPTC, "OIL", FIRST_DAY).send(Tale.tell(desk.chance), 15)
    sent = [one.send(tale, 0), one.send(tale.grown(desk.chance), 30, "update", 1)]
    return [*sent, lone, two.send(Tale.tell(desk.chance), 5)], [each.key for each in sent]


CASES: list[Callable[[Desk, Tale], tuple[list[Sent], list[int]]]] = [
    _alert_under_a_busy_slug,
    _orphan_under_a_busy_slug,
    _reports_on_one_form,
    _update_tagged_in_its_slug,
    _adds_without_a_headline,
    _a_take_tagged_in_its_slug,
    _two_threads_of_one_slug,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.strip("_"))
@pytest.mark.parametrize("seed", [5, 6, 7])
def test_chains_by_tag_slug_and_text(
    case: Callable[[Desk, Tale], tuple[list[Sent], list[int]]], seed: int
) -> None:
    messages, chain = case(*desk_and_tale(seed))
    assert chains(ruled(*messages)) == ([chain] if chain else [])


def test_the_source_of_a_record_is_all_that_a_place_changes() -> None:
    desk, tale = desk_and_tale()
    sent = Thread(desk, G2, "FERRY-AGROUND", FIRST_DAY).send(tale, 0)
    story, _ = parse(sent)
    (made,) = ruled(sent).made.stories.values()
    bare = structs.replace(story, source=Source(), language=made.language)
    assert structs.replace(made, source=Source()) == bare
