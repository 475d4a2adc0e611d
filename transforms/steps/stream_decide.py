"""Keyed state over heads: who was first, the versions of a uri, the chains of a slug. Bodies wait beside it."""

from __future__ import annotations

from collections.abc import Iterator
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
from apache_beam.utils.timestamp import Duration

from transforms.decide import Verdict, line_key, repeat_verdict
from transforms.heads import Head
from transforms.steps._packed import pack, unpack
from transforms.steps._stream_process import seed
from transforms.steps.stream_read import joint_key
from transforms.stream_decide import Seen, in_chain, in_line, repeats_of
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
            heads.with_output_types(_Keyed)
            | "Repeats" >> beam.ParDo(_Repeats(*self._settings)).with_outputs("kept", "answers")
        )
        chained = (
            known.kept.with_output_types(_Keyed)
            | "Versions" >> beam.ParDo(_Versions(*self._settings)).with_output_types(_Keyed)
            | "Chains" >> beam.ParDo(_Chains(*self._settings)).with_output_types(_Keyed)
        )
        return (known.answers.with_output_types(_Keyed), chained) | beam.Flatten()


class AnswerPieces(beam.PTransform):
    """Pieces and the answers to their questions, keyed alike, to packed Pieces that are complete."""

    def expand(self, collections: tuple[Any, Any]) -> Any:
        """A piece waits in keyed state until its last answer is there: no window and no watermark."""
        packed_pieces, answers = collections
        return (
            (packed_pieces.with_output_types(_Keyed), answers.with_output_types(_Keyed))
            | "Pieces and answers" >> beam.Flatten()
            | "Wait for answers" >> beam.ParDo(_Wait()).with_output_types(bytes)
        )


class _Kept(beam.DoFn):
    """State of one value a key, seeded, and dropped when it was not touched for a time."""

    VALUE: Final = ReadModifyWriteStateSpec("value", BytesCoder())
    EXPIRY: Final = TimerSpec("expiry", TimeDomain.WATERMARK)

    def __init__(self, run: str, output: str, seconds: int) -> None:
        self._run, self._output, self._seconds = run, output, seconds

    def setup(self) -> None:
        self._seed = seed(self._run, self._output, self._seconds)

    def _touch(self, expiry: Any, timestamp: Any) -> None:
        expiry.set(timestamp + Duration(self._seconds))


class _Repeats(_Kept):
    def process(
        self,
        keyed: _Keyed,
        timestamp: Any = beam.DoFn.TimestampParam,
        value: Any = beam.DoFn.StateParam(_Kept.VALUE),  # noqa: B008
        expiry: Any = beam.DoFn.TimerParam(_Kept.EXPIRY),  # noqa: B008
    ) -> Iterator[beam.pvalue.TaggedOutput]:
        key, packed = keyed
        question = unpack(packed, Asked)
        kept = value.read()
        known = unpack(kept, Seen) if kept else self._seed.seen.get(key)
        seen, repeats = repeats_of(known, question)
        if not kept:
            value.write(pack(seen))
        self._touch(expiry, timestamp)
        if not repeats:
            yield beam.pvalue.TaggedOutput("kept", (question.head.uri, packed))
            return
        verdict = repeat_verdict(Repeat(question.head.place, repeats))
        yield beam.pvalue.TaggedOutput("answers", _answer(question, (verdict,)))

    @on_timer(_Kept.EXPIRY)
    def expire(self, value: Any = beam.DoFn.StateParam(_Kept.VALUE)) -> None:  # noqa: B008
        value.clear()


class _Versions(_Kept):
    def process(
        self,
        keyed: _Keyed,
        timestamp: Any = beam.DoFn.TimestampParam,
        value: Any = beam.DoFn.StateParam(_Kept.VALUE),  # noqa: B008
        expiry: Any = beam.DoFn.TimerParam(_Kept.EXPIRY),  # noqa: B008
    ) -> Iterator[_Keyed]:
        uri, packed = keyed
        question = unpack(packed, Asked)
        kept = value.read()
        heads = unpack(kept, _HEADS) if kept else self._seed.heads.get(uri, [])
        heads, line = in_line(heads, question.head)
        value.write(pack(heads))
        self._touch(expiry, timestamp)
        yield line_key(line), pack((packed, line))

    @on_timer(_Kept.EXPIRY)
    def expire(self, value: Any = beam.DoFn.StateParam(_Kept.VALUE)) -> None:  # noqa: B008
        value.clear()


class _Chains(_Kept):
    def process(
        self,
        keyed: _Keyed,
        timestamp: Any = beam.DoFn.TimestampParam,
        value: Any = beam.DoFn.StateParam(_Kept.VALUE),  # noqa: B008
        expiry: Any = beam.DoFn.TimerParam(_Kept.EXPIRY),  # noqa: B008
    ) -> Iterator[_Keyed]:
        key, packed = keyed
        packed_question, line = unpack(packed, _QUESTION_AND_LINE)
        kept = value.read()
        lines = unpack(kept, _LINES) if kept else self._seed.lines.get(key, [])
        lines, verdict = in_chain(lines, line)
        value.write(pack(lines))
        self._touch(expiry, timestamp)
        yield _answer(unpack(packed_question, Asked), (verdict,) if verdict else ())

    @on_timer(_Kept.EXPIRY)
    def expire(self, value: Any = beam.DoFn.StateParam(_Kept.VALUE)) -> None:  # noqa: B008
        value.clear()


_HEADS: Any = list[Head]
_LINES: Any = list[Line]
_QUESTION_AND_LINE: Any = tuple[bytes, Line]


class _Wait(beam.DoFn):
    """Holds a piece until all of its stories have their answers."""

    PIECE: Final = ReadModifyWriteStateSpec("piece", BytesCoder())
    STORIES: Final = ReadModifyWriteStateSpec("stories", VarIntCoder())
    ANSWERS: Final = BagStateSpec("answers", BytesCoder())

    def process(
        self,
        keyed: _Keyed,
        piece: Any = beam.DoFn.StateParam(PIECE),  # noqa: B008
        stories: Any = beam.DoFn.StateParam(STORIES),  # noqa: B008
        answers: Any = beam.DoFn.StateParam(ANSWERS),  # noqa: B008
    ) -> Iterator[bytes]:
        _, packed = keyed
        whole: bytes | None = None
        if packed[:1] == b"P":
            whole = packed[1:]
            wanted = len(unpack(whole, Piece).stories)
        else:
            answers.add(packed[1:])
            wanted = stories.read()
        if wanted is None:
            return
        found = list(answers.read()) if wanted else []
        if len(found) < wanted:
            if whole is not None:
                piece.write(whole)
                stories.write(wanted)
            return
        complete = unpack(whole or piece.read(), Piece)
        piece.clear()
        stories.clear()
        answers.clear()
        yield pack(answered(complete, [unpack(answer, Answer) for answer in found]))


def _answer(question: Asked, verdicts: tuple[Verdict, ...]) -> _Keyed:
    key = joint_key(question.key, question.delivery)
    return key, b"A" + pack(Answer(question.index, verdicts))
