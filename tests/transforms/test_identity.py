"""Ids depend on the story alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.records import Dateline, Source, Story
from transforms.identity import content_id, derived_uri, record_id

STORY = Story(uri="urn:x", version="1", headline="Ferry aground", body="One.\n\nTwo.", byline="Mara Quill")

ENVELOPE = [
    {"source": Source(uri="elsewhere", offset=7)},
    {"priority": "1"},
    {"urgency": 2},
    {"extra": {"transmission": "0042"}},
    {"body": "One.\r\n\r\n Two. "},
]
CONTENT = [
    {"headline": "Ferry afloat"},
    {"body": "One.\n\nThree."},
    {"byline": "Ana Quill"},
    {"dateline": Dateline(text="PORT ELLERY")},
    {"pub_status": "canceled"},
    {"signals": ("correction",)},
    {"editorial_note": "Corrects second paragraph."},
]


@pytest.mark.parametrize("change", ENVELOPE, ids=str)
def test_the_envelope_does_not_change_the_content_id(change: dict[str, object]) -> None:
    assert content_id(replace(STORY, **change)) == content_id(STORY)


@pytest.mark.parametrize("change", CONTENT, ids=str)
def test_what_a_reader_reads_changes_it(change: dict[str, object]) -> None:
    assert content_id(replace(STORY, **change)) != content_id(STORY)


def test_text_does_not_pass_from_one_field_to_the_next_unseen() -> None:
    assert content_id(Story(headline="ab", body="c")) != content_id(Story(headline="a", body="bc"))


def test_a_story_without_a_uri_is_known_by_its_content() -> None:
    content = content_id(STORY)
    assert derived_uri(replace(STORY, uri=""), content) == f"urn:x-newswire:content:{content}"
    assert derived_uri(STORY, content) == "urn:x"


@given(st.text(), st.none() | st.text(), st.text())
def test_record_ids_are_32_hex_digits_and_stable(uri: str, version: str | None, content: str) -> None:
    one = record_id(uri, version, content)
    assert one == record_id(uri, version, content)
    assert len(bytes.fromhex(one)) == 16


def test_each_part_counts() -> None:
    parts = [("u", "1", "c"), ("v", "1", "c"), ("u", "2", "c"), ("u", "1", "d")]
    ids = {record_id(*part) for part in parts}
    assert len(ids) == 4


@given(st.text(alphabet="ab. \n\t\r\x0b\x1c\x1f\x7f\x85\xa0é\u2003\u3000", max_size=60))
def test_white_space_in_a_long_body_is_folded_as_in_a_short_one(text: str) -> None:
    sentence = "The ferry ran aground off Port Ellery. "
    body = f"{sentence * 9}\n\n{text}\n\n{sentence * 9}"
    folded = content_id(Story(body=" ".join(body.split())))
    assert content_id(Story(body=body)) == folded
    assert content_id(Story(body=body.replace(" ", "\u2003"))) == folded
