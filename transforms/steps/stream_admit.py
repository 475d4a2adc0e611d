"""Each delivery once: what a source gives again, after a restart, is known by keyed state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import apache_beam as beam
from apache_beam.coders import BooleanCoder
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec, TimerSpec, on_timer
from apache_beam.utils.timestamp import Duration

from transforms.steps._packed import pack, unpack
from transforms.stream_items import Delivery

__all__ = ["AdmitOnce"]


class AdmitOnce(beam.PTransform):
    """Deliveries to the same, each once, however often its source gives it.

    A runner that restarts from a checkpoint takes its keyed state back to it, and the source, which keeps
    nothing, gives all that it finds: what was admitted before the checkpoint is held back here, and what came
    after it passes again. So the state downstream sees everything exactly once.

    Args:
      seconds: how long a delivery is known.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self._admit = _Admit(seconds)

    def expand(self, deliveries: beam.PCollection[Delivery]) -> Any:
        """Keyed by what is delivered, which also spreads the reading over the workers."""
        return (
            deliveries
            | "Key deliveries" >> beam.Map(_keyed).with_output_types(tuple[bytes, bytes])
            | "Admit once" >> beam.ParDo(self._admit)
        )


class _Admit(beam.DoFn):
    KNOWN: Final = ReadModifyWriteStateSpec("known", BooleanCoder())
    EXPIRY: Final = TimerSpec("expiry", TimeDomain.WATERMARK)

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds

    def process(
        self,
        keyed: tuple[bytes, bytes],
        timestamp: Any = beam.DoFn.TimestampParam,
        known: Any = beam.DoFn.StateParam(KNOWN),  # noqa: B008
        expiry: Any = beam.DoFn.TimerParam(EXPIRY),  # noqa: B008
    ) -> Iterator[Delivery]:
        if known.read():
            return
        known.write(True)
        expiry.set(timestamp + Duration(self._seconds))
        yield unpack(keyed[1], Delivery)

    @on_timer(EXPIRY)  # type: ignore[untyped-decorator]
    def expire(self, known: Any = beam.DoFn.StateParam(KNOWN)) -> None:  # noqa: B008
        known.clear()


def _keyed(delivery: Delivery) -> tuple[bytes, bytes]:
    """The same file with the same bytes and time is the same delivery, whenever it was found."""
    key = f"{delivery.uri}\x1f{delivery.size}\x1f{delivery.modified}\x1f{delivery.delivery}"
    return key.encode("utf-8", "surrogateescape"), pack(delivery)
