"""A commit to a bucket that is cut short at any of its calls: all of it stands, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.records import read_records
from pipeline.validate import problems
from schemas.records import Story
from tests.emulators.gcs_fake import need_gcs, running_gcs
from tests.streaming.test_commit import Killed, commit, window
from transforms.storage import client, location
from transforms.stream_commit import CommittedPieces, recover


def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """The step-th change in the bucket is not made, nor any after it; gives how many there were."""
    steps = 0

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def change(*args: Any, **kwargs: Any) -> None:
            nonlocal steps
            steps += 1
            if steps == step:
                raise Killed
            original(*args, **kwargs)

        return change

    for name in ("upload", "move", "remove"):
        monkeypatch.setattr(client, name, counted(getattr(client, name)))
    return lambda: steps


def test_a_kill_at_any_call_leaves_all_or_nothing(tmp_path: Path) -> None:
    need_gcs()
    outcomes = set()
    with running_gcs() as gcs:
        with pytest.MonkeyPatch.context() as patch:
            count = killed_at(-1, patch)
            commit(location("gs://newsroom/count"), window(tmp_path / "in"))
        assert count() >= 8
        for number in range(1, count() + 1):
            output = location(f"gs://newsroom/out{number}")
            with pytest.MonkeyPatch.context() as patch:
                killed_at(number, patch)
                with pytest.raises(Killed):
                    commit(output, window(tmp_path / "in"))
            recover(output)
            left = [piece for piece in window(tmp_path / "in") if piece.key() not in CommittedPieces(output)]
            outcomes.add(len(left))
            if left:
                commit(output, left)
            assert list(problems(output)) == []
            assert len(list(read_records(output, Story))) == 2
            assert gcs.names(f"out{number}/_tmp/") == []
    assert outcomes == {0, 3}
