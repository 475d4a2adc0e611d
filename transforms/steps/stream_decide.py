"""Keyed state over heads: who was first, the versions of a uri, the chains of a slug. Bodies wait aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import apache_beam as beam
from apache_beam.coders import BytesCoder, VarIntCoder
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import (
    BagStateSpec,
    ReadModifyWriteStateSpec,
    TimerSpec,
    on_timer,
)
from apache_beam.utils.timestamp import Duration, Timestamp

from transforms.decide import line_key, repeat_verdict
from transforms.heads import Head
from transforms.steps._packed import pack, unpack
from transforms.steps._stream_process import replayed, seed, under_way
from transforms.steps._stream_waiting import waiting
from transforms.steps.stream_read import joint_key
from transforms.stream_decide import Seen, embargo_of, ended_by, in_chain, in_line, last_embargo, repeats_of
from transforms.stream_items import Answer, Asked, Piece, answered
from transforms.versions import Line, Repeat

__all__ = ["AnswerPieces", "DecideStream"]

_Keyed = tuple[bytes, bytes]


class DecideStream(beam.PTransform):
    """(repeat key, packed Asked) to (key of a piece's delivery, packed Answer), one for each.

    Args:
      run: of this run.
      output: the output folder, which seeds the state of keys that this run has not touched.
      seconds: how long state is kept after it was last touched, and how far back the seed goes.
    """

    def __init__(self, run: str, output: str, seconds: int) -> None:
        super().__init__()
        self._settings = (run, output, seconds)

    def expand(self, heads: beam.PCollection[_Keyed]) -> Any:
        """Three keys one after the other: what repeats, the uri, the slug."""
        known = (
            heads
            | "Heads" >> _typed()
            | "Repeats" >> beam.ParDo(_Repeats(*self._settings)).with_outputs("kept", "answers")
        )
        chained = (
            known.kept
            | "Kept" >> _typed()
            | "Versions" >> beam.ParDo(_Versions(*self._settings)).with_output_types(_Keyed)
            | "Chains" >> beam.ParDo(_Chains(*self._settings)).with_output_types(_Keyed)
        )
        return (known.answers | "Repeated" >> _typed(), chained) | beam.Flatten()


class AnswerPieces(beam.PTransform):
    """Pieces and the answers to their questions, keyed alike, to packed Pieces that are complete.

    Args:
      run: of this run.
    """

    def __init__(self, run: str) -> None:
        super().__init__()
        self._run = run

    def expand(self, collections: tuple[Any, Any]) -> Any:
        """A piece waits in keyed state until its last answer is there: no window and no watermark."""
        packed_pieces, answers = collections
        return (
            (packed_pieces | "Pieces" >> _typed(), answers)
            | "Pieces and answers" >> beam.Flatten()
            | "Wait for answers" >> beam.ParDo(_Wait(self._run)).with_output_types(bytes)
        )


def _typed() -> Any:
    """Tagged outputs have no types of their own, and keyed state needs the key's coder."""
    return beam.Map(lambda keyed: keyed).with_output_types(_Keyed)


class _Kept(beam.DoFn):
    """State of one value a key, seeded, and dropped when it was not touched for a time."""

    VALUE: Final = ReadModifyWriteStateSpec("value", BytesCoder())
    EXPIRY: Final = TimerSpec("expiry", TimeDomain.WATERMARK)

    def __init__(self, run: str, output: str, seconds: int) -> None:
        self._run, self._output, self._seconds = run, output, seconds

    def setup(self) -> None:
        self._seed = seed(self._run, self._output, self._seconds)
        self._under = under_way(self._run)

    def process(
        self,
        keyed: _Keyed,
        timestamp: Any = beam.DoFn.TimestampParam,
        value: Any = beam.DoFn.StateParam(VALUE),  # noqa: B008
        expiry: Any = beam.DoFn.TimerParam(EXPIRY),  # noqa: B008
    ) -> Iterator[Any]:
        key, packed = keyed
        with self._under.working():
            before: bytes | None = value.read()
            after, outcome, needed = self.decide(key, packed, before or None)
            if after != (before or b""):
                value.write(after)
        expiry.set(max(timestamp, Timestamp(micros=needed)) + Duration(self._seconds))
        yield outcome

    def decide(self, key: bytes, packed: bytes, before: bytes | None) -> tuple[bytes, Any, int]:
        """The state after an element, what becomes of the element, and until when the state is needed.

        That is the end of the last embargo, in microseconds since 1970: a kill must be known by then.
        """
        raise NotImplementedError

    @on_timer(EXPIRY)  # type: ignore[untyped-decorator]
    def expire(self, value: Any = beam.DoFn.StateParam(VALUE)) -> None:  # noqa: B008
        value.clear()


class _Repeats(_Kept):
    def setup(self) -> None:
        super().setup()
        self._replayed = replayed(self._run, self._output)

    def decide(self, key: bytes, packed: bytes, before: bytes | None) -> tuple[bytes, Any, int]:
        question = unpack(packed, Asked)
        decided = self._replayed.repeats(question) if self._replayed and not question.release else None
        if decided:  # the first sets the state, when it comes again
            return before or b"", self._repeated(question, decided), 0
        known = unpack(before, Seen) if before else self._seed.seen.get(key)
        seen, repeats = repeats_of(None if decided == b"" else known, question)
        if not repeats or question.release:
            return pack(seen), beam.pvalue.TaggedOutput("kept", (question.head.uri, packed)), 0
        return pack(seen), self._repeated(question, repeats), 0

    def _repeated(self, question: Asked, record: bytes) -> beam.pvalue.TaggedOutput:
        verdict = repeat_verdict(Repeat(question.head.place, record))
        answer = _answer(question, Answer(question.number, (verdict,)))
        return beam.pvalue.TaggedOutput("answers", answer)


class _Versions(_Kept):
    def decide(self, key: bytes, packed: bytes, before: bytes | None) -> tuple[bytes, Any, int]:
        question = unpack(packed, Asked)
        heads = unpack(before, _HEADS) if before else self._seed.heads.get(key, [])
        heads, line = in_line(heads, question.head)
        sent = pack((packed, line, heads if question.release else []))
        return pack(heads), (line_key(line), sent), last_embargo(heads)


class _Chains(_Kept):
    def decide(self, key: bytes, packed: bytes, before: bytes | None) -> tuple[bytes, Any, int]:
        packed_question, line, versions = unpack(packed, _QUESTION_AND_LINE)
        lines = unpack(before, _LINES) if before else self._seed.lines.get(key, [])
        lines, verdict = in_chain(lines, line)
        question = unpack(packed_question, Asked)
        ended = question.release and ended_by(line, versions, lines)
        verdicts = (verdict,) if verdict else ()
        answer = Answer(question.number, verdicts, embargo_of(line), ended)
        return pack(lines), _answer(question, answer), last_embargo(kept.head for kept in lines)


_HEADS: Any = list[Head]
_LINES: Any = list[Line]
_QUESTION_AND_LINE: Any = tuple[bytes, Line, list[Head]]


class _Wait(beam.DoFn):
    """Holds a piece until all of its stories have their answers."""

    PIECE: Final = ReadModifyWriteStateSpec("piece", BytesCoder())
    STORIES: Final = ReadModifyWriteStateSpec("stories", VarIntCoder())
    ANSWERS: Final = BagStateSpec("answers", BytesCoder())

    def __init__(self, run: str) -> None:
        self._run = run

    def setup(self) -> None:
        self._waiting = waiting(self._run)

    def process(
        self,
        keyed: _Keyed,
        piece: Any = beam.DoFn.StateParam(PIECE),  # noqa: B008
        stories: Any = beam.DoFn.StateParam(STORIES),  # noqa: B008
        answers: Any = beam.DoFn.StateParam(ANSWERS),  # noqa: B008
    ) -> Iterator[bytes]:
        key, packed = keyed
        if self._waiting is not None:
            if done := self._waiting.add(key, packed):
                yield _complete(*done)
            return
        whole = packed[1:] if packed[:1] == b"P" else b""
        if not whole:
            answers.add(packed[1:])
        wanted = len(unpack(whole, Piece).stories) if whole else stories.read()
        if wanted is None:
            return
        found = list(answers.read()) if wanted else []
        if len(found) < wanted:
            if whole:
                piece.write(whole)
                stories.write(wanted)
            return
        complete = whole or piece.read()
        piece.clear()
        stories.clear()
        answers.clear()
        yield _complete(complete, found)


def _complete(piece: bytes, answers: Iterable[bytes]) -> bytes:
    return pack(answered(unpack(piece, Piece), [unpack(answer, Answer) for answer in answers]))


def _answer(question: Asked, answer: Answer) -> _Keyed:
    return joint_key(question.key, question.delivery), b"A" + pack(answer)
