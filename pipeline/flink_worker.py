"""A Python worker of `pipeline.flink_pool`: `python -m pipeline.flink_worker ADDRESS ID`.

ADDRESS is that of the TaskManager's control service, ID is what it calls the worker (both of Beam's Fn API).
It writes READY to standard output when it is connected.
"""

from __future__ import annotations

import os
import sys
from typing import Final

__all__ = ["READY", "main"]

READY: Final = b"ready\n"


def main(address: str, worker_id: str) -> None:
    """Works until the TaskManager ends it.

    Raises:
      grpc.FutureTimeoutError: nothing answers at the address within a minute.
    """
    from transforms.spacy_models import single_thread

    single_thread()  # before the import of Beam, which imports numpy
    from apache_beam.runners.worker.sdk_worker import SdkHarness

    harness = SdkHarness(address, worker_id=worker_id, state_cache_size=0, data_buffer_time_limit_ms=-1)
    os.write(1, READY)
    os.dup2(2, 1)  # nobody reads on: what is printed must not fill the pipe
    harness.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
