"""A Beam environment whose workers are forked from the worker pool; for FnApiRunner, on this machine."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from apache_beam.portability.api import endpoints_pb2
from apache_beam.runners.portability.fn_api_runner.worker_handlers import GrpcWorkerHandler, WorkerHandler
from apache_beam.transforms.environments import Environment, python_sdk_capabilities
from google.protobuf import json_format, text_format  # type: ignore[import-untyped]

from pipeline.local_runner import Pieces
from pipeline.worker_pool import worker_pool

__all__ = ["ForkedEnvironment"]

_URN: Final = "newswire:env:forked:v1"


@Environment.register_urn(_URN, None)
class ForkedEnvironment(Environment):  # type: ignore[misc]
    """Where every worker is a fork of one process. It takes no payload."""

    def __init__(self, capabilities: Any = (), artifacts: Any = (), resource_hints: Any = None) -> None:
        super().__init__(capabilities or python_sdk_capabilities(), artifacts, resource_hints)

    def to_runner_api_parameter(self, context: Any) -> tuple[str, bytes]:
        """The URN, and no payload."""
        return _URN, b""

    @staticmethod
    def from_runner_api_parameter(
        payload: Any, capabilities: Any, artifacts: Any, resource_hints: Any, context: Any
    ) -> ForkedEnvironment:
        """The environment of a translated pipeline."""
        return ForkedEnvironment(capabilities, artifacts, resource_hints)


@WorkerHandler.register_environment(_URN, None)
class _ForkedWorkerHandler(GrpcWorkerHandler):  # type: ignore[misc]
    """Starts and ends one worker. A worker that dies ends the run: Beam's own handler would wait for ever."""

    def __init__(self, payload: Any, state: Any, provision_info: Any, grpc_server: Any) -> None:
        super().__init__(state, provision_info, grpc_server)
        self._closing, self._ended = threading.Event(), threading.Event()
        connection = self.data_conn
        self.data_conn: Any = _DataConnection(connection, self.control_conn.abort)

    def start_worker(self) -> None:
        """Has the pool fork a worker."""
        control = endpoints_pb2.ApiServiceDescriptor(url=self.control_address)
        options = self.provision_info.provision_info.pipeline_options
        environ = dict(
            os.environ,
            WORKER_ID=self.worker_id,
            CONTROL_API_SERVICE_DESCRIPTOR=text_format.MessageToString(control),
            PIPELINE_OPTIONS=json_format.MessageToJson(options),
        )
        self._pid = worker_pool().fork(environ, self._on_end)

    def give_up(self) -> None:
        """Kills the worker: what is on its way to it, or from it, would keep it from ending in order."""
        self._closing.set()
        if not self._ended.is_set():
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self.data_conn.give_up()

    def close(self) -> None:
        """Tells the worker to end."""
        self._closing.set()
        super().close()

    def stop_worker(self) -> None:
        """Waits for the end of the worker."""
        self._ended.wait()

    def _on_end(self, status: int) -> None:
        self._ended.set()
        if not self._closing.is_set():
            threading.Thread(target=self._abort, args=(status,), name="abort run", daemon=True).start()

    def _abort(self, status: int) -> None:
        """Fails what the runner asked of this worker, and what it will yet ask of it."""
        died = RuntimeError(f"a worker process died ({_ending(status)})")
        while not self._closing.wait(0.2):
            self.control_conn.abort(died)


class _DataConnection:
    """Beam's connection to a worker; what it is given as `Pieces` is sent while the worker takes it."""

    def __init__(self, connection: Any, fail: Callable[[Exception], object]) -> None:
        self._connection, self._fail = connection, fail
        self._given_up = False

    def give_up(self) -> None:
        """What is still to be sent will not be."""
        self._given_up = True

    def close(self) -> None:
        """Ends the connection when all is sent."""
        if not self._given_up:
            self._connection.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def output_stream(self, instruction_id: str, transform_id: str) -> _Sender:
        """A stream for the input of one transform of a stage."""
        return _Sender(self._connection.output_stream(instruction_id, transform_id), self._fail)


class _Sender:
    def __init__(self, stream: Any, fail: Callable[[Exception], object]) -> None:
        self._stream, self._fail = stream, fail
        self._pieces: list[Pieces] = []
        self._thread = threading.Thread(target=self._send, name="send pieces", daemon=True)

    def write(self, data: bytes | Pieces) -> None:
        if isinstance(data, Pieces):
            self._pieces.append(data)
        else:
            self._stream.write(data)

    def close(self) -> None:
        if self._pieces:
            self._thread.start()
        else:
            self._stream.close()

    def join(self) -> None:
        """Waits until all is sent."""
        self._thread.join()

    def _send(self) -> None:
        try:
            for pieces in self._pieces:
                for piece in pieces:
                    self._stream.write(piece)
                    self._stream.maybe_flush()
            self._stream.close()
        except Exception as error:  # the worker would wait for the rest for ever
            self._fail(error)


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
