"""The parameters of the flex template: the options of `newswire run`, by names that Dataflow takes.

`python -m deploy.dataflow.parameters` writes `metadata.json` anew; a test compares the two.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.cli import run_parser

__all__ = ["METADATA", "metadata", "to_arguments"]

METADATA: Final = Path(__file__).parent / "metadata.json"

_ELSEWHERE: Final = frozenset({"help", "runner", "direct_num_workers"})
"""Options of a local run, or that the template itself sets."""

_GROUPS_ELSEWHERE: Final = ("continuous runs", "on a Flink cluster")


def actions() -> Iterator[argparse.Action]:
    """The options of `newswire run` that a batch on Dataflow has, INPUT first."""
    parser = run_parser()
    elsewhere = {
        id(action)
        for group in parser._action_groups
        if (group.title or "").startswith(_GROUPS_ELSEWHERE)
        for action in group._group_actions
    }
    for action in parser._actions:
        if id(action) not in elsewhere and action.dest not in _ELSEWHERE:
            yield action


def metadata() -> dict[str, Any]:
    """What `gcloud dataflow flex-template build --metadata-file` takes."""
    return {
        "name": "newswire",
        "description": "Raw wire stories in; parsed, identified, annotated stories out as Avro.",
        "parameters": [_parameter(action) for action in actions()],
    }


def to_arguments(parameters: Mapping[str, str]) -> list[str]:
    """Parameters of the template as arguments of `newswire run`; INPUT is a list with commas.

    Raises:
      ValueError: a parameter that the template has not, or a value that is neither true nor false.
    """
    known = {action.dest: action for action in actions()}
    arguments: list[str] = []
    for name, value in parameters.items():
        if name not in known:
            raise ValueError(f"{name}: no parameter of this template")
        arguments += _given(known[name], value)
    return arguments


def _given(action: argparse.Action, value: str) -> list[str]:
    if not action.option_strings:
        return _parts(value)
    option = action.option_strings[0]
    if isinstance(action, argparse.BooleanOptionalAction):
        return [action.option_strings[0 if _truth(action.dest, value) else 1]]
    if action.nargs == 0:
        return [option] if _truth(action.dest, value) else []
    if isinstance(action, argparse._AppendAction):
        return [f"{option}={part}" for part in _parts(value)]
    return [f"{option}={value}"]


def _truth(name: str, value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise ValueError(f"{name}={value}: expected true or false")
    return value.lower() == "true"


def _parts(value: str) -> list[str]:
    return [part for part in value.split(",") if part]


def _parameter(action: argparse.Action) -> dict[str, Any]:
    parameter: dict[str, Any] = {
        "name": action.dest,
        "label": action.dest.replace("_", " ").capitalize(),
        "helpText": _help(action),
        "isOptional": bool(action.option_strings) and not action.required,
        "paramType": "TEXT",
    }
    if action.choices:
        parameter |= {"paramType": "ENUM", "enumOptions": _choices(map(str, action.choices))}
    elif action.nargs == 0:
        parameter |= {"paramType": "BOOLEAN"}
    elif action.type is int:
        parameter |= {"paramType": "NUMBER"}
    elif action.dest == "output":
        parameter |= {"paramType": "GCS_WRITE_FOLDER"}
    if (
        isinstance(action.default, str | int)
        and not isinstance(action.default, bool)
        and action.default != ""
    ):
        parameter["defaultValue"] = str(action.default)
    return parameter


def _choices(values: Iterable[str]) -> list[dict[str, str]]:
    return [{"value": value, "label": value} for value in values]


def _help(action: argparse.Action) -> str:
    text = (action.help or action.dest).replace("%%", "%")
    if not action.option_strings or isinstance(action, argparse._AppendAction):
        return f"{text}; several with commas between them"
    return text


def main(_: Sequence[str] = ()) -> None:
    """Writes the file."""
    METADATA.write_text(json.dumps(metadata(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
