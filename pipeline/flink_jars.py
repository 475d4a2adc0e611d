"""Where Java and the jars of Beam's job server for Flink are."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

__all__ = ["OWN_JAR", "FlinkJarsError", "class_path", "find_java", "jars_folder", "job_server_command"]

JARS: Final = "flink-1.19.3-beam-2.70.0"
OWN_JAR: Final = "newswire-flink-1.jar"
DRIVER: Final = "org.apache.beam.runners.flink.FlinkJobServerDriver"


class FlinkJarsError(Exception):
    """Java or the jars are missing; one line, with what to do."""


def find_java() -> str:
    """The `java` of JAVA_HOME, else of the path.

    Raises:
      FlinkJarsError: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    if home and (Path(home) / "bin/java").is_file():
        return str(Path(home) / "bin/java")
    found = shutil.which("java")
    if not found:
        raise FlinkJarsError("no Java here; install a JDK (11 or 17), or set JAVA_HOME")
    return found


def jars_folder() -> Path:
    """Where `make flink-jars` puts the jars: NEWSWIRE_FLINK_JARS, else the user's cache."""
    if given := os.environ.get("NEWSWIRE_FLINK_JARS"):
        return Path(given)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "newswire" / JARS


def job_server_command(jar: str | None) -> list[str]:
    """How the job server is started: from a jar of Beam's, else from the jars of `make flink-jars`.

    Raises:
      FlinkJarsError: there is neither.
    """
    if jar:
        if not Path(jar).is_file():
            raise FlinkJarsError(f"--flink_job_server_jar {jar}: no such file")
        return [find_java(), "-jar", jar]
    if not jars_folder().is_dir():
        raise FlinkJarsError(
            "no job server for Flink: `make flink-jars` fetches one, --flink_job_server_jar names Beam's own"
        )
    return [find_java(), "-cp", class_path(), DRIVER]


def class_path() -> str:
    """Of the job server and of the local cluster; a class of ours stands before Beam's of the same name."""
    folder = jars_folder()
    return f"{folder / OWN_JAR}{os.pathsep}{folder}/*"
