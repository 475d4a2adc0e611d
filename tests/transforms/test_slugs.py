"""Slugs without what changes from take to take; what kill notes name."""

from __future__ import annotations

import pytest

from schemas.records import Link, Story
from transforms.kills import Target, named_target
from transforms.slugs import figures, headline_words, overlap, slug_key


@pytest.mark.parametrize(
    ("slug", "key"),
    [
        (None, ""),
        ("FERRY-AGROUND/", "ferry aground"),
        ("BC-FERRY-AGROUND", "ferry aground"),
        ("am-ferry aground, 1st Ld-Writethru", "ferry aground"),
        ("BC-Ferry-Aground,2nd Add", "ferry aground"),
        ("FERRY-AGROUND/ (UPDATE 2)", "ferry aground"),
        ("UPDATE 2-FERRY-AGROUND/", "ferry aground"),
        ("RPT-UPDATE 2-FERRY-AGROUND/", "ferry aground"),
        ("FERRY-AGROUND/ (CORRECTED)", "ferry aground"),
        ("G20-SUMMIT", "g20 summit"),
        ("VELDANIA-RATES/MARKETS", "veldania rates markets"),
        ("LEAD-PRICES", "lead prices"),
    ],
)
def test_slug_key(slug: str | None, key: str) -> None:
    assert slug_key(slug) == key


def test_headlines_overlap_by_their_long_words() -> None:
    ferry = headline_words("Ferry runs aground off Port Ellery")
    assert overlap(ferry, headline_words("212 rescued as ferry runs aground")) >= 0.6
    assert overlap(ferry, headline_words("Central bank raises key rate")) == 0
    assert overlap(ferry, b"") == 0


def test_figures_in_any_digits() -> None:
    assert figures("34 dead, 34 hurt") == figures("34")
    assert len(figures("٣٤ dead, ३४ hurt, 34 missing")) == 6


@pytest.mark.parametrize(
    ("story", "target"),
    [
        (Story(body="The story slugged FERRY-AGROUND, number 0042, is gone."), Target()),
        (
            Story(signals=("kill",), body="Kill the story slugged BC-FERRY-AGROUND, number 0042."),
            Target("ferry aground", "42"),
        ),
        (
            Story(signals=("withdrawal",), headline="STORY WITHDRAWN", slugline="VELDANIA-RATES/"),
            Target("veldania rates", ""),
        ),
        (
            Story(pub_status="canceled", slugline="X-Y", body="No. a0113 was sent in error"),
            Target("x y", "a0113"),
        ),
        (
            Story(signals=("kill",), slugline="X-Y", links=(Link(rel="irel:evolvedFrom", uri="urn:z"),)),
            Target("x y", "", "urn:z"),
        ),
        (Story(signals=("hold",), editorial_note='Hold story slugged "HALLORAN"'), Target("halloran", "")),
    ],
    ids=["no kill", "slug and number", "its own slug", "canceled with a number", "a link", "hold"],
)
def test_what_a_kill_note_names(story: Story, target: Target) -> None:
    assert named_target(story) == target
