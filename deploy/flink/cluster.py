"""A Flink session cluster on this machine, from packages: `python -m deploy.flink.cluster up`, and `down`.

Three processes: a JobManager, a TaskManager, and the pool that starts Python workers. They run until `down`.
Java 11 or 17 and Maven are needed; the jars are fetched once, into the user's cache (`NEWSWIRE_FLINK_JARS`
names another folder). What the processes write is under `build/flink`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.request import urlopen

from pipeline.flink_jars import OWN_JAR, FlinkJarsError, class_path, find_java, jars_folder

__all__ = ["Cluster", "fetch_jars"]

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
START_SECONDS: Final = 90.0
STOP_SECONDS: Final = 15.0

JOB_MANAGER: Final = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
TASK_MANAGER: Final = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"

# What Flink's own bin/ scripts open of the JDK's modules (env.java.opts.all of its default configuration).
OPENS: Final = (
    *(
        f"--add-exports={package}=ALL-UNNAMED"
        for package in (
            "java.base/sun.net.util",
            "java.rmi/sun.rmi.registry",
            "java.security.jgss/sun.security.krb5",
        )
    ),
    *(
        f"--add-opens=java.base/java.{package}=ALL-UNNAMED"
        for package in (
            *("lang", "net", "io", "nio", "lang.reflect", "text", "time", "util"),
            *("util.concurrent", "util.concurrent.atomic", "util.concurrent.locks"),
        )
    ),
)

# Flink's scripts work memory out with a Java program; here every part is named, and the JVM's limits follow.
HEAP_MB: Final = 1024
DIRECT_MB: Final = 896
CONFIGURATION: Final = """\
jobmanager.rpc.address: localhost
jobmanager.rpc.port: {rpc_port}
jobmanager.bind-host: localhost
rest.address: localhost
rest.bind-address: localhost
rest.port: {rest_port}
taskmanager.host: localhost
taskmanager.bind-host: localhost
taskmanager.numberOfTaskSlots: {slots}
taskmanager.cpu.cores: {slots}.0
taskmanager.memory.framework.heap.size: 128m
taskmanager.memory.task.heap.size: 896m
taskmanager.memory.framework.off-heap.size: 128m
taskmanager.memory.task.off-heap.size: 256m
taskmanager.memory.network.min: 512m
taskmanager.memory.network.max: 512m
taskmanager.memory.managed.size: 512m
taskmanager.memory.jvm-metaspace.size: 256m
taskmanager.memory.jvm-overhead.min: 256m
taskmanager.memory.jvm-overhead.max: 256m
# A batch of many stages keeps many shuffles open: fewer buffers each than the default of 512.
taskmanager.network.sort-shuffle.min-buffers: 64
parallelism.default: {slots}
state.checkpoints.dir: file://{folder}/checkpoints
state.savepoints.dir: file://{folder}/savepoints
io.tmp.dirs: {folder}/tmp
# The jars of Beam are on the cluster's own class path.
classloader.resolve-order: parent-first
classloader.check-leaked-classloader: false
# A lost TaskManager is noticed in seconds, and a stream waits for another as long as it takes.
heartbeat.interval: 1000
heartbeat.timeout: 6000
restart-strategy.type: exponential-delay
restart-strategy.exponential-delay.initial-backoff: 1 s
restart-strategy.exponential-delay.backoff-multiplier: 2.0
restart-strategy.exponential-delay.max-backoff: 15 s
slot.request.timeout: 300000
"""


class Cluster:
    """The cluster whose files are in a folder.

    Args:
      folder: for configuration, logs, process ids, checkpoints.
      rest_port: of Flink's REST interface, which jobs are submitted to.
      pool_port: of the pool of Python workers.
      slots: of the one TaskManager.
    """

    def __init__(
        self, folder: Path, *, rest_port: int = 8081, pool_port: int = 50_000, slots: int = 2
    ) -> None:
        self.folder = folder.resolve()
        self.rest, self.pool = f"localhost:{rest_port}", f"localhost:{pool_port}"
        self._rest_port, self._pool_port, self._slots = rest_port, pool_port, slots

    def up(self) -> float:
        """Starts everything; gives the seconds until it was ready.

        Raises:
          FlinkJarsError: Java, Maven or the jars are missing.
          RuntimeError: it did not become ready; the message names the log.
        """
        if running := [name for name in _PROCESSES if self.pid(name)]:
            raise RuntimeError(f"{self.folder}: {', '.join(running)} run already; `down` ends them")
        fetch_jars()
        started = time.monotonic()
        self._configure()
        self._start(
            "jobmanager", [*_java("512m", 256), "-cp", class_path(), JOB_MANAGER, *self._configured()]
        )
        self.start_taskmanager()
        self.start_pool()
        self._await(started + START_SECONDS)
        return time.monotonic() - started

    def down(self) -> list[str]:
        """Ends everything; gives the names of what ran."""
        ended = []
        for name in reversed(_PROCESSES):
            if pid := self.pid(name):
                _end(pid)
                ended.append(name)
            self._pid_file(name).unlink(missing_ok=True)
        for folder in ("tmp", "conf"):
            shutil.rmtree(self.folder / folder, ignore_errors=True)
        return ended

    def start_taskmanager(self) -> int:
        """Starts the TaskManager, or another in the place of one that died; gives its process id."""
        java = _java(f"{HEAP_MB}m", DIRECT_MB)
        return self._start("taskmanager", [*java, "-cp", class_path(), TASK_MANAGER, *self._configured()])

    def start_pool(self) -> int:
        """Starts the pool of Python workers; gives its process id."""
        module = "pipeline.flink_pool"
        return self._start("pool", [sys.executable, "-m", module, f"--service_port={self._pool_port}"])

    def pid(self, name: str) -> int | None:
        """The process id of `jobmanager`, `taskmanager` or `pool`, if it runs."""
        try:
            pid, started = json.loads(self._pid_file(name).read_text())
        except (OSError, ValueError):
            return None
        return int(pid) if _started(pid) == started else None

    def ask(self, path: str) -> Any:
        """What the REST interface answers.

        Raises:
          OSError: nothing answers.
        """
        with urlopen(f"http://{self.rest}{path}", timeout=10) as answer:
            return json.load(answer)

    def slots(self) -> int:
        """How many slots the TaskManagers have registered; 0 where nothing answers yet."""
        try:
            return int(self.ask("/overview")["slots-total"])
        except OSError:
            return 0

    def _configure(self) -> None:
        for name in ("conf", "log", "tmp", "checkpoints", "savepoints"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        text = CONFIGURATION.format(
            rpc_port=_free_port(), rest_port=self._rest_port, slots=self._slots, folder=self.folder
        )
        (self.folder / "conf/config.yaml").write_text(text)

    def _configured(self) -> list[str]:
        return ["--configDir", str(self.folder / "conf")]

    def _start(self, name: str, command: Sequence[str]) -> int:
        environment = os.environ | {"PYTHONFAULTHANDLER": "1"}  # a crash in C must leave a trace
        with (self.folder / f"log/{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                cwd=ROOT,
                start_new_session=True,
            )
        self._pid_file(name).write_text(json.dumps([process.pid, _started(process.pid)]))
        return process.pid

    def _await(self, end: float) -> None:
        while self.slots() < self._slots or not _answers(self._pool_port):
            for name in _PROCESSES:
                if not self.pid(name):
                    raise RuntimeError(f"the {name} ended at once; see {self.folder}/log/{name}.log")
            if time.monotonic() > end:
                raise RuntimeError(f"not ready within {START_SECONDS:.0f} s; see {self.folder}/log")
            time.sleep(0.2)

    def _pid_file(self, name: str) -> Path:
        return self.folder / f"{name}.pid"


_PROCESSES: Final = ("jobmanager", "taskmanager", "pool")


def fetch_jars() -> Path:
    """Fetches the jars by Maven, where they are not there yet; gives their folder.

    Raises:
      FlinkJarsError: they cannot be had.
    """
    find_java()
    folder = jars_folder()
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if not maven:
        raise FlinkJarsError("no Maven (`mvn`) here, which fetches Flink's and Beam's jars")
    folder.parent.mkdir(parents=True, exist_ok=True)
    build = folder.parent / f"{folder.name}.{os.getpid()}"
    shutil.copytree(HERE / "src", build / "src")
    shutil.copy(HERE / "pom.xml", build)
    try:
        done = subprocess.run(
            [maven, "-B", "-q", "-f", str(build / "pom.xml"), "package"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise FlinkJarsError(f"Maven could not fetch the jars: {done.stdout[-1500:]}{done.stderr[-500:]}")
        jars = build / "target/lib"
        shutil.copy(build / "target" / OWN_JAR, jars)
        jars.rename(folder)
    finally:
        shutil.rmtree(build, ignore_errors=True)
    return folder


def _java(heap: str, direct_mb: int) -> list[str]:
    logging = [
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
    ]
    return [find_java(), f"-Xmx{heap}", f"-XX:MaxDirectMemorySize={direct_mb}m", *OPENS, *logging]


def _free_port() -> int:
    with socket.socket() as server:
        server.bind(("localhost", 0))
        return int(server.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1.0)
        return client.connect_ex(("localhost", port)) == 0


def _started(pid: int) -> str | None:
    """When a process started, so that its number is not taken for another's; None where there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return _started_elsewhere(pid)
    return None if fields[0] == "Z" else fields[19]


