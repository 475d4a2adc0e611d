"""The Python workers of a cluster, as processes."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from deploy.flink.cluster import Cluster

__all__ = ["kill_one", "workers"]


def workers(cluster: Cluster) -> list[int]:
    """Process ids of the pool's children that live; those that were killed stay for a while as zombies."""
    children = Path(f"/proc/{cluster.pid('pool')}/task").glob("*/children")
    return sorted(pid for found in children for pid in map(int, found.read_text().split()) if _lives(pid))


def kill_one(cluster: Cluster, seconds: float = 60.0) -> int:
    """Kills a worker as the kernel would, when there is one; gives its process id."""
    end = time.monotonic() + seconds
    while not (alive := workers(cluster)):
        assert time.monotonic() < end, "no Python worker came up"
        time.sleep(0.05)
    os.kill(alive[-1], signal.SIGKILL)
    return alive[-1]


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False
