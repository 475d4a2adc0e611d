"""What this process and its children need before Beam and numpy are imported."""

from __future__ import annotations

import logging

from transforms.spacy_models import single_thread

__all__ = ["prepare_process"]


def prepare_process() -> None:
    """One thread a worker for matrix products; Beam's own chatter kept out of what people read.

    Call it before Beam is imported: OpenBLAS reads its environment when it is loaded.
    """
    single_thread()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("apache_beam").setLevel(logging.ERROR)