def _started_elsewhere(pid: int) -> str | None:
    if Path("/proc/self/stat").exists():
        return None
    done = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or None


def _end(pid: int) -> None:
    """SIGTERM to the process and what it started, then SIGKILL; each was started as a group of its own."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            return
        end = time.monotonic() + STOP_SECONDS
        while _started(pid) and time.monotonic() < end:
            time.sleep(0.05)


def main() -> int:
    """The command line; gives its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.flink.cluster", description=__doc__.splitlines()[0]
    )
    parser.add_argument("verb", choices=("up", "down", "status", "jars", "taskmanager"))
    parser.add_argument("--folder", type=Path, default=ROOT / "build/flink", metavar="DIR")
    parser.add_argument("--rest-port", type=int, default=8081, metavar="N")
    parser.add_argument("--pool-port", type=int, default=50_000, metavar="N")
    parser.add_argument("--slots", type=int, default=2, metavar="N")
    options = parser.parse_args()
    cluster = Cluster(
        options.folder, rest_port=options.rest_port, pool_port=options.pool_port, slots=options.slots
    )
    try:
        print(_do(cluster, options.verb))  # noqa: T201
    except (FlinkJarsError, RuntimeError) as error:
        if options.verb == "up" and not isinstance(error, FlinkJarsError):
            print("what was started runs on; `down` ends it", file=sys.stderr)  # noqa: T201
        print(f"flink: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _do(cluster: Cluster, verb: str) -> str:
    if verb == "up":
        seconds = cluster.up()
        return f"Flink at {cluster.rest}, Python workers at {cluster.pool}, ready in {seconds:.1f} s"
    if verb == "down":
        return f"ended: {', '.join(cluster.down()) or 'nothing ran'}"
    if verb == "taskmanager":
        return f"TaskManager {cluster.start_taskmanager()}"
    if verb == "jars":
        return str(fetch_jars())
    return "\n".join(f"{name}: {cluster.pid(name) or 'not running'}" for name in _PROCESSES)


if __name__ == "__main__":
    sys.exit(main())
