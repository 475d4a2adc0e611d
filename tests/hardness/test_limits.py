"""Each limit, at its edge: on this side a story, on the other a dead letter that names the option."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pipeline.cli import DONE, USAGE, main
from pipeline.records import read_records
from schemas.records import DeadLetter, Entity, Mention, Story
from tests.hostile._input import story_line, tale
from tests.hostile.boxes import tar, zipped
from transforms import annotate, entities
from transforms.annotate import Annotator
from transforms.formats import Hints, format_named
from transforms.limits import LIMIT_OPTIONS, Limits
from transforms.parse import Message, parse_in_time, parse_message
from transforms.reading import read_messages
from transforms.scan import Unit, scan
from transforms.unpacking import XzStream, ZstdStream

STORY = tale("Karvos").encode()


def ends(data: bytes, **limits: int) -> list[str]:
    """'story', or what the dead letter says."""
    hints = Hints(limits=Limits(**limits))
    found = []
    for numbered in read_messages("in", lambda _: io.BytesIO(data), hints, None):
        item = numbered.item
        for outcome in [item] if isinstance(item, DeadLetter) else parse_message(item, hints):
            found.append(outcome.message if isinstance(outcome, DeadLetter) else "story")
    return found


def test_every_limit_has_an_option() -> None:
    assert [option.field for option in LIMIT_OPTIONS] == [field.name for field in fields(Limits)]


@pytest.mark.parametrize(
    ("data", "passing", "failing", "named"),
    [
        (STORY, {"message_bytes": len(STORY)}, {"message_bytes": len(STORY) - 1}, "--max-message-bytes"),
        (gzip.compress(gzip.compress(STORY)), {"nesting": 2}, {"nesting": 1}, "--max-nesting"),
        (zipped({"a": STORY}), {"members": 1}, {"members": 0}, "--max-members"),
        (tar({"a": STORY}), {"members": 1}, {"members": 0}, "--max-members"),
        (gzip.compress(STORY), {"expanded_bytes": 1000}, {"expanded_bytes": 100}, "--max-expanded-bytes"),
        (
            gzip.compress(STORY + b"Words. " * 3_000_000),
            {"expansion": 1000},
            {"expansion": 100},
            "--max-expansion",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_limit_at_its_edge(
    data: bytes, passing: dict[str, int], failing: dict[str, int], named: str
) -> None:
    assert ends(data, **passing) == ["story"]
    (said,) = ends(data, **failing)
    assert named in said


def test_time_for_a_message_is_looked_at_after_each_story() -> None:
    lines = "[" + ",".join(story_line(name) for name in "abcd") + "]"
    message = Message(uri="in", offset=0, data=lines.encode(), format=format_named("jsonl"))
    hints, clock = Hints(limits=Limits(parse_seconds=10)), iter([0.0, 4.0, 8.0, 12.0])
    outcomes = list(parse_in_time(message, hints, lambda: next(clock)))
    assert [late for _, late in outcomes] == [False, False, True]
    letter = outcomes[-1][0]
    assert isinstance(letter, DeadLetter)
    assert (letter.error_class, letter.source.item) == ("limit", 2)
    assert "--max-parse-seconds" in letter.message


def test_the_second_reading_ends_a_message_where_the_first_gave_it_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However fast it is then: else stories would be written that nobody counted."""
    from transforms import keep as keeping
    from transforms import scan as scanning
    from transforms.reading import Numbered

    lines = "[" + ",".join(story_line(name) for name in "abcd") + "]"
    message = Message(uri="in", offset=0, data=lines.encode(), format=format_named("jsonl"))
    ticks = iter([0.0, 4.0, 500.0])
    monkeypatch.setattr(scanning, "parse_in_time", lambda m, h: parse_in_time(m, h, lambda: next(ticks)))
    found = list(scan("in", [Numbered(0, message, False)], Hints()))
    (unit,) = [each for each in found if isinstance(each, Unit)]
    assert unit.cut == ((0, 1),)
    kept = list(keeping.keep([(0, message)], {}, Hints(), dict(unit.cut)))
    assert [story.source.item for story in kept] == [0]
    assert found[-1] == {"messages": 2, "dead_letters.limit": 1}


class _Model:
    """Stands for a model, where what matters is what is asked of it."""

    meta = {"lang": "en", "name": "test", "version": "1"}  # noqa: RUF012
    pipeline = ()
    tokenizer = None


def test_of_too_many_entities_the_most_salient_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    row = tuple(
        Entity(name=f"E{n}", salience=1 - n / 10, mentions=(Mention(text=f"E{n}"),)) for n in range(5)
    )
    asked: list[int] = []

    def found(stories: list[Story], _: object, *, max_chars: int) -> list[tuple[Entity, ...]]:
        asked.append(max_chars)
        return [row for _ in stories]

    monkeypatch.setattr(annotate.spacy_models, "load", lambda _: _Model())
    monkeypatch.setattr(annotate.entities, "annotate", found)
    annotator = Annotator({"en": "x"}, "1", "none", limits=Limits(entities=3, model_characters=500))
    (story,) = annotator.annotate([Story(headline="H", body="B", language="en")])
    assert [each.name for each in story.entities] == ["E0", "E1", "E2"]
    assert "--max-entities" in story.source.notes[0]
    assert asked == [500]


@pytest.mark.parametrize("mark", ['"', "(", "\u0301", "\u201c", "\u2026", "a(", "x.y"])
def test_what_is_no_word_takes_linear_time_in_the_tokenizer(mark: str) -> None:
    """200,000 quotation marks took spaCy's tokenizer minutes."""
    import spacy

    nlp = spacy.blank("en")
    text = f"Lena Okafor spoke. {mark * 60_000} Anna Berg left."
    readable = entities._readable(text)
    assert len(readable) == len(text)
    assert readable.startswith("Lena Okafor spoke. ")
    assert readable.endswith(" Anna Berg left.")
    assert len(nlp(readable)) < 100


def test_ordinary_text_is_left_as_it_is() -> None:
    for text in (STORY.decode(), "a" * 900, "https://x.example/" + "y" * 300, "東京" * 5000, "-" * 80):
        assert entities._readable(text) == text


@pytest.mark.parametrize(
    ("pack", "stream"),
    [
        (lambda data: __import__("lzma").compress(data), XzStream),
        (lambda data: __import__("zstandard").compress(data), ZstdStream),
    ],
    ids=["xz", "zstd"],
)
def test_frames_are_read_one_after_the_other(
    pack: Callable[[bytes], bytes], stream: Callable[[io.BytesIO], io.RawIOBase]
) -> None:
    first, second = b"first " * 50_000, b"second"
    data = pack(first) + pack(b"") + pack(second)
    assert io.BufferedReader(stream(io.BytesIO(data))).read() == first + second
    with pytest.raises(EOFError):
        io.BufferedReader(stream(io.BytesIO(data[:-3]))).read()


def test_options_reach_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(gzip.compress(STORY)))
    output = tmp_path / "out"
    arguments = ["run", str(tmp_path / "a.gz"), "--output", str(output), "--no-annotate"]
    assert main([*arguments, "--max-nesting", "1"]) == DONE
    (letter,) = read_records(output, DeadLetter)
    assert letter.error_class == "limit"
    with pytest.raises(SystemExit) as wrong:
        main([*arguments, "--max-nesting", "0"])
    assert wrong.value.code == USAGE
    assert "1 or more" in capsys.readouterr().err


def test_a_hint_carries_its_limits() -> None:
    assert replace(Hints(), limits=Limits(members=3)).limits.members == 3
