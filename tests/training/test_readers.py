"""The readers of annotated data: every layout into the same BIO sentences."""

import io
import tarfile

from training.ner import sources
from training.ner.tags import Sentence, bio, spans


def test_iob1_becomes_bio():
    assert bio(["I-PER", "I-PER", "O", "I-LOC", "B-LOC", "I-ORG"]) == (
        "B-PER",
        "I-PER",
        "O",
        "B-LOC",
        "B-LOC",
        "B-ORG",
    )


def test_spans_of_neighbouring_names():
    assert list(spans(["B-PER", "I-PER", "B-PER", "?", "B-LOC"])) == [
        (0, 2, "PER"),
        (2, 3, "PER"),
        (4, 5, "LOC"),
    ]


def test_conll_documents_and_sentences(tmp_path):
    path = tmp_path / "a.conll"
    path.write_text(
        "-DOCSTART- -X- O O\n\nLondon NNP I-NP I-LOC\n1996 CD O O\n\nBye O\n-DOCSTART-\n\nX I-DATE\n"
    )
    assert sources.read_conll(path) == [
        [Sentence(("London", "1996"), ("B-LOC", "O")), Sentence(("Bye",), ("O",))],
        [Sentence(("X",), ("O",))],
    ]


def test_a_house_keeps_its_own_labels(tmp_path):
    path = tmp_path / "a.conll"
    path.write_text("X B-TICKER\n")
    assert sources.read_conll(path, labels=None) == [[Sentence(("X",), ("B-TICKER",))]]


def test_wnut_labels_are_mapped(tmp_path):
    path = tmp_path / "w.conll"
    path.write_text("Acme\tB-corporation\nRun\tB-creative-work\nit\tO\n\n")
    assert sources.read_wnut(path) == [[Sentence(("Acme", "Run", "it"), ("B-ORG", "B-MISC", "O"))]]


def test_ewt_columns_and_documents(tmp_path):
    path = tmp_path / "e.iob2"
    row = "1\tKyiv\tB-LOC\t-\tme\n"
    path.write_text(f"# newdoc id = a\n# text = Kyiv\n{row}\n# newdoc id = b\n{row}2\tis\tO\t-\t-\n\n")
    kyiv = Sentence(("Kyiv",), ("B-LOC",))
    assert sources.read_ewt(path) == [[kyiv], [Sentence(("Kyiv", "is"), ("B-LOC", "O"))]]


def test_worldwide_takes_the_outer_names_and_leaves_the_address_out(tmp_path):
    path = tmp_path / "w.tar.gz"
    rows = "https://example.org/1\tO\n\nKeelung\tB-Organization\tB-Location\nCity\tI-Organization\tI-Location\nMay\tB-Date\n"
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("w/a.tsv")
        info.size = len(rows)
        archive.addfile(info, io.BytesIO(rows.encode()))
    assert sources.read_worldwide(path) == [[Sentence(("Keelung", "City", "May"), ("B-ORG", "I-ORG", "O"))]]


def test_capitals_that_the_data_does_not_tag_are_unknown():
    text = [[Sentence(("The", "Spanish", "are", "in", "Rome"), ("O", "O", "O", "O", "B-LOC"))]]
    text += [[Sentence(("the", "the"), ("O", "O"))]]
    assert sources.mask_unlisted(text)[0][0].tags == ("O", "?", "O", "O", "B-LOC")
