"""The options of `newswire run --runner flink`; Beam's names for them pass through as well."""

from __future__ import annotations

import argparse

__all__ = ["add_flink_options", "flink_args"]


def add_flink_options(run: argparse.ArgumentParser) -> None:
    """Adds the options of a Flink cluster to those of `run`."""
    flink = run.add_argument_group("on a Flink cluster: --runner flink")
    flink.add_argument("--flink-master", metavar="HOST:PORT", help="REST interface of the cluster")
    flink.add_argument(
        "--flink_job_server_jar",
        metavar="JAR",
        help="Beam's job server (default: the jars of `make flink-jars`)",
    )


def flink_args(options: argparse.Namespace) -> list[str]:
    """What was given, as Beam's own options."""
    given = {
        "flink_master": options.flink_master,
        "flink_job_server_jar": options.flink_job_server_jar,
    }
    return [f"--{name}={value}" for name, value in given.items() if value]
