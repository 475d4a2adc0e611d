"""Where Prism's binary is looked for, and one clear line where there is none."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import prism
from pipeline.cli import USAGE, WRONG_DATA, main
from pipeline.options import UsageError
from pipeline.prism import find_prism
from tests.streaming.jobs import need_prism


def test_the_one_that_is_named_comes_first(tmp_path: Path) -> None:
    binary = tmp_path / "mine"
    binary.touch()
    assert find_prism(str(binary)) == binary


def test_then_the_one_beside_the_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prism").touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert find_prism(None) == tmp_path / "prism"


def test_then_beams_own_and_one_line_where_that_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apache_beam.runners.portability.prism_runner import PrismJobServer

    def refused(*_: object) -> str:
        raise RuntimeError("Unable to fetch remote prism binary:\nno route to host")

    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(PrismJobServer, "local_bin", refused)
    with pytest.raises(UsageError, match=r"^no Prism to run a stream on: `make prism` .*no route to host\)$"):
        find_prism(None)


def test_a_name_that_is_no_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "--streaming", "--watch", str(tmp_path / "in"), "--output", str(tmp_path / "out")]
    assert main([*arguments, "--prism_location", str(tmp_path / "none")]) == USAGE
    assert capsys.readouterr().err.startswith(f"newswire: --prism_location {tmp_path}/none: no such file")


def test_one_that_ends_as_it_starts_fails_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may have been killed: nothing is wrong with the command line, and a supervisor starts it again."""
    binary = tmp_path / "prism"
    binary.write_text("#!/bin/sh\nexit 7\n")
    binary.chmod(0o755)
    (tmp_path / "in").mkdir()
    arguments = ["run", "--streaming", "--watch", str(tmp_path / "in"), "--output", str(tmp_path / "out")]
    assert main([*arguments, "--prism_location", str(binary)]) == WRONG_DATA
    assert "Prism ended at once with code 7" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_a_killed_job_leaves_no_prism_behind(tmp_path: Path) -> None:
    need_prism()
    code = (
        "import sys, time; from pathlib import Path; from pipeline.prism import running_prism, find_prism\n"
        f"with running_prism(find_prism(None), Path({str(tmp_path / 'log')!r})) as p:\n"
        " print(p.pid, flush=True); time.sleep(600)"
    )
    job = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert job.stdout
    pid = int(job.stdout.readline())
    job.send_signal(signal.SIGKILL)
    job.wait(timeout=60)
    end = time.monotonic() + 60
    while _runs(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_module_is_of_the_version_of_beam_that_is_installed() -> None:
    import apache_beam

    assert f"v{apache_beam.__version__}" == prism.PRISM_VERSION
