"""What the flex template's launcher image runs: parameters of the template in, a Dataflow job out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions

from deploy.dataflow.parameters import actions, to_arguments
from pipeline.cli import parse_run, run_parser
from pipeline.graph import build_batch
from pipeline.options import RunSettings

__all__ = ["main", "settings_of"]


def settings_of(argv: Sequence[str]) -> tuple[RunSettings, list[str]]:
    """The run that the parameters ask for, and Beam's own options among them.

    Raises:
      ValueError: a parameter's value is not of its form.
    """
    names = {action.dest for action in actions()}
    parameters: dict[str, str] = {}
    beam_args: list[str] = []
    for argument in argv:
        name, equals, value = argument.removeprefix("--").partition("=")
        if equals and name in names:
            parameters[name] = value
        else:
            beam_args.append(argument)
    options = run_parser().parse_args(to_arguments(parameters))
    return replace(parse_run(options, beam_args), runner="DataflowRunner"), beam_args


def main(argv: Sequence[str] | None = None) -> Any:
    """Makes the job and gives Beam's result; a template's launcher waits for nothing."""
    settings, beam_args = settings_of(sys.argv[1:] if argv is None else argv)
    # Dataflow's own default is to send the main session; nothing here is defined in it.
    fixed = ["--runner=DataflowRunner", "--no_save_main_session"]
    root = beam.Pipeline(options=PipelineOptions([*fixed, *beam_args]))
    build_batch(root, settings)
    return root.run()


if __name__ == "__main__":
    main()
