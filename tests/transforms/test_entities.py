"""Entities of stories: offsets, pieces, labels, batches; and one real story with the default model."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from schemas.records import Author, Dateline, Entity, Story
from transforms import entities, spacy_models

SEED = Path(__file__).parents[3] / "shared" / "seed"

FERRY = Story(
    headline="Ferry runs aground off Port Ellery, 212 rescued",
    byline="Maria Lund",
    authors=(Author(name="Maria Lund"),),
    dateline=Dateline(text="REYKJAVIK, March 12 (Northstar News)", places=("REYKJAVIK",)),
    credits=("Editing by Oskar Brandt",),
    body=(
        "All 212 people aboard a ferry were rescued near Port Ellery on Thursday, Coast Guard Captain Lena "
        "Okafor said.\n\nOkafor told Reuters that the International Monetary Fund (IMF) in Brussels had paid "
        "for the boats. The IMF declined to comment.\n\nBelgium's transport minister thanked Okafor."
    ),
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    spacy_models.single_thread()
    return spacy_models.load()


@pytest.fixture
def ruler() -> Language:
    """A model whose answers are known."""
    nlp = spacy.blank("en")
    names = {
        "PERSON": "Okafor",
        "ORG": "IMF",
        "GPE": "Karvos",
        "DATE": "March",
        "NORP": "Veldanian",
        "PER": "Rehn",
    }
    patterns = [{"label": label, "pattern": name} for label, name in names.items()]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
    return nlp


def check_offsets(story: Story, rows: tuple[Entity, ...]) -> None:
    for row in rows:
        assert row.mentions
        for mention in row.mentions:
            assert getattr(story, mention.field)[mention.start : mention.end] == mention.text


def by_name(rows: tuple[Entity, ...]) -> dict[str, Entity]:
    return {row.name: row for row in rows}


class TestWithTheDefaultModel:
    def test_one_row_an_entity(self, nlp: Language) -> None:
        (rows,) = entities.annotate([FERRY], nlp)
        check_offsets(FERRY, rows)
        found = by_name(rows)
        assert [mention.text for mention in found["Lena Okafor"].mentions] == [
            "Lena Okafor",
            "Okafor",
            "Okafor",
        ]
        assert found["Lena Okafor"].type == "person"
        assert found["International Monetary Fund"].type == "organisation"
        assert len(found["International Monetary Fund"].mentions) == 3
        assert found["Reuters"].type == "organisation"

    def test_byline_dateline_and_credits_do_not_leak_in(self, nlp: Language) -> None:
        (rows,) = entities.annotate([FERRY], nlp)
        text = " ".join(row.name for row in rows)
        assert not {"Maria", "Lund", "REYKJAVIK", "Oskar", "Brandt", "Northstar"} & set(text.split())

    def test_a_story_alone_and_in_any_batch_has_the_same_rows(self, nlp: Language) -> None:
        rng = random.Random(3)
        sentences = [part for text in (FERRY.body, FERRY.headline) for part in text.split(". ")]
        stories = [
            Story(headline=rng.choice(sentences), body=". ".join(rng.choices(sentences, k=rng.randrange(9))))
            for _ in range(40)
        ]
        together = entities.annotate(stories, nlp, batch_size=16)
        assert together == [rows for story in stories for rows in entities.annotate([story], nlp)]
        backwards = entities.annotate(stories[::-1], nlp, batch_size=7)
        assert together == backwards[::-1]

    def test_the_same_rows_once_the_vocabulary_is_full(
        self, nlp: Language, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = entities.annotate([FERRY], nlp)
        monkeypatch.setattr(entities, "_WORDS_KEPT", 0)
        unseen = Story(body="Qxwzzt met Vbnnmq in Hjklpo.")
        entities.annotate([unseen, FERRY], nlp)
        assert "Qxwzzt" not in nlp.vocab.strings
        assert entities.annotate([FERRY], nlp) == before

    @pytest.mark.skipif(not SEED.is_dir(), reason="needs ../shared/seed beside the checkout")
    def test_the_first_real_story(self, nlp: Language) -> None:
        (path,) = SEED.glob("*.txt")
        text = path.read_text(encoding="utf-8")
        body = text.partition("(Reuters) - ")[2].partition("\n\n(Additional")[0]
        story = Story(headline=text.partition("\n")[0], body=body)
        assert body.startswith("U.S. President Donald Trump and Russian President Vladimir Putin spoke")
        (rows,) = entities.annotate([story], nlp)
        check_offsets(story, rows)
        whole = story.headline + story.body
        for name in ("Donald Trump", "Vladimir Putin"):
            row = by_name(rows)[name]
            surname = name.split()[1]
            assert row.type == "person"
            assert len(row.mentions) == whole.count(surname)
            assert row.mentions[0].field == "headline"
            assert {mention.text for mention in row.mentions} == {name, surname}
        assert [row.name for row in rows[:2]] == ["Donald Trump", "Vladimir Putin"]
        assert {row.type for row in rows if "Trump" in row.name or "Putin" in row.name} == {"person"}


class TestLabels:
    def test_labels_become_types_and_others_are_dropped(self, ruler: Language) -> None:
        body = "Okafor of the IMF, Veldanian by birth, came to Karvos in March with Rehn."
        (rows,) = entities.annotate([Story(body=body)], ruler)
        assert {row.name: row.type for row in rows} == {
            "Okafor": "person",
            "IMF": "organisation",
            "Veldanian": "other",
            "Karvos": "place",
            "Rehn": "person",
        }

    def test_a_house_has_its_own_labels(self, ruler: Language) -> None:
        story = Story(body="Okafor came to Karvos in March.")
        (rows,) = entities.annotate([story], ruler, {"DATE": "other", "GPE": "place"})
        assert [row.name for row in rows] == ["Karvos"]

    def test_every_type_is_one_of_the_record(self) -> None:
        assert set(entities.DEFAULT_LABELS.values()) == {"person", "organisation", "place", "other"}


class TestTexts:
    @pytest.mark.parametrize(
        "story",
        [
            Story(),
            Story(headline="", body="   \n\n  "),
            Story(headline="IMF"),
            Story(body="IMF"),
            Story(headline="IMF in Karvos", body="\n\nKarvos\n\nIMF\n"),
            Story(headline="É 北京 😀 IMF", body="😀😀 Okafor’s İstanbul\u2028Karvos\r\nIMF\ttab"),
            Story(headline="x " * 40 + "IMF", body="Karvos. " * 200),
        ],
    )
    @pytest.mark.parametrize("max_chars", [1, 7, 50, 100_000])
    def test_offsets_are_true(self, story: Story, max_chars: int, ruler: Language) -> None:
        (rows,) = entities.annotate([story], ruler, max_chars=max_chars)
        check_offsets(story, rows)

    def test_a_long_body_in_pieces_has_the_same_rows(self, ruler: Language) -> None:
        paragraphs = ["Okafor went to Karvos.", "The IMF said so.", "Rehn, a Veldanian, slept. " * 5]
        story = Story(headline="IMF in Karvos", body="\n\n".join(paragraphs * 30))
        whole = entities.annotate([story], ruler)
        assert len(whole[0]) == 5
        for size in (60, 200, 1000):
            assert entities.annotate([story], ruler, max_chars=size) == whole

    def test_pieces_end_at_paragraphs_and_keep_to_the_limit(self) -> None:
        body = "\n\n".join(["First line of it.", "Second one.", "Third paragraph here."] * 20)
        model: Any = StandIn()
        entities.annotate([Story(headline="Head", body=body)], model, max_chars=100)
        texts = [text for batch in model.batches for text in batch]
        assert "".join(texts) == "Head\n\n" + body
        assert all(len(text) <= 100 for text in texts)
        assert all(text.endswith("\n\n") for text in texts[:-1])

    def test_batches_are_bounded_by_number_and_by_size(self) -> None:
        stories = [Story(body="word " * 1_000)] * 70 + [Story(body="word " * 18_000)] * 3
        model: Any = StandIn()
        rows = entities.annotate(stories, model, batch_size=16)
        assert len(rows) == 73
        assert [len(batch) for batch in model.batches] == [16, 16, 16, 16, 6, 1, 1, 1]
        entities.annotate(stories, model, batch_size=32)
        assert max(sum(map(len, batch)) for batch in model.batches) <= 100_000

    def test_a_span_over_headline_and_body_is_two_names(self) -> None:
        story = Story(headline="Rain in Karvos", body="Ellery is dry.")
        model: Any = StandIn((2, 5, "GPE"))
        (rows,) = entities.annotate([story], model)
        check_offsets(story, rows)
        assert [(row.name, row.mentions[0].field) for row in rows] == [
            ("Karvos", "headline"),
            ("Ellery", "body"),
        ]


def test_an_error_of_the_model_comes_out_and_leaves_it_usable(
    ruler: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entities, "_WORDS_KEPT", -1)
    stories = [Story(body="Okafor is in Xqyzzy.")]
    expected = entities.annotate(stories, ruler)

    def fail(doc: Doc) -> Doc:
        raise RuntimeError("out of order")

    Language.component("fail", func=fail)
    ruler.add_pipe("fail")
    with pytest.raises(RuntimeError, match="out of order"):
        entities.annotate(stories, ruler)
    ruler.remove_pipe("fail")
    assert entities.annotate(stories, ruler) == expected


class StandIn:
    """Stands in for a model: notes its batches, and finds the same spans of tokens in each text."""

    def __init__(self, *spans: tuple[int, int, str]) -> None:
        self.nlp = spacy.blank("en")
        self.vocab = self.nlp.vocab
        self.spans = spans
        self.batches: list[list[str]] = []

    def pipe(self, texts: list[str], batch_size: int) -> Iterator[Doc]:
        assert batch_size == len(texts)
        self.batches.append(texts)
        for text in texts:
            doc = self.nlp.make_doc(text)
            doc.set_ents([Span(doc, start, end, label=label) for start, end, label in self.spans])
            yield doc
